"""Praise that a passage does not give: "this is crucial for every product" says nothing wrong, and yet nobody said it."""

import re

from assistant.checking.support.wording import normal

_IMPORTANT = re.compile(
    r"\b(?:important|importance|crucial|essential|vital|critical|indispensable|invaluable|paramount|cornerstones?|fundamental"
    r"|foundation of|imperative|key (?:to|for|factor)|plays? an? \w+ role)\b|重要|至关|关键(?!词)|必不可少|不可或缺|基石|根本所在|要紧"
)
_GREAT = re.compile(
    r"\b(?:greatly|hugely|enormous(?:ly)?|tremendous(?:ly)?|immense(?:ly)?|dramatic(?:ally)?|significant(?:ly)?|remarkabl[ey]"
    r"|revolutioni[sz]\w+|game.chang\w+|unprecedented|competitive (?:edge|advantage)|decisive|effectively|successful\w*|long-term success"
    r"|(?:the|their|your|its|business|product|project) success)\b"
    r"|极大|大大|显著|巨大|深远|革命性|颠覆|前所未有|竞争力|竞争优势|大幅|脱颖而出|成功的?(?:关键|保证|基础)"
)


def unfounded_praise(statement: str, passages: str) -> bool:
    """Whether a statement calls something important or great where passages, which may say so in other words, do not."""
    said, known = normal(statement), normal(passages)
    return any(praise.search(said) and not praise.search(known) for praise in (_IMPORTANT, _GREAT))
