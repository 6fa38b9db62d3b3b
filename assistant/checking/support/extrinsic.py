"""What a statement adds to its passages: an item of a list, a "without exception", praise.

"This is crucial for every product" says nothing wrong, and yet nobody said it.
"""

import re
from collections import Counter
from collections.abc import Iterator, Sequence

from assistant.checking.support.lexical_overlap import normalize, share_held
from assistant.text.language import HAN, HAN_CHARACTER

_HAN = rf"[{HAN}]"
# A Chinese list stands in what no punctuation but "、" interrupts; an English one in what commas alone do.
_ZH_STRETCH = re.compile(r"[^，,；;。！？：:（）()]+")
_ZH_LAST = re.compile(r"\A.{1,18}?(?:以及|和|与|及|或|还有).{1,18}\Z", re.DOTALL)
_ZH_ITEM = r"[^，,、；;。！？：:（）()]{1,18}?"
_ZH_PAIR = re.compile(rf"(?<=[是有为括：:]){_ZH_ITEM}(?:和|与|以及){_ZH_ITEM}(?=[，,；;。！？（）()]|$)")
_ZH_LONGEST = 18
"""Characters of a Chinese item, at most."""
_ZH_JOINT = re.compile(r"、|以及|还有|和(?!解)|与|及(?!时)|或")
_ZH_LEAD = re.compile(r"^.*(?:是|有|为|包括|包含|看|用于|用在|列出|分为|分成|从|靠|给出)")
_ZH_TAIL = re.compile(r"(?:就|即可|都|也|等|这|三|两|四|五|几|方面|的|领域|方法|办法|步骤|步).*$", re.DOTALL)
_EN_STRETCH = re.compile(r"[^.;:!?()]+")
_EN_LAST = r",\s++(?:and|or|plus)\s[^,]++"
_EN_SERIES = re.compile(
    rf"\A(?>.+?{_EN_LAST}(?:(?:,\s(?!\s*+(?:and|or|plus)\s[^,])[^,]++)*+{_EN_LAST})*)", re.DOTALL
)
"""Items of which the last follows a comma and an "and"."""
_EN_LIST = re.compile(
    r"(?:\A|(?<=,)(?!\s))[^,]++(?:,\s[^,]++)*?,\s[^,]+?\s(?:and|or)\s[^,]++"
    r"|(?:\A|(?<=,))[^,]+?\s(?:and|or)\s[^,]++"
)
_EN_JOINT = re.compile(r",\s+(?:and|or|plus)\s+|,\s+|(?<!\s)\s+(?:and|or|plus)\s+")
_EN_LEAD = re.compile(
    r"^.*\b(?:are|is|include|includes|including|as|like|in|on|at|by|for|with|from|of|to|uses?|needs?|asks?|names?|lists?|between|recommends?|has|have)\s+"
)
# What is said of a list that stands before its verb: "privacy and security | should come first".
_EN_TAIL = re.compile(
    r"\s(?:is|are|was|were|should|must|can|could|will|would|may|might|has|have|needs?|comes?|takes?|makes?|helps?)\b.*$",
    re.DOTALL,
)
# Two words with "and" between them are a list only where one is announced.
_EN_ANNOUNCED = re.compile(
    r"\b(?:are|includes?|including|as|like|uses?|names?|lists?|between|recommends?|two|both)\b"
)
# "3.8 or newer", "0 and keeps the others" list nothing.
_NO_ITEM = re.compile(
    r"\A(?:[\d.,%$-]+$|(?:newer|later|more|above|higher|less|fewer|not|so|then|keeps?|leaves?|makes?|gives?|needs?|has|have|does|do|can|will|should|must|is|are|its|it|which|because|although|while|that|who|where|when|if|since|once|to|what|how|why|someone|something|anything|others?|start|ai$)\b)"
)
# What stands in front of a list: "of the four abilities, | market insight and ..."
_EN_OPENING = re.compile(
    r"^(?:of|among|in|for|from|with|at|on|by|when|if|after|before|during|besides|as)\b[^,]*,\s"
)
# One list ends where something is set against it.
_CONTRAST = re.compile(r",?\s(?:while|whereas|but)\s")
_LONGEST = 5
"""Words of an English item, at most."""
_HEAD = re.compile(rf"\A(?:{_HAN}{{2}}(?={_HAN}{{2}})|[a-z]+\s(?=[a-z]))")
_KNOWN = 0.7
_WITHOUT_EXCEPTION = re.compile(
    r"总(?!结|的|体|之)|一定(?!程度)|必(?!要|须|然联)|必须|完全|任何|各种|所有|全部|绝对|肯定|保证|只能|只要|就能|就行|足以|正好|自动|直接"
    r"|一看就|永远|从来|都(?!市)|最好|首先|尽管|放心|已经|离不开"
    r"|\b(?:always|every|everyone|everything|any|all|must|never|only|completely|entirely|fully|certain(?:ly)?|sure|guarantee\w*|alone"
    r"|automatically|easily|simply|no one|nothing|best|safe|just as well|alike|exactly|requires?|have to|has to|whatever"
    r"|whether or not|even|regardless|already|solely|enough)\b"
)
_NOT_NEEDED = re.compile(
    r"不用(?!说)|不必|无需|无须|用不着|犯不着|不需要|没必要|没有必要|免去|省得"
    r"|\b(?:need not|needn['’]?t|no need|no longer need\w*|(?:do|does|did)(?:n['’]t| not) (?:need|have to|require)"
    r"|not (?:required|needed|necessary)|unnecessary|without having to|isn['’]t necessary|superfluous|needless)\b"
)
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


