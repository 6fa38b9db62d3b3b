"""The demos: their form, their run, their result."""
