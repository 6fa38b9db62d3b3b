"""Markdown that shows what it says, but loads nothing and runs nothing; formulas in the page's notation.

The page reads CommonMark with GitHub's tables and footnotes, formulas between dollars, and directives (":red[…]").
Code must stay as it is, so both sides must agree on what is code. Blocks are found by the parser with HTML and link
definitions switched off, because this module leaves none of either; within a line code is what CommonMark says, runs of
backticks. What is not surely code is text, and all that could load something is escaped in it.
"""

import re
import textwrap
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from markdown_it.common.utils import unescapeAll
from markdown_it.token import Token

from assistant.documents.grammar import block_parser

_ADDRESS_SHOWN = 120
_ZERO_WIDTH_SPACE = "\u200b"
_LABEL = r"(?:\\.|`(?!`)[^`\n]+`(?!`)|\[(?:\\.|[^\[\]\\`]){0,300}\]|[^\[\]\\`]){0,1000}"
_TARGET = (
    r"\(\s*+(?P<{0}><[^<>\n`]*>|(?:\\.|\((?:\\.|[^()\\\s`])*\)|[^()\\\s`])*)"
    r"(?:\s++(?:\"[^\"`]*\"|'[^'`]*'|\([^()`]*\)))?\s*+\)"
)
_ATOM = re.compile(
    r"(?P<code>(?P<ticks>`+)(?!`).+?(?<!`)(?P=ticks)(?!`))|(?P<lone_ticks>`+)"
    r"|(?P<brackets>\\\((?P<inline>(?:[^\\]|\\[^()]){1,1000}?)\\\)|\\\[(?P<display>(?:[^\\]|\\[^\[\]]){1,2000}?)\\\])"
    r"|(?P<escaped>\\[!-/:-@\[-`{-~])"
    # A backslash does not protect a dollar inside a formula; the rules on spaces and digits keep prices out.
    r"|(?P<math>\$\$(?!\$)[^$`]+\$\$(?!\$)|(?<![\d$])\$(?![\s$])[^$`]*(?<!\s)\$(?![\d$]))"
    r"|(?P<autolink><(?:https?://|mailto:)[^\s<>\[\]`]*>)"
    rf"|(?P<image>!\[(?P<alt>{_LABEL})\](?:{_TARGET.format('source')}|\[[^\[\]`]{{0,300}}\])?)"
    rf"|(?P<link>\[(?P<label>{_LABEL})\]{_TARGET.format('target')})"
    r"|(?P<url>(?<![A-Za-z])(?i:https?)://[\w.~:/?#@&=+,;%()*'-]*)|(?P<www>(?i:www)(?=\.))"
    r"|(?P<opening>!(?=\[))|(?P<closing>\](?=[(:]))|(?P<tag><(?=[A-Za-z/!?]))|(?P<dollar>\$)"
    r"|(?P<directive>::++(?=\w)|:(?=[\w\t-]*+[\[{]))|(?P<colons>:+(?=:))",
    re.DOTALL,
)
_SAFE_ADDRESS = re.compile(r"(?:https?://|mailto:)[^\s<>\[\]!$\\`]+", re.IGNORECASE)
_PUNCTUATION = re.compile(r"[!-/:-@\[-`{-~]")
_BRACKETS = {bracket: f"&#{ord(bracket)};" for bracket in "()[]"}
_CELL = re.compile(r"((?<!\\)\|)")
_NO_QUOTE_MARK = re.compile(r"[^>\s]")
_FENCE_INFO = re.compile(r"(`{3,}+|~{3,}+).*")
_LINE_BREAK = re.compile(r"\n(?:[ \t]*>)*[ \t]*")
_LIVE_COMMAND = re.compile(
    r"\\(href|url|includegraphics|html[A-Za-z]*|style|class|cssId|bbox|require|csname)(?![A-Za-z])"
)
"""What in LaTeX opens addresses, shows pictures or sets styles; the page's own renderer does none of it, others do."""
_LIVE_FORMULA = re.compile(r"!(?=\[)|<(?=[A-Za-z/!?])|\](?=\()")
# Mermaid can load pictures and styles and open links; a diagram that names any is shown as its source.
_LIVE_DIAGRAM = re.compile(
    r"//|@\{|%%\{|\\|&|url\s*\(|@import|\b(?:click|href|links?|img|image)\b|<(?!br\s*/?>|[-=|<\s])|^[^\S\n]*+---[^\S\n]*$",
    re.IGNORECASE | re.MULTILINE,
)

