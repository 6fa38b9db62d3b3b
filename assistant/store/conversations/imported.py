"""Reading exported conversations: each field is checked, whatever can be computed again is not taken from the file.

What a database holds is read leniently, for this program wrote it; a file may come from anybody.
"""

import json
import math
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime
from typing import Annotated, Any, TypeVar
from uuid import uuid4

from pydantic import AfterValidator, AwareDatetime, BaseModel, BeforeValidator, Field, ValidationError

from assistant.store.conversations.exchange import ExportedConversation
from assistant.store.failures import (
    BROKEN_EXPORT,
    LARGE_CONVERSATION,
    LARGE_EXPORT,
    NOT_AN_EXPORT,
    StoreError,
)
from assistant.store.messages import Citation, Doubt, Feedback, Message, PassageKey, Timings, ToolCall
from assistant.text import clean

Recompute = Callable[[Message], Message]
"""Makes anew what a message says of the sources."""


def as_it_is(message: Message) -> Message:
    """Leave a message as its file has it: to be shown as text, like everything that others wrote."""
    return message


_FIRST_YEAR = 2000
_LARGEST_NUMBER = 2**53
_LONGEST_VALUE = 10_000
_MOST_VALUES = 50

_Milliseconds = Annotated[float, Field(ge=0, le=1e9, allow_inf_nan=False)]
_Id = Annotated[str, Field(max_length=100)]
_Name = Annotated[str, Field(max_length=500), AfterValidator(clean)]
_Line = Annotated[str, Field(max_length=5_000), AfterValidator(clean)]
_Passage = Annotated[str, Field(max_length=100_000), AfterValidator(clean)]
_Text = Annotated[str, Field(max_length=1_000_000), AfterValidator(clean)]


def _scalars(values: object) -> dict[str, Any]:
    """Return the values that a demo can be given; others were refused when they were asked for."""
    if not isinstance(values, Mapping):
        return {}
    kept = {clean(str(name)): value for name, value in values.items() if _is_scalar(value)}
    return dict(list(kept.items())[:_MOST_VALUES])


def _is_scalar(value: object) -> bool:
    if isinstance(value, int | float) and not isinstance(value, bool):
        return math.isfinite(value) and abs(value) <= _LARGEST_NUMBER
    return isinstance(value, bool) or (isinstance(value, str) and len(value) <= _LONGEST_VALUE)


def _possible(moment: datetime) -> datetime:
    if moment.year < _FIRST_YEAR:
        raise ValueError(moment)
    return min(moment, datetime.now(UTC))


_Values = Annotated[dict[_Name, Any], BeforeValidator(_scalars)]


class _Citation(Citation):
    n: int = Field(ge=1, le=999)
    document: _Name
    section: _Line
    title: _Line
    quote: _Passage
    passage: int = Field(0, ge=0, le=1_000_000)
    source: _Name = ""


class _Doubt(Doubt):
    about: _Line = ""


class _ToolCall(ToolCall):
    id: _Id
    name: _Name
    arguments: _Values
    error: _Line | None = None
    values: _Values = Field({})


class _Timings(Timings):
    retrieve: _Milliseconds = 0
    first_text: _Milliseconds = 0
    total: _Milliseconds = 0


class _Message(Message):
    id: _Id
    conversation_id: _Id
    text: _Text
    question: _Text = ""
    answers: _Id = ""
    replaces: _Id = ""
    engine: Annotated[str, Field(max_length=100, pattern=r"^[\w.-]*$")] = ""
    citations: tuple[_Citation, ...] = Field((), max_length=999)
    tool_calls: tuple[_ToolCall, ...] = Field((), max_length=100)
    unsupported: tuple[_Passage, ...] = Field((), max_length=5_000)
    doubts: tuple[_Doubt, ...] = Field((), max_length=5_000)
    draft: _Text = ""
    given: tuple[PassageKey, ...] = Field((), max_length=1_000)
    reasoning: _Text = ""
    suggestions: tuple[_Line, ...] = Field((), max_length=20)
    files: tuple[_Name, ...] = Field((), max_length=100)
    sources: tuple[_Name, ...] = Field((), max_length=100)
    timings_ms: _Timings = _Timings()

    def kept(self) -> Message:
        """Return the message as it is kept: without results, and without words that no reader of it would see."""
        calls = tuple(
            ToolCall.model_validate(call.without_result(), from_attributes=True) for call in self.tool_calls
        )
        plain = Message.model_validate(self.model_dump(exclude={"tool_calls", "draft", "offers"}))
        status = "stopped" if self.status == "streaming" else self.status
        return plain.model_copy(update={"tool_calls": calls, "status": status})


