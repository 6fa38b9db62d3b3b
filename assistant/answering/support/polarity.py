"""Whether two texts that speak of the same thing say the same of it or the opposite: negation and antonyms.

A negation changes few words and hardly moves an embedding, so clauses of a statement are laid beside the clauses of the
passage that share the most words with them, and their negations and antonyms are compared.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from assistant.answering.support.antonyms import opposites
from assistant.answering.support.numbers import numbers
from assistant.answering.support.wording import bag, normal, share_held

_NO_NEGATION = re.compile(
    r"(.)[不没]\1|有没有|能不能|能否|是否|可否|不仅|不但|不只|不光|不单|不断|不同|不少|不论|不管|不过|不久|不妨|不止|差不多|不得不|不可不|无论|无数"
    r"|无限|非常|非线性|未来|除非|特别|分别|区别|类别|级别|个别|识别|别的|别人|差别|性别|鉴别|是非|不确定性|无缝|要不然?|不然|不一会"
    r"|\bnot (?:only|just|merely|necessarily only)\b|\bno matter\b|\bno doubt\b|\bnothing more than\b|\bwhether or not\b"
    r"|\bor not\b|\bno sooner\b"
)
_NEGATION = re.compile(
    r"没有|并非|绝非|无法|无需|无须|毫无|尚未|从未|不|没|无|未|非|别|勿"
    r"|\b(?:not|no|never|without|none|neither|nor|cannot|nothing|nobody|unable|unnecessary|needless|superfluous|lacks?|lacking|free of)\b|n['’]t\b"
)
# What leans towards no without saying it: such a clause agrees with either.
_HEDGED = re.compile(
    r"难|不一定|未必|很少|极少|几乎|缺|免|省|拒|防|只|哪|什么|怎|多少|是否|所有|每|除了|不如|才|仅|反而|而不是|不再"
    r"|\b(?:which|what|whether|how|why|every|all|hard|hardly|barely|difficult|rarely|seldom|unlikely|few|little|fails?|only|except|avoid\w*|prevent\w*|spare[sd]?"
    r"|instead|rather|needn|too|stop\w*|still|more than|less than|at least|at most|pointless|useless|by (?:it|them)sel(?:f|ves)|on (?:its|their) own|until|unless|missing|against|outside|refus\w*|longer|just|neither|nor)\b"
)
_CLAUSE_END = re.compile(
    r"[，,；;。！？!?：:—…（）()]+|\s-\s|(?<=[\u4e00-\u9fff])(?=但|却|因为|所以|而是|不过|然而|并且)"
    r"|\b(?:but|while|whereas|because|although|though|so that|however|and then)\b"
    r"|\band (?=(?:does|do|did|is|are|was|were|has|have|had|can|cannot|could|will|would|should|must|may|never|no)\b"
    r"|[a-z]{2,}(?:[^s]s|ed)\b (?!and\b|or\b|is\b|are\b|that\b|of\b|in\b|for\b|to\b))"
)
# A negated attribute or condition stands apart from what the clause says: "没有截距的 | 模型…", "没有密钥 | 也读不出".
_ASIDE = re.compile(
    r"(?<=的)(?<=(?:没有|不带)..的)|(?<=的)(?<=(?:没有|不带)...的)|(?=(?:也[^，,]{0,3}|都[^是，,]{0,2})[不没无])"
)
# What is told only of a case, and what forbids: neither denies the case itself.
_SUPPOSED = re.compile(
    r"(?:时候?|之?后|之前)$|如果|若|要是|假如|即使|就算|只要|的话|不要(?!求)|切勿|别用|不应|不该|^[不没无][^，,]*(?=也|就|都)"
    r"|^(?:if|when|unless|without|never|don['’]t|do not)\b|\b(?:shouldn['’]t|should not|if|must not|mustn['’]t)\b"
)
# What stands only beside something else that is asserted: "near 4.3 and not at 2", "A, not B", "B 也不行".
_CONTRASTED = re.compile(r"^not\b|\b(?:and|but) not\b|也不行|也不好|^而?不是")
# The passage reports what it goes on to deny: "the article calls it X, which is inaccurate".
_REFUTED = re.compile(
    r"不准确|误导|不可信|不成立|\b(?:inaccurate|imprecise|misleading|mislead|cannot be trusted|contradiction)\b"
)
# What holds in spite of a condition, where the passage tells it of the condition.
_CONCESSION = re.compile(r"\beven (?:if|when|though|without)\b|即使|即便|哪怕|就算")
_CONDITION = re.compile(r"(?<!even )\b(?:if|when)\b|^without\b|^没有(?!.*[也都])|如果|要是|假如|的话")
_LACKING = re.compile(r"^without\b|^[^，,]*[不没无][^，,]*[，,][^，,]*就")
_LONE_WITHOUT = re.compile(r"^without(?: [\w-]+){1,6}\W*$")
_QUESTION = re.compile(r"[？?][”\"』」)）]*\s*$")
_DENIAL = re.compile(
    r"^(?:不是|不会|不能|不用|不必|不一定|不要|没有|并不|并非|不|未必|文章没|no\b|not\b|never\b|the article (?:does|did)(?: not|n[’']t))",
    re.IGNORECASE,
)
_ASSENT = re.compile(r"^(?:是的?|会|能|可以|要|对|当然|yes\b)[。，,.!！]", re.IGNORECASE)
# "读不出" is "不能读出": the negation is moved to where the others stand.
_CANNOT_DO = re.compile(r"(保证|证明|解决|避免|代替|取代|说明|满足|覆盖|应付|代表|反映)不了")
_CANNOT = re.compile(r"([\u4e00-\u9fff])不([出到动了完起清懂得住])(?!\1)")
_RESTRICTED = re.compile(r"\bonly (?:for|if|when)\b|只有|只在|仅当")
_GONE = re.compile(r"不存在|消失")
_ALIKE = 0.55
_NEAR_BEST = 0.93
_CONTAINED, _HELD = 0.74, 0.6
_DENIED_ADVERB = re.compile(r"(?:usually|often|always) (?:not|\w+n['’]t)\b|通常不|往往不|总不")
_CONTEXT_ALIKE = 0.6
_CONTEXT_LEAD = 0.2
_CONTEXT_FAINT, _REST_HELD = 0.3, 0.85
_REACH_ZH, _REACH_EN = 10, 36
"""How many characters on each side of a word are its surroundings."""


@dataclass(frozen=True, slots=True)
class Clause:
    """A piece of a sentence with its polarity."""

    text: str
    negated: bool
    sure: bool = True
    """False where the polarity cannot be told: hedged, or a question without yes or no behind it."""


def clauses(text: str, turned: bool | None = False) -> list[Clause]:
    """Return the clauses of a sentence; `turned` turns them all round (a question that is answered with no)."""
    parts = (part.strip() for whole in _CLAUSE_END.split(normal(text)) for part in _ASIDE.split(whole))
    return [_clause(part, turned) for part in parts if len(part) > 1]


def _clause(text: str, turned: bool | None) -> Clause:
    count = len(_NEGATION.findall(_NO_NEGATION.sub(" ", text))) + bool(_LONE_WITHOUT.search(text))
    hedges = (_HEDGED, _SUPPOSED, _CONTRASTED)
    unsure = turned is None or "without" in text or any(hedge.search(text) for hedge in hedges)
    return Clause(text, (count % 2 == 1) != bool(turned), not unsure or bool(_LONE_WITHOUT.search(text)))


def evidence_clauses(sentences: Sequence[str]) -> list[Clause]:
    """Return the clauses of neighbouring sentences; a question takes its polarity from the answer behind it."""
    found: list[Clause] = []
    for sentence, following in pairwise([*sentences, ""]):
        if not _QUESTION.search(sentence):
            found += clauses(sentence, turned=None if _REFUTED.search(sentence) else False)
        elif _DENIAL.search(following):
            found += [_answered(clause) for clause in clauses(sentence, turned=True)]
            found += [
                Clause(f"{normal(sentence)} {part.text}", part.negated)
                for part in clauses(following)[:1]
                if part.sure
            ]
        else:
            found += clauses(sentence, turned=False if _ASSENT.search(following) else None)
    return found


def _answered(clause: Clause) -> Clause:
    """Return a clause of a question that is answered with no: a condition in it does not make the answer unsure."""
    return replace(clause, sure=clause.sure or bool(_SUPPOSED.search(clause.text)))


def contradicts(statement: str, sentences: Sequence[str]) -> bool:
    """Whether a statement turns round what neighbouring sentences say.

    Args:
        statement: One sentence.
        sentences: The sentences of the passage that are most like it, in order.
    """
    statement = _plain(statement)
    told = [_plain(sentence) for sentence in sentences]
    known = [sentence for sentence in told if not _QUESTION.search(sentence)]
    return (
        _negation_differs(statement, evidence_clauses(told))
        or _antonym_differs(statement, known)
        or _concedes_condition(statement, known)
    )


def _concedes_condition(statement: str, known: Sequence[str]) -> bool:
    """Whether a statement holds "even if" what a passage makes the condition of the matter."""
    conceded = [c for c in _CLAUSE_END.split(statement) if c and _CONCESSION.search(c)]
    conditions = [
        c
        for text in known
        for c in _CLAUSE_END.split(text)
        if c and _CONDITION.search(c) and not _CONCESSION.search(c)
    ]
    return any(
        share_held(_CONCESSION.split(clause)[-1], condition) >= _CONTAINED
        for clause in conceded
        for condition in conditions
    )


def _plain(text: str) -> str:
    return _GONE.sub("没有", _CANNOT.sub(r"不\1\2", _CANNOT_DO.sub(r"不能\1", normal(text))))


def _negation_differs(statement: str, known: Sequence[Clause]) -> bool:
    stated = clauses(statement)
    # "Without A no B" denies neither: it says that B needs A.
    if _LACKING.search(statement) and any(clause.negated for clause in stated[1:]):
        return False
    return any(clause.sure and _is_denied(clause, known) for clause in stated)


def _is_denied(clause: Clause, known: Sequence[Clause]) -> bool:
    """Whether all clauses that are most like a clause have the other polarity."""
    shares = [
        (share_held(clause.text, other.text), share_held(other.text, clause.text), other)
        for other in known
        if not _of_other_figures(clause.text, other.text)
    ]
    ranked = [(2 * a * b / (a + b) if a + b else 0.0, a, b, other) for a, b, other in shares]
    best = max((alike for alike, *_ in ranked), default=0.0)
    most_held = max((held for _, held, *_ in ranked), default=0.0)
    # Where each of two clauses has words of its own, the negation may belong to those: "is overloaded", "can't keep up".
    if not any(
        alike == best >= _ALIKE and (a >= _CONTAINED or (b >= _CONTAINED and a >= _HELD))
        for alike, a, b, _ in ranked
    ):
        return False
    near = [o for alike, a, _, o in ranked if alike >= best * _NEAR_BEST or (a >= most_held > 0.7 and a > 0)]
    return all(other.sure and other.negated != clause.negated for other in near)


def _of_other_figures(some: str, others: str) -> bool:
    """Whether two clauses both state figures, and none in common: "0.1 gets there" and "0.01 doesn't"."""
    stated, known = ({number.value for number in numbers(text)} for text in (some, others))
    return bool(stated and known) and not stated & known


def _antonym_differs(statement: str, known: Sequence[str]) -> bool:
    """Whether a word of the statement has its opposite in the same surroundings."""
    together = " ".join(known)
    unrestricted = [text for text in known if not _RESTRICTED.search(text)]
    for mine, theirs in opposites(statement):
        for match in mine.finditer(statement):
            around = _surroundings(statement, match)
            if len(around) < 2:
                continue
            negated = _negated_at(statement, match.start())
            same = max((_alike(around, near) for near, _ in _places(mine, known)), default=0.0)
            turned = max(
                (_alike(around, near) for near, n in _places(theirs, unrestricted) if n == negated),
                default=0.0,
            )
            if turned >= _CONTEXT_ALIKE and turned >= same + _CONTEXT_LEAD:
                return True
            rest = statement[: match.start()] + " " + statement[match.end() :]
            if (
                turned >= _CONTEXT_FAINT
                and not mine.search(together)
                and share_held(rest, together) >= _REST_HELD
            ):
                return True
    return False


def _places(word: re.Pattern[str], texts: Sequence[str]) -> list[tuple[frozenset[str], bool]]:
    """Return the surroundings of a word wherever it stands, and whether it is negated there."""
    return [
        (_surroundings(text, match), _negated_at(text, match.start()))
        for text in texts
        for match in word.finditer(text)
    ]


def _surroundings(text: str, match: re.Match[str]) -> frozenset[str]:
    """Return the content words around a match, within its clause and a little beyond."""
    reach = _REACH_ZH if re.search("[\u3400-\u9fff]", text) else _REACH_EN
    before = re.split("[；;。！？!?]", text[max(0, match.start() - reach) : match.start()])[-1]
    after = re.split("[；;。！？!?]", text[match.end() : match.end() + reach])[0]
    return bag(before) | bag(after)


def _negated_at(text: str, position: int) -> bool:
    """Whether a word is negated by what stands before it in its clause."""
    before = _CLAUSE_END.split(text[:position])[-1] or ""
    negated = len(_NEGATION.findall(_NO_NEGATION.sub(" ", before))) % 2 == 1
    return negated != bool(_DENIED_ADVERB.match(text, position))


def _alike(around: frozenset[str], near: frozenset[str]) -> float:
    return len(around & near) / len(around) if around else 0.0
