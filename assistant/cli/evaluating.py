"""`pm-coach eval`."""

import json
from pathlib import Path

import click

from assistant.answering.engines import EngineChoice
from assistant.cli.knowledge import ENGINES, json_option, knowledge_option, open_knowledge
from assistant.cli.terminal import output, track
from assistant.evaluation import evaluate, load_gold


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
