"""Whether two texts that speak of the same thing say the same of it or the opposite: negation and antonyms.

A negation changes few words and hardly moves an embedding, so clauses of a statement are laid beside the clauses of the
passage that share the most words with them, and their negations and antonyms are compared.
"""

import re
from dataclasses import dataclass
from itertools import pairwise

from assistant.answering.support.antonyms import PAIRS_EN, PAIRS_ZH, phrase_pattern
from assistant.answering.support.wording import normal, pieces, units_of

_NO_NEGATION = re.compile(
    r"(.)[不没]\1|有没有|能不能|能否|是否|可否|不仅|不但|不只|不光|不单|不断|不同|不少|不论|不管|不过|不久|不妨|不止|差不多|不得不|不可不|无论|无数"
    r"|无限|非常|非线性|未来|除非|特别|分别|区别|类别|级别|个别|识别|别的|别人|差别|性别|鉴别|是非|不确定性|无缝|要不然?|不然|不一会"
    r"|\bnot (?:only|just|merely|necessarily only)\b|\bno matter\b|\bno doubt\b|\bnothing more than\b|\bwhether or not\b"
    r"|\bor not\b|\bno sooner\b"
)
_NEGATION = re.compile(
    r"没有|并非|绝非|无法|无需|无须|毫无|尚未|从未|不|没|无|未|非|别|勿"
    r"|\b(?:not|no|never|without|none|neither|nor|cannot|nothing|nobody|unable|lacks?|lacking|free of)\b|n['’]t\b"
)
# What leans towards no without saying it: such a clause agrees with either.
_HEDGED = re.compile(
    r"难|不一定|未必|很少|极少|几乎|缺|免|省|拒|防|只|除了|不如|才|仅|反而|而不是|不再"
    r"|\b(?:hard|hardly|barely|difficult|rarely|seldom|unlikely|few|little|fails?|only|except|avoid\w*|prevent\w*|spare[sd]?"
    r"|instead|rather|needn|too|stop\w*|until|unless|missing|against|outside|refus\w*|longer|just|neither|nor)\b"
)
_CLAUSE_END = re.compile(
    r"[，,；;。！？!?：:—…（）()]+|\s-\s|(?<=[\u4e00-\u9fff])(?=但|却|因为|所以|而是|不过|然而|并且)"
    r"|\b(?:but|while|whereas|because|although|though|so that|however|which|and then)\b"
)
_UNIT_END = re.compile(r"[；;。！？!?]+|(?<=[a-z])\.\s")
_QUESTION = re.compile(r"[？?][”\"』」)）]*\s*$")
_DENIAL = re.compile(
    r"^(?:不是|不会|不能|不用|不必|不一定|不要|没有|并不|并非|不|未必|文章没|no\b|not\b|never\b|the article (?:does|did)(?: not|n[’']t))",
    re.IGNORECASE,
)
_ASSENT = re.compile(r"^(?:是的?|会|能|可以|要|对|当然|yes\b)[。，,.!！]", re.IGNORECASE)
_ALIKE = 0.55
_NEAR_BEST = 0.85


@dataclass(frozen=True, slots=True)
class Clause:
    """A piece of a sentence with its polarity."""

    text: str
    negated: bool | None
    """None where it cannot be told: hedged, or a question without yes or no behind it."""


def clauses(text: str, negated: bool | None = False) -> list[Clause]:
    """Return the clauses of a sentence; `negated` turns them all round (a question that is answered with no)."""
    parts = (part.strip() for part in _CLAUSE_END.split(normal(text)))
    return [Clause(part, _parity(part, negated)) for part in parts if len(part) > 1]


def _parity(clause: str, turned: bool | None) -> bool | None:
    if turned is None or _HEDGED.search(clause):
        return None
    return (len(_NEGATION.findall(_NO_NEGATION.sub(" ", clause))) % 2 == 1) != turned


def evidence_clauses(sentences: list[str]) -> list[Clause]:
    """Return the clauses of neighbouring sentences; a question takes its polarity from the answer behind it."""
    found: list[Clause] = []
    for sentence, following in pairwise([*sentences, ""]):
        if not _QUESTION.search(sentence):
            found += clauses(sentence)
        elif _DENIAL.search(following):
            found += clauses(sentence, negated=True)
        else:
            found += clauses(sentence, negated=False if _ASSENT.search(following) else None)
    return found


def contradicts(statement: str, sentences: list[str]) -> bool:
    """Whether a statement turns round what neighbouring sentences say.

    Args:
        statement: One sentence.
        sentences: The sentences of the passage that are most like it, in order.
    """
    known = evidence_clauses(sentences)
    return _negation_differs(statement, known) or _antonym_differs(statement, sentences)


def _negation_differs(statement: str, known: list[Clause]) -> bool:
    for clause in clauses(statement):
        if clause.negated is None:
            continue
        ranked = [(_overlap(clause.text, other.text), other) for other in known]
        best = max((share for share, _ in ranked), default=0.0)
        alike = [other for share, other in ranked if share >= best * _NEAR_BEST]
        if best >= _ALIKE and all(other.negated is (not clause.negated) for other in alike):
            return True
    return False


def _overlap(clause: str, other: str) -> float:
    """Say how much two clauses have in common, 0 to 1: the harmonic mean of what each holds of the other."""
    there, back = _share(clause, other), _share(other, clause)
    return 2 * there * back / (there + back) if there + back else 0.0


def _share(text: str, other: str) -> float:
    found = pieces(text, other)
    weight = sum(len(units_of(piece.text)) for piece in found)
    return sum(piece.held * len(units_of(piece.text)) for piece in found) / weight if weight else 0.0


def _antonym_differs(statement: str, sentences: list[str]) -> bool:
    known = [u for s in sentences if not _QUESTION.search(s) for u in _units(s)]
    for unit in _units(statement):
        ranked = [(_share(unit, other), other) for other in known]
        best = max((share for share, _ in ranked), default=0.0)
        if best < _ALIKE:
            continue
        alike = [other for share, other in ranked if share >= best * _NEAR_BEST]
        if all(_opposed(unit, other) for other in alike):
            return True
    return False


def _units(text: str) -> list[str]:
    return [part.strip() for part in _UNIT_END.split(normal(text)) if part and len(part.strip()) > 1]


def _opposed(statement: str, other: str) -> bool:
    """Whether a clause of the statement names one side of a pair of antonyms and the other text only the other side."""
    whole = [Clause(other, _parity(other, False))]
    for clause in clauses(statement):
        ranked = [(_overlap(clause.text, part.text), part) for part in clauses(other)]
        best = max((share for share, _ in ranked), default=0.0)
        near = [part for share, part in ranked if share >= best * _NEAR_BEST] if best >= _ALIKE else whole
        if all(_turned(clause, part) for part in near):
            return True
    return False


def _turned(clause: Clause, part: Clause) -> bool:
    for left, right in (*PAIRS_ZH, *PAIRS_EN):
        for mine, theirs in ((left, right), (right, left)):
            if not phrase_pattern(mine).search(clause.text) or phrase_pattern(theirs).search(clause.text):
                continue
            if phrase_pattern(mine).search(part.text) or not phrase_pattern(theirs).search(part.text):
                continue
            # "Not strong" is "weak": a negation on one side only makes the antonyms agree.
            if clause.negated is not None and part.negated is not None and clause.negated == part.negated:
                return True
    return False
