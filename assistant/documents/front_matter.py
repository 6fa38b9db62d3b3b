"""What a text says about itself above its first line."""

import re
from dataclasses import dataclass
from typing import cast

from assistant.text import Language

_FRONT_MATTER = re.compile(
    r"---[ \t]*\n(?P<lines>(?:(?!(?:---|\.\.\.)[ \t]*\n).*\n){0,200}?)(?:---|\.\.\.)[ \t]*(?:\n|\Z)"
)
_ENTRY = re.compile(r"(?P<key>[A-Za-z_][\w-]*)[ \t]*:[ \t]*(?P<value>.*?)[ \t]*")
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
        if entry := _ENTRY.fullmatch(line):
            entries[entry.group("key").lower()] = _unquoted(entry.group("value"))
    if not entries:
        return FrontMatter(), text
    tag = re.split(r"[-_]", entries.get("language", entries.get("lang", "")).lower())[0]
    matter = FrontMatter(
        document=entries.get("document") or None,
        language=cast(Language | None, _LANGUAGES.get(tag)),
        title=entries.get("title") or None,
    )
    return matter, text[match.end() :]


def _unquoted(value: str) -> str:
    if len(value) >= 2 and value[0] == value[-1] and value[0] in "\"'":
        return value[1:-1]
    return re.sub(r"\s+#.*$", "", value)
