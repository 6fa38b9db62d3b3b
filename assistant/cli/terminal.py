"""What the command line shows on a terminal: progress, answers, sections."""

import contextlib
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


def print_message(message: Message) -> None:
    """Print an answer and its sources."""
    console = Console()
    console.print(Markdown(message.text))
    if message.citations:
        console.print()
    for citation in message.citations:
        console.print(f"[dim]\\[{citation.n}] {escape(citation.name)}[/]", highlight=False)


def print_evidence(evidence: Evidence) -> None:
    """Print the sections found, best first."""
    console = Console()
    if not evidence.answerable:
        console.print("[yellow]The knowledge does not answer this; the nearest sections:[/]")
    for hit in evidence.sections:
        console.print(
            f"[bold]{hit.section.address:>6}[/]  {hit.section.title}  [dim]{hit.score:.3f}[/]",
            highlight=False,
        )