class _Feedback(Feedback):
    reason: _Line = ""


class _Head(BaseModel):
    """An exported conversation but for its messages."""

    format: Annotated[str, Field(pattern=r"^pm-coach-conversation$")]
    version: Annotated[int, Field(ge=1, le=1)]
    title: Annotated[str, Field(max_length=200), AfterValidator(clean)]
    title_given: bool
    language: Annotated[str, Field(pattern=r"^(zh|en)$")]
    created_at: Annotated[AwareDatetime, AfterValidator(_possible)]
    messages: list[Any] = Field(min_length=1, max_length=10_000)
    feedback: dict[_Id, _Feedback] = Field({}, max_length=10_000)


def parsed(text: str, longest: int) -> object:
    """Return the JSON of a file.

    Raises:
        StoreError: It is none, or has more characters than this.
    """
    if len(text) > longest:
        raise StoreError(LARGE_EXPORT.filled(size=len(text), limit=longest))
    try:
        return json.loads(text)
    except (ValueError, RecursionError) as error:
        raise StoreError(NOT_AN_EXPORT) from error


def read_export(found: object, longest: int, recompute: Recompute) -> ExportedConversation:
    """Return an exported conversation under new ids; an answer that was still streaming is stopped.

    Args:
        found: The file's JSON.
        longest: How many characters a conversation may have.
        recompute: Makes anew what a message says of the sources.

    Raises:
        StoreError: It is anything else.
    """
    return _read(found, longest, recompute, ())


def read_exports(exported: object, longest: int, recompute: Recompute) -> list[ExportedConversation]:
    """Return exported conversations, a list of what `read_export` reads as JSON, under new ids.

    Raises:
        StoreError: It is anything else.
    """
    if not isinstance(exported, list):
        raise StoreError(BROKEN_EXPORT.filled(where="conversations"))
    return [_read(each, longest, recompute, (number,)) for number, each in enumerate(exported)]


def without_results(conversation: ExportedConversation) -> ExportedConversation:
    """Return a conversation as it is exported: demos are run again where it is taken in."""
    messages = (
        message.model_copy(update={"tool_calls": tuple(c.without_result() for c in message.tool_calls)})
        for message in conversation.messages
    )
    return conversation.model_copy(update={"messages": tuple(messages)})


def renamed(conversation: ExportedConversation) -> ExportedConversation:
    """Return a conversation under new ids.

    Raises:
        StoreError: Two of its messages have one id.
    """
    conversation_id = uuid4().hex
    ids = {message.id: uuid4().hex for message in conversation.messages}
    if len(ids) < len(conversation.messages):
        raise StoreError(BROKEN_EXPORT.filled(where="messages.id"))
    messages = tuple(
        message.model_copy(
            update={
                "id": ids[message.id],
                "conversation_id": conversation_id,
                "answers": ids.get(message.answers, ""),
                "replaces": ids.get(message.replaces, ""),
            }
        )
        for message in conversation.messages
    )
    feedback = {ids[key]: value for key, value in conversation.feedback.items() if key in ids}
    return conversation.model_copy(update={"messages": messages, "feedback": feedback})


def _read(
    found: object, longest: int, recompute: Recompute, place: Sequence[int | str]
) -> ExportedConversation:
    head = _checked(_Head, found, place)
    # One at a time, so that no other thread has to wait for all of them.
    messages = []
    left = longest
    for number, each in enumerate(head.messages):
        message = _checked(_Message, each, (*place, "messages", number)).kept()
        left -= len(message.model_dump_json())
        if left < 0:
            raise StoreError(LARGE_CONVERSATION.filled(limit=longest))
        messages.append(recompute(message))
    values = head.model_dump(exclude={"messages"}) | {"messages": messages}
    return renamed(ExportedConversation.model_validate(values))


_Checked = TypeVar("_Checked", bound=BaseModel)


def _checked(model: type[_Checked], found: object, place: Sequence[int | str]) -> _Checked:
    try:
        return model.model_validate(found)
    except ValidationError as error:
        where = error.errors(include_url=False, include_input=False, include_context=False)[0]["loc"]
        if not place and where in ((), ("format",)):
            raise StoreError(NOT_AN_EXPORT) from error
        told = ".".join(str(part) for part in (*place, *where))
        raise StoreError(BROKEN_EXPORT.filled(where=told)) from error
