"""What a learner can want with a message: one module an act, its examples in the file beside it."""

import importlib
import pkgutil
from functools import cache

from assistant.understanding.act import Act


@cache
def acts() -> dict[str, Act]:
    """Return the acts by name: the `ACT` of every module here."""
    modules = (
        importlib.import_module(f"{__name__}.{found.name}") for found in pkgutil.iter_modules(__path__)
    )
    return {act.name: act for module in modules if isinstance(act := getattr(module, "ACT", None), Act)}
