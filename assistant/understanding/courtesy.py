"""What people say before they ask."""

import re

_OPENING = re.compile(
    r"^(?:你好|您好|大家好|嗨|哈喽|哈啰|早上好|上午好|下午好|晚上好|在吗"
    r"|(?:hi|hello|hey|good\s+(?:morning|afternoon|evening))\b)"
    r"(?:\s*(?:there|coach|pm\s*coach|教练|老师)\b)?[\s，,。.!！~～、?？]+(?=\S)",
    re.IGNORECASE,
)


def without_greeting(text: str) -> str:
    """Return a message without the greeting that opens it: "你好，大模型是什么" -> "大模型是什么"."""
    return _OPENING.sub("", text.strip(), count=1)
