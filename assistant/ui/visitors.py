"""Who visits: whose conversations they see, and what time it is where they are.

Whoever runs the coach shares its conversations between all their browsers. Anyone else is known by their account, where the
server asks people to log in, or by the cookie that it gave their browser (`door/identity.py`).
"""

from datetime import UTC, datetime, tzinfo
from uuid import uuid4
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import streamlit as st

from assistant.settings import settings
from assistant.store.messages import LOCAL
from assistant.ui.door.identity import identity


def owner() -> str:
    """Return whose conversations this visit sees and adds to."""
    if "owner" not in st.session_state:
        account = _account()
        # The host's own name is empty.
        st.session_state["owner"] = _browser() if account is None else account
    found: str = st.session_state["owner"]
    return found


def is_host() -> bool:
    """Return whether the visitor runs the coach, and so manages it."""
    return owner() == LOCAL


def must_sign_in() -> bool:
    """Return whether the server asks people to log in and this visitor has not."""
    return st.user.to_dict().get("is_logged_in") is False


def account_name() -> str | None:
    """Return what the visitor's account is called; None where nobody logs in."""
    user = st.user.to_dict()
    return str(user.get("name") or user.get("email") or "") or None if user.get("is_logged_in") else None


def now() -> datetime:
    """Return the time in the zone of the visitor's browser, or in the computer's own where it does not tell."""
    return datetime.now(UTC).astimezone(_zone(st.context.timezone))


def _account() -> str | None:
    """Return the account that the visitor logged in with, where the server is set up for that; one of the hosts' is LOCAL."""
    user = st.user.to_dict()
    if not user.get("is_logged_in"):
        return None
    email = str(user.get("email") or "").casefold()
    hosts = {each.strip().casefold() for each in settings().hosts.split(",")} - {""}
    if email in hosts and user.get("email_verified", True) is True:
        return LOCAL
    account = user.get("sub") or email
    return f"account:{user.get('iss', '')}:{account}" if account else None


def _browser() -> str:
    """Return whose browser it is, as the server told; without a word of the server it is a visitor's that comes once."""
    visitor = identity().told(st.context.headers)
    if visitor is None:
        return f"visitor:{uuid4().hex}"
    return LOCAL if visitor.is_host else f"visitor:{visitor.id}"


def _zone(name: str | None) -> tzinfo | None:
    try:
        return ZoneInfo(name) if name else None
    except (ZoneInfoNotFoundError, ValueError):
        return None
