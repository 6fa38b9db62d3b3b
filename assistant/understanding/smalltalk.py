"""Messages that are no questions to the sources: greetings, thanks, farewells, "what can you do"."""

import re
from typing import Literal

Intent = Literal["question", "demo", "greeting", "thanks", "capabilities", "farewell"]

_END = r"[\s，,。.!！~～?？、啊呀哦呢哈]*"
_GREETING = (
    r"(?:你好|您好|大家好|嗨|哈喽|哈啰|喂|早上好|早安|早|上午好|中午好|下午好|晚上好|在吗|在么|在不在|有人吗"
    r"|hi|hello|hey|hiya|howdy|yo|good\s+(?:morning|afternoon|evening|day)|greetings|anyone\s+there)"
    r"(?:\s*(?:there|coach|pm\s*coach|教练|老师|同学))?"
)
_THANKS = (
    r"(?:非常|多谢|太)?(?:感谢|谢谢|谢啦|谢了|谢|3q)(?:你|您|啦|了|教练|老师|你的帮助|您的帮助)*"
    r"|辛苦(?:了|啦)|(?:thanks|thank\s+(?:you|u)|thx|ty|cheers)(?:\s+(?:so\s+much|a\s+lot|very\s+much|coach|!))*"
    r"|(?:好的?|嗯+|行|明白|懂|知道|了解|收到|学到)(?:了|啦|吧)?|太棒了|不错|很好|厉害|有道理"
    r"|ok(?:ay)?|got\s+it|i\s+see|makes\s+sense|great|nice|cool|awesome|perfect|understood|that\s+helps"
)
_CAPABILITIES = (
    r"(?:请问)?(?:你|您)(?:都|还|到底)?(?:能|会|可以)(?:帮我|为我)?(?:做|干|回答|教)(?:些)?(?:什么|啥|哪些)(?:事情?|呢|问题)?"
    r"|(?:你|您)(?:有什么|有哪些|有啥)(?:功能|用|本事|能力)|(?:你|您)(?:是谁|是什么|是干什么的|是做什么的|叫什么|叫什么名字)"
    r"|(?:介绍|自我介绍)(?:一下)?(?:你|您)?(?:自己)?|自我介绍(?:一下)?|(?:你|这个|这)?(?:怎么|如何)(?:用|使用)(?:你)?|使用(?:说明|帮助)|帮助"
    r"|我(?:能|可以|该)(?:问|学)(?:你)?(?:些)?(?:什么|啥|哪些)(?:问题)?|从(?:哪里|哪儿|哪)开始|怎么开始"
    r"|help|(?:what|who)\s+are\s+you|what\s+can\s+(?:you|i)\s+(?:do|ask|help)(?:\s+(?:you|me|for\s+me|with|me\s+with|here))*"
    r"|what\s+do\s+you\s+do|how\s+(?:do\s+i\s+use\s+(?:this|you)|does\s+this\s+work)|where\s+(?:do|should)\s+i\s+(?:start|begin)"
    r"|introduce\s+yourself|how\s+can\s+you\s+help(?:\s+me)?"
)
_FAREWELL = (
    r"(?:再见|拜拜|拜|回见|明天见|晚安|bye(?:\s*bye)?|goodbye|good\s*night|see\s+(?:you|ya)(?:\s+later)?)"
)

_PATTERNS: tuple[tuple[Intent, str], ...] = (
    ("capabilities", _CAPABILITIES),
    ("thanks", _THANKS),
    ("farewell", _FAREWELL),
    ("greeting", _GREETING),
)
_INTENTS: tuple[tuple[Intent, re.Pattern[str]], ...] = tuple(
    (intent, re.compile(rf"(?:{_GREETING}{_END})?(?:{pattern}){_END}", re.IGNORECASE))
    for intent, pattern in _PATTERNS
)
_OPENING = re.compile(rf"^(?:{_GREETING})[\s，,。.!！~～、]+(?=\S)", re.IGNORECASE)


def smalltalk_intent(text: str) -> Intent | None:
    """Return the intent of a message that is nothing but small talk, else None."""
    stripped = text.strip()
    return next((intent for intent, pattern in _INTENTS if pattern.fullmatch(stripped)), None)


def without_greeting(text: str) -> str:
    """Return a message without the greeting that opens it: "你好，大模型是什么" -> "大模型是什么"."""
    return _OPENING.sub("", text.strip(), count=1)
