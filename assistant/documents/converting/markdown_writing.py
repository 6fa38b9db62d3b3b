"""Plain text -> Markdown that says the same: nothing in it becomes markup by accident."""

import re
import unicodedata
from collections.abc import Iterable, Sequence

_INLINE = re.compile(r"[\\`*_<$~|]|&(?=[#\w])|!(?=\[)")
# Before a bracket a backslash would begin a formula.
_BRACKET = re.compile(r"\](?=[(\[:])|\[(?=\^)")
_LINE_START = re.compile(r"(?P<mark>[#>=+\-:])|(?P<number>\d{1,9})(?P<dot>[.)])(?=\s|$)")
# Chromium and some others write the radicals 用 or 見 in a PDF where the characters are meant; typesetters write ligatures.
_LOOKALIKES = re.compile("[\u2e80-\u2fdf\uf900-\ufaff\ufb00-\ufb06]")
# Those that Unicode does not call compatible with their character, or only with the traditional one.
_RADICALS = str.maketrans(
    "⺟⺠⻁⻄⻅⻆⻉⻋⻑⻓⻔⻘⻙⻚⻛⻜⻝⻢⻣⻤⻥⻦⻨⻩⻬⻮⻰⻳⼾",
    "母民虎西见角贝车長长门青韦页风飞食马骨鬼鱼鸟麦黄齐齿龙龟户",
)
_WIDE = r"[\u2e80-\u9fff\uf900-\ufaff\uff00-\uffef“”‘’—…]"
_JOINT = re.compile(rf"(?<={_WIDE})[ \t]*\n[ \t]*(?={_WIDE})")
_HYPHENATED = re.compile(r"(?<=[a-z])[\u00ad\u2010-]\n[ \t]*(?=[a-z])")
_SPACES = re.compile(r"\s+")


def join_lines(lines: str) -> str:
    """Return lines that a page was too narrow for as one: with a space between words, without one in Chinese."""
    text = _HYPHENATED.sub("", _JOINT.sub("", lines.strip()))
    return _SPACES.sub(" ", _LOOKALIKES.sub(_replace_lookalike, text))


def _replace_lookalike(found: re.Match[str]) -> str:
    return unicodedata.normalize("NFKC", found.group().translate(_RADICALS))


def escape_line(text: str) -> str:
    """Return one line of text as Markdown that shows it as it is."""
    inline = _INLINE.sub(lambda found: f"\\{found.group()}", _SPACES.sub(" ", text).strip())
    inline = _BRACKET.sub(lambda found: f"&#{ord(found.group())};", inline)
    return _LINE_START.sub(_escape_start, inline, count=1) if _LINE_START.match(inline) else inline


def _escape_start(found: re.Match[str]) -> str:
    return f"\\{found['mark']}" if found["mark"] else f"{found['number']}\\{found['dot']}"


def table(rows: Iterable[Sequence[str | None]]) -> str:
    """Return a table in Markdown, its first row as the head; "" where no cell has text."""
    cells = [[escape_line(cell or "") for cell in row] for row in rows]
    cells = [row for row in cells if any(row)]
    if not cells:
        return ""
    width = max(len(row) for row in cells)
    lines = ["| " + " | ".join(row + [""] * (width - len(row))) + " |" for row in cells]
    lines.insert(1, "|" + " --- |" * width)
    return "\n".join(lines)
