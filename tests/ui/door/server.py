"""The page's server as the gate guards it, with a page of one line: what it tells of who comes can be read."""

import json
from collections.abc import Mapping

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, Response
from starlette.routing import Route, WebSocketRoute
from starlette.testclient import TestClient
from starlette.websockets import WebSocket

from assistant.ui.door.gate import Gate
from assistant.ui.door.identity import Identity, Visitor
from assistant.ui.door.presence import Presence

HERE = ("127.0.0.1", 40000)
AT_HOME = {"host": "localhost:8501", "origin": "http://localhost:8501"}
PAGE = {"accept": "text/html"}
Client = tuple[str, int]


class Server:
    """The page's server as the gate guards it: a page, and a stream that says who was told to have opened it."""

    def __init__(self, single_user: bool | None = None) -> None:
        self.identity = Identity(b"key of this server, 32 bytes long")
        self.presence = Presence(single_user)
        routes = [
            Route("/{path:path}", lambda _: HTMLResponse("<html></html>")),
            Route("/_stcore/agent/interact", self._agent, methods=["POST"]),
            WebSocketRoute("/_stcore/stream", self._stream),
        ]
        app = Starlette(routes=routes)
        self.app = Gate(app, self.identity, self.presence, "PM Coach")

    def browser(self, client: Client = HERE) -> TestClient:
        return TestClient(self.app, base_url="http://localhost:8501", client=client, follow_redirects=False)

    def opened_by(self, browser: TestClient, headers: Mapping[str, str] = AT_HOME) -> Visitor:
        # The test client sends cookies with pages only.
        kept = "; ".join(f"{cookie.name}={cookie.value}" for cookie in browser.cookies.jar)
        with browser.websocket_connect("/_stcore/stream", headers={**headers, "cookie": kept}) as stream:
            told: dict[str, str] = json.loads(stream.receive_text())
        visitor = self.identity.told(told)
        assert visitor is not None
        return visitor

    async def _stream(self, websocket: WebSocket) -> None:
        await websocket.accept()
        await websocket.send_text(json.dumps(dict(websocket.headers)))
        await websocket.close()

    def _agent(self, request: Request) -> Response:
        visitor = self.identity.told(request.headers)
        return JSONResponse({"told": visitor is not None})
