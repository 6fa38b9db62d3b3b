"""What form of answer a question can ask for, and which two things it compares."""

import re
from typing import Literal, get_args

Form = Literal["list", "steps", "formula", "code", "diagram", "action", "comparison"]
"""Several items, an order to follow, how something is computed, a program, a picture, what to do, two things side by side."""
FORMS: tuple[Form, ...] = get_args(Form)

_ZH_JOINT = r"\s*(?:和|与|跟|同|还是|相比于?|比起|对比|比|vs\.?)\s*"
_ZH_END = (
    r"(?:之间|这两|这俩|两者|二者|到底|究竟|分别|各自|相比|比起来|放在一起|哪个|哪种|哪边|谁|的(?=区别|不同|差|异同|关系)"
    r"|有什么|有啥|有何|差在|区别|不同|差别|差异|不一样|怎么选|该选|[，,。？?！!]|$)"
)
_EN_END = r"(?=\s*(?:[?.!,;]|$|\b(?:differ|compare|when|for|in\s+terms|which|side\s+by\s+side)\b))"
_COMPARED = (
    re.compile(
        r"\b(?:between|compare|comparing|contrast|differentiate|distinguish)\s+(?P<a>.{2,50}?)\s+(?:and|with|to|from|against|vs\.?|versus)\s+(?P<b>.{2,50}?)"
        + _EN_END,
        re.IGNORECASE,
    ),
    re.compile(
        r"\bhow\s+(?:do|does|is|are)\s+(?P<a>.{2,50}?)\s+(?:differ(?:ent)?|compare[ds]?|stack\s+up)\s+(?:from|to|with|against)\s+(?P<b>.{2,50}?)"
        + _EN_END,
        re.IGNORECASE,
    ),
    re.compile(
        r"^(?:.*\bis\s+)?(?P<a>[^?,]{2,40}?)\s+(?:vs\.?|versus|or|better\s+than|different\s+from)\s+(?P<b>[^?]{2,40}?)"
        + _EN_END,
        re.IGNORECASE,
    ),
    re.compile(
        r"^(?:请问|那么?|说说|讲讲|请?(?:帮我)?(?:比较|对比|区分|分清)(?:一下|下)?|怎么(?:区分|分清)|如何区分|什么时候用|该?用|选)?\s*"
        rf"(?P<a>[^，,。？?]{{1,20}}?){_ZH_JOINT}(?P<b>[^，,。？?]{{1,20}}?)\s*{_ZH_END}",
        re.IGNORECASE,
    ),
)
_ARTICLE = re.compile(r"^(?:the|a|an)\s+", re.IGNORECASE)


def compared_terms(question: str) -> tuple[str, str] | None:
    """Return the two things that a question which compares compares, e.g. ("梯度下降", "反向传播"); None where it names none."""
    for pattern in _COMPARED:
        if found := pattern.search(question.strip()):
            a, b = (_ARTICLE.sub("", found[group].strip()) for group in ("a", "b"))
            if a and b and a != b:
                return a, b
    return None
