"""What learners think of answers."""

from collections.abc import Mapping
from typing import Literal

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from assistant.store.conversations.tables import FeedbackRow, MessageRow, owned
from assistant.store.folding import storable
from assistant.store.messages import Feedback

_REASON_CHARACTERS = 500


def keep_feedback(
    session: Session, message_id: str, value: Literal["up", "down"] | None, reason: str, owner: str
) -> bool:
    """Keep what a learner thinks of an answer; None takes it back. False where there is no such message.

    Raises:
        NotYoursError: The answer stands in somebody else's conversation.
    """
    message_id = storable(message_id)
    known = session.scalar(
        select(MessageRow.conversation_id).where(MessageRow.id == message_id).with_for_update()
    )
    if known is not None:
        owned(session, known, owner)
    session.execute(delete(FeedbackRow).where(FeedbackRow.message_id == message_id))
    if known is not None and value:
        session.add(
            FeedbackRow(message_id=message_id, value=value, reason=storable(reason)[:_REASON_CHARACTERS])
        )
    return known is not None


def read_feedback(session: Session, conversation_id: str) -> Mapping[str, Feedback]:
    """Return what the learner thought of a conversation's answers, by message id."""
    rows = (
        select(FeedbackRow)
        .join(MessageRow, MessageRow.id == FeedbackRow.message_id)
        .where(MessageRow.conversation_id == storable(conversation_id))
    )
    return {
        row.message_id: Feedback.model_validate({"value": row.value, "reason": row.reason})
        for row in session.scalars(rows)
    }
