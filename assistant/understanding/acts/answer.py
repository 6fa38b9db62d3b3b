"""A question to the sources that stands by itself."""

import re

from assistant.understanding.act import Act, Conversation, Turn

_OPENING = re.compile(
    r"^(?:你好|您好|大家好|嗨|哈喽|哈啰|早上好|上午好|下午好|晚上好|在吗"
    r"|(?:hi|hello|hey|good\s+(?:morning|afternoon|evening))\b)"
    r"(?:\s*(?:there|coach|pm\s*coach|教练|老师)\b)?[\s，,。.!！~～、?？]+(?=\S)",
    re.IGNORECASE,
)
_MILD = 0.5
"""Standard deviations of the retriever's scores by which what was just talked about comes forward."""


def without_greeting(text: str) -> str:
    """Return a message without the greeting that opens it: "你好，大模型是什么" -> "大模型是什么"."""
    return _OPENING.sub("", text.strip(), count=1)


def _understand(text: str, kind: str, conversation: Conversation) -> Turn:  # noqa: ARG001
    question = without_greeting(text)
    context = conversation.context(_MILD)
    return Turn(
        text,
        question,
        conversation.language,
        queries=(question,),
        context=context,
        history=conversation.history,
    )


ACT = Act("answer", reported="answer", needs="nothing", understand=_understand, sure=0.0)
