"""Language, sentences, tokens and numbers in Chinese and English text."""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from typing import Literal

from opencc import OpenCC

Language = Literal["zh", "en"]

_HAN = r"\u3005-\u3007\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
_HAN_CHARACTER = re.compile(f"[{_HAN}]")
_LATIN_WORD = re.compile(r"[^\W\d_]{2,}")


@dataclass(frozen=True, slots=True)
class Bilingual:
    """A text for people, in both languages."""

    zh: str
    en: str

    def of(self, language: Language, **values: object) -> str:
        """Return the text in a language, its `{placeholders}` filled with values."""
        text = self.zh if language == "zh" else self.en
        return text.format(**values) if values else text


# Control characters, invisible format characters (direction marks, byte order mark, tags), lone surrogates and private
# use: the categories Cc, Cf, Cs and Co. Joiners stay, emoji and some scripts are made with them; so do tab and line feed.
_UNWANTED = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\xad\u0600-\u0605\u061c\u06dd\u070f\u0890\u0891\u08e2\u180e\u200b\u200e\u200f\u202a-\u202e"
    "\u2060-\u2064\u2066-\u206f\ud800-\udfff\ue000-\uf8ff\ufeff\ufff9-\ufffb\U000110bd\U000110cd\U00013430-\U0001343f"
    "\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U000e0001\U000e0020-\U000e007f\U000f0000-\U0010ffff]"
)
_LINE_END = re.compile("\r\n?|[\x0b\x0c\x85\u2028\u2029]")


def clean(text: str) -> str:
    """Return text that is safe to store, embed and show: NFC, no lone surrogates, no control or bidi override characters.

    Every kind of line end becomes a line feed.
    """
    return unicodedata.normalize("NFC", _UNWANTED.sub("", _LINE_END.sub("\n", text)))


def detect_language(text: str) -> Language:
    """Return "zh" where Chinese characters carry the text, "en" otherwise.

    One Chinese character says about as much as one English word, so those are compared; a question such as
    "GPT-3 的 learning rate 是多少" stays Chinese because Chinese speakers mix in English terms and not the reverse.
    """
    han = len(_HAN_CHARACTER.findall(text))
    latin = len(_LATIN_WORD.findall(_HAN_CHARACTER.sub(" ", text)))
    return "zh" if han and han * 2 >= latin else "en"


_CLOSERS = r"[”’」』》）\])】]*"
_SENTENCE_END = re.compile(
    rf"[。！？]+{_CLOSERS}\s*"
    # "!" and "?" also stand inside addresses and code: "a!=b", "?q=1".
    rf"|[!?]+[\"']*{_CLOSERS}(?:\s+|(?=[{_HAN}]))"
    # So does the full stop ("4.3", "GPT-3.5"): what follows must begin a sentence.
    rf"|\.[\"']*{_CLOSERS}\s+(?=[\"'“‘(\[*_`$]*[A-Z0-9{_HAN}])"
    r"|\s*\n\s*"
)
_ABBREVIATION = re.compile(
    r"(?:\b(?:e\.g|i\.e|cf|vs|al|approx|Dr|Mr|Mrs|Ms|Prof|St|Jr|Fig|Figs|Eq|Eqs|No|Nos|Sec|Secs|Ch|Chs|Vol|pp|Ref|Refs)"
    # An initial ("J. Smith") or the number of a list item ("2. Second").
    r"|\b[A-Z]|(?:^|\n)\s*\d{1,3}(?:\.\d{1,3})*)\Z",
    re.IGNORECASE,
)


def sentence_ends(text: str) -> Iterator[int]:
    """Yield the positions behind each sentence of a text (and the space after it) where another one follows."""
    start = len(text) - len(text.lstrip())
    for match in _SENTENCE_END.finditer(text, start):
        if match.end() == len(text):
            return
        if match.group()[0] == "." and _ABBREVIATION.search(text, max(0, match.start() - 12), match.start()):
            continue
        yield match.end()


def sentences(text: str) -> list[str]:
    """Return the sentences of a text, stripped, in order; a line break ends a sentence."""
    bounds = [0, *sentence_ends(text), len(text)]
    pieces = (text[start:end].strip() for start, end in pairwise(bounds))
    return [piece for piece in pieces if piece]


@lru_cache(maxsize=1)
def _converter() -> OpenCC:
    return OpenCC("t2s")


