"""The entities of a sentence that a paraphrase keeps: names and numbers.

Names are products, people, books, acronyms and quoted terms. Numbers are values that compare across scripts: "1750 亿",
"175 billion" and "175,000,000,000" are one.
"""

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache

from assistant.text import chinese_number, normalize
from assistant.text.language import HAN, HAN_CHARACTER
from assistant.text.numerals import HAN_COUNT, HAN_DIGITS

_LATIN = re.compile(r"[A-Za-zÀ-ɏ][\w+#]*(?:[.-][A-Za-z0-9À-ɏ]+)*")
_SENTENCE_ENDS = ".!?:;。！？：；"
_WORD_CHARACTER = re.compile(r"\w")
_ALPHANUMERIC = re.compile(r"[a-z0-9]+")
_GENITIVE = re.compile(r"'s$")
_QUOTED = re.compile(r"[“\"「『《]([^”\"」』》]{2,80})[”\"」』》]")
# Short forms whose long forms are in use in either language; other acronyms are found by their initials.
_LONG_FORMS = {
    "ai": ("人工智能", "artificial intelligence"), "pm": ("产品经理", "product manager"),
    "pms": ("产品经理", "product manager"), "nlp": ("自然语言处理", "natural language processing"),
    "mse": ("均方误差", "mean squared error"), "dnn": ("深度神经网络", "deep neural network"),
    "dnns": ("深度神经网络", "deep neural network"), "cnn": ("卷积神经网络", "convolutional"),
    "rnn": ("循环神经网络", "recurrent"), "cv": ("计算机视觉", "computer vision"),
    "ml": ("机器学习", "machine learning"), "dl": ("深度学习", "deep learning"),
    "llm": ("大模型", "large model", "large language model"), "llms": ("大模型", "large model"),
    "gpu": ("显卡", "graphics card"), "gpus": ("显卡", "graphics card"), "lr": ("学习率", "learning rate"),
    "epoch": ("轮",), "epochs": ("轮",), "tf": ("tensorflow",), "tensorflow": ("tf",), "demo": ("演示",),
    "app": ("应用", "application"), "sgd": ("随机梯度下降", "stochastic gradient descent"),
    "bug": ("错", "error", "mistake"), "ok": ("可以",), "q&a": ("问答", "question"),
}  # fmt: skip
# Chinese writes names like other words, so only these are known to be some.
_CHINESE_NAMES = re.compile(
    "阿里巴巴|阿里云|腾讯|百度|京东|美团|字节跳动|抖音|快手|淘宝|天猫|拼多多|支付宝|微信|微博|小红书|知乎|滴滴|携程|网易|华为|小米"
    "|科大讯飞|商汤|旷视|英伟达|谷歌|微软|亚马逊|特斯拉|奈飞|脸书|推特|领英|优步|爱彼迎|星巴克|沃尔玛|文心一言|通义千问|混元|豆包|智谱"
    "|月之暗面|飞桨|昇思|吴恩达|李飞飞|李沐|李宏毅|周志华|李航|辛顿|杨立昆|马斯克|乔布斯|张小龙|俞军"
)
_COMMON = frozenset(["i", "ok", "english", "chinese", "markdown", "vs", "etc", "q"])
_SCALES = {"万": 1e4, "亿": 1e8, "千": 1e3, "百": 1e2, "k": 1e3, "m": 1e6, "b": 1e9}
_SCALES |= {"thousand": 1e3, "million": 1e6, "billion": 1e9, "trillion": 1e12, "hundred": 1e2, "dozen": 12.0}
_SCALES |= {"万亿": 1e12, "百万": 1e6, "千万": 1e7, "十亿": 1e9, "十万": 1e5}
_WORDS = [
    "zero",
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
]
_WORDS += ["thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen", "twenty"]
_WORD_VALUES: dict[str, float] = {word: float(value) for value, word in enumerate(_WORDS)}
_WORD_VALUES |= {"thirty": 30.0, "forty": 40.0, "fifty": 50.0, "sixty": 60.0, "ninety": 90.0}
_WORD_VALUES |= {"both": 2.0, "twice": 2.0, "double": 2.0, "doubles": 2.0, "doubled": 2.0, "doubling": 2.0}
_WORD_VALUES |= {"halves": 0.5, "halve": 0.5, "half": 0.5, "triple": 3.0}
_PHRASES = {"翻倍": 2.0, "翻一番": 2.0, "一倍": 2.0, "加倍": 2.0, "一半": 0.5, "减半": 0.5, "折半": 0.5}
_VAGUE = {
    "几十亿": 9, "数十亿": 9, "几亿": 8, "数亿": 8, "几千万": 7, "几百万": 6, "几十万": 5, "几万": 4, "数万": 4,
    "几千": 3, "数千": 3, "几百": 2, "数百": 2, "几十": 1, "数十": 1, "十几": 1,
    "hundreds of millions": 8, "tens of millions": 7, "millions": 6, "billions": 9, "trillions": 12,
    "hundreds of billions": 11, "tens of billions": 10, "hundreds of thousands": 5, "tens of thousands": 4,
    "thousands": 3, "hundreds": 2, "dozens": 1,
}  # fmt: skip
_VAGUE_FORM = re.compile("|".join(sorted(map(re.escape, _VAGUE), key=len, reverse=True)))
_ARABIC = re.compile(
    r"(?<![a-z_])(?<![a-z]-)(?P<sign>(?<![\w)\]])[-−])?(?P<digits>\d+(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)*)"
    r"(?:\s*(?P<scale>万亿|十万|百万|千万|十亿|[百千万亿]|(?:thousand|million|billion|trillion|hundred)\b|[kmb]\b(?!-))|(?P<percent>\s*[%％]))?"
    r"(?![a-z]*\d|_)"
)
_HAN_NUMBER = re.compile(
    rf"百分之(?P<share>[{HAN_DIGITS}点]+)|(?P<plain>[{HAN_DIGITS}][{HAN_DIGITS}万亿]*(?:点[{HAN_DIGITS}]+)?)"
)
_FRACTION = re.compile(
    r"(?<![百千万\d])(?P<below>[二三四五六七八九十\d])分之(?P<above>[一二两三四五六七八九\d])|(?<![\d./])(?P<over>\d)/(?P<under>\d)(?![\d./])"
    r"|\b(?P<count>an?|one|two|three|four) (?P<part>third|quarter|fifth|tenth)s?\b"
    r"|(?P<tenths>[一二两三四五六七八九\d])(?:成(?![为立本功果员绩长千就熟])|折(?![扣半腾叠射]))"
)
_PARTS = {"third": 3.0, "quarter": 4.0, "fifth": 5.0, "tenth": 10.0}
_WORD = re.compile(r"[a-z]+")
_LIST_MARK = re.compile(r"^\s*(?:\(?\d{1,2}[.)、](?!\d)|[（(]?[一二三四五六七八九十]+[)）、])\s*")
_ORDINAL = re.compile(
    r"第(?:[一二三四五六七八九十]|\d++)+(?![\d.]*\s*[章节轮版次名])(?:[个条点步项种类]|，|,|：)?"
    r"|(?<!分)[其之][一二三四五六七八九十]"
)
# Sets of characters in which a numeral counts nothing: "一些", "统一", "十分", "千变万化".
_IDIOMS = re.compile(
    r"十分|千变万化|成千上万|千方百计|万一|千万(?=[不别要])|百分百|三言两语|一举两得|七零八落|五花八门|万能|百科|九牛一毛|两全|三番五次|一五一十|接二连三|四舍五入|一二"
    # "两三个" names no one value.
    r"|(?<![十百千万亿点])(?:一两|两三|二三|三四|四五|五六|六七|七八|八九)(?![十百千万亿点])成?"
)
_COUNTING_ONE = re.compile(r"(?<![十百千万亿点零二三四五六七八九两\d])一(?![十百千万亿点\d])")
# "Both" and "these two" point back to what was named.
_POINTING = re.compile(
    r"(?:[这那]|其余|其他|另外|剩下的?)[两二三四](?=[个条点步项种类件篇本位章节组者])|两者|\bboth\b"
    r"|\b(?:these|those|other|remaining) (?:two|three|four)\b"
)
_COUNTED = re.compile(
    rf"(?P<han>(?:{HAN_COUNT}|(?<!\d)\d+))\s*[个种条项类点步件大位门]?(?P<of>[{HAN}]{{2}})"
    rf"|\b(?P<word>\d+|{'|'.join(_WORDS)}) (?:[a-z-]+ )?(?P<noun>[a-z]{{3,}}s)\b"
)
_ROUNDING_DIGITS = 2


