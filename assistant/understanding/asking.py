"""What form of answer a question asks for: a list, steps, a formula, code, a diagram, or what to do."""

import re
from typing import Literal

Form = Literal["list", "steps", "formula", "code", "diagram", "action"]

_FORMS: tuple[tuple[Form, re.Pattern[str]], ...] = (
    (
        "list",
        re.compile(
            r"哪些|哪几|几(?:个|种|点|方面|条|类|本|篇)|有什么|什么(?:优点|缺点|特点|书|论文|工具)|列(?:出|一下|举)|都有|清单|优点|缺点|优缺点|好处|坏处"
            r"|\b(?:what are|which|list|name|kinds of|types of|pros|cons|advantages|disadvantages|drawbacks)\b",
            re.IGNORECASE,
        ),
    ),
    (
        "steps",
        re.compile(
            r"步骤|流程|环节|怎么一步步|先.{0,6}再|顺序|\b(?:steps?|process|workflow|procedure|stages?|order)\b",
            re.IGNORECASE,
        ),
    ),
    (
        "formula",
        re.compile(
            r"公式|表达式|怎么算|如何计算|推导|数学|更新规则|\b(?:formulas?|formulae|equations?|maths?|derivation)\b",
            re.IGNORECASE,
        ),
    ),
    ("code", re.compile(r"代码|源码|程序|脚本|\b(?:code|script|listing|snippet|source)\b", re.IGNORECASE)),
    ("diagram", re.compile(r"流程图|示意图|图示|画的|\b(?:diagram|flow\s?chart|chart)\b", re.IGNORECASE)),
    (
        "action",
        re.compile(
            r"我(?:该|应该|要)|怎么办|怎么做|从哪|\b(?:should i|should we|how do i|how can i|how do we|how can we)\b",
            re.IGNORECASE,
        ),
    ),
)

_COMPARISON = (
    re.compile(
        r"^(?:请问|那么?|说说|讲讲)?(?P<a>.{1,20}?)\s*(?:和|与|跟|同|vs\.?)\s*(?P<b>.{1,20}?)(?:之间)?(?:到底|究竟)?(?:的|有|有什么|有啥|有何|是)?(?:什么|啥)?(?:区别|不同|差别|差异|不一样|分别)",
        re.IGNORECASE,
    ),
    re.compile(
        r"\bdiffer(?:ence|ences)?\s+between\s+(?P<a>.{2,50}?)\s+and\s+(?P<b>.{2,50}?)[?.!]*$", re.IGNORECASE
    ),
    re.compile(
        r"\bhow\s+(?:do|does|is|are)\s+(?P<a>.{2,50}?)\s+(?:differ|different)\s+from\s+(?P<b>.{2,50}?)[?.!]*$",
        re.IGNORECASE,
    ),
    re.compile(
        r"^(?:compare\s+)?(?P<a>[^?]{2,40}?)\s+(?:vs\.?|versus)\s+(?P<b>[^?]{2,40}?)[?.!]*$", re.IGNORECASE
    ),
)


def asked_forms(question: str) -> frozenset[Form]:
    """Return the forms of answer that a question asks for; none for a plain question."""
    return frozenset(form for form, pattern in _FORMS if pattern.search(question))


def compared_terms(question: str) -> tuple[str, str] | None:
    """Return the two things that a question compares, e.g. ("梯度下降", "反向传播")."""
    for pattern in _COMPARISON:
        if found := pattern.search(question.strip()):
            a, b = (
                re.sub(r"^(?:the|a|an)\s+", "", found.group(g).strip(), flags=re.IGNORECASE)
                for g in ("a", "b")
            )
            if a and b and a != b:
                return a, b
    return None
