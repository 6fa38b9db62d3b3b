"""Which act a message is, and what is made of it."""

import json
from collections import Counter
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.demos import demos
from assistant.retrieval.embedding import BundledEmbedder, embedder
from assistant.settings import BUNDLED_KNOWLEDGE
from assistant.store.messages import Message
from assistant.text import Language, detect_language
from assistant.tools.requests import DemoRequest, requested
from assistant.understanding.act import Reply
from assistant.understanding.acts import acts
from assistant.understanding.acts.answer import without_greeting
from assistant.understanding.heads import Heads
from assistant.understanding.hearing import Hearing
from assistant.understanding.training import demo_examples, digest_of_examples
from assistant.understanding.understand import understand
from tests.remembering import article_library

GOLD = Path(__file__).parents[1] / "gold"
QUESTIONS = BUNDLED_KNOWLEDGE / "ai-pm-skills"
HEARING = Hearing(embedder())
RUN = DemoRequest("linear_regression", {"learning_rate": 0.1, "samples": 50})


class _Another(BundledEmbedder):
    """A model whose vectors the heads have never seen."""

    id = "another"


def lines(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def act_of(text: str, reply: Reply | None = None, hearing: Hearing = HEARING) -> str:
    return hearing.hear(text, demos(), reply, RUN if reply == "demo" else None)[0].act


def reply_of(line: dict[str, Any]) -> Reply | None:
    previous = line["previous"]["reply"] if line["previous"] else None
    return "chat" if previous == "greeting" else previous


@cache
def confusion(words_only: bool = False) -> Counter[tuple[str, str]]:
    """Return how often each act of the lines that nothing was developed on is heard as which."""
    hearing = Hearing(_Another()) if words_only else HEARING
    fresh = lines(GOLD / "acts_fresh.jsonl")
    return Counter((line["act"], act_of(line["message"], reply_of(line), hearing)) for line in fresh)


def test_the_act_of_messages_that_nothing_was_developed_on_is_heard() -> None:
    right = sum(count for (act, heard), count in confusion().items() if act == heard)
    assert right / confusion().total() >= 0.94
    assert sum(count for (act, heard), count in confusion().items() if act == "answer" != heard) <= 2


def test_another_embedding_model_does_without_meaning() -> None:
    right = sum(count for (act, heard), count in confusion(words_only=True).items() if act == heard)
    assert right / confusion().total() >= 0.82


def test_questions_about_the_article_run_nothing() -> None:
    texts = [
        line["q"] for file in ("questions.jsonl", "out_of_scope.jsonl") for line in lines(QUESTIONS / file)
    ]
    run = [text for text in texts[::7] if "demo" in {act_of(text), act_of(text, "demo")}]
    assert len(run) <= 2, run


def test_development_questions_run_the_demo_where_they_should() -> None:
    for entry in lines(GOLD / "dev.jsonl"):
        *before, last = entry.get("turns") or [entry["q"]]
        acted = act_of(last, "answer" if before else None)
        assert (acted == "demo") == ("tool" in entry), entry["id"]


@pytest.mark.parametrize("text", ["重来", "一样的设置再来", "again", "还有吗", "for example?"])
def test_nothing_is_leant_on_before_the_first_reply(text: str) -> None:
    assert act_of(text) != "follow_up"


def test_the_heads_were_learned_from_these_examples() -> None:
    """Run `make heads` after a change to the examples of an act, or to the prepared questions."""
    assert Heads.load().digest == digest_of_examples()


@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_examples_of_every_demo_run_it(language: Language) -> None:
    for demo in demos().values():
        for words in (example.of(language) for example in demo.examples):
            request = requested(words, demos(), likely=HEARING.likely_demos(words))
            assert isinstance(request, DemoRequest), words
            assert request.name == demo.name
            assert act_of(words) == "demo", words


@pytest.mark.parametrize("act", acts().values(), ids=lambda act: act.name)
def test_every_act_has_examples_in_both_languages_for_each_kind(act: Any) -> None:
    examples = [*act.examples(), *(each for _, each in demo_examples() if act.name == "demo")]
    counts = Counter((example.kind, detect_language(example.text)) for example in examples)
    for kind in act.kinds or ("",):
        assert min(counts[kind, "zh"], counts[kind, "en"]) >= 15, kind
    assert all(example.after for example in act.examples()) == (act.needs == "reply")


@pytest.mark.parametrize(
    ("text", "question"),
    [
        ("你好，大模型是什么", "大模型是什么"),
        ("Hi, what is a large model?", "what is a large model?"),
        ("嗨 客服怎么做", "客服怎么做"),
        ("早期产品怎么找用户", "早期产品怎么找用户"),
        ("high churn, what now?", "high churn, what now?"),
    ],
)
def test_the_greeting_that_opens_a_question_is_dropped(text: str, question: str) -> None:
    assert without_greeting(text) == question


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("你好", "greeting"),
        ("Hello there!", "greeting"),
        ("谢谢你", "thanks"),
        ("thanks a lot!", "thanks"),
        ("你能做什么？", "identity"),
        ("你好，你是谁", "identity"),
        ("What can you do?", "identity"),
        ("再见", "farewell"),
        ("bye", "farewell"),
        ("明白了", "ack"),
        ("OK", "ack"),
    ],
)
def test_small_talk_is_told_apart(text: str, kind: str) -> None:
    turn = understand(text, (), article_library(), demos(), HEARING)
    assert (turn.act, turn.kind, turn.queries) == ("chat", kind, ())


@settings(max_examples=60)
@given(st.text(min_size=1, max_size=400))
def test_any_text_is_understood_without_an_error(text: str) -> None:
    before = Message(
        id="1", conversation_id="c", role="assistant", text="…", question="大模型是什么", language="zh"
    )
    turn = understand(text, (before,), article_library(), demos(), HEARING)
    assert turn.text == text
