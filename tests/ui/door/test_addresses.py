"""Every address of the real server, asked by a stranger and by a visitor: what it answers, and under which headers."""

from collections.abc import Iterator
from http.client import HTTPConnection

import httpx2
import pytest

from tests.browser import harness

PAGES = ("/", "/library", "/demos", "/settings", "/?conversation=x", "/demos?demo=linear_regression&run=1")
UPLOAD = "/_stcore/upload_file/session/file"
NOBODYS = {
    "the interface for programs": ("POST", "/_stcore/agent/interact", (403, 404, 503)),
    "the same for models": ("POST", "/_stcore/agent/mcp", (400, 403, 404, 503)),
    "an upload": ("PUT", UPLOAD, (400, 403)),
    "the removal of an upload": ("DELETE", UPLOAD, (400, 403)),
    "how much the server holds": ("GET", "/_stcore/metrics", (404,)),
    "somebody's picture": ("GET", "/media/0123456789.png", (404,)),
    "a file of the machine": ("GET", "/static/../../../../../../etc/passwd", (400, 404)),
    "a file of the machine, encoded": ("GET", "/static/%2e%2e/%2e%2e/%2e%2e/%2e%2e/etc/passwd", (400, 404)),
    "a component's file": ("GET", "/component/x/../../../etc/passwd", (400, 404)),
}


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    folder = tmp_path_factory.mktemp("page")
    with harness.serve(folder / "log", PM_COACH_DATA_DIR=str(folder / "data")) as address:
        yield address


@pytest.fixture(params=["stranger", "visitor"])
def client(request: pytest.FixtureRequest, address: str) -> Iterator[httpx2.Client]:
    with httpx2.Client(base_url=address, trust_env=False) as client:
        if request.param == "visitor":
            client.get("/", headers={"Accept": "text/html"})
            assert client.cookies
        yield client


@pytest.mark.parametrize("path", PAGES)
def test_every_page_loads_and_says_what_a_browser_may_do_there(client: httpx2.Client, path: str) -> None:
    answer = client.get(path, headers={"Accept": "text/html"})
    assert answer.status_code == 200
    assert "default-src 'self'" in answer.headers["content-security-policy"]
    assert answer.headers["referrer-policy"] == "same-origin"
    assert answer.headers["x-content-type-options"] == "nosniff"


@pytest.mark.parametrize(("method", "path", "refusals"), NOBODYS.values(), ids=NOBODYS)
def test_what_is_nobodys_is_refused(
    client: httpx2.Client, method: str, path: str, refusals: tuple[int, ...]
) -> None:
    # Not by the client itself, which would walk "..": as a client that means harm sends it.
    connection = HTTPConnection(client.base_url.host, client.base_url.port)
    cookies = "; ".join(f"{cookie.name}={cookie.value}" for cookie in client.cookies.jar)
    connection.request(method, path, headers={"Cookie": cookies})
    answer = connection.getresponse()
    assert answer.status in refusals
    assert b"root:" not in answer.read()


def test_the_stream_is_closed_to_pages_of_other_sites(address: str) -> None:
    headers = {
        "Connection": "Upgrade",
        "Upgrade": "websocket",
        "Sec-WebSocket-Version": "13",
        "Sec-WebSocket-Key": "dGhlIHNhbXBsZSBub25jZQ==",
        "Origin": "https://elsewhere.example",
    }
    assert httpx2.get(f"{address}/_stcore/stream", headers=headers, trust_env=False).status_code == 403
