"""What the coach remembers: one database, and the stores that live in it."""
