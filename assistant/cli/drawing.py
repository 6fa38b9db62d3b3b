"""What a terminal shows: bars, Markdown, colours. Imported where there is one."""

import contextlib
from collections.abc import Callable, Iterable, Iterator
from typing import TypeVar

from rich.console import Console
from rich.markdown import Markdown
from rich.markup import escape
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from assistant.retrieval.evidence import Evidence
from assistant.store.messages import Message

Item = TypeVar("Item")


@contextlib.contextmanager
def bar(description: str) -> Iterator[Callable[[float, float], None]]:
    """Yield a function (done, total) that draws a bar on stderr, once there is something to wait for."""
    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        TextColumn("{task.percentage:>3.0f} %"),
        TimeRemainingColumn(),
    )
    with Progress(*columns, console=Console(stderr=True), transient=True) as progress:
        task = progress.add_task(description, total=None, visible=False)
        yield lambda done, total: progress.update(task, completed=done, total=total, visible=True)


def track(items: Iterable[Item], description: str) -> Iterator[Item]:
    """Yield the items, with a bar on stderr."""
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as progress:
        yield from progress.track(list(items), description=description)


def message(answer: Message) -> None:
    """Draw an answer and its sources."""
    console = Console()
    console.print(Markdown(answer.text))
    if answer.citations:
        console.print()
    for citation in answer.citations:
        console.print(f"[dim]\\[{citation.n}] {escape(citation.name)}[/]", highlight=False)


def evidence(found: Evidence, nothing_answers: str) -> None:
    """Draw the sections found, best first."""
    console = Console()
    if not found.answerable:
        console.print(f"[yellow]{escape(nothing_answers)}[/]")
    for hit in found.sections:
        console.print(
            f"[bold]{hit.section.address:>6}[/]  {escape(hit.section.title)}  [dim]{hit.score:.3f}[/]",
            highlight=False,
        )
