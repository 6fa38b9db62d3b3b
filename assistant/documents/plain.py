"""Markdown tokens to plain text."""

import re
from collections.abc import Iterator, Sequence
from html import unescape

from markdown_it.token import Token

from assistant.documents.grammar import parser
from assistant.documents.sources import without_marks
from assistant.text.language import HAN

_TAG = re.compile(r"</?([A-Za-z][A-Za-z0-9]*)(?:\s[^<>]*)?/?>")
_UNSEEN = re.compile(r"<!--.*?(?:-->|\Z)|<(script|style)\b.*?(?:</\1\s*>|\Z)", re.DOTALL | re.IGNORECASE)
# What looks like a tag but names no element, as in "List<T>", is text.
_ELEMENT = re.compile(
    r"a|abbr|address|article|aside|audio|b|base|bdi|bdo|big|blockquote|body|br|button|canvas|caption"
    r"|center|cite|code|col|colgroup|data|dd|del|details|dfn|dialog|div|dl|dt|em|embed|fieldset|figcaption"
    r"|figure|font|footer|form|frame|frameset|h1|h2|h3|h4|h5|h6|head|header|hr|html|i|iframe|img|input|ins"
    r"|kbd|label|legend|li|link|main|map|mark|meta|meter|nav|noscript|object|ol|optgroup|option|output|p"
    r"|param|picture|pre|progress|q|rp|rt|ruby|s|samp|script|section|select|small|source|span|strike|strong"
    r"|style|sub|summary|sup|svg|table|tbody|td|template|textarea|tfoot|th|thead|time|title|tr|track|tt|u"
    r"|ul|var|video|wbr"
)
_WIDE = rf"[\u3000-\u303f{HAN}\uff00-\uffef]"
# A line break inside a paragraph stands for a space, except between Chinese characters.
_SOFT_BREAK_WIDE = re.compile(rf"(?<={_WIDE})\n(?={_WIDE})")


def plain_inline(markdown: str, references: dict[str, object] | None = None) -> str:
    """Return the plain text of inline Markdown: a paragraph, a heading."""
    tokens = parser().parseInline(markdown, {"references": references or {}})
    return inline_text(tokens[0].children or []).strip()


def plain_blocks(markdown: str, references: dict[str, object] | None = None) -> str:
    """Return the plain text of Markdown blocks, a line for each block."""
    return block_text(parser().parse(markdown, {"references": references or {}}))


def inline_text(tokens: Sequence[Token]) -> str:
    """Return the text of inline tokens: links and images as their text, formulas as LaTeX between dollars, no tags."""
    text = "".join(_inline_parts(tokens))
    return _SOFT_BREAK_WIDE.sub("", text).replace("\n", " ").replace("\v", "\n")


def _inline_parts(tokens: Sequence[Token]) -> Iterator[str]:
    for token in tokens:
        match token.type:
            case "softbreak":
                yield "\n"
            case "hardbreak":
                yield "\v"
            case "math_inline":
                yield f"${token.content.strip()}$"
            case "math_inline_double":
                yield f"$${token.content.strip()}$$"
            case "image":
                yield inline_text(token.children or [])
            case "html_inline":
                yield _html_inline(token.content)
            case "text":
                yield without_marks(token.content)
            case _:
                yield token.content


def _html_inline(tag: str) -> str:
    named = _TAG.fullmatch(tag)
    if named is None:
        return ""
    name = named.group(1).lower()
    if name == "br":
        return "\v"
    return "" if _ELEMENT.fullmatch(name) else tag


def html_text(html: str) -> str:
    """Return the text of an HTML block, without what a browser does not show."""
    text = _TAG.sub(lambda tag: _html_inline(tag.group()), _UNSEEN.sub("", html)).replace("\v", "\n")
    lines = (unescape(line).strip() for line in text.split("\n"))
    return "\n".join(line for line in lines if line)


def block_text(tokens: Sequence[Token]) -> str:
    """Return the text of block tokens, a line for each block and each table row ("a | b")."""
    lines: list[str] = []
    row: list[str] | None = None
    for token in tokens:
        match token.type:
            case "tr_open":
                row = []
            case "tr_close":
                lines.append(" | ".join(row or []))
                row = None
            case "inline":
                text = inline_text(token.children or []).strip()
                (lines if row is None else row).append(text)
            case "fence" | "code_block":
                lines.append(token.content.strip("\n"))
            case "math_block":
                lines.append(f"$${token.content}$$")
            case "html_block":
                lines.append(html_text(token.content))
    return "\n".join(line for line in lines if line.strip())
