"""What a model is told: who it is, the conversation so far, the sources, the question."""

from collections.abc import Sequence
from functools import cache
from importlib.resources import files
from itertools import pairwise
from typing import Any

from assistant.answering.llm.sources import Sources, defused, estimated_tokens, found_in
from assistant.checking.cited_lines import renumber_marks
from assistant.documents import Library
from assistant.store.messages import Message
from assistant.text import Bilingual, Language
from assistant.understanding.turn import Turn

ChatMessage = dict[str, Any]
"""A message as the OpenAI API takes it."""

_MEANT = Bilingual(zh="{text}\n（意思是：{question}）", en="{text}\n(that is: {question})")
_REMINDER = Bilingual(
    zh="（用中文回答：先说结论，不超过 250 字，每句话后面用 [2] 这样的编号标出处。）",
    en="(Answer in English: the conclusion first, at most 180 words, a number like [2] for its source after each sentence.)",
)
"""What small models forget over long sources unless they read it last."""
_RESERVED_TOKENS = 1_500
"""For the tools' schemas and what they return."""


@cache
def system_prompt(language: Language) -> str:
    """Return the instructions in one language; they never change, so that a server can keep them read."""
    return (files("assistant.answering") / "prompts" / f"{language}.md").read_text(encoding="utf-8").strip()


def question_message(turn: Turn, block: str) -> ChatMessage:
    """Return the learner's message with its sources before it."""
    text = turn.text
    if turn.question != turn.text and turn.act == "answer":
        text = _MEANT.of(turn.language, text=text, question=turn.question)
    return {"role": "user", "content": "\n\n".join((block, defused(text), _REMINDER.of(turn.language)))}


def conversation(
    history: Sequence[Message], sources: Sources, library: Library, language: Language, tokens: int
) -> list[ChatMessage]:
    """Return the turns before this one as the model saw them, as many of the latest as fit, each whole.

    Args:
        history: The stored messages.
        sources: Numbers the passages that were given; afterwards it knows which of them the model still sees.
        library: Where those passages lie.
        language: The language of the instructions.
        tokens: What the model can read, the question and its sources not counted.
    """
    turns = _turns(history)
    rendered = [_rendered(question, answer, sources, library) for question, answer in turns]
    kept, used = len(rendered), _RESERVED_TOKENS + estimated_tokens(system_prompt(language))
    for messages in reversed(rendered):
        used += sum(estimated_tokens(message["content"]) for message in messages)
        if used > tokens:
            break
        kept -= 1
    # What only dropped turns had brought is to be given again when it is needed.
    sources.forget_shown()
    for _, answer in turns[kept:]:
        sources.give(found_in(library, answer.given), answer.language)
    return [message for messages in rendered[kept:] for message in messages]


def _turns(history: Sequence[Message]) -> list[tuple[Message, Message]]:
    """Return the questions that were answered, with their answers."""
    return [
        (question, answer)
        for question, answer in pairwise(history)
        if question.role == "user" and answer.role == "assistant" and answer.text
    ]


def _rendered(question: Message, answer: Message, sources: Sources, library: Library) -> list[ChatMessage]:
    asked = defused(question.text)
    if answer.draft or answer.given:
        # The answer's language: a message such as "9.2" has none of its own.
        block, _ = sources.give(found_in(library, answer.given), answer.language)
        turn = Turn(question.text, answer.question, answer.language, "question")
        asked = question_message(turn, block)["content"]
    return [
        {"role": "user", "content": asked},
        {"role": "assistant", "content": answer.draft or _quoted(answer, sources, library)},
    ]


def _quoted(answer: Message, sources: Sources, library: Library) -> str:
    """Return an answer that no model wrote, its marks under the numbers that its passages have for the model."""
    numbers = {
        citation.n: sources.number(*found)
        for citation in answer.citations
        for found in found_in(
            library, [(citation.document, citation.language, citation.section, citation.passage)]
        )
    }
    return renumber_marks(answer.text, numbers)
