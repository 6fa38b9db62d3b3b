"""How evidence becomes an answer: engines, the events they emit, and what they share."""
