"""The commands for the knowledge: what a search finds, the index, and how well questions are answered."""

import json
from pathlib import Path

import click

from assistant.answering.engines import EngineChoice
from assistant.cli.terminal import bar, output, track
from assistant.coach import Coach, open_coach
from assistant.evaluation import evaluate, load_gold
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


@click.command(name="eval")
@click.argument("gold", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@json_option
@click.option(
    "--engine", type=click.Choice(ENGINES), default="grounded", show_default=True, help="Who answers."
)
@knowledge_option
def evaluate_command(gold: Path, as_json: bool, engine: EngineChoice, knowledge: Path | None) -> None:
    """Ask the questions of GOLD (JSON lines) and print how many are answered rightly, by kind."""
    questions = load_gold(gold)
    # The questions are about the knowledge; what a learner added must not change how it does.
    coach = open_knowledge(knowledge, with_uploads=False)
    report = evaluate(coach, track(questions, "Asking", shown=True), engine)
    if as_json:
        click.echo(json.dumps(report.to_json(), ensure_ascii=False))
    else:
        output().print(report.table())
