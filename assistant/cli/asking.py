"""`pm-coach ask` and `pm-coach search`."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import IO, NamedTuple
from uuid import uuid4

import click

from assistant.answering.engines import EngineChoice, Learner
from assistant.answering.events import Completed, Failed, Understood
from assistant.cli.contract import Answered, answer_json, evidence_json
from assistant.cli.knowledge import ENGINES, json_option, knowledge_option, open_knowledge
from assistant.cli.terminal import print_evidence, print_message, track
from assistant.coach import Coach

_batch_option = click.option(
    "--batch",
    type=click.File("r", encoding="utf-8"),
    help='JSON lines, each with "q" or "turns": […] and an optional "id"; "-" reads standard input.',
)


class _Item(NamedTuple):
    """One conversation to hold: its last turn is the one that is printed."""

    id: str
    turns: list[str]


@click.command()
@click.argument("question", required=False)
@json_option
@click.option(
    "--engine",
    type=click.Choice(ENGINES),
    default="auto",
    show_default=True,
    help="Who writes the answer. auto: the endpoint that is set, else a pulled local model, else grounded.",
)
@knowledge_option
@_batch_option
def ask(
    question: str | None, as_json: bool, engine: EngineChoice, knowledge: Path | None, batch: IO[str] | None
) -> None:
    """Answer QUESTION with citations."""
    items = _items(question, batch)
    coach = open_knowledge(knowledge)
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


@click.command()
@click.argument("query", required=False)
@json_option
@click.option(
    "-k",
    "limit",
    type=click.IntRange(1, 100),
    default=5,
    show_default=True,
    help="How many sections at most.",
)
@knowledge_option
@_batch_option
def search(
    query: str | None, as_json: bool, limit: int, knowledge: Path | None, batch: IO[str] | None
) -> None:
    """List the sections that fit QUERY best."""
    items = _items(query, batch)
    coach = open_knowledge(knowledge)
    for item in track(items, "Searching", shown=batch is not None):
        evidence = coach.search(item.turns[-1], limit=limit)
        if as_json or batch is not None:
            click.echo(json.dumps(evidence_json(item.id, item.turns[-1], evidence), ensure_ascii=False))
        else:
            print_evidence(evidence)


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
