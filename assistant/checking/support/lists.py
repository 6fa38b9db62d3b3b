"""Enumerations: the items that a sentence lists, and the one among them that a passage does not know."""

import re
from collections import Counter
from collections.abc import Sequence

from assistant.checking.support.wording import normal, share_held

_HAN = r"[\u3400-\u9fff]"
_ZH_ITEM = r"[^，,、；;。！？：:（）()]{1,18}?"
_ZH_LIST = re.compile(
    rf"{_ZH_ITEM}(?:、{_ZH_ITEM})+(?:(?:以及|和|与|及|或|还有){_ZH_ITEM}(?=[，,；;。！？：:（）()]|$)|(?=[，,；;。！？：:（）()]|$))"
    rf"|(?<=[是有为括：:]){_ZH_ITEM}(?:和|与|以及){_ZH_ITEM}(?=[，,；;。！？（）()]|$)"
)
_ZH_JOINT = re.compile(r"、|以及|还有|和(?!解)|与|及(?!时)|或")
_ZH_LEAD = re.compile(r"^.*(?:是|有|为|包括|包含|看|用于|用在|列出|分为|分成|从|靠|给出)")
_ZH_TAIL = re.compile(r"(?:就|即可|都|也|等|这|三|两|四|五|几|方面|的|领域|方法|办法|步骤|步).*$")
_EN_LIST = re.compile(
    r"[^.;:!?()]+?,\s+(?:[^.;:!?(),]+,\s+)*(?:and|or|plus)\s+[^.;:!?(),]+"
    r"|[^.;:!?(),]+(?:,\s+[^.;:!?(),]+?)+\s(?:and|or)\s[^.;:!?(),]+|[^.;:!?(),]+?\s(?:and|or)\s[^.;:!?(),]+"
)
_EN_JOINT = re.compile(r",\s+(?:and|or|plus)\s+|,\s+|\s+(?:and|or|plus)\s+")
_EN_LEAD = re.compile(
    r"^.*\b(?:are|is|include|includes|including|as|like|in|on|at|by|for|with|from|of|to|uses?|needs?|asks?|names?|lists?|between|recommends?|has|have)\s+"
)
# What is said of a list that stands before its verb: "privacy and security | should come first".
_EN_TAIL = re.compile(
    r"\s(?:is|are|was|were|should|must|can|could|will|would|may|might|has|have|needs?|comes?|takes?|makes?|helps?)\b.*$"
)
# Two words with "and" between them are a list only where one is announced.
_EN_ANNOUNCED = re.compile(
    r"\b(?:are|includes?|including|as|like|uses?|names?|lists?|between|recommends?|two|both)\b"
)
# "3.8 or newer", "0 and keeps the others" list nothing.
_NO_ITEM = re.compile(
    r"[\d.,%$-]+$|(?:newer|later|more|above|higher|less|fewer|not|so|then|keeps?|leaves?|makes?|gives?|needs?|has|have|does|do|can|will|should|must|is|are|its|it|which|because|although|while|that|who|where|when|if|since|once|to|what|how|why|someone|something|anything|others?|start|ai$)\b"
)
# What stands in front of a list: "of the four abilities, | market insight and ..."
_EN_OPENING = re.compile(
    r"^(?:of|among|in|for|from|with|at|on|by|when|if|after|before|during|besides|as)\b[^,]*,\s"
)
# One list ends where something is set against it.
_CONTRAST = re.compile(r",?\s(?:while|whereas|but)\s")
_LONGEST = 5
"""Words of an English item, at most."""
_HEAD = re.compile(rf"{_HAN}{{2}}(?={_HAN}{{2}})|[a-z]+\s(?=[a-z])")
_KNOWN = 0.7


def enumerations(statement: str) -> list[list[str]]:
    """Return the lists that a statement contains, each as its items; what leads up to the first item is cut off."""
    text = normal(statement).rstrip("。.！!？? ")
    chinese = bool(re.search(_HAN, text))
    parts = _CONTRAST.split(_EN_OPENING.sub("", text))
    found = (m for part in parts for m in (_ZH_LIST if chinese else _EN_LIST).finditer(part))
    lists = [_items(match.group(), chinese) for match in found]
    return [items for items in lists if len(items) > 1 and not any(_is_no_item(item) for item in items)]


def _is_no_item(text: str) -> bool:
    return bool(_NO_ITEM.match(text)) or len(text.split()) > _LONGEST


def _items(text: str, chinese: bool) -> list[str]:
    parts = [part.strip() for part in (_ZH_JOINT if chinese else _EN_JOINT).split(text)]
    if not parts:
        return []
    if not chinese and len(parts) == 2 and not _EN_ANNOUNCED.search(parts[0]):
        return []
    parts[0] = (_ZH_LEAD if chinese else _EN_LEAD).sub("", parts[0])
    parts[-1] = (_ZH_TAIL if chinese else _EN_TAIL).sub("", parts[-1]) or parts[-1]
    return [part for part in parts if part]


def item_counts(statement: str) -> list[int]:
    """Return how many items each list of a statement has."""
    return [len(items) for items in enumerations(statement)]


def strange_item(statement: str, passage: str) -> float:
    """Say how strange the strangest item of a statement's lists is to a passage that knows the others, 0 to 1."""
    worst = 0.0
    for items in enumerations(statement):
        shares = sorted(share_held(item, passage, nothing=1.0) for item in _without_common_head(items))
        others = sum(shares[1:]) / len(shares[1:])
        if others >= _KNOWN:
            worst = max(worst, others - shares[0])
    return worst


def _without_common_head(items: Sequence[str]) -> list[str]:
    """Return items without the word that most of them begin with: in "model training, model pricing" it tells nothing."""
    heads = [_HEAD.match(item) for item in items]
    counts = Counter(head.group() for head in heads if head)
    return [
        item[head.end() :] if head and 2 * counts[head.group()] > len(items) else item
        for item, head in zip(items, heads, strict=True)
    ]
