"""The link between the page in the browser and Python: one component without a face, its script in pieces."""

from pathlib import Path
from urllib.parse import parse_qsl

import streamlit as st

from assistant.text import Language
from assistant.ui import texts, visitors

# One module for the browser: its functions see each other.
_PIECES = ("marks", "card", "reader", "scrolling", "page")
_SCRIPT = "\n".join(Path(__file__).with_name(f"{name}.js").read_text("utf-8") for name in _PIECES)
_KEY = "bridge"
_component = st.components.v2.component("pm_coach_bridge", js=_SCRIPT, isolate_styles=False)


def mount(
    language: Language,
    *,
    focus: str | None = None,
    question: str | None = None,
    top: str | None = None,
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
            "hasReader": has_reader,
            "mark": mark,
            "words": {
                "mark": texts.citations.MARK.of(language),
                "panel": texts.citations.PANEL.of(language),
            },
            "cookie": _cookie(),
        },
        on_address_change=_on_address,
        on_seen_change=lambda: None,
    )
    return bool(result.seen)


def _cookie() -> dict[str, str] | None:
    """Return the cookie that the browser should keep, None where it needs none."""
    value = visitors.cookie()
    if value is None:
        return None
    base = str(st.get_option("server.baseUrlPath") or "").strip("/")
    return {"name": visitors.COOKIE, "value": value, "path": f"/{base}"}


def _on_address() -> None:
    """Take over the address that the script has put into the browser."""
    said = parse_qsl(st.session_state[_KEY].address or "")
    st.query_params.from_dict({name: value for name, value in said if not name.startswith("embed")})
