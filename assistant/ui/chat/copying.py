"""The buttons that put an answer, or the link to it, on the clipboard; the browser does that without asking Python."""

from pathlib import Path

import streamlit as st

from assistant.store.conversations.markdown import answer_to_markdown
from assistant.store.messages import Message
from assistant.text import Language
from assistant.ui import texts

_component = st.components.v2.component(
    "pm_coach_copying", js=Path(__file__).with_suffix(".js").read_text("utf-8"), isolate_styles=False
)


def copy_buttons(answer: Message, language: Language) -> None:
    """Offer an answer as Markdown with its sources, and the link to it."""
    _component(
        key=f"copying-{answer.id}",
        width="content",
        data={
            "markdown": answer_to_markdown(answer, language),
            "conversation": answer.conversation_id,
            "message": answer.id,
            "copy": texts.chat.COPY.of(language),
            "link": texts.chat.COPY_LINK.of(language),
            "copied": texts.chat.COPIED.of(language),
        },
    )
