"""The optional parts of the package, and how to add one to this installation."""

import importlib.metadata
import os
import shlex
import sys
from pathlib import Path
from typing import Literal

Extra = Literal["local", "postgres"]


def install_command(extra: Extra) -> str:
    """Return the shell command that installs an optional part beside this very program.

    It names what the part consists of, for the package itself need not lie in any index; in a checkout that was never
    installed it is to be run from its folder.
    """
    python = Path(sys.executable)
    if python.is_relative_to(Path.cwd()):
        python = python.relative_to(Path.cwd())
    quote = _quoted if os.name == "nt" else shlex.quote
    return " ".join([quote(str(python)), "-m pip install", *map(quote, _requirements(extra))])


def _requirements(extra: Extra) -> list[str]:
    try:
        declared = importlib.metadata.requires("pm-coach") or []
    except importlib.metadata.PackageNotFoundError:
        return [f".[{extra}]"]
    split = [line.replace("'", '"').partition(";") for line in declared]
    return [
        requirement.strip() for requirement, _, marker in split if marker.strip() == f'extra == "{extra}"'
    ]


def _quoted(word: str) -> str:
    return f'"{word}"'
