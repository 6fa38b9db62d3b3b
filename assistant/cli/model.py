"""pm-coach model: fetches, shows and removes the embedded language model."""

import contextlib
import json
from collections.abc import Callable, Iterator
from dataclasses import asdict
from pathlib import Path

import click
from rich.console import Console
from rich.progress import (
    BarColumn,
    DownloadColumn,
    Progress,
    TextColumn,
    TimeRemainingColumn,
    TransferSpeedColumn,
)

from assistant.models import local as local_model
from assistant.models.local import LocalModelError, Status
from assistant.settings import install_command, settings
from assistant.text import Bilingual

_INTERRUPTED = Bilingual(
    zh="已停止；已下载的部分会保留，再运行一次就接着下载。",
    en="Stopped; what has come is kept, run it again to go on.",
)


class _OneLineErrors(click.Group):
    """Tells an error in one line on stderr and exits with 1."""

    def invoke(self, ctx: click.Context) -> object:
        try:
            return super().invoke(ctx)
        except LocalModelError as error:
            raise click.ClickException(error.message.side_by_side()) from error


@click.group(name="model", cls=_OneLineErrors)
def model_command() -> None:
    """The language model that runs on this computer, without a key or an endpoint."""


@model_command.command()
@click.option(
    "--from",
    "source",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="Take the model from this file, which was fetched elsewhere.",
)
def pull(source: Path | None) -> None:
    """Fetch the model (1.1 GB), going on where an earlier pull broke off."""
    try:
        with _bytes_bar("Pulling") as on_progress:
            path = local_model.pull(settings(), on_progress, source=source)
    except KeyboardInterrupt as error:
        raise click.ClickException(_INTERRUPTED.side_by_side()) from error
    click.echo(str(path))


@model_command.command()
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
def status(as_json: bool) -> None:
    """Tell whether the model is there, whole, and can be run."""
    found = local_model.status(settings(), verify=True)
    if as_json:
        click.echo(json.dumps({**asdict(found), "path": str(found.path)}, ensure_ascii=False))
    else:
        for name, value in _rows(found):
            click.echo(f"{name:<10}{value}")


@model_command.command()
def remove() -> None:
    """Remove the fetched model, or the part of it that is there."""
    click.echo(f"{_size(local_model.remove(settings()))} freed")


def _rows(found: Status) -> Iterator[tuple[str, str]]:
    """Yield what `status` prints for people, line by line."""
    checksum = {True: ", checksum right", False: ", checksum WRONG: pull it again", None: ""}[found.verified]
    missing = f"not fetched, {_size(found.missing)} to go: pm-coach model pull"
    if not found.missing:
        missing = "not found"
    yield "file", str(found.path)
    yield "model", f"{_size(found.size)}{checksum}" if found.present else missing
    yield "runtime", "installed" if found.runtime else f"not installed: {install_command('local')}"
    yield "disk", f"{_size(found.free)} free"


def _size(count: int) -> str:
    return f"{count / 1e6:,.0f} MB"


@contextlib.contextmanager
def _bytes_bar(description: str) -> Iterator[Callable[[int, int], None]]:
    """Yield a function (done, total) that draws bytes, speed and time left on stderr; only on a terminal."""
    console = Console(stderr=True)
    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        DownloadColumn(),
        TransferSpeedColumn(),
        TimeRemainingColumn(),
    )
    with Progress(*columns, console=console, transient=True, disable=not console.is_terminal) as progress:
        task = progress.add_task(description, total=None, visible=False)
        yield lambda done, total: progress.update(task, completed=done, total=total, visible=True)
