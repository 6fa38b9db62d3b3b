"""The command line: pm-coach."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import IO, NamedTuple
from uuid import uuid4

import click

from assistant import __version__
from assistant.answering.engines import EngineChoice
from assistant.answering.events import Completed, Failed, Understood
from assistant.answering.learner import Learner
from assistant.cli.contract import Answered, answer_json, evidence_json
from assistant.cli.demo import demo_command
from assistant.cli.model import model_command
from assistant.cli.serve import serve_command
from assistant.cli.terminal import bar, both, output, print_evidence, print_message, track
from assistant.coach import Coach, open_coach
from assistant.documents import LibraryError
from assistant.evaluation import GoldError, evaluate, load_gold
from assistant.retrieval.embedding import EmbeddingError
from assistant.settings import Settings, settings

_knowledge_option = click.option(
    "--knowledge",
    type=click.Path(path_type=Path),
    help="A file, or a folder of them, to answer from, and from nothing else: Markdown, text, PDF, Word, PowerPoint.",
)
_ENGINES = ["auto", "openai", "local", "grounded"]
_json_option = click.option("--json", "as_json", is_flag=True, help="Print JSON, one object a line.")
_batch_option = click.option(
    "--batch",
    type=click.File("r", encoding="utf-8"),
    help='JSON lines, each with "q" or "turns": […] and an optional "id"; "-" reads standard input.',
)


class _Item(NamedTuple):
    """One conversation to hold: its last turn is the one that is printed."""

    id: str
    turns: list[str]


class _OneLineErrors(click.Group):
    """Tells an error in one line on stderr and exits with 1; wrong usage exits with 2."""

    def invoke(self, ctx: click.Context) -> object:
        try:
            return super().invoke(ctx)
        except (LibraryError, EmbeddingError) as error:
            raise click.ClickException(both(error.message)) from error
        except GoldError as error:
            raise click.ClickException(str(error)) from error


@click.group(cls=_OneLineErrors, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="pm-coach")
def main() -> None:
    """Coach product managers from what it has read: ask it, search it, run its demos."""


main.add_command(demo_command)
main.add_command(model_command)
main.add_command(serve_command)


@main.command()
@click.argument("question", required=False)
@_json_option
@click.option(
    "--engine",
    type=click.Choice(_ENGINES),
    default="auto",
    show_default=True,
    help="Who writes the answer. auto: the endpoint that is set, else a pulled local model, else grounded.",
)
@_knowledge_option
@_batch_option
def ask(
    question: str | None, as_json: bool, engine: EngineChoice, knowledge: Path | None, batch: IO[str] | None
) -> None:
    """Answer QUESTION with citations."""
    items = _items(question, batch)
    coach = _open(knowledge)
    failed = False
    for item in track(items, "Answering", shown=batch is not None):
        answered = _answer(coach, item.turns, engine)
        failed = failed or answered.problem is not None
        if as_json or batch is not None:
            click.echo(json.dumps(answer_json(item.id, item.turns[-1], answered), ensure_ascii=False))
        elif answered.problem:
            raise click.ClickException(answered.problem)
        elif answered.message:
            print_message(answered.message)
    if failed:
        raise click.exceptions.Exit(1)


@main.command()
@click.argument("query", required=False)
@_json_option
@click.option(
    "-k",
    "limit",
    type=click.IntRange(1, 100),
    default=5,
    show_default=True,
    help="How many sections at most.",
)
@_knowledge_option
@_batch_option
def search(
    query: str | None, as_json: bool, limit: int, knowledge: Path | None, batch: IO[str] | None
) -> None:
    """List the sections that fit QUERY best."""
    items = _items(query, batch)
    coach = _open(knowledge)
    for item in track(items, "Searching", shown=batch is not None):
        evidence = coach.search(item.turns[-1], limit=limit)
        if as_json or batch is not None:
            click.echo(json.dumps(evidence_json(item.id, item.turns[-1], evidence), ensure_ascii=False))
        else:
            print_evidence(evidence)


@main.command()
@_knowledge_option
def index(knowledge: Path | None) -> None:
    """Read the knowledge and compute its vectors, so that the first question need not wait."""
    for document in _open(knowledge).library.documents:
        passages = sum(len(section.passages) for section in document.sections)
        click.echo(
            f"{document.id} ({document.language}): {len(document.sections)} sections, {passages} passages"
        )


@main.command(name="eval")
@click.argument("gold", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@_json_option
@click.option(
    "--engine", type=click.Choice(_ENGINES), default="grounded", show_default=True, help="Who answers."
)
@_knowledge_option
def evaluate_command(gold: Path, as_json: bool, engine: EngineChoice, knowledge: Path | None) -> None:
    """Ask the questions of GOLD (JSON lines) and print how many are answered rightly, by kind."""
    questions = load_gold(gold)
    # The questions are about the knowledge; what a learner added must not change how it does.
    coach = _open(knowledge, with_uploads=False)
    report = evaluate(coach, track(questions, "Asking", shown=True), engine)
    if as_json:
        click.echo(json.dumps(report.to_json(), ensure_ascii=False))
    else:
        output().print(report.table())


def _items(question: str | None, batch: IO[str] | None) -> list[_Item]:
    """Return what is to be asked."""
    if question is not None and batch is None:
        return [_Item(uuid4().hex, [question])]
    if batch is not None and question is None:
        return list(_batch_items(batch))
    raise click.UsageError("Give a question, or --batch FILE.")


def _batch_items(lines: IO[str]) -> Iterator[_Item]:
    for number, line in enumerate(lines, start=1):
        if not line.strip():
            continue
        try:
            entry = json.loads(line)
            turns = entry["turns"] if "turns" in entry else [entry["q"]]
        except (ValueError, TypeError, KeyError) as error:
            raise click.ClickException(
                f'Line {number} of the batch is no JSON object with "q" or "turns".'
            ) from error
        if not isinstance(turns, list) or not turns or not all(isinstance(turn, str) for turn in turns):
            raise click.ClickException(f"Line {number} of the batch: questions must be text.")
        yield _Item(str(entry.get("id", number)), turns)


def _open(knowledge: Path | None, *, with_uploads: bool = True) -> Coach:
    """Open a coach, with a progress bar on stderr while vectors are computed; what people should know goes to stderr too.

    The learner's own files are answered from where no other knowledge is named.
    """
    chosen: Settings = settings().model_copy(update={"knowledge": knowledge}) if knowledge else settings()
    with bar("Reading the knowledge") as advance:
        coach = open_coach(chosen, advance, with_uploads=with_uploads and knowledge is None)
    for notice in coach.notices:
        click.echo(both(notice), err=True)
    return coach


def _answer(coach: Coach, turns: list[str], engine: EngineChoice) -> Answered:
    """Ask a conversation's turns; return what came of the last."""
    conversation = uuid4().hex
    answered = Answered()
    for turn in turns:
        act = answered.act
        for event in coach.reply(conversation, turn, Learner(engine=engine)):
            match event:
                case Understood():
                    act = event.act
                case Completed():
                    answered = Answered(act, event.message)
                case Failed():
                    answered = Answered(act, event.message, event.explanation)
    return answered


if __name__ == "__main__":
    main()
