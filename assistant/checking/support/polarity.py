"""Whether two texts that speak of the same thing say the same of it or the opposite: the negations of their clauses.

A negation changes few words and hardly moves an embedding, so clauses of a statement are laid beside the clauses of the
passage that share the most words with them, and their negations are compared.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import pairwise

from assistant.checking.support.entities import find_numbers
from assistant.checking.support.lexical_overlap import normalize, share_held
from assistant.text.language import CLAUSE_END, HAN

NO_NEGATION = re.compile(
    r"(.)[不没]\1|有没有|能不能|能否|是否|可否|不仅|不但|不只|不光|不单|不断|不同|不少|不论|不管|不过|不久|不妨|不止|差不多|不得不|不可不|无论|无数"
    r"|无限|非常|非线性|未来|除非|特别|分别|区别|类别|级别|个别|识别|别的|别人|差别|性别|鉴别|是非|不确定性|无缝|要不然?|不然|不一会"
    r"|\bnot (?:only|just|merely|necessarily only)\b|\bno matter\b|\bno doubt\b|\bnothing more than\b|\bwhether or not\b"
    r"|\bor not\b|\bno sooner\b"
)
# "and" ends a clause where what follows has a verb of its own.
_CLAUSE_END = re.compile(
    CLAUSE_END.pattern
    + r"|\band (?=(?:does|do|did|is|are|was|were|has|have|had|can|cannot|could|will|would|should|must|may|never|no)\b"
    r"|[a-z]{2,}(?:[^s]s|ed)\b (?!and\b|or\b|is\b|are\b|that\b|of\b|in\b|for\b|to\b))"
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
# A negated attribute or condition stands apart from what the clause says: "没有轮子的 | 车…", "没有密钥 | 也读不出".
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
_LACKING = re.compile(r"^without\b|^[^，,不没无]*+[不没无][^，,]*+[，,][^，,]*就")
_LONE_WITHOUT = re.compile(r"^without(?: [\w-]+){1,6}\W*$")
QUESTION = re.compile(r"[？?][”\"』」)）]*\s*$")
_DENIAL = re.compile(
    r"^(?:不是|不会|不能|不用|不必|不一定|不要|没有|并不|并非|不|未必|文章没|no\b|not\b|never\b|the article (?:does|did)(?: not|n[’']t))",
    re.IGNORECASE,
)
_ASSENT = re.compile(r"^(?:是的?|会|能|可以|要|对|当然|yes\b)[。，,.!！]", re.IGNORECASE)
# "读不出" is "不能读出": the negation is moved to where the others stand.
_CANNOT_DO = re.compile(r"(保证|证明|解决|避免|代替|取代|说明|满足|覆盖|应付|代表|反映)不了")
_CANNOT = re.compile(rf"([{HAN}])不([出到动了完起清懂得住])(?!\1)")
_GONE = re.compile(r"不存在|消失")
_ALIKE = 0.55
_NEAR_BEST = 0.93
_CONTAINED, _HELD = 0.74, 0.6
_DENIED_ADVERB = re.compile(r"(?:usually|often|always) (?:not|\w+n['’]t)\b|通常不|往往不|总不")


@dataclass(frozen=True, slots=True)
class Clause:
    """A piece of a sentence with its polarity."""

    text: str
    negated: bool
    sure: bool = True
    """False where the polarity cannot be told: hedged, or a question without yes or no behind it."""


def clauses(text: str, turned: bool | None = False) -> list[Clause]:
    """Return the clauses of a sentence; `turned` turns them all round (a question that is answered with no)."""
    parts = (part.strip() for whole in _CLAUSE_END.split(normalize(text)) for part in _ASIDE.split(whole))
    return [_clause(part, turned) for part in parts if len(part) > 1]


def _clause(text: str, turned: bool | None) -> Clause:
    count = len(_NEGATION.findall(NO_NEGATION.sub(" ", text))) + bool(_LONE_WITHOUT.search(text))
    hedges = (_HEDGED, _SUPPOSED, _CONTRASTED)
    unsure = turned is None or "without" in text or any(hedge.search(text) for hedge in hedges)
    return Clause(text, (count % 2 == 1) != bool(turned), not unsure or bool(_LONE_WITHOUT.search(text)))


def evidence_clauses(sentences: Sequence[str]) -> list[Clause]:
    """Return the clauses of neighbouring sentences; a question takes its polarity from the answer behind it."""
    return [clause for pair in pairwise([*sentences, ""]) for clause in _clauses_with_answer(*pair)]


@lru_cache(maxsize=4_096)
def _clauses_with_answer(sentence: str, following: str) -> tuple[Clause, ...]:
    turned = is_turned_by_answer(sentence, following)
    found = clauses(sentence, turned)
    if turned:
        found = [_without_condition(clause) for clause in found] + [
            Clause(f"{normalize(sentence)} {part.text}", part.negated)
            for part in clauses(following)[:1]
            if part.sure
        ]
    return tuple(found)


def is_turned_by_answer(sentence: str, following: str) -> bool | None:
    """Whether a sentence means the opposite of its words: a question that is answered with no; None where that is open."""
    if not QUESTION.search(sentence):
        return None if _REFUTED.search(sentence) else False
    if _DENIAL.search(following):
        return True
    return False if _ASSENT.search(following) else None


def _without_condition(clause: Clause) -> Clause:
    """Return a clause of a question that is answered with no: a condition in it does not make the answer unsure."""
    return replace(clause, sure=clause.sure or bool(_SUPPOSED.search(clause.text)))


def negation_differs(statement: str, sentences: Sequence[str], *, denying: bool) -> bool:
    """Whether a clause of a statement has the other polarity than all clauses most like it.

    Args:
        statement: One sentence, through `simplify_negation`.
        sentences: The sentences of the passages that are most like it, in order, through `simplify_negation`.
        denying: Look at the clauses that deny something, or else at those that do not.
    """
    stated = clauses(statement)
    # "Without A no B" denies neither: it says that B needs A.
    if _LACKING.search(statement) and any(clause.negated for clause in stated[1:]):
        return False
    asked = [clause for clause in stated if clause.sure and clause.negated is denying]
    known = evidence_clauses(sentences) if asked else []
    return any(_is_denied(clause, known) for clause in asked)


def concedes_condition(statement: str, sentences: Sequence[str]) -> bool:
    """Whether a statement holds "even if" what passages make the condition of the matter."""
    conceded = [c for c in _CLAUSE_END.split(statement) if c and _CONCESSION.search(c)]
    conditions = [
        c
        for text in sentences
        for c in _CLAUSE_END.split(text)
        if c and _CONDITION.search(c) and not _CONCESSION.search(c)
    ]
    return any(
        share_held(_CONCESSION.split(clause)[-1], condition) >= _CONTAINED
        for clause in conceded
        for condition in conditions
    )


@lru_cache(maxsize=8_192)
def simplify_negation(text: str) -> str:
    """Return a text in normal form, with "V 不 C" and the like as plain negations."""
    return _GONE.sub("没有", _CANNOT.sub(r"不\1\2", _CANNOT_DO.sub(r"不能\1", normalize(text))))


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
    stated, known = _figures(some), _figures(others)
    return bool(stated and known) and not stated & known


@lru_cache(maxsize=4_096)
def _figures(text: str) -> frozenset[float]:
    return frozenset(number.value for number in find_numbers(text))


def negated_at(text: str, position: int) -> bool:
    """Whether a word is negated by what stands before it in its clause."""
    before = _CLAUSE_END.split(text[:position])[-1] or ""
    negated = len(_NEGATION.findall(NO_NEGATION.sub(" ", before))) % 2 == 1
    return negated != bool(_DENIED_ADVERB.match(text, position))
