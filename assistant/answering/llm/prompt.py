"""What a model is given: its instructions, and the evidence as numbered, fenced passages."""

import re
from collections.abc import Callable, Iterable, Sequence
from functools import cache
from importlib.resources import files
from itertools import pairwise
from typing import Any

from assistant.checking.cited_lines import renumber_marks
from assistant.documents import Library, Passage, Section
from assistant.documents.naming import section_name
from assistant.retrieval.evidence import Evidence
from assistant.store.messages import Message, PassageKey
from assistant.text import Bilingual, Language, clean
from assistant.understanding.act import Turn

_ONLY_BEFORE = Bilingual(zh="（前面给过的资料已经够用）", en="(the sources given before cover it)")
_NOTES = {
    "warning": Bilingual(zh="勘误：", en="Correction: "),
    "caution": Bilingual(zh="勘误：", en="Correction: "),
    "tip": Bilingual(zh="建议：", en="Advice: "),
}
_FENCE = re.compile(r"[<＜﹤](?=\W{0,9}sources?\b)", re.IGNORECASE)
_TOKENS_A_MESSAGE = 8
LONGEST_RESULT = 20_000
"""Characters that one call tells a model."""
_OTHER_SECTIONS = 2
_PASSAGES_OF_OTHERS = 2


class Sources:
    """Numbers passages in the order in which they are first given; a number never changes within a conversation."""

    def __init__(self, library: Library) -> None:
        """Begin to number passages of a library."""
        self._library = library
        self._numbers: dict[PassageKey, int] = {}
        self._passages: list[tuple[Section, Passage]] = []
        self._shown: set[PassageKey] = set()
        """What stands in the part of the conversation that the model still sees."""

    @property
    def passages(self) -> Sequence[tuple[Section, Passage]]:
        """The passages with their sections; the first has number 1."""
        return self._passages

    def number(self, section: Section, passage: Passage) -> int:
        """Return a passage's number, a new one where it has none yet."""
        key = key_of(passage)
        if key not in self._numbers:
            self._passages.append((section, passage))
            self._numbers[key] = len(self._passages)
        return self._numbers[key]

    def give(
        self, chosen: Iterable[tuple[Section, Passage]], language: Language
    ) -> tuple[str, tuple[PassageKey, ...]]:
        """Return what the model has not seen of these passages, as a fenced block, and their keys."""
        chosen = list(chosen)
        fresh = [(section, passage) for section, passage in chosen if key_of(passage) not in self._shown]
        lines: list[str] = []
        heading = ""
        for section, passage in fresh:
            named = section_name(self._library, section, language)
            if named != heading:
                lines.append(named)
                heading = named
            note = _NOTES[passage.note].of(language) if passage.note in _NOTES else ""
            lines.append(f"[{self.number(section, passage)}] {note}{passage.plain}")
        keys = tuple(key_of(passage) for _, passage in fresh)
        self._shown.update(keys)
        return fenced("\n".join(lines) or _ONLY_BEFORE.of(language)), keys

    def forget_shown(self) -> None:
        """Take note that the model no longer sees what it was given so far; numbers stay."""
        self._shown.clear()


def estimated_tokens(text: str) -> int:
    """Return about how many tokens a text is: one for each CJK character, one for three others. Rather too many."""
    wide = sum(1 for character in text if character >= "\u2e80")
    return _TOKENS_A_MESSAGE + wide + (len(text) - wide) // 3


def key_of(passage: Passage) -> PassageKey:
    """Return what identifies a passage in a stored message."""
    return passage.document, passage.language, passage.section, passage.index


def found_in(library: Library, keys: Iterable[PassageKey]) -> list[tuple[Section, Passage]]:
    """Return the passages of a stored message that are still in the library."""
    found = []
    for document, language, address, index in keys:
        section = library.section(document, language, address)
        if section and index < len(section.passages):
            found.append((section, section.passages[index]))
    return found


def fenced(text: str) -> str:
    """Return text as data for the model."""
    return f"<sources>\n{defused(text)}\n</sources>"


def defused(text: str) -> str:
    """Return text that can neither begin nor end a fence."""
    return _FENCE.sub("‹", clean(text))


def bounded(text: str) -> str:
    """Return as much of a text as one call tells a model."""
    return text if len(text) <= LONGEST_RESULT else f"{text[:LONGEST_RESULT]}…"


def worth_giving(evidence: Evidence, tokens: int) -> list[tuple[Section, Passage]]:
    """Return the passages to give a model: the best section's, best first in doubt, then the next sections' best.

    Args:
        evidence: What was found.
        tokens: How much text to give at most, as `estimated_tokens` counts; the best passage is always given.
    """
    ranked = [
        (hit.section, each.passage)
        for place, hit in enumerate(evidence.sections[: _OTHER_SECTIONS + 1])
        for each in (hit.passages if place == 0 else hit.passages[:_PASSAGES_OF_OTHERS])
    ]
    chosen: list[tuple[Section, Passage]] = []
    used = 0
    for section, passage in ranked:
        size = estimated_tokens(passage.plain)
        if chosen and used + size > tokens:
            continue
        chosen.append((section, passage))
        used += size
    order = {hit.section.ref: place for place, hit in enumerate(evidence.sections)}
    return sorted(chosen, key=lambda each: (order[each[0].ref], each[1].index))


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
    history: Sequence[Message],
    sources: Sources,
    library: Library,
    language: Language,
    tokens: int,
    retold: Callable[[Message], str | None],
) -> list[ChatMessage]:
    """Return the turns before this one as the model saw them, as many of the latest as fit, each whole.

    Args:
        history: The stored messages.
        sources: Numbers the passages that were given; afterwards it knows which of them the model still sees.
        library: Where those passages lie.
        language: The language of the instructions.
        tokens: What the model can read, the question and its sources not counted.
        retold: Returns what stands for an answer that the model must not read; None where it may.
    """
    turns = _turns(history)
    rendered = [_rendered(question, answer, sources, library, retold(answer)) for question, answer in turns]
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


def _rendered(
    question: Message, answer: Message, sources: Sources, library: Library, instead: str | None
) -> list[ChatMessage]:
    if instead is not None:
        # A form may have put a cell of a table into the question as well; its own words tell what was asked.
        asked = answer.question if question.files else question.text
        return [
            {"role": "user", "content": defused(asked)},
            {"role": "assistant", "content": defused(instead)},
        ]
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
