"""Whether everyone can use what a page shows: axe looks at it in every look, one after the other in the same page."""

import tomllib
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Literal

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from tests.browser.harness import NARROW, ROOT, WIDE, settled

_RULES = {
    "runOnly": {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa"]},
    "resultTypes": ["violations"],
}


@dataclass(frozen=True, slots=True)
class Look:
    """How a visitor sees the page: on a screen of some size, in the light or in the dark."""

    name: str
    size: tuple[int, int]
    scheme: Literal["light", "dark"]


WIDE_LIGHT = Look("wide light", WIDE, "light")
WIDE_DARK = Look("wide dark", WIDE, "dark")
NARROW_DARK = Look("narrow dark", NARROW, "dark")
NARROW_LIGHT = Look("narrow light", NARROW, "light")
LOOKS = (WIDE_LIGHT, WIDE_DARK, NARROW_DARK, NARROW_LIGHT)
"""Each differs from the one before in one thing."""


def expect_accessible(
    page: Page,
    looks: Sequence[Look] = LOOKS,
    *,
    state: str = "",
    within: str | None = None,
    show: Callable[[], object] = lambda: None,
) -> None:
    """Fail with every violation, each under the look that has it.

    Args:
        page: What is looked at; it keeps the last look.
        looks: The looks it takes on, one after the other.
        state: What the page shows, for the report.
        within: A selector of the only part that is looked at.
        show: Brings back, in each look, what does not outlast a change of the look.
    """
    found: list[str] = []
    for look in looks:
        take_on(page, look)
        show()
        settled(page)
        results = Axe().run(page, context=within, options=_RULES)
        if results.violations_count:
            found.append(f"{state} {look.name}: {results.generate_report()}".strip())
    assert not found, "\n".join(found)


def take_on(page: Page, look: Look) -> None:
    """Give the page another look, and wait until it has it."""
    width, height = look.size
    page.set_viewport_size({"width": width, "height": height})
    page.emulate_media(color_scheme=look.scheme)
    expect(page.get_by_test_id("stApp")).to_have_css("background-color", _background(look.scheme))
    settled(page)


def expect_to_fit(page: Page) -> None:
    """Fail where the page is wider than its screen."""
    page.wait_for_function("() => document.documentElement.scrollWidth <= innerWidth")


def _background(scheme: str) -> str:
    theme = tomllib.loads((ROOT / ".streamlit" / "config.toml").read_text("utf-8"))["theme"]
    red, green, blue = bytes.fromhex(theme[scheme]["backgroundColor"].removeprefix("#"))
    return f"rgb({red}, {green}, {blue})"
