"""The embedded language model: fetching its file, and running it behind the OpenAI API on this machine alone."""

from assistant.models.local.files import (
    DEFAULT_MODEL,
    LocalModelError,
    ModelFile,
    PullStoppedError,
    Status,
    model_path,
    remove,
    runtime_installed,
    status,
)
from assistant.models.local.pull import pull
from assistant.models.local.server import LocalServer, RunningServer, local_server

__all__ = [
    "DEFAULT_MODEL",
    "LocalModelError",
    "LocalServer",
    "ModelFile",
    "PullStoppedError",
    "RunningServer",
    "Status",
    "local_server",
    "model_path",
    "pull",
    "remove",
    "runtime_installed",
    "status",
]
