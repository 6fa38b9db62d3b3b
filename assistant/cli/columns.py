"""--column NAME=HEADER: which column of a file stands for one that a demo needs."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import click

from assistant.text import Bilingual, ExplainedError
from assistant.tools.demo import Demo
from assistant.tools.kinds import Table
from assistant.tools.parameters import DemoInputError, kind_of
from assistant.tools.progress import Progress, untold
from assistant.tools.tables import DataTable, Tables, columns_at, table_at

FLAG = "--column"

_HOW = Bilingual(zh="{message}用 {flags} 说明是哪一列。", en="{message} Say which it is with {flags}.")


def names(demo: Demo) -> list[str]:
    """Return what a demo calls the columns of its tables."""
    return list(dict.fromkeys(name for columns in _columns(demo).values() for name in columns))


def mapping(demo: Demo, values: Mapping[str, Any], given: Sequence[str]) -> Tables:
    """Return what opens the files of a run, their columns mapped as the flags say.

    Args:
        demo: The demo.
        values: Its values, a table's as a path.
        given: What the flags say, NAME=HEADER each.

    Raises:
        UsageError: A flag is not of that form, names no column of the demo, or there is no file.
        TableError: No file that needs the column has the header.
    """
    by_path: dict[str, dict[str, str]] = {}
    for text in given:
        name, header = _split(demo, text)
        paths = [
            values[each] for each, columns in _columns(demo).items() if name in columns and each in values
        ]
        if not paths:
            raise click.UsageError(
                f'There is no file for {FLAG} "{text}"; give one with {_files(demo, name)}.'
            )
        fitting = [path for path in paths if header in columns_at(path)]
        for path in fitting or paths:
            by_path.setdefault(path, {})[name] = header
        if not fitting:
            # Tells which columns there are.
            DataTable.of_rows(Path(paths[0]).name, columns_at(paths[0]), []).mapped({name: header})

    def opened(path: str, on_progress: Progress = untold) -> DataTable:
        return table_at(path, on_progress).mapped(by_path.get(path, {}))

    return opened


def explained(error: ExplainedError) -> Bilingual:
    """Return what an error says; where a file lacks columns, with the flags that say which they are."""
    missing = error.missing.values() if isinstance(error, DemoInputError) else ()
    flags = [f"{FLAG} {column.name}=…" for each in missing for column in each.columns]
    return (
        _HOW.filled(message=error.message, flags=" ".join(dict.fromkeys(flags))) if flags else error.message
    )


def _split(demo: Demo, text: str) -> tuple[str, str]:
    name, equals, header = (part.strip() for part in text.partition("="))
    known = names(demo)
    if not equals or not header or name not in known:
        raise click.UsageError(f'{FLAG} "{text}" must be NAME=HEADER, NAME one of {", ".join(known)}.')
    return name, header


def _columns(demo: Demo) -> dict[str, list[str]]:
    kinds = {name: kind_of(field) for name, field in demo.parameters.model_fields.items()}
    return {
        name: [column.name for column in kind.columns]
        for name, kind in kinds.items()
        if isinstance(kind, Table)
    }


def _files(demo: Demo, name: str) -> str:
    parameters = (each for each, columns in _columns(demo).items() if name in columns)
    return " or ".join(f"--{parameter.replace('_', '-')} FILE" for parameter in parameters)