def find_names(statement: str) -> list[str]:
    """Return the names and the quoted terms of a statement, lower-case.

    In a Chinese sentence every Latin word is one; in an English sentence those with a capital letter or a digit inside,
    or a capital where no sentence begins.
    """
    text = normalize("NFKC", statement)
    chinese = bool(HAN_CHARACTER.search(text))
    quoted = [] if not chinese else [q for q in _QUOTED.findall(text) if not _LATIN.fullmatch(q)]
    known = _CHINESE_NAMES.findall(text)
    found = [m.group() for m in _LATIN.finditer(text) if chinese or _is_name(text, m)]
    kept = (_GENITIVE.sub("", name.lower()) for name in (*found, *known, *quoted))
    return [name for name in dict.fromkeys(kept) if name not in _COMMON and (len(name) > 1 or not chinese)]


def _is_name(text: str, match: re.Match[str]) -> bool:
    word = match.group()
    if any(c.isdigit() for c in word) or any(c.isupper() for c in word[1:]):
        return len(word) > 1
    if not word[0].isupper() or len(word) == 1:
        return False
    return not _begins_sentence(text, match.start())


def _begins_sentence(text: str, start: int) -> bool:
    """Return whether only punctuation, or the end of a sentence and a space, stands before a position."""
    before = start
    while before > 0 and text[before - 1].isspace():
        before -= 1
    if before == 0 or (before < start and text[before - 1] in _SENTENCE_ENDS):
        return True
    word = _WORD_CHARACTER.search(text)
    return word is None or word.start() >= start


