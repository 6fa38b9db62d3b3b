"""Texts for people: each name stands for one text."""

import ast
from collections import Counter
from pathlib import Path

import pytest

from assistant.answering.composing import phrases
from assistant.ui import texts

MODULES = [*sorted(Path(texts.__file__).parent.glob("*.py")), Path(phrases.__file__)]


@pytest.mark.parametrize("module", MODULES, ids=lambda path: path.stem)
def test_no_name_is_given_twice(module: Path) -> None:
    tree = ast.parse(module.read_text(encoding="utf-8"))
    names = (
        target.id
        for node in tree.body
        if isinstance(node, ast.Assign)
        for target in node.targets
        if isinstance(target, ast.Name)
    )
    assert [name for name, count in Counter(names).items() if count > 1] == []
