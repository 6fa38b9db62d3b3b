"""Small talk: a greeting, thanks, a farewell, who the coach is, a nod, a mood."""

from assistant.understanding.act import Act, Conversation, Turn


def _understand(text: str, kind: str, conversation: Conversation) -> Turn:  # noqa: ARG001
    return Turn(text, text, conversation.language, history=conversation.history)


ACT = Act(
    "chat",
    reported="chat",
    needs="nothing",
    understand=_understand,
    sure=0.4,
    kinds=("greeting", "thanks", "farewell", "identity", "ack", "emotion"),
)