def missing_names(statement: str, evidence: str) -> list[str]:
    """Return the names of a statement that a text (or what its acronyms stand for) does not hold."""
    text = normalize("NFKC", evidence).lower()
    words = set(_ALPHANUMERIC.findall(text))
    words |= {word.rstrip("s") for word in words}
    initials = _initials(text)
    return [name for name in find_names(statement) if not _holds(text, words, initials, name)]


def _holds(text: str, words: Collection[str], initials: Collection[str], name: str) -> bool:
    if _CHINESE_NAMES.fullmatch(name):
        return name in text
    if HAN_CHARACTER.search(name):
        return _share_covered(name, text) >= 0.75
    if any(form in text for form in _LONG_FORMS.get(name, ())):
        return True
    if len(name) >= 3 and name.isalpha() and name.rstrip("s") in initials:
        return True
    parts = _ALPHANUMERIC.findall(name)
    return all(part in words or part.rstrip("s") in words for part in parts)


def _initials(text: str) -> frozenset[str]:
    """Return the initials of each three to five neighbouring words."""
    letters = "".join(word[0] for word in _WORD.findall(text))
    return frozenset(letters[i : i + n] for n in (3, 4, 5) for i in range(len(letters) - n + 1))


def _share_covered(name: str, text: str) -> float:
    """Share of a quoted term's characters that the text holds."""
    characters = [c for c in name if c.isalnum()]
    return sum(c in text for c in characters) / len(characters) if characters else 1.0


@dataclass(frozen=True, slots=True)
class StatedNumber:
    """A value as it stands in a text."""

    value: float
    decimals: int = 0
    """Digits behind the point as written, before scaling."""
    scale: float = 1.0
    vague: bool = False
    """Names an order of magnitude only: "几亿", "thousands"."""
    written: str = field(default="", compare=False)
    """How the text writes it, in lower case and half-width."""


