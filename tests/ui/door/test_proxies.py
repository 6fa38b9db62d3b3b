"""The page's door behind the real nginx and Caddy, as docs/security.md sets them up, over real sockets."""

import json
import os
import re
import shutil
import socket
import subprocess
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import cast

import httpx2
import pytest
import uvicorn
from websockets.sync.client import connect
from websockets.typing import Origin

from assistant.ui.door.identity import Visitor
from tests.browser.harness import free_port
from tests.ui.door.server import Server

DOCUMENT = Path(__file__).parents[3] / "docs" / "security.md"
NAME = "coach.example"
SEARCHED = f"{os.environ.get('PATH', '')}{os.pathsep}/usr/sbin"
NGINX = shutil.which("nginx", path=SEARCHED) or ""
CADDY = shutil.which("caddy") or ""
PROXIES = ("nginx", "caddy")
pytestmark = pytest.mark.skipif(
    not (NGINX and CADDY), reason="`make proxies` installs nginx and Caddy; CI does."
)


@pytest.fixture
def server() -> Iterator[tuple[Server, int]]:
    """A server that is not public, which is the harder case, and its port."""
    made, port = Server(), free_port()
    runner = uvicorn.Server(uvicorn.Config(made.app, host="127.0.0.1", port=port, log_level="warning"))
    thread = threading.Thread(target=runner.run, daemon=True)
    thread.start()
    while not runner.started:
        time.sleep(0.01)
    yield made, port
    runner.should_exit = True
    thread.join(10)


def documented(language: str) -> str:
    """Return the configuration that the document gives for a proxy."""
    found = re.search(rf"```{language}\n(?P<text>.*?)```", DOCUMENT.read_text("utf-8"), re.DOTALL)
    assert found
    return found["text"]


@contextmanager
def nginx(server: str, folder: Path, port: int) -> Iterator[None]:
    """Run nginx with a server block, its workers as the user that they run as on a real machine."""
    (folder / "nginx.conf").write_text(
        f"user www-data; pid {folder}/pid; error_log stderr; events {{}} http {{ access_log off;"
        f" client_body_temp_path {folder}/body; proxy_temp_path {folder}/proxy; fastcgi_temp_path {folder}/fastcgi;"
        f" uwsgi_temp_path {folder}/uwsgi; scgi_temp_path {folder}/scgi;\n{server}\n}}"
    )
    command = [
        shutil.which("nginx") or "/usr/sbin/nginx",
        "-p",
        str(folder),
        "-c",
        "nginx.conf",
        "-g",
        "daemon off;",
    ]
    with proxy(command, port):
        yield


@contextmanager
def proxy(command: list[str], port: int) -> Iterator[None]:
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True)
    try:
        end = time.monotonic() + 20
        while socket.socket().connect_ex(("127.0.0.1", port)):
            assert process.poll() is None, process.stderr and process.stderr.read()
            assert time.monotonic() < end
            time.sleep(0.05)
        yield
    finally:
        process.terminate()
        process.wait(20)


@contextmanager
def documented_proxy(name: str, folder: Path, upstream: int) -> Iterator[int]:
    """Run a proxy as the document says, but without TLS, for which there is no certificate here; yield its port."""
    port = free_port()
    if name == "nginx":
        server = documented("nginx").replace("listen 443 ssl", f"listen 127.0.0.1:{port}")
        with nginx(server.replace("8501", str(upstream)), folder, port):
            yield port
    else:
        text = (
            documented("caddyfile")
            .replace("8501", str(upstream))
            .replace(f"{NAME} {{", f"http://{NAME}:{port} {{")
        )
        (folder / "Caddyfile").write_text("{\n admin off\n auto_https off\n}\n" + text)
        with proxy([CADDY, "run", "--config", str(folder / "Caddyfile"), "--adapter", "caddyfile"], port):
            yield port


def opened_by(server: Server, port: int, headers: dict[str, str]) -> Visitor:
    """Open the page's stream through a proxy as a client that says what it likes; return whom the server told."""
    host = headers.pop("Host")
    sock = socket.create_connection(("127.0.0.1", port))
    origin = cast(Origin | None, headers.pop("Origin", None))
    with connect(
        f"ws://{host}/_stcore/stream", sock=sock, origin=origin, additional_headers=headers
    ) as stream:
        visitor = server.identity.told(json.loads(stream.recv()))
    assert visitor is not None
    return visitor


@pytest.mark.parametrize("name", PROXIES)
def test_behind_a_documented_proxy_nobody_is_the_host_but_by_the_link(
    name: str, server: tuple[Server, int], tmp_path: Path
) -> None:
    made, upstream = server
    with documented_proxy(name, tmp_path, upstream) as port:
        for forged in (
            f"http://localhost:{upstream}",
            f"http://127.0.0.1:{upstream}",
            "null",
            f"https://{NAME}",
        ):
            assert not opened_by(made, port, {"Host": NAME, "Origin": forged}).is_host
        assert not opened_by(made, port, {"Host": NAME}).is_host
        with httpx2.Client(
            base_url=f"http://127.0.0.1:{port}", headers={"Host": NAME, "Accept": "text/html"}
        ) as browser:
            welcomed = browser.get("/", params={"host": made.identity.host_token})
            cookie = welcomed.headers["set-cookie"].split(";")[0]
        assert opened_by(made, port, {"Host": NAME, "Origin": f"https://{NAME}", "Cookie": cookie}).is_host


@pytest.mark.skipif(
    os.name == "nt" or os.geteuid() != 0, reason="Only root lets nginx run as a user of its own."
)
@pytest.mark.parametrize("forged", ["http://localhost:{port}", "http://127.0.0.1:{port}", "null", None])
def test_behind_nginx_as_it_comes_no_forged_origin_makes_a_host(
    forged: str | None, server: tuple[Server, int], tmp_path: Path
) -> None:
    made, upstream = server
    port = free_port()
    bare = f"""server {{ listen 127.0.0.1:{port}; location / {{
        proxy_pass http://127.0.0.1:{upstream}; proxy_http_version 1.1;
        proxy_set_header Upgrade $http_upgrade; proxy_set_header Connection "upgrade";
    }} }}"""
    headers = {"Host": NAME} | ({"Origin": forged.format(port=upstream)} if forged else {})
    with nginx(bare, tmp_path, port):
        assert not opened_by(made, port, headers).is_host
