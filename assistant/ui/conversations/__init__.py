"""The conversations: their list in the sidebar, what can be done with them, and what is wrong with their database."""
