"""The Markdown that documents are written in: CommonMark, tables, and formulas in `$`, `$$`, `\\(` and `\\[`."""

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache

from markdown_it import MarkdownIt
from markdown_it.rules_block import StateBlock, reference
from markdown_it.rules_inline import StateInline
from markdown_it.token import Token
from mdit_py_plugins.dollarmath import dollarmath_plugin

_MAX_NESTING = 30
# Every opening that never closes is searched for its end; without a bound a file of them takes quadratic time.
_LONGEST_FORMULA_LINES = 80
_DISPLAY = {"$$": "$$", "\\[": "\\]"}
_INLINE = {"\\(": "\\)", "\\[": "\\]"}
# Fences, further dollars, or nothing at all.
_NO_FORMULA = re.compile(r"`|~~~|\$\$|\A\s*\Z")
_AFTER_FORMULA = ".,;:。，；：、 \t"


@lru_cache(maxsize=1)
def parser() -> MarkdownIt:
    """Return the parser of whole Markdown."""
    return _new_parser()


@lru_cache(maxsize=2)
def block_parser(*, page: bool = False) -> MarkdownIt:
    """Return a parser that leaves inline text alone, for the structure of long texts.

    With `page`, HTML and link definitions are text, as they are on a page that shows inert Markdown.
    """
    md = _new_parser()
    md.core.ruler.enableOnly(["normalize", "block"])
    if page:
        md.options["html"] = False
        md.block.ruler.disable("reference")
    return md


def _new_parser() -> MarkdownIt:
    md = MarkdownIt("commonmark", {"maxNesting": _MAX_NESTING}).enable(["table", "strikethrough"])
    md.use(dollarmath_plugin, allow_labels=False, allow_space=False, allow_digits=False, double_inline=True)
    md.block.ruler.disable("math_block")
    md.block.ruler.before(
        "fence", "display_math", _display_math, {"alt": ["paragraph", "reference", "blockquote", "list"]}
    )
    md.block.ruler.at("reference", _reference)
    md.inline.ruler.before("escape", "bracket_math", _bracket_math)
    return md


def blocks(tokens: Sequence[Token]) -> Iterator[Sequence[Token]]:
    """Yield the tokens of each block at the outermost level, from its opening to its closing token."""
    start = 0
    while start < len(tokens):
        end = start + 1
        if tokens[start].nesting == 1:
            while end < len(tokens) and not (
                tokens[end].nesting == -1 and tokens[end].level == tokens[start].level
            ):
                end += 1
            end += 1
        yield tokens[start:end]
        start = end


def _reference(state: StateBlock, start_line: int, end_line: int, silent: bool) -> bool:
    """Block rule: link definitions, but not GitHub's footnotes ("[^1]: …"), whose text would be taken for an address."""
    start = state.bMarks[start_line] + state.tShift[start_line]
    return not state.src.startswith("[^", start) and reference(state, start_line, end_line, silent)


def _display_math(state: StateBlock, start_line: int, end_line: int, silent: bool) -> bool:
    """Block rule: a formula on lines of its own. Unlike the plugin's rule it may follow a paragraph's line directly."""
    if state.is_code_block(start_line):
        return False
    start = state.bMarks[start_line] + state.tShift[start_line]
    closing = _DISPLAY.get(state.src[start : start + 2])
    if closing is None:
        return False
    found = _closing_line(state, start_line, min(end_line, start_line + _LONGEST_FORMULA_LINES), closing)
    if found is None:
        return False
    line, end = found
    after = state.src[end + 2 : state.eMarks[line]]
    if after.strip(_AFTER_FORMULA) or _NO_FORMULA.search(state.src[start + 2 : end]):
        return False
    if not silent:
        token = state.push("math_block", "math", 0)
        token.block = True
        first = state.src[start + 2 : end if line == start_line else state.eMarks[start_line]]
        inner = [state.src[state.bMarks[n] : state.eMarks[n]] for n in range(start_line + 1, line)]
        last = [state.src[state.bMarks[line] : end]] if line > start_line else []
        token.content = "\n".join([first, *inner, *last]).strip()
        token.info, token.markup = state.src[start : start + 2], closing
        token.map = [start_line, line + 1]
        state.line = line + 1
    return True


def _closing_line(state: StateBlock, start_line: int, end_line: int, closing: str) -> tuple[int, int] | None:
    """Return the line and the position where a formula closes."""
    position = state.bMarks[start_line] + state.tShift[start_line] + 2
    for line in range(start_line, end_line):
        if line > start_line:
            if state.sCount[line] < state.blkIndent and not state.isEmpty(line):
                return None
            position = state.bMarks[line]
            if state.src.startswith("\\[", position + state.tShift[line]):
                return None
        end = state.src.find(closing, position, state.eMarks[line])
        while end > 0 and state.src[end - 1] == "\\":
            end = state.src.find(closing, end + 1, state.eMarks[line])
        if end >= 0:
            return line, end
    return None


def _bracket_math(state: StateInline, silent: bool) -> bool:
    r"""Inline rule: `\(…\)`, and `\[…\]` within a line."""
    opening = state.src[state.pos : state.pos + 2]
    closing = _INLINE.get(opening)
    if closing is None:
        return False
    end = state.src.find(closing, state.pos + 2, state.posMax)
    if end <= state.pos + 2:
        return False
    if not silent:
        token = state.push("math_inline" if opening == "\\(" else "math_inline_double", "math", 0)
        token.content = state.src[state.pos + 2 : end]
        token.markup = opening
    state.pos = end + 2
    return True
