"""The conversations in the sidebar: their list, and what can be done with each."""