def enumerations(statement: str) -> list[list[str]]:
    """Return the lists that a statement contains, each as its items; what leads up to the first item is cut off."""
    text = normalize(statement).rstrip("。.！!？? ")
    chinese = HAN_CHARACTER.search(text) is not None
    parts = _CONTRAST.split(_EN_OPENING.sub("", text))
    found = (listed for part in parts for listed in (_chinese_lists if chinese else _english_lists)(part))
    lists = [_items(listed, chinese) for listed in found]
    return [items for items in lists if len(items) > 1 and not any(_is_no_item(item) for item in items)]


def _chinese_lists(text: str) -> Iterator[str]:
    for stretch in _ZH_STRETCH.finditer(text):
        *items, last = stretch.group().split("、")
        first = len(items)
        while first and items[first - 1] and (first == len(items) or len(items[first]) <= _ZH_LONGEST):
            first -= 1
        if first < len(items) and (0 < len(last) <= _ZH_LONGEST or _ZH_LAST.match(last)):
            yield "、".join([items[first][-_ZH_LONGEST:], *items[first + 1 :], last])
        elif text[stretch.end() : stretch.end() + 1] not in ("：", ":"):
            yield from (pair.group() for pair in _ZH_PAIR.finditer(text, *stretch.span()))


def _english_lists(text: str) -> Iterator[str]:
    for rest in _EN_STRETCH.findall(text):
        while series := _EN_SERIES.match(rest):
            yield series.group()
            rest = rest[series.end() :]
        while listed := _EN_LIST.search(rest.lstrip(",")):
            yield listed.group()
            rest = listed.string[listed.end() :]


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


def unfounded_absolutes(statement: str, passages: str) -> int:
    """Return how many words that leave no exception stand in a statement and not in passages."""
    known = normalize(passages)
    return sum(
        word not in known for word in {m.group() for m in _WITHOUT_EXCEPTION.finditer(normalize(statement))}
    )


def unfounded_exemption(statement: str, passages: str) -> bool:
    """Whether a statement says that something is not needed where passages say so of nothing."""
    return bool(_NOT_NEEDED.search(normalize(statement))) and not _NOT_NEEDED.search(normalize(passages))


def unfounded_praise(statement: str, passages: str) -> bool:
    """Whether a statement calls something important or great where passages, which may say so in other words, do not."""
    said, known = normalize(statement), normalize(passages)
    return any(praise.search(said) and not praise.search(known) for praise in (_IMPORTANT, _GREAT))
