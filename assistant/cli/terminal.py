"""What the command line shows people, and what it writes where a program or a file reads it: whole lines, no colours."""

import contextlib
import sys
from collections.abc import Callable, Iterable, Iterator
from typing import TYPE_CHECKING, TypeVar

import click

from assistant.retrieval.evidence import Evidence
from assistant.store.messages import Message

if TYPE_CHECKING:
    from rich.console import Console

Item = TypeVar("Item")

_PIPED_COLUMNS = 10_000
"""As wide as no line of a table is."""
_NOTHING_ANSWERS = "The knowledge does not answer this; the nearest sections:"


@contextlib.contextmanager
def bar(description: str) -> Iterator[Callable[[float, float], None]]:
    """Yield a function (done, total) that draws a bar on stderr, where that is a terminal."""
    if not sys.stderr.isatty():
        yield lambda _done, _total: None
        return
    from assistant.cli import drawing

    with drawing.bar(description) as advance:
        yield advance


def track(items: Iterable[Item], description: str, *, shown: bool) -> Iterable[Item]:
    """Return the items, with a bar on stderr where that is a terminal."""
    if not shown or not sys.stderr.isatty():
        return items
    from assistant.cli import drawing

    return drawing.track(items, description)


def output() -> "Console":
    """Return a console on stdout for tables."""
    from rich.console import Console

    if sys.stdout.isatty():
        return Console()
    # Explicitly no terminal: FORCE_COLOR speaks for programs that can't tell.
    return Console(force_terminal=False, no_color=True, soft_wrap=True, width=_PIPED_COLUMNS)


def print_message(message: Message) -> None:
    """Print an answer and its sources: drawn on a terminal, else as the Markdown that it is."""
    if sys.stdout.isatty():
        from assistant.cli import drawing

        drawing.message(message)
        return
    sources = [f"[{citation.n}] {citation.name}" for citation in message.citations]
    click.echo("\n".join([message.text, *([""] if sources else []), *sources]))


def print_evidence(evidence: Evidence) -> None:
    """Print the sections found, best first."""
    if sys.stdout.isatty():
        from assistant.cli import drawing

        drawing.evidence(evidence, _NOTHING_ANSWERS)
        return
    if not evidence.answerable:
        click.echo(_NOTHING_ANSWERS)
    for hit in evidence.sections:
        click.echo(f"{hit.section.address:>6}  {hit.section.title}  {hit.score:.3f}")
