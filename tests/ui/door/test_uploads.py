"""What visitors may have the server hold, over real uploads to the middleware."""

from collections.abc import Iterator

import pytest
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route
from starlette.testclient import TestClient
from streamlit import runtime
from streamlit.runtime.memory_uploaded_file_manager import MemoryUploadedFileManager
from streamlit.runtime.uploaded_file_manager import UploadedFileRec

from assistant.ui.door.identity import Identity
from assistant.ui.door.uploads import MEGABYTE, HeldFiles, UploadGate

ADDRESS = "/_stcore/upload_file/{session}/{file}"


class Clock:
    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now


class Server:
    """Streamlit's memory of uploads, behind the gate."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.identity = Identity(b"key of this server, 32 bytes long")
        self.uploaded_file_mgr = MemoryUploadedFileManager("/_stcore/upload_file")
        self.clock = Clock()
        self.held = HeldFiles(most=3 * MEGABYTE, of_all=5 * MEGABYTE, clock=self.clock)
        monkeypatch.setattr(runtime, "exists", lambda: True)
        monkeypatch.setattr(runtime, "get_instance", lambda: self)
        app = Starlette(routes=[Route(ADDRESS, self._put, methods=["PUT", "DELETE"])])
        self._app = UploadGate(app, self.identity, self.held)

    def browser(self) -> TestClient:
        """Return a browser that has opened the page."""
        client = TestClient(self._app)
        client.cookies.set(self.identity.visitor_cookie, self.identity.issue_visitor())
        return client

    def stranger(self) -> TestClient:
        return TestClient(self._app)

    def files(self, session: str) -> list[str]:
        return list(self.uploaded_file_mgr.file_storage.get(session, ()))

    async def _put(self, request: Request) -> Response:
        session, file = request.path_params["session"], request.path_params["file"]
        data = await request.body()
        self.uploaded_file_mgr.add_file(session, UploadedFileRec(file, file, "text/plain", data))
        return Response(status_code=204)


@pytest.fixture
def server(monkeypatch: pytest.MonkeyPatch) -> Server:
    return Server(monkeypatch)


def put(browser: TestClient, session: str, file: str, megabytes: int = 1) -> int:
    address = ADDRESS.format(session=session, file=file)
    return browser.put(address, content=b"x" * (megabytes * MEGABYTE)).status_code


def test_a_browser_that_opened_the_page_uploads_and_a_stranger_does_not(server: Server) -> None:
    assert put(server.browser(), "s", "f") == 204
    assert put(server.stranger(), "s", "g") == 403
    assert server.files("s") == ["f"]


def test_a_visitor_has_so_much_held_and_no_more_whatever_the_sessions(server: Server) -> None:
    browser = server.browser()
    assert [put(browser, f"s{n}", "f") for n in range(4)] == [204, 204, 204, 413]
    assert put(server.browser(), "other", "f") == 204


def test_all_visitors_together_have_so_much_held(server: Server) -> None:
    assert [put(server.browser(), f"s{n}", "f") for n in range(6)] == [204] * 5 + [413]


def test_what_the_page_has_taken_in_makes_room_again(server: Server) -> None:
    browser = server.browser()
    assert put(browser, "s", "f", megabytes=3) == 204
    assert put(browser, "s", "g") == 413
    server.uploaded_file_mgr.remove_session_files("s")
    assert put(browser, "s", "g") == 204


def test_what_no_page_asked_for_is_dropped_after_a_quarter_of_an_hour_and_what_one_shows_stays(
    server: Server,
) -> None:
    browser = server.browser()
    put(browser, "s", "shown")
    put(browser, "s", "unasked")
    server.held.claim(["shown"])
    server.clock.now = 61.0
    server.held.forget_gone()
    # In the chat a file waits until its message is written.
    assert server.files("s") == ["shown", "unasked"]
    server.clock.now = 901.0
    server.held.forget_gone()
    assert server.files("s") == ["shown"]


def test_where_room_is_short_what_no_page_asked_for_is_dropped_after_a_minute(server: Server) -> None:
    browser = server.browser()
    put(browser, "s", "unasked", megabytes=3)
    assert put(browser, "s", "next") == 413
    server.clock.now = 61.0
    assert put(browser, "s", "next") == 204
    assert server.files("s") == ["next"]


def test_an_upload_that_does_not_say_how_large_it_is_counts_as_the_largest(server: Server) -> None:
    def pieces() -> Iterator[bytes]:
        yield b"x"

    address = ADDRESS.format(session="s", file="f")
    assert server.browser().put(address, content=pieces()).status_code == 413
