"""What the command line shows people: progress, answers, sections."""

import contextlib
import sys
from collections.abc import Callable, Iterable, Iterator
from typing import TypeVar

from rich.console import Console
from rich.markdown import Markdown
from rich.markup import escape
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from assistant.retrieval.evidence import Evidence
from assistant.store.messages import Message
from assistant.text import Bilingual

Item = TypeVar("Item")

_PIPED_COLUMNS = 10_000
"""As wide as no line of a table is."""


def both(message: Bilingual) -> str:
    """Return a text in both languages, for errors that no question came before."""
    return message.zh if message.zh == message.en else f"{message.zh} / {message.en}"


@contextlib.contextmanager
def bar(description: str) -> Iterator[Callable[[float, float], None]]:
    """Yield a function (done, total) that draws a bar on stderr, once there is something to wait for; only on a terminal."""
    console = Console(stderr=True)
    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        TextColumn("{task.percentage:>3.0f} %"),
        TimeRemainingColumn(),
    )
    with Progress(*columns, console=console, transient=True, disable=not console.is_terminal) as progress:
        task = progress.add_task(description, total=None, visible=False)
        yield lambda done, total: progress.update(task, completed=done, total=total, visible=True)


def track(items: Iterable[Item], description: str, *, shown: bool) -> Iterator[Item]:
    """Yield the items, with a bar on stderr where that is a terminal."""
    console = Console(stderr=True)
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(
        *columns, console=console, transient=True, disable=not (shown and console.is_terminal)
    ) as progress:
        yield from progress.track(list(items), description=description)


def output() -> Console:
    """Return a console on stdout. Where a program or a file reads that, lines stay whole and nothing is coloured."""
    if sys.stdout.isatty():
        return Console()
    # Explicitly no terminal: FORCE_COLOR speaks for programs that can't tell.
    return Console(force_terminal=False, no_color=True, soft_wrap=True, width=_PIPED_COLUMNS)


def print_message(message: Message) -> None:
    """Print an answer and its sources: drawn on a terminal, else as the Markdown that it is."""
    console = output()
    if console.is_terminal:
        console.print(Markdown(message.text))
    else:
        console.print(message.text, markup=False, emoji=False, highlight=False)
    if message.citations:
        console.print()
    for citation in message.citations:
        console.print(f"[dim]\\[{citation.n}] {escape(citation.name)}[/]", highlight=False)


def print_evidence(evidence: Evidence) -> None:
    """Print the sections found, best first."""
    console = output()
    if not evidence.answerable:
        console.print("[yellow]The knowledge does not answer this; the nearest sections:[/]")
    for hit in evidence.sections:
        console.print(
            f"[bold]{hit.section.address:>6}[/]  {escape(hit.section.title)}  [dim]{hit.score:.3f}[/]",
            highlight=False,
        )