def to_simplified(text: str) -> str:
    """Return text with traditional Chinese characters simplified, so that a search finds either script."""
    return _converter().convert(text) if _HAN_CHARACTER.search(text) else text


# Japanese and Korean are written without (reliable) spaces as well.
_UNSPACED = rf"[{_HAN}\u3041-\u30ff\uac00-\ud7a3]"
_WORD = re.compile(
    rf"(?P<unspaced>{_UNSPACED}+)|\d+(?:[.,]\d+)*%?|(?:(?!{_UNSPACED})[^\W\d_])(?:(?!{_UNSPACED})[\w'-])*|_+|\d"
)


def tokens(text: str) -> list[str]:
    """Return lower-case search tokens: words and numbers whole, Chinese simplified and as overlapping character pairs.

    Character bigrams retrieve Chinese better than segmented words (94.7 % against 91.4 % first on CMRC 2018).
    """
    found: list[str] = []
    for match in _WORD.finditer(to_simplified(unicodedata.normalize("NFKC", text)).lower()):
        word = match.group()
        if match.lastgroup and len(word) > 1:
            found.extend(word[i : i + 2] for i in range(len(word) - 1))
        else:
            found.append(word)
    return found


_PLACES = {"亿": 10**8, "万": 10**4, "千": 1000, "百": 100, "十": 10}
_VARIANTS = str.maketrans("〇两壹贰叁肆伍陆柒捌玖拾佰仟", "零二一二三四五六七八九十百千")
_ARABIC_DIGITS = str.maketrans("零一二三四五六七八九", "0123456789")
_THOUSANDS_COMMA = re.compile(r"(?<=\d),(?=\d{3}(?!\d))")


def chinese_number(text: str) -> float | None:
    """Return the value of a number as Chinese speakers write it, or None where the text is not one number.

    "一千", "两万", "零点一", "三百五" (350), "二〇二四", "10万", "1.5万", "3千5百", "百分之五", "半", "0.1", "1,000".
    """
    text = to_simplified(unicodedata.normalize("NFKC", text)).strip().translate(_VARIANTS)
    if text == "半":
        return 0.5
    for prefix, factor in (("负", -1.0), ("百分之", 0.01)):
        if text.startswith(prefix):
            value = chinese_number(text.removeprefix(prefix))
            return None if value is None else round(value * factor, 12)
    return _number(_THOUSANDS_COMMA.sub("", text).translate(_ARABIC_DIGITS).replace("点", "."))


def _number(text: str) -> float | None:
    """Read a number whose digits are Arabic and whose places (十 to 亿) are Chinese."""
    if re.fullmatch(r"\d{1,300}(?:\.\d+)?", text, re.ASCII):
        return float(text)
    for place, value in _PLACES.items():
        head, found, tail = text.rpartition(place)
        if not found:
            continue
        count = 1.0 if place == "十" and not head else _number(head)
        rest = _below(tail, value)
        # "一二百" is no number, "12百" would be.
        if count is None or rest is None or (value < 10**4 and count >= 10):
            return None
        return count * value + rest
    return None


def _below(tail: str, place: int) -> float | None:
    """Read what follows a place: nothing, "零五", "五十", or a lone digit that leaves out its place ("三百五")."""
    if not tail:
        return 0.0
    if len(tail) == 1 and tail.isdigit() and tail != "0":
        return float(tail) * (place / 10 if place > 10 else 1)
    value = _number(tail.removeprefix("0"))
    return value if value is not None and 0 < value < place else None


