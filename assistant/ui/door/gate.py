"""What every request passes before the page sees it: who comes is told, and the browser is told what it may do."""

import secrets
from urllib.parse import parse_qsl, urlencode

from starlette.datastructures import MutableHeaders
from starlette.requests import HTTPConnection
from starlette.responses import PlainTextResponse, RedirectResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from assistant.ui.door.document import content_security_policy, document
from assistant.ui.door.identity import COOKIE_SECONDS, Identity, Visitor, without_told
from assistant.ui.door.presence import Presence

HOST_PARAMETER = "host"
"""What the host's link carries its token under."""
_OF_THE_HOST = ("/_stcore/metrics",)
"""What tells of all who visit."""
_OTHER_HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "SAMEORIGIN",
    # A conversation's address is all that it takes to read it.
    "Referrer-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
    "Cross-Origin-Opener-Policy": "same-origin",
}


class Gate:
    """ASGI middleware: issues and reads cookies, and sends the headers that keep a page to itself."""

    def __init__(self, app: ASGIApp, identity: Identity, presence: Presence, name: str) -> None:
        """Stand before an app; its name is what a browser's tab says until the page is drawn."""
        self._app = app
        self._identity = identity
        self._presence = presence
        self._name = name

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Let a request through, with who makes it; what a client says of that itself is taken away."""
        if scope["type"] not in ("http", "websocket"):
            await self._app(scope, receive, send)
            return
        scope = {**scope, "headers": without_told(scope["headers"])}
        connection = HTTPConnection(scope)
        if scope["type"] == "websocket":
            visitor = self._visitor(connection)
            scope["headers"] = [*scope["headers"], self._identity.header(visitor)]
            await self._app(scope, receive, send)
        elif (token := connection.query_params.get(HOST_PARAMETER)) and _is_document(connection):
            await self._welcome_host(connection, token)(scope, receive, self._guarded(send, connection))
        elif scope["path"].endswith(_OF_THE_HOST) and not self._identity.is_host(connection.cookies):
            await PlainTextResponse("Not found", status_code=404)(
                scope, receive, self._guarded(send, connection)
            )
        else:
            await self._app(scope, receive, self._guarded(send, connection))

    def _visitor(self, connection: HTTPConnection) -> Visitor:
        """Return who opens a connection; a browser that keeps no cookie is a new visitor each time."""
        cookies = connection.cookies
        known = self._identity.visitor_id(cookies) or secrets.token_hex(16)
        peer = connection.client
        present = self._presence.is_present((peer.host, peer.port) if peer else None, connection.headers)
        return Visitor(known, is_host=present or self._identity.is_host(cookies))

    def _welcome_host(self, connection: HTTPConnection, token: str) -> RedirectResponse:
        """Keep in a browser that it is the host's, where the token is right; the address loses it either way."""
        query = [(name, value) for name, value in parse_qsl(connection.url.query) if name != HOST_PARAMETER]
        # Relative: behind a proxy the server does not know its own address.
        response = RedirectResponse(f"?{urlencode(query)}" if query else ".", status_code=303)
        if not query:
            response.headers["location"] = connection.url.path.rpartition("/")[2] or "."
        if self._identity.is_host_token(token):
            response.headers.append(
                "set-cookie",
                self._cookie(connection, self._identity.host_cookie, self._identity.issue_host()),
            )
        return response

    def _guarded(self, send: Send, connection: HTTPConnection) -> Send:
        """Return a `send` that adds the headers of this server, and a cookie for a browser that has none."""

        page: bytes | None = None

        async def guarded(message: Message) -> None:
            nonlocal page
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                headers["Content-Security-Policy"] = content_security_policy(self._name)
                for name, value in _OTHER_HEADERS.items():
                    headers.setdefault(name, value)
                if _is_document(connection) and headers.get("content-type", "").startswith("text/html"):
                    # What lies deeper is no page of the coach's; it finds the server by itself and says so.
                    page = document(self._name).encode()
                    self._prepare(headers, connection, len(page))
            elif page is not None:
                # Streamlit's own page comes in pieces; the coach's takes the place of the last one.
                if message.get("more_body"):
                    return
                message = {**message, "body": page}
            await send(message)

        return guarded

    def _prepare(self, headers: MutableHeaders, connection: HTTPConnection, length: int) -> None:
        """Set the headers of the document, with a cookie for a browser that has none."""
        for stale in ("etag", "last-modified", "content-encoding"):
            del headers[stale]
        headers["Content-Length"] = str(length)
        headers["Cache-Control"] = "no-cache"
        if self._identity.visitor_id(connection.cookies) is None:
            name, value = self._identity.visitor_cookie, self._identity.issue_visitor()
            headers.append("set-cookie", self._cookie(connection, name, value))
            headers["Cache-Control"] = "no-store"

    @staticmethod
    def _cookie(connection: HTTPConnection, name: str, value: str) -> str:
        path = connection.scope.get("root_path") or "/"
        # A proxy that ends TLS says so.
        is_secure = "https" in (connection.url.scheme, connection.headers.get("x-forwarded-proto"))
        response = Response()
        response.set_cookie(
            name, value, COOKIE_SECONDS, path=path, secure=is_secure, httponly=True, samesite="lax"
        )
        return response.headers["set-cookie"]


def _is_document(connection: HTTPConnection) -> bool:
    """Return whether a browser asks for the page itself."""
    return connection.scope.get("method") == "GET" and "text/html" in connection.headers.get("accept", "")
