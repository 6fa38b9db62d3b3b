"""The page's server: who comes in, and what a browser may do there."""

from assistant.ui.door.opening import lifespan, middleware

__all__ = ["lifespan", "middleware"]
