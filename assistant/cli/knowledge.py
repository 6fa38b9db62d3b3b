"""What the commands answer from, and `pm-coach index`."""

from pathlib import Path

import click

from assistant.cli.terminal import bar
from assistant.coach import Coach, open_coach
from assistant.settings import Settings, settings

ENGINES = ["auto", "openai", "local", "grounded"]
knowledge_option = click.option(
    "--knowledge",
    type=click.Path(path_type=Path),
    help="A file, or a folder of them, to answer from, and from nothing else: Markdown, text, PDF, Word, PowerPoint.",
)
json_option = click.option("--json", "as_json", is_flag=True, help="Print JSON, one object a line.")


def open_knowledge(knowledge: Path | None, *, with_uploads: bool = True) -> Coach:
    """Open a coach, with a progress bar on stderr while vectors are computed; what people should know goes to stderr too.

    The learner's own files are answered from where no other knowledge is named.
    """
    chosen: Settings = settings().model_copy(update={"knowledge": knowledge}) if knowledge else settings()
    with bar("Reading the knowledge") as advance:
        coach = open_coach(chosen, advance, with_uploads=with_uploads and knowledge is None)
    for notice in coach.notices:
        click.echo(notice.side_by_side(), err=True)
    return coach


@click.command()
@knowledge_option
def index(knowledge: Path | None) -> None:
    """Read the knowledge and compute its vectors, so that the first question need not wait."""
    for document in open_knowledge(knowledge).library.documents:
        passages = sum(len(section.passages) for section in document.sections)
        click.echo(
            f"{document.id} ({document.language}): {len(document.sections)} sections, {passages} passages"
        )
