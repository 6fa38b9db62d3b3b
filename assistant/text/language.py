"""Which language a text is in, its sentences and tokens, and its characters made clean and comparable."""

import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache
from itertools import pairwise
from typing import Literal

from opencc import OpenCC

from assistant.text.bilingual import Language

HAN = r"\u3005-\u3007\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
HAN_CHARACTER = re.compile(f"[{HAN}]")
_LATIN_WORD = re.compile(r"[^\W\d_]{2,}")

# Control characters, invisible format characters (direction marks, byte order mark, tags), lone surrogates and private
# use: the categories Cc, Cf, Cs and Co. Joiners stay, emoji and some scripts are made with them; so do tab and line feed.
_UNWANTED = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\xad\u0600-\u0605\u061c\u06dd\u070f\u0890\u0891\u08e2\u180e\u200b\u200e\u200f\u202a-\u202e"
    "\u2060-\u2064\u2066-\u206f\ud800-\udfff\ue000-\uf8ff\ufeff\ufff9-\ufffb\U000110bd\U000110cd\U00013430-\U0001343f"
    "\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U000e0001\U000e0020-\U000e007f\U000f0000-\U0010ffff]"
)
_LINE_END = re.compile("\r\n?|[\x0b\x0c\x85\u2028\u2029]")


# What may be 31 marks in a row: none of the characters that begin anew in nearly every text. A longer row of marks than the
# 30 that the Unicode standard (annex 15, stream-safe text) has any use for takes quadratic time to be put in order.
_MOST_MARKS = 30
_MAYBE_MARKS = re.compile(
    rf"[^\x00-\u02ff\u2000-\u20cf\u3000-\u3029\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7a3\uff00-\uffef]{{{_MOST_MARKS + 1},}}"
)


def normalize(form: Literal["NFC", "NFKC"], text: str) -> str:
    """Return text in a Unicode normal form, without what follows 30 combining marks in a row."""
    return unicodedata.normalize(form, _MAYBE_MARKS.sub(_with_few_marks, text))


def _with_few_marks(found: re.Match[str]) -> str:
    kept: list[str] = []
    in_a_row = 0
    for character in found.group():
        in_a_row = in_a_row + 1 if unicodedata.combining(character) else 0
        if in_a_row <= _MOST_MARKS:
            kept.append(character)
    return "".join(kept)


def clean(text: str) -> str:
    """Return text that is safe to store, embed and show: NFC, no lone surrogates, no control or bidi override characters.

    Every kind of line end becomes a line feed.
    """
    return normalize("NFC", _UNWANTED.sub("", _LINE_END.sub("\n", text)))


def is_han(character: str) -> bool:
    """Return whether a character is a Chinese one."""
    return HAN_CHARACTER.match(character) is not None


def detect_language(text: str) -> Language:
    """Return "zh" where Chinese characters carry the text, "en" otherwise.

    One Chinese character says about as much as one English word, so those are compared; a question such as
    "GPT-3 的 learning rate 是多少" stays Chinese because Chinese speakers mix in English terms and not the reverse.
    """
    han = len(HAN_CHARACTER.findall(text))
    latin = len(_LATIN_WORD.findall(HAN_CHARACTER.sub(" ", text)))
    return "zh" if han and han * 2 >= latin else "en"


@lru_cache(maxsize=1)
def _converter() -> OpenCC:
    return OpenCC("t2s")


def to_simplified(text: str) -> str:
    """Return text with traditional Chinese characters simplified, so that a search finds either script."""
    return _converter().convert(text) if HAN_CHARACTER.search(text) else text


_CLOSERS = r"[”’」』》）\])】]*+"
_SENTENCE_END = re.compile(
    rf"[。！？]++{_CLOSERS}\s*+"
    # "!" and "?" also stand inside addresses and code: "a!=b", "?q=1".
    rf"|(?<![!?])[!?]++[\"']*+{_CLOSERS}(?:\s++|(?=[{HAN}]))"
    # So does the full stop ("4.3", "GPT-3.5"): what follows must begin a sentence.
    rf"|\.[\"']*+{_CLOSERS}\s++(?=[\"'“‘(\[*_`$]*+[A-Z0-9{HAN}])"
    r"|(?<!\s)[^\S\n]*+\n\s*+"
)
_ABBREVIATION = re.compile(
    r"(?:\b(?:e\.g|i\.e|cf|vs|al|approx|Dr|Mr|Mrs|Ms|Prof|St|Jr|Fig|Figs|Eq|Eqs|No|Nos|Sec|Secs|Ch|Chs|Vol|pp|Ref|Refs)"
    # An initial ("J. Smith") or the number of a list item ("2. Second").
    r"|\b[A-Z]|(?:^\s*+|\n[^\S\n]*+)\d{1,3}(?:\.\d{1,3})*)\Z",
    re.IGNORECASE,
)


CLAUSE_END = re.compile(
    r"[，,；;。！？!?：:—…（）()]+|\s-\s"
    rf"|(?<=[{HAN}])(?=但|却|因为|所以|而是|不过|然而|并且)"
    r"|\b(?:but|while|whereas|because|although|though|so that|however|and then)\b"
)
"""Where a clause ends and the next may say something else of something else."""


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


# Japanese and Korean are written without (reliable) spaces as well.
_UNSPACED = rf"[{HAN}\u3041-\u30ff\uac00-\ud7a3]"
_WORD = re.compile(
    rf"(?P<unspaced>{_UNSPACED}+)|\d+(?:[.,]\d+)*%?|(?:(?!{_UNSPACED})[^\W\d_])(?:(?!{_UNSPACED})[\w'-])*|_+|\d"
)


def tokens(text: str) -> list[str]:
    """Return lower-case search tokens: words and numbers whole, Chinese simplified and as overlapping character pairs.

    Character bigrams retrieve Chinese better than segmented words (94.7 % against 91.4 % first on CMRC 2018).
    """
    found: list[str] = []
    for match in _WORD.finditer(to_simplified(normalize("NFKC", text)).lower()):
        word = match.group()
        if match.lastgroup and len(word) > 1:
            found.extend(word[i : i + 2] for i in range(len(word) - 1))
        else:
            found.append(word)
    return found
