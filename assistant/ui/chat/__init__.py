"""The chat: questions, answers, citations, what can be done with them, and the panel of the cited section."""
