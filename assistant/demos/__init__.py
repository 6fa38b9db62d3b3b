"""The article's demos, each defined once in a file of its own."""
