"""What is wrong with the place where the conversations are kept, as long as it is."""

import streamlit as st

from assistant.text import Language
from assistant.ui import session, texts, visitors
from assistant.ui.conversations import saved

_POLL_SECONDS = 4.0


def trouble(language: Language) -> None:
    """Show what is wrong now above the page, until it works again."""
    if saved.problem(session.warm_up().stores):
        _watched(language)


@st.fragment(run_every=_POLL_SECONDS)
def _watched(language: Language) -> None:
    warm_up = session.warm_up()
    # Reading makes the store try to save what it could not.
    session.messages(session.conversation())
    saved.read(warm_up.store, lambda store: store.owner(session.conversation()), None)
    problem = saved.problem(warm_up.stores)
    if problem is None:
        st.rerun()
    with st.container(key="trouble-note-warning-0", horizontal=True, wrap=False, gap="small"):
        st.markdown(":material/database_off:", width="content")
        # Where the database lies is for who runs the coach to know.
        st.text((problem if visitors.is_host() else texts.conversations.TROUBLE).of(language))
