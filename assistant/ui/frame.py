"""What stands around every page: the sidebar, and above the page what is wrong with the database."""

from pathlib import Path

import streamlit as st

from assistant.documents import inert
from assistant.text import Language
from assistant.ui import navigation, session, states, store_access, texts, visitors
from assistant.ui.conversations import conversation_menu
from assistant.ui.conversations.conversation_list import conversation_list
from assistant.ui.settings.engine_menu import engine_menu

MARK = Path(__file__).with_name("mark.svg")
_POLL_SECONDS = 4.0


def sign_in(language: Language) -> None:
    """Ask the visitor to log in; nothing else is there before."""
    with st.container(key="sign-in", gap="medium"):
        st.markdown(f"# {texts.frame.PRODUCT}", anchors=False)
        st.markdown(texts.frame.SIGN_IN_LEAD.of(language))
        if st.button(
            texts.frame.SIGN_IN.of(language), key="sign-in-button", icon=":material/login:", type="primary"
        ):
            st.login()


def sidebar() -> None:
    """Show the sidebar, the same on every page."""
    language = session.language()
    # The list names a conversation once its question is stored, and how an endpoint fares is known once it has answered.
    session.latest_answer()
    st.logo(MARK, size="small")
    _notices(language)
    with st.sidebar:
        _begin(language)
        states.undo_line(conversation_menu.DELETED, language)
        conversation_list(language)
        with st.container(key="sidebar-foot"):
            _account(language)
            engine_menu(language)
            st.segmented_control(
                texts.frame.LANGUAGE.of(language),
                list(texts.frame.LANGUAGES),
                format_func=texts.frame.LANGUAGES.__getitem__,
                required=True,
                key="language",
                label_visibility="collapsed",
            )


def _account(language: Language) -> None:
    """Say who is logged in, and offer to log out."""
    if name := visitors.account_name():
        with st.container(
            key="account", horizontal=True, vertical_alignment="center", wrap=False, gap="xsmall"
        ):
            st.text(name, width="stretch")
            if st.button(
                texts.frame.SIGN_OUT.of(language), key="sign-out", icon=":material/logout:", type="tertiary"
            ):
                st.logout()


def _begin(language: Language) -> None:
    """Offer a new conversation, or one from a file."""
    with st.container(key="begin", horizontal=True, wrap=False, gap="xsmall"):
        if st.button(
            texts.frame.NEW_CONVERSATION.of(language),
            key="new-conversation",
            icon=":material/edit_square:",
            width="stretch",
        ):
            session.open_conversation()
            navigation.to_chat()
        conversation_menu.import_button(language)


def _notices(language: Language) -> None:
    """Tell who runs the coach, once a visit, what it found when it opened; what is still wrong stands above the page."""
    coach, stores = session.warm_up().ready, session.warm_up().stores
    if coach and visitors.is_host() and not st.session_state.get("notices_told"):
        lasting = stores.problem if stores else None
        unread = {problem.message for problem in coach.library.problems}
        # A message a file would cover the page.
        kept_back = unread if len(unread) > 1 else set()
        told = [texts.frame.UNREAD.of(language, count=len(unread))] if kept_back else []
        told += [n.of(language) for n in coach.notices if n != lasting and n not in kept_back]
        st.session_state["notices_told"] = bool(told)
        for notice in told:
            st.toast(inert(notice), icon=":material/info:", duration="infinite")


def database_problem(language: Language) -> None:
    """Show what is wrong now above the page, until it works again."""
    if store_access.problem(session.warm_up().stores):
        _watched(language)


@st.fragment(run_every=_POLL_SECONDS)
def _watched(language: Language) -> None:
    warm_up = session.warm_up()
    # Reading makes the store try to save what it could not.
    session.messages(session.conversation())
    store_access.read(warm_up.store, lambda store: store.owner(session.conversation()), None)
    problem = store_access.problem(warm_up.stores)
    if problem is None:
        st.rerun()
    with st.container(key="trouble-note-warning-0", horizontal=True, wrap=False, gap="small"):
        st.markdown(":material/database_off:", width="content")
        # Where the database lies is for who runs the coach to know.
        st.text((problem if visitors.is_host() else texts.conversations.TROUBLE).of(language))
