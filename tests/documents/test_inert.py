"""Markdown that others wrote: whatever it tries, nothing in it is fetched, runs, or leads anywhere but to an address that is shown."""

import re
from html.parser import HTMLParser

import pytest
from markdown_it import MarkdownIt
from mdit_py_plugins.footnote import footnote_plugin

from assistant.documents import escaped, inert, portable

EVIL = "http://evil.example/x"
TRIES = {
    "an image": f"![a]({EVIL}.png)",
    "an image with a title": f'![a](<{EVIL}.png> "t")',
    "an image by reference": f"![a][b]\n\n[b]: {EVIL}.png",
    "an image by its own name": f"![b]\n\n[b]: {EVIL}.png",
    "an image in a link": f"[![a]({EVIL}.png)](https://a.example)",
    "an image in a table": f"| a | b |\n|---|---|\n| ![a]({EVIL}.png) | `x` ![b]({EVIL}.png) |",
    "an image in a footnote": f"x[^1]\n\n[^1]: ![a]({EVIL}.png)",
    "an image of data": "![a](data:image/svg+xml;base64,PHN2Zz48L3N2Zz4=)",
    "an image behind a lone tick": f"a ` b ![a]({EVIL}.png)",
    "an image behind an escaped tick": f"\\`![a]({EVIL}.png)`",
    "a tag": f"<img src={EVIL}.png onerror=alert(1)>",
    "a drawing": f'<svg><image href="{EVIL}.png"/></svg>',
    "a style": f"<style>body{{background:url({EVIL}.png)}}</style>",
    "a style of an element": f'<p style="background:url({EVIL}.png)">x</p>',
    "a style sheet": f'<link rel="stylesheet" href="{EVIL}.css">',
    "a redirection": f'<meta http-equiv="refresh" content="0;url={EVIL}">',
    "a frame": f'<iframe src="{EVIL}"></iframe>',
    "a script": "<script>alert(1)</script>",
    "a comment": f"<!-- --><img src={EVIL}.png>",
    "a tag over lines": f"<img\nsrc={EVIL}.png>",
    "a link that runs": "[a](javascript:alert(1))",
    "a link that runs, disguised": "[a](JaVa&#115;cript:alert(1))",
    "a link that runs, in brackets": "[a](<javascript:alert(1)>)",
    "a link of data": "[a](data:text/html;base64,PHNjcmlwdD4=)",
    "an address that runs": "<javascript:alert(1)>",
    "a link that runs, by reference": "[a][b]\n\n[b]: javascript:alert(1)",
    "a tag that is no code after all": f"`a\u2028- <img src={EVIL}.png>`",
    "a tag behind a tab": f"a\n\n\t<img src={EVIL}.png>",
    "a tag behind code that has no end": f"```\na\n\n<img src={EVIL}.png>",
    "a tag in a formula": f"$<img src={EVIL}.png>$",
    "a picture in a formula": f"$\\includegraphics{{{EVIL}.png}}$",
    "a link in a formula": "$$\n\\href{javascript:alert(1)}{x}\n$$",
    "an address in a formula": "\\(\\url{javascript:alert(1)}\\)",
    "a style in a formula": f"$\\htmlStyle{{background:url({EVIL})}}{{x}}$ $\\style{{background:url({EVIL})}}{{x}}$",
}
HARMLESS = frozenset(
    [
        "p",
        "br",
        "hr",
        "em",
        "strong",
        "s",
        "code",
        "pre",
        "ul",
        "ol",
        "li",
        "blockquote",
        "h1",
        "h2",
        "h3",
        "table",
        "thead",
        "tbody",
        "tr",
        "th",
        "td",
        "a",
        "sup",
        "section",
    ]
)
LIVE_COMMANDS = re.compile(r"\\(?:href|url|includegraphics|html\w*|style)\b")
tries = pytest.mark.parametrize("text", TRIES.values(), ids=TRIES.keys())


class Seen(HTMLParser):
    """The tags and the addresses of what a reader's browser would get."""

    def __init__(self) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self.addresses: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self.addresses += [value or "" for name, value in attrs if name in ("href", "src", "style")]


def everything(url: str) -> bool:
    """Take any address for a link's."""
    return bool(url)


def seen(markdown: str) -> Seen:
    """What a reader of Markdown that lets everything through makes of it."""
    reader = MarkdownIt("commonmark", {"html": True}).enable(["table", "strikethrough"]).use(footnote_plugin)
    reader.validateLink = everything  # type: ignore[method-assign]
    found = Seen()
    found.feed(reader.render(markdown))
    return found


def is_harmless(markdown: str) -> bool:
    found = seen(markdown)
    return (
        found.tags <= HARMLESS
        and all(re.match(r"https?://|mailto:|#fn", address) for address in found.addresses)
        and not LIVE_COMMANDS.search(markdown)
    )


@tries
def test_on_the_page_nothing_of_it_works(text: str) -> None:
    assert is_harmless(inert(text))


@tries
def test_nothing_of_it_works_where_it_leaves(text: str) -> None:
    for around in ("{}", "before\n\n{}\n\n```\n<b>code</b>\n```", "# A\n\n{}\n\n---\n\nafter"):
        assert is_harmless(around.replace("{}", portable(text)))
    quoted = "\n".join(f"> {line}".rstrip() for line in ["**Me**", "", *portable(text).split("\n")])
    assert is_harmless(quoted)


@tries
def test_a_line_that_is_shown_as_it_is_written_has_no_markup_at_all(text: str) -> None:
    for around in ("# {}", "- {}", "[^1]: a ` {}", "**a** {} `b`"):
        found = seen(around.replace("{}", escaped(text)))
        assert found.tags <= {"h1", "ul", "li", "p", "strong", "code", "section", "hr"}
        assert found.addresses == []


def test_a_line_that_is_shown_as_it_is_written_reads_as_it_was() -> None:
    text = "1 < 2 & a_b*c `d` [1] &lt; $x$ ~~y~~ | z"
    assert f"<p>{MarkdownIt('commonmark').renderInline(escaped(text))}</p>" == (
        "<p>1 &lt; 2 &amp; a_b*c `d` [1] &amp;lt; $x$ ~~y~~ | z</p>"
    )


@pytest.mark.parametrize("directive", [":red[x]", ":material/home:", ":small[a](b)", ":red-background[x]"])
def test_the_pages_own_directives_are_text(directive: str) -> None:
    assert inert(directive) != directive or directive == ":material/home:"
    assert is_harmless(inert(directive))


def test_code_is_closed_where_it_ends_and_stays_as_it_is() -> None:
    assert portable("```python\nx\n```") == "```python\nx\n```"
    assert portable("````\n```\nx") == "````\n```\nx\n````"
    assert portable("```") == "```\n```"
    assert portable("a `<b>` c") == "a `<b>` c"


def test_no_reader_makes_a_link_of_an_address_in_a_line_that_is_shown_as_it_is_written() -> None:
    assert escaped("http://a.example www.a.example") == "http&#58;//a.example www&#46;a.example"