_HAN_NUMERAL = r"[零〇一二三四五六七八九十百两]+"
_ADDRESS = r"[1-9]\d?(?:\.\d{1,2})*"
# What looks like 9.2 is one only where no letter, digit, sign or unit clings to it: not "GPT-3.5", "lr=2.5", "1.997", "2.5x".
_DOTTED = r"(?<![A-Za-z\d_.\-=/])(?<![A-Za-z] )(?P<{0}>[1-9]\d?(?:\.\d{{1,2}})+)(?![A-Za-z\d_%‰°]|\.\d)"
_ENGLISH_DOTTED = (
    r"(?P<{0}>[1-9]\d?(?:\.\d{{1,2}})+)(?![A-Za-z\d_%‰°]|\.\d)(?=\s*(?:[?？,，.。!！:;]|and\b|to\b|$))"
)
_ADDRESSED = re.compile(
    # 第三章第二节, 第9章, 第 8.3 节
    rf"第\s*(?P<chapter>\d+|{_HAN_NUMERAL})\s*[章篇讲课](?:\s*的?\s*第\s*(?P<section>\d+|{_HAN_NUMERAL})\s*小?节)?"
    rf"|第\s*(?P<a>{_ADDRESS}|{_HAN_NUMERAL}(?:点{_HAN_NUMERAL})?)\s*(?:小?节|部分)"
    # chapter 7, sec. 4.2, § 3, 章节 9.2
    rf"|(?:\b(?:chapters?|sections?|secs?\.?|ch\.)|§+|章节|小节)\s*(?P<b>{_ADDRESS})(?![A-Za-z\d_%]|\.\d)"
    # 看下 9.2, open 9.2
    rf"|(?:[看读讲说见第]|打开|跳到|翻到|回到|参考|解释|解读|总结|概括|关于)(?:一下|下|看|讲|说)?\s*{_DOTTED.format('c')}(?!\s*[倍个万亿元秒版年岁])"
    rf"|\b(?:see|read|open|show(?:\s+me)?|explain|summari[sz]e|about|go\s+to|in|from|per)\s+{_ENGLISH_DOTTED.format('d')}"
    # 9.2 讲了什么, 9.2 节, what does 9.2 say
    rf"|{_DOTTED.format('e')}\s*(?:小?节|章|部分|这[一]?[节章]|[里中讲写呢]|说(?!明)|提到|介绍|的(?:内容|要点|重点|意思|标题|代码|公式|结论|例子))"
    rf"|(?<![A-Za-z\d_.\-=/])(?P<f>[1-9]\d?(?:\.\d{{1,2}})+)\s+(?:says?|covers?|means?|talks?|describes?|explains?)\b",
    re.IGNORECASE,
)
_VALUE_NAME = re.compile(r"(?:率|噪声|斜率|截距|损失|误差|参数|版本|[是为约达到]|于|超过)\s*\Z")
_ONLY_ADDRESS = re.compile(rf"[^\w.]*({_ADDRESS})[^\w%]*")
_NEXT_ADDRESS = re.compile(
    r"\s*(?:和|与|跟|及|以及|还有|、|,|，|/|到|至|[-–—~～]|and|to|vs\.?|&)\s*(?P<n>[1-9]\d?(?:\.\d{1,2})+)(?![A-Za-z\d_%]|\.\d)",
    re.IGNORECASE,
)
_EARLIER_ADDRESS = re.compile(
    r"(?<![A-Za-z\d_.\-=/])([1-9]\d?(?:\.\d{1,2})+)\s*(?:和|与|跟|及|以及|还有|、|,|，|/|到|至|[-–—~～]|and|to|vs\.?|&)\s*\Z",
    re.IGNORECASE,
)


def section_addresses(text: str) -> list[str]:
    """Return the section numbers that a question names, in order: "第三章第二节" -> ["3.2"], "compare section 9.1 and 9.2".

    A decimal that is a value ("学习率 0.5", "GPT-3.5", "3.8 以上版本") is none; whether a section of that number exists
    is for the caller to see.
    """
    text = unicodedata.normalize("NFKC", text)
    if only := _ONLY_ADDRESS.fullmatch(text):
        return [only.group(1)]
    found: list[str] = []
    for match in _ADDRESSED.finditer(text):
        before = text[: match.start(match.lastgroup or 0)]
        if match.lastgroup == "e" and _VALUE_NAME.search(before):
            continue
        earlier: list[str] = []
        while listed := _EARLIER_ADDRESS.search(before):
            earlier.insert(0, listed.group(1))
            before = before[: listed.start()]
        found += [*earlier, _address(match)]
        position = match.end(match.lastgroup or 0)
        while also := _NEXT_ADDRESS.match(text, position):
            found.append(also.group("n"))
            position = also.end()
    return list(dict.fromkeys(found))


def _address(match: re.Match[str]) -> str:
    parts = [part for part in match.groups() if part]
    return ".".join(_arabic(number) for part in parts for number in re.split("[.点]", part))


def _arabic(number: str) -> str:
    value = chinese_number(number)
    return number if value is None else str(int(value))