Kind = Literal["code", "formula", "row", "text"]

_KINDS: dict[str, Kind] = {
    "fence": "code",
    "code_block": "code",
    "math_block": "formula",
    "tr_open": "row",
    "inline": "text",
}


@dataclass(frozen=True, slots=True)
class _Region:
    """Lines that are read together: a code block, a formula, a table row, the text of one block."""

    kind: Kind
    lines: Sequence[str]
    token: Token | None = None
    loose: bool = False
    """For indented code: whether it follows another line directly, where readers differ on what it is."""


def inert(markdown: str) -> str:
    """Return Markdown that shows the same text but loads nothing and runs nothing on the page.

    Images become their alternative text and address; HTML tags, links to anything but http, https and mailto, the page's
    directives and stray dollars become text. Code stays as it is; formulas come out as `display_math` writes them.
    """
    # The page does the same to its text; done here first, it cannot change what is code.
    return _rewrite(textwrap.dedent(markdown).strip(), _inert_text, _inert_code)


def display_math(markdown: str) -> str:
    r"""Return Markdown with its formulas as the page reads them, code as it is.

    `\(…\)` becomes `$…$`, `\[…\]` becomes `$$…$$`; of a display formula on lines of its own so become the dollars.
    """
    return _rewrite(markdown, _dollar_text, lambda region: "\n".join(region.lines))


def _rewrite(markdown: str, text: Callable[[str], str], code: Callable[[_Region], str]) -> str:
    parts: list[str] = []
    for region in _regions(markdown):
        if region.kind == "formula" and region.token:
            parts.append(_formula(region, region.token))
        elif region.kind == "code":
            parts.append(code(region))
        elif region.kind == "row":
            parts.append("".join(text(cell) for cell in _CELL.split(region.lines[0])))
        else:
            parts.append(text("\n".join(region.lines)))
    return "\n".join(parts)


def _regions(markdown: str) -> Iterator[_Region]:
    """Yield the regions that make up a text, in order; a line that belongs to no block is text by itself."""
    lines = markdown.split("\n")
    position = 0
    for token in block_parser(page=True).parse(markdown):
        kind = _KINDS.get(token.type)
        if kind is None or token.map is None or token.map[0] < position:
            continue
        first, last = token.map[0], min(token.map[1], len(lines))
        yield from (_Region("text", [line]) for line in lines[position:first])
        loose = token.type == "code_block" and first > 0 and bool(lines[first - 1].strip(" \t>"))
        yield _Region(kind, lines[first:last], token, loose)
        position = last
    yield from (_Region("text", [line]) for line in lines[position:])


def _formula(region: _Region, token: Token) -> str:
    """Return a display formula with its dollars on lines of their own."""
    first = region.lines[0]
    before = first[: first.find(token.info)]
    indent = _NO_QUOTE_MARK.sub(" ", before)
    body = [_harmless_formula(line.strip()) for line in token.content.split("\n")]
    after = region.lines[-1].rpartition(token.markup)[2].strip()
    if after:
        body[-1] += rf"\text{{{after}}}"
    return "\n".join([f"{before}$$", *(f"{indent}{line}" for line in body), f"{indent}$$"])


def _harmless_formula(latex: str) -> str:
    """Return LaTeX that is no image, link or tag even where it is not taken for LaTeX; it looks the same."""
    named = _LIVE_COMMAND.sub(r"\\mathrm{\1}", _LINE_BREAK.sub(" ", latex))
    return _LIVE_FORMULA.sub(lambda live: f"{live.group()} ", named)


