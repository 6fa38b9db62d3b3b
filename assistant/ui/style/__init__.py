"""The pages' style sheets, one a part of the page; they apply in the order of the list."""

from functools import lru_cache
from pathlib import Path

import streamlit as st

from assistant.ui.streamlit_page import in_css

_SHEETS = ("frame", "conversations", "chat", "answers", "reader", "library", "material", "demos", "settings")


def apply() -> None:
    """Put the style sheets on the page."""
    st.html(f"<style>{_css()}</style>")


@lru_cache(maxsize=1)
def _css() -> str:
    folder = Path(__file__).parent
    return in_css("\n".join((folder / f"{name}.css").read_text("utf-8") for name in _SHEETS))
