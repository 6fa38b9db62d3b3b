"""Bytes -> text and what it says about itself above its first line, or a reason why they are none."""

import codecs
import re
from dataclasses import dataclass
from typing import cast

from assistant.text import Bilingual, ExplainedError, Language
from assistant.text.language import HAN, is_han

_BINARY = Bilingual(
    "“{file}”是二进制文件，不是文本，没有读取。",
    '"{file}" is a binary file, not text, and was not read.',
)
_UNKNOWN_ENCODING = Bilingual(
    "“{file}”的编码无法识别（第 {line} 行不是 UTF-8），没有读取。请另存为 UTF-8 再试。",
    'The encoding of "{file}" is not known (line {line} is not UTF-8), so it was not read. Save it as UTF-8 and try again.',
)
# Longer marks first: UTF-32's begins like UTF-16's.
BYTE_ORDER_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_CONTROL = re.compile(rb"[\x01-\x08\x0e-\x1a\x1c-\x1f\x7f]")
_CHINESE = re.compile(rf"[\u3000-\u303f{HAN}\uff00-\uffef‘’“”…—·《》]")


class UndecodableError(ExplainedError):
    """The bytes are no text; `message` says why and has a placeholder {file}."""


def decode(data: bytes) -> str:
    """Return the text of a file: UTF-8, UTF-16 or UTF-32 with a byte order mark, or Chinese in GB18030.

    Raises:
        UndecodableError: The bytes are not text, or text in an unknown encoding.
    """
    for mark, encoding in BYTE_ORDER_MARKS:
        if data.startswith(mark):
            return _decode_as(encoding, data)
    if b"\0" in data or len(_CONTROL.findall(data)) > len(data) // 50:
        raise UndecodableError(_BINARY)
    try:
        return data.decode()
    except UnicodeDecodeError:
        chinese = _gb18030(data)
        if chinese is not None:
            return chinese
        return _decode_as("utf-8", data)


def _decode_as(encoding: str, data: bytes) -> str:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as error:
        raise unknown_encoding(data.count(b"\n", 0, error.start) + 1) from error


def unknown_encoding(line: int) -> UndecodableError:
    """Return the error of bytes that are text in an unknown encoding, seen in a line."""
    zh, en = (text.replace("{line}", str(line)) for text in (_UNKNOWN_ENCODING.zh, _UNKNOWN_ENCODING.en))
    return UndecodableError(Bilingual(zh, en))


def _gb18030(data: bytes) -> str | None:
    """Return GB18030 text where the outcome reads as Chinese.

    Nearly any bytes decode as GB18030, to rare characters; of real Chinese most characters are among the 3,755 common
    ones, whose first byte is 0xB0 to 0xD7 (GB 2312, level 1).
    """
    try:
        text = data.decode("gb18030")
    except UnicodeDecodeError:
        return None
    foreign = [character for character in text if character > "\x7f"]
    chinese = [character for character in foreign if _CHINESE.match(character)]
    common = sum(0xB0 <= character.encode("gb18030")[0] <= 0xD7 for character in chinese)
    ideographs = sum(is_han(character) for character in chinese)
    return text if len(chinese) >= 0.9 * len(foreign) and common >= 0.8 * max(ideographs, 1) else None


_FRONT_MATTER = re.compile(
    r"\A---[ \t]*\n(?P<lines>(?:(?!(?:---|\.\.\.)[ \t]*\n).*\n){0,200}?)(?:---|\.\.\.)[ \t]*(?:\n|\Z)"
)
_KEY = re.compile(r"[A-Za-z_][\w-]*")
_COMMENT = re.compile(r"(?<!\s)\s++#.*", re.DOTALL)
_REGION = re.compile(r"[-_]")
_LANGUAGES = {
    "zh": "zh",
    "cn": "zh",
    "chinese": "zh",
    "中文": "zh",
    "en": "en",
    "english": "en",
    "英文": "en",
}


@dataclass(frozen=True, slots=True)
class FrontMatter:
    """The entries that the coach knows."""

    document: str | None = None
    language: Language | None = None
    title: str | None = None


def split_front_matter(text: str) -> tuple[FrontMatter, str]:
    """Return the front matter of a text, and the text without it.

    A block between lines of dashes is front matter where each of its lines can be one of YAML's and one at least is
    "key: value"; any other is text between rules. Only plain and quoted values are read; other YAML is skipped.
    """
    match = _FRONT_MATTER.match(text)
    if match is None:
        return FrontMatter(), text
    entries: dict[str, str] = {}
    for line in match.group("lines").splitlines():
        key, colon, value = line.partition(":")
        if colon and _KEY.fullmatch(key.rstrip(" \t")):
            entries[key.rstrip(" \t").lower()] = _unquoted(value.strip(" \t"))
    if not entries:
        return FrontMatter(), text
    tag = _REGION.split(entries.get("language", entries.get("lang", "")).lower())[0]
    matter = FrontMatter(
        document=entries.get("document") or None,
        language=cast(Language | None, _LANGUAGES.get(tag)),
        title=entries.get("title") or None,
    )
    return matter, text[match.end() :]


def _unquoted(value: str) -> str:
    if len(value) >= 2 and value[0] == value[-1] and value[0] in "\"'":
        return value[1:-1]
    return _COMMENT.sub("", value)
