"""Who visits: whose conversations they see, and what time it is where they are.

Whoever sits at the computer that runs the coach shares its conversations between all browsers. Anyone else gets an id that
the browser keeps in a cookie, or, where the server asks people to log in, their account.
"""

import re
from collections.abc import Mapping
from datetime import UTC, datetime, tzinfo
from ipaddress import ip_address
from urllib.parse import urlsplit
from uuid import uuid4
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import streamlit as st

from assistant.store.messages import LOCAL

COOKIE = "pm_coach_visitor"
_FORWARDED = ("Forwarded", "X-Forwarded-For", "X-Real-Ip", "Via")
_ID = re.compile(r"[0-9a-f]{32}")


def owner() -> str:
    """Return whose conversations this visit sees and adds to."""
    if "owner" not in st.session_state:
        st.session_state["owner"] = _account() or (LOCAL if _at_this_computer() else _visitor())
    found: str = st.session_state["owner"]
    return found


def is_host() -> bool:
    """Return whether the visitor sits at the computer that runs the coach, and so manages it."""
    return owner() == LOCAL


def cookie() -> str | None:
    """Return the id that the browser should keep; None where it needs none."""
    kind, _, visitor = owner().partition(":")
    return visitor if kind == "visitor" else None


def is_local(address: str | None, headers: Mapping[str, str]) -> bool:
    """Return whether a request comes from the computer itself, and through no proxy that would hide who asks.

    Args:
        address: The peer's, as Streamlit tells it: None for this computer.
        headers: The request's; a browser names in Origin the page that it shows.
    """
    if any(name in headers for name in _FORWARDED):
        return False
    hosts = [f"//{headers.get('Host', '')}", headers.get("Origin", "")]
    return _is_loopback(address or "localhost") and all(
        _is_loopback(urlsplit(host).hostname or "localhost") for host in hosts
    )


def now() -> datetime:
    """Return the time in the zone of the visitor's browser, or in the computer's own where it does not tell."""
    return datetime.now(UTC).astimezone(_zone(st.context.timezone))


def _at_this_computer() -> bool:
    return is_local(st.context.ip_address, st.context.headers)


def _account() -> str | None:
    """Return the account that the visitor logged in with, where the server is set up for that."""
    user = st.user.to_dict()
    if not user.get("is_logged_in"):
        return None
    account = user.get("sub") or user.get("email")
    return f"account:{user.get('iss', '')}:{account}" if account else None


def _visitor() -> str:
    known = st.context.cookies.get(COOKIE, "")
    return f"visitor:{known if _ID.fullmatch(known) else uuid4().hex}"


def _is_loopback(host: str) -> bool:
    if host == "localhost" or host.endswith(".localhost"):
        return True
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return False


def _zone(name: str | None) -> tzinfo | None:
    try:
        return ZoneInfo(name) if name else None
    except (ZoneInfoNotFoundError, ValueError):
        return None
