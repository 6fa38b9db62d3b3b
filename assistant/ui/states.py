"""A page that has nothing to show yet, or can't: an icon, what is the matter, what to do."""

from typing import Literal

import streamlit as st

from assistant.ui.sections import literal

_ICONS = {"empty": ":material/menu_book:", "problem": ":material/error:"}


def show(kind: Literal["empty", "problem"], title: str, advice: str) -> None:
    """Show a state in the middle of the page; both texts appear as they are."""
    with st.container(key=f"state-{kind}", gap="xsmall", horizontal_alignment="center"):
        st.markdown(_ICONS[kind])
        st.markdown(f"## {literal(title)}", anchors=False)
        st.text(advice)
