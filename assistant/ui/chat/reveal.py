"""What opens after a click is brought into view."""

from pathlib import Path

import streamlit as st

_component = st.components.v2.component(
    "pm_coach_reveal", js=Path(__file__).with_suffix(".js").read_text("utf-8"), isolate_styles=False
)


def reveal(container: str, opening: str, *, focus: bool = False) -> None:
    """Bring a container into view, once an opening.

    Args:
        container: The container's key.
        opening: Tells this opening from the one before.
        focus: Whether the cursor goes into its field.
    """
    _component(key=f"reveal-{container}", data={"target": container, "once": opening, "focus": focus})
