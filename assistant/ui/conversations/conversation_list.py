"""The list of conversations in the sidebar: by day, or what a search found in them."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from itertools import groupby
from typing import TYPE_CHECKING

import streamlit as st
from streamlit.navigation.page import Page

from assistant.store.messages import SearchHit, Summary
from assistant.text import Language
from assistant.ui import navigation, session, store_access, texts, visitors
from assistant.ui.conversations import conversation_menu
from assistant.ui.sections import literal

if TYPE_CHECKING:
    from assistant.store.conversations import ConversationStore

_POLL_SECONDS = 0.4
_DAY_SPANS = (7, 30)
_PAGE = 30
_HITS = 50
_BEFORE_HIT = 5
"""So many characters that what was found stands in the first line of a narrow list."""
_SEARCH, _SHOWN = "conversation-search", "conversations-shown"


@st.fragment
def conversation_list(language: Language) -> None:
    """Show the visitor's conversations. A search draws this alone, so the chat stays as it is."""
    warm_up = session.warm_up()
    store = warm_up.store
    shown: int = st.session_state.setdefault(_SHOWN, _PAGE)
    owner = visitors.owner()
    # One more than is shown tells whether there are more.
    found = store_access.read(store, lambda store: store.conversations(owner, limit=shown + 1), ())
    if store is None and warm_up.error is None:
        _wait()
    if store is None or not found:
        return
    with st.container(key="conversations", gap=None):
        query = st.text_input(
            texts.conversations.SEARCH.of(language),
            key=_SEARCH,
            type="search",
            placeholder=texts.conversations.SEARCH.of(language),
            label_visibility="collapsed",
            live="300ms",
        )
        if query and query.strip():
            _hits(store, query.strip(), language)
        else:
            _days(found[:shown], language)
            if len(found) > shown:
                st.button(
                    texts.conversations.SHOW_MORE.of(language),
                    key="more-conversations",
                    icon=":material/expand_more:",
                    type="tertiary",
                    on_click=_show_more,
                )


@st.fragment(run_every=_POLL_SECONDS)
def _wait() -> None:
    """Draw the page again as soon as the conversations are opened."""
    if session.warm_up().store:
        st.rerun()


def _days(conversations: tuple[Summary, ...], language: Language) -> None:
    chat, opened = navigation.chat(language), session.conversation()
    for day, group in by_day(conversations, visitors.now(), language):
        st.caption(day)
        for conversation in group:
            _row(conversation, chat, language, opened=conversation.id == opened)


def by_day(
    conversations: Iterable[Summary], now: datetime, language: Language
) -> list[tuple[str, list[Summary]]]:
    """Return conversations, the latest first, under the names of their days, as the zone of `now` counts days."""
    today = now.date()

    def name(conversation: Summary) -> str:
        return _day_name(conversation.updated_at.astimezone(now.tzinfo).date(), today, language)

    return [(label, list(group)) for label, group in groupby(conversations, name)]


def _day_name(day: date, today: date, language: Language) -> str:
    age = (today - day).days
    if age <= 1:
        return (texts.conversations.YESTERDAY if age == 1 else texts.conversations.TODAY).of(language)
    for days in _DAY_SPANS:
        if age < days:
            return texts.conversations.LAST_DAYS.of(language, days=days)
    month_name = texts.conversations.MONTH_NAMES[day.month - 1]
    return texts.conversations.MONTH.of(language, year=day.year, month=day.month, month_name=month_name)


def _row(conversation: Summary, chat: Page, language: Language, *, opened: bool) -> None:
    title = literal(conversation.title) or texts.conversations.UNTITLED.of(language)
    with st.container(
        key=f"conversation-{'open-' if opened else ''}{conversation.id}",
        horizontal=True,
        wrap=False,
        vertical_alignment="center",
        gap=None,
    ):
        navigation.chat_link(chat, title, conversation.id)
        conversation_menu.menu(conversation, title, language)


def _hits(store: ConversationStore, query: str, language: Language) -> None:
    owner = visitors.owner()
    hits = store_access.read(store, lambda store: store.search(query, owner, _HITS), ())
    if not hits:
        st.caption(texts.conversations.NO_HITS.of(language, query=literal(query)))
    chat = navigation.chat(language)
    # Conversations in the order of their newest hit.
    order = {hit.conversation_id: None for hit in hits}
    places = {conversation: place for place, conversation in enumerate(order)}
    ordered = sorted(hits, key=lambda hit: places[hit.conversation_id])
    for conversation, group in groupby(ordered, lambda hit: hit.conversation_id):
        found = list(group)
        st.caption(f"**{literal(found[0].title) or texts.conversations.UNTITLED.of(language)}**")
        with st.container(key=f"hits-{conversation}", gap=None):
            for hit in found:
                navigation.chat_link(chat, _highlighted(hit), hit.conversation_id, hit.message_id)
    if len(hits) == _HITS:
        st.caption(texts.conversations.MANY_HITS.of(language, count=_HITS))


def _highlighted(hit: SearchHit) -> str:
    """Return a hit's line as Markdown, what was found in it bold."""
    start, end = hit.match
    before, found, after = hit.snippet[:start], hit.snippet[start:end], hit.snippet[end:]
    if len(before) > _BEFORE_HIT:
        before = f"…{before[-_BEFORE_HIT:]}"
    return f"{_kept(before)}**{_kept(found)}**{_kept(after)}" if found.strip() else literal(hit.snippet)


def _kept(text: str) -> str:
    """Return a part of a line as literal Markdown, with the spaces at its ends."""
    lead, tail = text[: len(text) - len(text.lstrip())], text[len(text.rstrip()) :]
    return f"{lead}{literal(text)}{tail}" if text.strip() else text


def _show_more() -> None:
    st.session_state[_SHOWN] += _PAGE
