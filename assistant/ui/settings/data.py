"""The language of the pages, and where conversations and data are kept."""

import streamlit as st

from assistant import __version__
from assistant.settings import settings
from assistant.store.failures import StoreError
from assistant.text import Language
from assistant.ui import session, texts, visitors

_KEY = "settings-language"


def language_section(language: Language) -> None:
    """Let the visitor choose the language of the pages; the sidebar's switch shows the same choice."""
    st.markdown(f"## {texts.settings.LANGUAGE.of(language)}", anchors=False)
    st.caption(texts.settings.LANGUAGE_LEAD.of(language))
    st.session_state[_KEY] = language
    st.segmented_control(
        texts.settings.LANGUAGE.of(language),
        list(texts.frame.LANGUAGES),
        format_func=texts.frame.LANGUAGES.__getitem__,
        required=True,
        key=_KEY,
        label_visibility="collapsed",
        on_change=lambda: st.session_state.update(language=st.session_state[_KEY]),
    )


def taking_along_section(language: Language) -> None:
    """Offer a visitor all that the coach keeps of them as one file."""
    st.markdown(f"## {texts.settings.TAKE_ALONG.of(language)}", anchors=False)
    st.caption(texts.settings.TAKE_ALONG_LEAD.of(language))
    stores, owner = session.warm_up().stores, visitors.owner()
    if stores is None:
        st.caption(texts.frame.WAKING.of(language))
        return
    st.download_button(
        texts.settings.DOWNLOAD_ALL.of(language),
        # Written when it is asked for: it may be large.
        lambda: stores.export_json(owner),
        "pm-coach-data.json",
        "application/json",
        key="export-all",
        icon=":material/download:",
        on_click="ignore",
    )


def data_section(language: Language) -> None:
    """Say where everything is kept; for who runs the server, not for its visitors."""
    st.markdown(f"## {texts.settings.DATA.of(language)}", anchors=False)
    facts = (
        (texts.settings.CONVERSATIONS_KEPT, _conversations(language)),
        (texts.settings.DATA_FOLDER, str(settings().data_dir)),
        (texts.settings.CACHE_FOLDER, str(settings().cache_dir)),
        (texts.settings.VERSION, f"PM Coach {__version__}"),
    )
    for number, (name, fact) in enumerate(facts):
        with st.container(key=f"settings-fact-{number}", gap=None):
            st.caption(name.of(language))
            st.text(fact)


def _conversations(language: Language) -> str:
    stores = session.warm_up().stores
    if stores is None:
        return texts.frame.WAKING.of(language)
    try:
        count = stores.conversations.count(visitors.owner())
    except StoreError:
        return texts.settings.UNCOUNTED.of(language, place=stores.place)
    kept = texts.settings.COUNTED if count else texts.settings.NONE_YET
    words = kept if stores.place else texts.settings.IN_MEMORY
    return words.of(language, count=count, place=stores.place)
