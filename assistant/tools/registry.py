"""The demos of a package: each a module or a folder that has a `DEMO`."""

import importlib
import pkgutil
from collections.abc import Mapping
from types import ModuleType

from assistant.documents import Library
from assistant.tools.demo import Demo

Demos = Mapping[str, Demo]
"""Demos by their names."""


def discover(package: ModuleType) -> dict[str, Demo]:
    """Return the demos of a package: the `DEMO` of every module and folder in it that has one."""
    modules = (
        importlib.import_module(f"{package.__name__}.{found.name}")
        for found in pkgutil.iter_modules(package.__path__)
    )
    found = (demo for module in modules if isinstance(demo := getattr(module, "DEMO", None), Demo))
    return {demo.name: demo for demo in found}


def active(demos: Demos, library: Library) -> dict[str, Demo]:
    """Return the demos whose document is loaded."""
    loaded = {document.id for document in library.documents}
    return {name: demo for name, demo in demos.items() if demo.document in loaded}
