"""Formulas where only plain text can stand."""

import re
from functools import lru_cache

from pylatexenc.latex2text import LatexNodes2Text, MacroTextSpec, get_default_latex_context_db
from pylatexenc.latexwalker import LatexMacroNode

_FORMULA = re.compile(r"\$\$(.+?)\$\$|\$([^$\n]+)\$", re.DOTALL)
_SIMPLE = re.compile(r"\w|[\d.]+")


def readable(text: str) -> str:
    """Return plain text whose formulas, LaTeX between dollars, are written in Unicode: "$\\\\theta^2$" as "θ^2"."""
    return _FORMULA.sub(lambda formula: _unicode(formula[1] or formula[2]), text)


@lru_cache(maxsize=1024)
def _unicode(latex: str) -> str:
    try:
        return " ".join(str(_converter().latex_to_text(latex)).split())
    except Exception:  # What is no LaTeX fails in ways of its own, and can be read as it is.
        return latex


@lru_cache(maxsize=1)
def _converter() -> LatexNodes2Text:
    macros = get_default_latex_context_db()
    fraction = MacroTextSpec("frac", simplify_repl=_fraction)
    macros.add_context_category("fractions", macros=[fraction], prepend=True)
    return LatexNodes2Text(macros, keep_braced_groups=True, keep_braced_groups_minlen=2)


def _fraction(node: LatexMacroNode, l2tobj: LatexNodes2Text) -> str:
    written = [l2tobj.nodelist_to_text([argument]) for argument in node.nodeargd.argnlist if argument]
    parts = [part[1:-1] if part[:1] == "{" else part for part in written]
    return "/".join(part if _SIMPLE.fullmatch(part) else f"({part})" for part in parts)
