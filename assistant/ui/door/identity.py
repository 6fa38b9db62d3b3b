"""Who a browser is: cookies that this server has signed, and the link that makes a browser the host's.

A visitor gets an id of its own with the first page, the host a second cookie for having followed the link that the server
prints when it starts. Both are signed with a key that lies beside the conversations, so that nobody can make or plant one.
"""

import hashlib
import hmac
import os
import secrets
import tempfile
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from itsdangerous import BadSignature, URLSafeTimedSerializer

from assistant.files import private_folder
from assistant.settings import settings

KEY_FILE = "identity.key"
COOKIE_SECONDS = 365 * 24 * 3600
_KEY_BYTES = 32
_HEADER = "x-pm-coach-visitor"


@dataclass(frozen=True, slots=True)
class Visitor:
    """Who opened a connection to the page."""

    id: str
    """Of the browser, 32 hexadecimal digits."""
    is_host: bool = False
    """Whether the browser is that of whoever runs the coach."""


class Identity:
    """Issues cookies and tells from them who a browser is. Safe to use from several threads."""

    def __init__(self, key: bytes) -> None:
        """Begin with a key that only this server knows, and a new link for the host."""
        self.host_token = secrets.token_urlsafe(24)
        """What the link carries that makes a browser the host's; another one after each start."""
        self._serializer = URLSafeTimedSerializer(key, signer_kwargs={"digest_method": hashlib.sha256})
        # Browsers do not tell a host's ports apart: two coaches on one computer must not take each other's cookies.
        mark = hashlib.sha256(b"name " + key).hexdigest()[:8]
        self.visitor_cookie = f"pm_coach_visitor_{mark}"
        self.host_cookie = f"pm_coach_host_{mark}"
        # What the server tells its own page; no client can know it.
        self._word = secrets.token_urlsafe(24)

    def issue_visitor(self) -> str:
        """Return the value of a new visitor's cookie."""
        return self._sign("visitor", secrets.token_hex(16))

    def issue_host(self) -> str:
        """Return the value of a cookie that makes a browser the host's."""
        return self._sign("host", "")

    def visitor_id(self, cookies: Mapping[str, str]) -> str | None:
        """Return the id in a visitor's cookie; None where there is none that this server has signed."""
        return self._read("visitor", cookies.get(self.visitor_cookie))

    def is_host(self, cookies: Mapping[str, str]) -> bool:
        """Return whether a browser has followed the host's link."""
        return self._read("host", cookies.get(self.host_cookie)) is not None

    def is_host_token(self, given: str) -> bool:
        """Return whether a link carries the host's token."""
        return hmac.compare_digest(given.encode(), self.host_token.encode())

    def header(self, visitor: Visitor) -> tuple[bytes, bytes]:
        """Return the header by which the server tells its page who opened the connection."""
        role = "host" if visitor.is_host else "visitor"
        return _HEADER.encode(), f"{self._word} {role} {visitor.id}".encode()

    def told(self, headers: Mapping[str, str]) -> Visitor | None:
        """Return who opened a connection; None where the server did not tell: what a client says of itself does not count."""
        word, _, rest = headers.get(_HEADER, "").partition(" ")
        role, _, visitor = rest.partition(" ")
        if not hmac.compare_digest(word.encode(), self._word.encode()):
            return None
        return Visitor(visitor, role == "host")

    def _sign(self, role: str, value: str) -> str:
        return str(self._serializer.dumps(value, salt=role))

    def _read(self, role: str, cookie: str | None) -> str | None:
        try:
            return str(self._serializer.loads(cookie or "", salt=role, max_age=COOKIE_SECONDS))
        except BadSignature:
            return None


@lru_cache(maxsize=1)
def identity() -> Identity:
    """Return the identity of this server, whose key lies in the data folder."""
    return Identity(_key(settings().data_dir / KEY_FILE))


def key_is_kept(folder: Path) -> bool:
    """Return whether the key in a data folder outlives this start, so that browsers are known again after the next one."""
    path = folder / KEY_FILE
    return _key(path) == _key(path)


def without_told(headers: list[tuple[bytes, bytes]]) -> list[tuple[bytes, bytes]]:
    """Return a request's headers without what only the server may tell its page."""
    return [(name, value) for name, value in headers if name.lower() != _HEADER.encode()]


def _key(path: Path) -> bytes:
    """Return the key in a file, made where there is none; where the folder can't be written, one for this start alone."""
    with suppress(OSError):
        private_folder(path.parent)
        if not path.exists():
            with tempfile.NamedTemporaryFile(dir=path.parent, prefix=".") as made:
                made.write(secrets.token_bytes(_KEY_BYTES))
                made.flush()
                # All at once, and never in the place of one that another process has made in this moment.
                with suppress(FileExistsError):
                    os.link(made.name, path)
        return path.read_bytes()
    return secrets.token_bytes(_KEY_BYTES)
