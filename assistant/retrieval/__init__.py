"""Finding the sections that answer a question, and telling when none does."""
