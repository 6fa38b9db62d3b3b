"""The document that a browser loads first: Streamlit's own, under the coach's name, and what it may load and run."""

import base64
import hashlib
import re
from functools import cache
from pathlib import Path

import streamlit as st

_TITLE = re.compile(r"<title>[^<]*</title>")
_INLINE_SCRIPT = re.compile(r"<script>(?P<text>[^<]*)</script>")
# Without it the browser would look for the server under the address of the page that it opens first, and log what is missing.
_WHERE_THE_SERVER_IS = "window.__streamlit = { BACKEND_BASE_URL: new URL(%s, location.href).href }"


@cache
def document(name: str) -> str:
    """Return the document, which is the same for every page: none lies deeper than one step below the server's address."""
    page = (Path(st.__file__).with_name("static") / "index.html").read_text("utf-8")
    base = str(st.get_option("server.baseUrlPath") or "").strip("/")
    # Relative where it can be: a proxy may serve the coach under a path that the server does not know.
    root = f'"/{base}/"' if base else '"."'
    script = f"<script>{_WHERE_THE_SERVER_IS % root}</script>"
    return _TITLE.sub(f"<title>{name}</title>{script}", page, count=1)


@cache
def content_security_policy(name: str) -> str:
    """Return what a browser may load and run on the page: what this server sends, and nothing from elsewhere."""
    hashes = " ".join(
        f"'sha256-{_sha256(found['text'])}'" for found in _INLINE_SCRIPT.finditer(document(name))
    )
    return "; ".join(
        (
            "default-src 'self'",
            # Streamlit runs a component's script from a blob.
            f"script-src 'self' blob: {hashes}",
            "style-src 'self' 'unsafe-inline'",
            "img-src 'self' data: blob:",
            "font-src 'self' data:",
            "media-src 'self' data: blob:",
            "connect-src 'self'",
            "worker-src 'self' blob:",
            "frame-src 'self'",
            "object-src 'none'",
            "base-uri 'self'",
            "form-action 'self'",
            "frame-ancestors 'self'",
        )
    )


def _sha256(text: str) -> str:
    return base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()
