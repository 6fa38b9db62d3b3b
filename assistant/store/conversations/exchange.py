"""A conversation as a JSON file that another PM Coach can read."""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Literal
from uuid import uuid4

from pydantic import AwareDatetime, BaseModel, Field, TypeAdapter, ValidationError

from assistant.store.failures import BROKEN_EXPORT, LARGE_EXPORT, NOT_AN_EXPORT, StoreError
from assistant.store.messages import Message
from assistant.store.summaries import Feedback
from assistant.text import Bilingual, Language

_LARGEST_CHARACTERS = 50_000_000


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


class _Imported(ExportedConversation):
    # Without them any JSON object with messages would do.
    format: Literal["pm-coach-conversation"]
    version: Literal[1]


_EXPORTS = TypeAdapter(list[_Imported])


def read_export(text: str) -> ExportedConversation:
    """Return an exported conversation under new ids; an answer that was still streaming is stopped.

    Raises:
        StoreError: The text is anything else.
    """
    if len(text) > _LARGEST_CHARACTERS:
        raise StoreError(LARGE_EXPORT)
    try:
        return _with_new_ids(_Imported.model_validate_json(text))
    except ValidationError as error:
        raise StoreError(_refusal(error)) from error
    except ValueError as error:
        raise StoreError(NOT_AN_EXPORT) from error


def read_exports(exported: object) -> list[ExportedConversation]:
    """Return exported conversations under new ids.

    Args:
        exported: A list of what `read_export` reads, as JSON.

    Raises:
        StoreError: It is anything else.
    """
    try:
        return [_with_new_ids(found) for found in _EXPORTS.validate_python(exported)]
    except ValidationError as error:
        raise StoreError(_refusal(error)) from error


def _refusal(error: ValidationError) -> Bilingual:
    where = ".".join(str(part) for part in error.errors(include_url=False)[0]["loc"])
    is_ours = where not in ("", "format")
    return BROKEN_EXPORT.filled(where=where) if is_ours else NOT_AN_EXPORT


def _with_new_ids(found: ExportedConversation) -> ExportedConversation:
    conversation_id = uuid4().hex
    ids = {message.id: uuid4().hex for message in found.messages}
    if len(ids) < len(found.messages):
        raise StoreError(BROKEN_EXPORT.filled(where="messages.id"))
    messages = tuple(
        message.model_copy(
            update={
                "id": ids[message.id],
                "conversation_id": conversation_id,
                "answers": ids.get(message.answers, ""),
                "replaces": ids.get(message.replaces, ""),
                "status": "stopped" if message.status == "streaming" else message.status,
            }
        )
        for message in found.messages
    )
    feedback = {ids[key]: value for key, value in found.feedback.items() if key in ids}
    return found.model_copy(update={"messages": messages, "feedback": feedback})
