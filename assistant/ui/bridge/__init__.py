"""The link between the page in the browser and Python: one component without a face, its script in pieces."""

from pathlib import Path

import streamlit as st

from assistant.text import Language
from assistant.ui import marks

# One module for the browser: its functions see each other.
_SCRIPT = "\n".join(
    Path(__file__).with_name(f"{name}.js").read_text("utf-8")
    for name in ("citations", "scrolling", "sidebar", "page")
)
_KEY = "bridge"
_component = st.components.v2.component("pm_coach_bridge", js=_SCRIPT, isolate_styles=False)


def mount(
    language: Language, *, focus: str | None = None, question: str | None = None, top: str | None = None
) -> None:
    """Put the component on the page. A click on a mark is in `opened()` before the page is drawn again.

    Args:
        language: The language of the document, for the browser.
        focus: Names what is highlighted; when it changes, the highlight is scrolled into view.
        question: The key of the newest question's container, which is scrolled to when it changes.
        top: Names what a page shows; when it changes, the page is scrolled to its top.
    """
    _component(
        key=_KEY,
        data={
            "lang": "zh-CN" if language == "zh" else "en",
            "open": marks.address(*target) if (target := opened()) else None,
            "focus": focus,
            "question": question,
            "top": top,
        },
        on_open_change=_on_open,
        on_close_change=close,
    )


def opened() -> tuple[str, int] | None:
    """Return (message or turn id, citation number) of the citation that is open."""
    current: tuple[str, int] | None = st.session_state.get("opened")
    return current


def times_opened() -> int:
    """Return how often a citation was opened, so that a second click on one scrolls to it again."""
    times: int = st.session_state.get("times_opened", 0)
    return times


def close() -> None:
    """Close the open citation."""
    st.session_state["opened"] = None


def _on_open() -> None:
    if found := marks.parse_address(st.session_state[_KEY].open or ""):
        st.session_state["opened"] = found
        st.session_state["times_opened"] = times_opened() + 1
