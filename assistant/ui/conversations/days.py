"""Conversations by the day of their last message."""

from collections.abc import Iterable
from datetime import UTC, date, datetime, tzinfo
from itertools import groupby
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import streamlit as st

from assistant.store.summaries import Summary
from assistant.text import Language
from assistant.ui import texts

_SPANS = (7, 30)


def by_day(
    conversations: Iterable[Summary], now: datetime, language: Language
) -> list[tuple[str, list[Summary]]]:
    """Return conversations, the latest first, under the names of their days, as the zone of `now` counts days."""
    today = now.date()

    def name(conversation: Summary) -> str:
        return _name(conversation.updated_at.astimezone(now.tzinfo).date(), today, language)

    return [(label, list(group)) for label, group in groupby(conversations, name)]


def visitors_now() -> datetime:
    """Return the time in the zone of the visitor's browser, or in the computer's own where it does not tell."""
    return datetime.now(UTC).astimezone(_zone(st.context.timezone))


def _zone(name: str | None) -> tzinfo | None:
    try:
        return ZoneInfo(name) if name else None
    except (ZoneInfoNotFoundError, ValueError):
        return None


def _name(day: date, today: date, language: Language) -> str:
    age = (today - day).days
    if age <= 1:
        return (texts.conversations.YESTERDAY if age == 1 else texts.conversations.TODAY).of(language)
    for days in _SPANS:
        if age < days:
            return texts.conversations.LAST_DAYS.of(language, days=days)
    month_name = texts.conversations.MONTH_NAMES[day.month - 1]
    return texts.conversations.MONTH.of(language, year=day.year, month=day.month, month_name=month_name)
