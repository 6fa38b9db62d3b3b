"""Word -> Markdown, by markitdown."""

import re
from io import BytesIO

from markitdown import StreamInfo
from markitdown.converters import DocxConverter

# The title stands above the headings, so that these are its chapters.
_STYLES = "\n".join(
    [
        "p[style-name='Title'] => h1:fresh",
        *(
            f"p[style-name='{name} {level}'] => h{min(level + 1, 6)}:fresh"
            for name in ("Heading", "heading")
            for level in range(1, 7)
        ),
    ]
)
_IMAGE = re.compile(r"!\[(?P<alt>[^\]!]*+(?:!(?!\[)[^\]!]*+)*+)\]\([^)!]*+(?:!(?!\[)[^)!]*+)*+\)")
# A table of contents only repeats the headings.
_CONTENTS_LINE = re.compile(r"^[ \t]*\[[^\n]*\]\(#_Toc\d+\)[ \t]*$", re.MULTILINE)
# Word knows head rows only where someone marked one; the first row is what people read as the head.
_EMPTY_HEAD = re.compile(r"^\|(?:[ \t]*\|)+\n(?P<rule>\|(?: *-+ *\|)+)\n(?P<row>\|.*)$", re.MULTILINE)
_BLANK_LINES = re.compile(r"\n{3,}")


def word_markdown(data: bytes) -> str:
    """Return the Markdown of a .docx: headings, lists, tables and formulas; pictures as what is said of them."""
    # The converter is called by itself: MarkItDown would guess the type anew, and fetch what looks like an address.
    converter = DocxConverter()  # type: ignore[no-untyped-call]
    result = converter.convert(BytesIO(data), StreamInfo(extension=".docx"), style_map=_STYLES)
    text = _IMAGE.sub(lambda image: image["alt"], result.markdown)
    text = _EMPTY_HEAD.sub(r"\g<row>\n\g<rule>", text)
    return _BLANK_LINES.sub("\n\n", _CONTENTS_LINE.sub("", text)).strip()
