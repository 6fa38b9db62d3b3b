"""Conversations out of the database and back: as JSON that can be taken in again, and as Markdown to read."""

import re
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Literal

from pydantic import AwareDatetime, BaseModel, Field

from assistant.documents import escaped, portable
from assistant.store.messages import Citation, Feedback, Message, ToolCall
from assistant.text import Bilingual, Language, clean

_LEARNER = Bilingual(zh="我", en="Me")
_STATUS: Mapping[str, Bilingual] = {
    "stopped": Bilingual(zh="（回答在这里被停止）", en="(The answer was stopped here.)"),
    "failed": Bilingual(zh="（回答在这里出了错）", en="(The answer failed here.)"),
    "streaming": Bilingual(zh="（回答还没有写完）", en="(The answer is still being written.)"),
}
_DEMO = Bilingual(zh="演示 `{call}`", en="Demo `{call}`")
_UNSUPPORTED = Bilingual(zh="资料没有支持这些句子：", en="Nothing in the sources supports:")
_SOURCES = Bilingual(zh="出处：", en="Sources:")
_SOURCE = Bilingual(
    zh="{section} {title}（{document}）：“{quote}”", en="{section} {title} ({document}): “{quote}”"
)

_NUMBER = re.compile(r"\d+")
_MARK = re.compile(r"[\[【［]\s*([1-9]\d{0,2}(?:\s*[,，、]\s*[1-9]\d{0,2})*)\s*(?:[\]】］]|&#93;)(?!\()(:?)")
# What stands between backticks is shown as it is.
_VERBATIM = re.compile(r"(```.*?(?:```|\Z)|`[^`\n]*`)", re.DOTALL)


class ExportedConversation(BaseModel):
    """The file's contents."""

    format: Literal["pm-coach-conversation"] = "pm-coach-conversation"
    version: Literal[1] = 1
    title: str = Field(max_length=200)
    title_given: bool
    language: Language
    created_at: AwareDatetime
    exported_at: AwareDatetime = Field(default_factory=lambda: datetime.now(UTC))
    messages: tuple[Message, ...] = Field(min_length=1, max_length=10_000)
    feedback: Mapping[str, Feedback] = {}
    """By message id."""

    @property
    def id(self) -> str:
        """The conversation's id."""
        return self.messages[0].conversation_id


def to_markdown(conversation: ExportedConversation, language: Language) -> str:
    """Return a conversation as Markdown with footnotes ([^1]), numbered throughout; labels are in the language."""
    numbers: dict[Citation, int] = {}
    parts = [f"# {escaped(conversation.title)}", f"*PM Coach, {conversation.created_at:%Y-%m-%d}*"]
    for message in conversation.messages:
        parts += (
            _question(message, language) if message.role == "user" else _answer(message, language, numbers)
        )
    parts += [f"[^{number}]: {_source(citation, language)}" for citation, number in numbers.items()]
    return "\n\n".join(part for part in parts if part) + "\n"


def _question(message: Message, language: Language) -> list[str]:
    lines = [f"**{_LEARNER.of(language)}**", "", *portable(message.text).split("\n")]
    return ["---", "\n".join(f"> {line}".rstrip() for line in lines)]


def _answer(message: Message, language: Language, numbers: dict[Citation, int]) -> list[str]:
    cited = {citation.n: citation.model_copy(update={"n": 0}) for citation in message.citations}
    # In order of their marks in this answer, so that a reader meets the footnotes in order.
    for citation in cited.values():
        numbers.setdefault(citation, len(numbers) + 1)
    footnotes = {n: f"[^{numbers[citation]}]" for n, citation in cited.items()}
    return [_with_footnotes(portable(message.text), footnotes), *_below(message, language)]


def answer_to_markdown(message: Message, language: Language) -> str:
    """Return one answer as Markdown that reads well wherever it is pasted: its marks as they are, its sources listed."""
    parts = [portable(message.text), *_below(message, language)]
    if message.citations:
        sources = (f"- [{citation.n}] {_source(citation, language)}" for citation in message.citations)
        parts += [_SOURCES.of(language), "\n".join(sources)]
    return "\n\n".join(part.strip() for part in parts if part.strip()) + "\n"


def _below(message: Message, language: Language) -> list[str]:
    """Return what stands below an answer's text: its demos, what nothing supports, how it ended."""
    parts = [_demo(call, language) for call in message.tool_calls]
    if message.unsupported:
        parts.append(_UNSUPPORTED.of(language))
        parts.append("\n".join(f"- {escaped(sentence)}" for sentence in message.unsupported))
    if message.status in _STATUS:
        parts.append(f"*{_STATUS[message.status].of(language)}*")
    return parts


def _with_footnotes(text: str, footnotes: Mapping[int, str]) -> str:
    """Return an answer with footnotes for its marks; marks without a citation stay as they are."""

    def footnote(match: re.Match[str]) -> str:
        marks = [int(n) for n in _NUMBER.findall(match[1])]
        if any(n not in footnotes for n in marks):
            return match[0]
        # At the beginning of a line a footnote's mark and a colon would be its text.
        return "".join(footnotes[n] for n in marks) + match[2].replace(":", r"\:")

    pieces = _VERBATIM.split(text)
    return "".join(piece if i % 2 else _MARK.sub(footnote, piece) for i, piece in enumerate(pieces))


def _demo(call: ToolCall, language: Language) -> str:
    arguments = ", ".join(f"{name}={value}" for name, value in call.arguments.items())
    called = " ".join(clean(f"{call.name}({arguments})").split()).replace("`", "'")
    lines = [_DEMO.of(language, call=called)]
    if call.error:
        lines.append(f"- {escaped(call.error)}")
    findings = (call.result or {}).get("findings")
    found = findings.get(language) if isinstance(findings, dict) else None
    lines += [f"- {escaped(str(sentence))}" for sentence in found] if isinstance(found, list) else []
    return "\n".join([lines[0], "", *lines[1:]] if lines[1:] else lines)


def _source(citation: Citation, language: Language) -> str:
    document = citation.source or citation.document
    return escaped(
        _SOURCE.of(
            language,
            section=citation.section,
            title=citation.title,
            document=document,
            quote=" ".join(citation.quote.split()),
        )
    )
