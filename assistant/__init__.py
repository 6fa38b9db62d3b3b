"""PM Coach: a chat assistant that coaches product managers from an article it cites and tests."""

__version__ = "0.1.0"
