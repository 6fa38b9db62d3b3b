"""The embedded language model: fetching its file, and running it behind the OpenAI API on this machine alone."""

from assistant.answering.local_model.errors import LocalModelError, PullStoppedError
from assistant.answering.local_model.files import (
    DEFAULT_MODEL,
    ModelFile,
    Status,
    model_path,
    remove,
    runtime_installed,
    status,
)
from assistant.answering.local_model.pull import pull
from assistant.answering.local_model.server import Endpoint, LocalServer, local_server

__all__ = [
    "DEFAULT_MODEL",
    "Endpoint",
    "LocalModelError",
    "LocalServer",
    "ModelFile",
    "PullStoppedError",
    "Status",
    "local_server",
    "model_path",
    "pull",
    "remove",
    "runtime_installed",
    "status",
]
