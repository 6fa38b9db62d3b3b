"""The link between the page in the browser and Python: components without a face. The script of the page is in pieces."""

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TypedDict
from urllib.parse import parse_qsl, urlencode

import streamlit as st

from assistant.text import Language
from assistant.ui import texts
from assistant.ui.streamlit_page import in_script

# One module for the browser: its functions see each other.
_PIECES = ("memory", "marks", "card", "reader", "scrolling", "contents", "sidebar", "wording", "page")
_SCRIPT = "\n".join(
    [in_script(), *(Path(__file__).with_name(f"{name}.js").read_text("utf-8") for name in _PIECES)]
)
_KEY = "bridge"
_component = st.components.v2.component("pm_coach_bridge", js=_SCRIPT, isolate_styles=False)
_reveal_component = st.components.v2.component(
    "pm_coach_reveal", js=Path(__file__).with_name("reveal.js").read_text("utf-8"), isolate_styles=False
)


_address_component = st.components.v2.component(
    "pm_coach_address", js=Path(__file__).with_name("address.js").read_text("utf-8"), isolate_styles=False
)


class Reading(TypedDict):
    """What the browser has to know of a page of the library."""

    place: str
    """Names what was opened; when it changes, the target is scrolled to."""
    target: str | None
    """The key of the container to scroll to; None for the top."""
    sections: list[list[str]]
    """Of every section on the page: the key of its container, its address in the contents."""
    words: list[str]
    """What to highlight, as it is written there, the longest first."""
    copied: str
    """What a link says once it was copied."""


def mount(
    language: Language,
    *,
    focus: str | None = None,
    question: str | None = None,
    top: str | None = None,
    reading: Reading | None = None,
    on_follow: Callable[[str], None] | None = None,
    has_reader: bool = False,
    mark: str | None = None,
) -> bool:
    """Put the component on the page; return whether the learner just came back to it from elsewhere.

    With a reader, a click on a mark is in the address (`st.query_params`) before the page is drawn again.

    Args:
        language: The language of the document, for the browser.
        focus: Names what is highlighted; when it changes, the highlight is scrolled into view.
        question: The key of the newest question's container, which is scrolled to when it changes.
        top: Names what a page shows; when it changes, the page is scrolled to its top.
        reading: The page of the library that is shown.
        on_follow: Called with the address of a link of the contents that leads to another page.
        has_reader: Whether the page opens passages beside its text.
        mark: The address of the mark whose passage is open.
    """
    result = _component(
        key=_KEY,
        data={
            "lang": "zh-CN" if language == "zh" else "en",
            "focus": focus,
            "question": question,
            "top": top,
            "reading": reading,
            "hasReader": has_reader,
            "mark": mark,
            "words": {
                "mark": texts.chat.CITATION_MARK.of(language),
                "panel": texts.chat.CITED_PASSAGE.of(language),
            },
            "streamlitWords": texts.frame.streamlit_words(language),
        },
        on_address_change=_on_address,
        on_seen_change=lambda: None,
        on_follow_change=lambda: on_follow(st.session_state[_KEY].follow) if on_follow else None,
    )
    return bool(result.seen)


def reveal(container: str, opening: str, *, focus: bool = False) -> None:
    """Bring a container that opened after a click into view, once an opening.

    Args:
        container: The container's key.
        opening: Tells this opening from the one before.
        focus: Whether the cursor goes into its field.
    """
    _reveal_component(key=f"reveal-{container}", data={"target": container, "once": opening, "focus": focus})


def name(address: Mapping[str, str]) -> None:
    """Let the browser's address name this from now on, in the place of what it names."""
    _address_component(key="address", data={"address": f"?{urlencode(address)}"})


def _on_address() -> None:
    """Take over the address that the script has put into the browser."""
    said = parse_qsl(st.session_state[_KEY].address or "")
    st.query_params.from_dict({name: value for name, value in said if not name.startswith("embed")})