def _inert_code(region: _Region) -> str:
    lines = list(region.lines)
    if region.loose:
        return _without_addresses("\n".join(lines))
    token = region.token
    if token and "mermaid" in unescapeAll(token.info).lower() and _LIVE_DIAGRAM.search(token.content):
        lines[0] = _FENCE_INFO.sub(r"\1text", lines[0])
    return "\n".join(lines)


def _without_addresses(code: str) -> str:
    """Return code that is no image or link even for a reader that does not take it for code; it looks the same."""
    return code.replace("![", f"!{_ZERO_WIDTH_SPACE}[").replace("](", f"]{_ZERO_WIDTH_SPACE}(")


def _inert_text(text: str, *, in_label: bool = False) -> str:
    # Where a pipe makes table cells for one reader and not for another, backticks pair differently.
    beside_pipe = "|" in text

    def rewritten(match: re.Match[str]) -> str:
        kind = match.lastgroup or ""
        if kind == "code":
            # A line break in code is a space, and what begins a block at the start of a line begins none inside it.
            code = _LINE_BREAK.sub(" ", match.group())
            return _without_addresses(code) if beside_pipe else code
        if kind == "url" and in_label:
            return _as_text(match.group())
        return _REWRITES[kind](match) if kind in _REWRITES else match.group()

    return _ATOM.sub(rewritten, text)


def _inert_brackets(match: re.Match[str]) -> str:
    atom = match.group()
    return _bracket_formula(match) or rf"\{atom[1]}{_inert_text(atom[2:-2])}\{atom[-1]}"


def _inert_image(match: re.Match[str]) -> str:
    source = _address(match["source"])
    shown = source if len(source) <= _ADDRESS_SHOWN else f"{source[:_ADDRESS_SHOWN]}…"
    return f"🖼 {_as_text(match['alt'])}" + (f" ({_as_text(shown)})" if shown else "")


def _inert_link(match: re.Match[str]) -> str:
    label, target = _inert_text(match["label"], in_label=True), _address(match["target"])
    if _SAFE_ADDRESS.fullmatch(target):
        return f"[{label}]({target})"
    return f"{_as_text('[')}{label}{_as_text(']')}" + (f" ({_as_text(target)})" if target else "")


def _inert_url(match: re.Match[str]) -> str:
    """Put a bare address in angle brackets: the page would take more for it, up to the next space, code included."""
    url = match.group()
    address = url.rstrip(".,:;?*'_~")
    while address.endswith(")") and address.count(")") > address.count("("):
        address = address[:-1]
    return f"<{address}>{url[len(address) :]}"


_REWRITES: dict[str, Callable[[re.Match[str]], str]] = {
    "brackets": _inert_brackets,
    "math": lambda match: _harmless_formula(match.group()),
    "image": _inert_image,
    "link": _inert_link,
    "url": _inert_url,
    "www": lambda match: f"{match.group()}\\",
    "opening": lambda match: _as_text(match.group()),
    "closing": lambda match: _as_text(match.group()),
    "directive": lambda match: _as_text(match.group()),
    "dollar": lambda match: _as_text(match.group()),
    "tag": lambda _: "&lt;",
}


def _address(target: str | None) -> str:
    return (target or "").removeprefix("<").removesuffix(">")


def _as_text(text: str) -> str:
    r"""Return Markdown that shows a text as it is written, without `\(` and `\[`, which would begin a formula."""
    return _PUNCTUATION.sub(lambda found: _BRACKETS.get(found.group(), f"\\{found.group()}"), text)


def _dollar_text(text: str) -> str:
    return _ATOM.sub(
        lambda match: (match.lastgroup == "brackets" and _bracket_formula(match)) or match.group(), text
    )


def _bracket_formula(match: re.Match[str]) -> str | None:
    r"""Return `\(…\)` or `\[…\]` between dollars, or None where the page would read it otherwise."""
    latex = match["inline"] or match["display"] or ""
    if "$" in latex or "`" in latex or not latex.strip():
        return None
    dollars = "$" if match["inline"] else "$$"
    return f"{dollars}{_harmless_formula(latex.strip())}{dollars}"