def find_numbers(text: str) -> list[StatedNumber]:
    """Return the numbers that a text states, in no special order; list marks, ordinals and "一" (a, one) are none."""
    text = normalize("NFKC", text).lower()
    text = _IDIOMS.sub("  ", _ORDINAL.sub("  ", _LIST_MARK.sub("", text)))
    found: list[StatedNumber] = []

    def take(match: re.Match[str]) -> str:
        number = _parse_number(match)
        found.extend([replace(number, written=match.group().strip())] if number else [])
        return " "

    text = _VAGUE_FORM.sub(take, text)
    for phrase, value in _PHRASES.items():
        if phrase in text:
            found.append(StatedNumber(value, decimals=1, written=phrase))
            text = text.replace(phrase, " ")
    text = _FRACTION.sub(take, text)
    text = _ARABIC.sub(take, text)
    text = _HAN_NUMBER.sub(take, _COUNTING_ONE.sub(" ", text))
    words = (w for w in _WORD.findall(text) if w in _WORD_VALUES and w != "one")
    found += [StatedNumber(_WORD_VALUES[word], written=word) for word in words]
    return found


def _parse_number(match: re.Match[str]) -> StatedNumber | None:
    groups = match.groupdict()
    if match.re is _FRACTION:
        return StatedNumber(_fraction(groups), decimals=2)
    if not groups:
        return StatedNumber(10.0 ** _VAGUE[match.group()], vague=True)
    if digits := groups.get("digits"):
        digits = digits.replace(",", "")
        if digits.count(".") > 1:
            digits = digits.replace(".", "", digits.count(".") - 1)
        scale = 0.01 if groups["percent"] else _SCALES.get(groups["scale"] or "", 1.0)
        value = float(digits) * scale * (-1.0 if groups["sign"] else 1.0)
        return StatedNumber(value, len(digits.partition(".")[2]), scale)
    share, plain = groups.get("share"), groups.get("plain")
    read = chinese_number(share or plain or "")
    return None if read is None else StatedNumber(read * 0.01 if share else read)


def _fraction(groups: dict[str, str | None]) -> float:
    """Return the value of what `_FRACTION` found, to two digits, as it would be written in per cent."""
    above = groups["above"] or groups["over"] or groups["tenths"] or groups["count"] or ""
    below = groups["below"] or groups["under"]
    part = 10.0 if groups["tenths"] else _PARTS.get(groups["part"] or "") or _digit(below or "") or 1.0
    return round(_digit(above) / part, 2)


def _digit(text: str) -> float:
    """Return the value of a digit or a short number word; "a" is 1."""
    if text.isdigit():
        return float(text)
    return _WORD_VALUES.get(text) or float(chinese_number(text) or 1.0)


@lru_cache(maxsize=1_024)
def find_counts(text: str) -> frozenset[tuple[float, str]]:
    """Return what a text counts, with how many there are: "four abilities", "三个挑战"."""
    text = normalize("NFKC", text).lower()
    return frozenset(
        (number.value, match["of"] or match["noun"])
        for match in _COUNTED.finditer(text)
        for number in find_numbers(match["han"] or match["word"])
    )


def missing_numbers(
    statement: str, evidence: Sequence[StatedNumber], counts: Collection[float] = ()
) -> list[StatedNumber]:
    """Return the numbers of a statement that the evidence does not hold.

    Args:
        statement: A sentence.
        evidence: The numbers of the source and of what was known before.
        counts: Further whole numbers that it may state, such as how many items its own lists have: "three ways: a, b and c".
    """
    return [
        number
        for number in find_numbers(_POINTING.sub(" ", normalize("NFKC", statement).lower()))
        if not any(_agree(number, other) for other in evidence)
        and not (number.scale == 1.0 and number.value in counts)
    ]


def _agree(stated: StatedNumber, known: StatedNumber) -> bool:
    """Whether a stated number is a known one, or that one rounded to two significant digits or more."""
    if stated.vague or known.vague:
        return stated.value == known.value or (stated.vague and known.value // stated.value in range(1, 10))
    if abs(stated.value - known.value) <= 1e-9 * max(abs(known.value), 1e-9):
        return True
    digits = len(f"{abs(stated.value / stated.scale):.{stated.decimals}f}".replace(".", "").lstrip("0"))
    rounded = round(known.value / stated.scale, stated.decimals) * stated.scale
    return digits >= _ROUNDING_DIGITS and abs(rounded - stated.value) <= 1e-9 * max(abs(stated.value), 1e-9)
