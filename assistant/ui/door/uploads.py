"""How much a visitor may have the server hold: what is uploaded lies in its memory until a page has taken it in."""

import re
import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from threading import Lock
from typing import cast

from starlette.requests import HTTPConnection
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Receive, Scope, Send
from streamlit import runtime
from streamlit.runtime.memory_uploaded_file_manager import MemoryUploadedFileManager
from streamlit.runtime.uploaded_file_manager import UploadedFile

from assistant.text import Bilingual
from assistant.ui.door.identity import Identity

MEGABYTE = 2**20
_ADDRESS = re.compile(r"/_stcore/upload_file/(?P<session>[^/]{1,100})/(?P<file>[^/]{1,100})\Z")
_UNCLAIMED_SECONDS = 900.0
"""How long a file may lie that no page has asked for: in the chat it does until the message is sent."""
_UNCLAIMED_WHERE_ROOM_IS_SHORT = 60.0
_UNKNOWN_SIZE = 128 * MEGABYTE
"""What an upload is taken for that does not say how large it is: as large as Streamlit takes (.streamlit/config.toml)."""
_TOO_MUCH = Bilingual(
    zh="同时上传的文件太多了，请等前面的处理完再传。",
    en="Too much is being uploaded at once. Please wait until the files before are read.",
)
_NOBODY = Bilingual(zh="请先打开页面再上传。", en="Please open the page before you upload.")


@dataclass
class _Held:
    """A file that lies in the server's memory, or is on its way there."""

    visitor: str
    size: int
    since: float
    arrived: bool = False
    claimed: bool = False


class HeldFiles:
    """What visitors have uploaded and the server still holds. Safe to use from several threads."""

    def __init__(
        self,
        most: int = 256 * MEGABYTE,
        of_all: int = 1024 * MEGABYTE,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        """Begin with nothing.

        Args:
            most: How many bytes are held for one visitor at most.
            of_all: How many for all visitors together.
            clock: Returns the time in seconds.
        """
        self._most = most
        self._of_all = of_all
        self._clock = clock
        self._held: dict[tuple[str, str], _Held] = {}
        self._lock = Lock()

    def reserve(self, session: str, file: str, visitor: str, size: int) -> bool:
        """Keep room for a file that is about to come; return whether there is any."""
        for unclaimed_seconds in (_UNCLAIMED_SECONDS, _UNCLAIMED_WHERE_ROOM_IS_SHORT):
            self.forget_gone(unclaimed_seconds)
            with self._lock:
                if self._has_room(visitor, size):
                    self._held[session, file] = _Held(visitor, size, self._clock())
                    return True
        return False

    def _has_room(self, visitor: str, size: int) -> bool:
        held = self._held.values()
        theirs = sum(each.size for each in held if each.visitor == visitor)
        return theirs + size <= self._most and sum(each.size for each in held) + size <= self._of_all

    def arrived(self, session: str, file: str) -> None:
        """Take note that a file is there, or that its upload has ended."""
        with self._lock:
            if found := self._held.get((session, file)):
                found.arrived, found.since = True, self._clock()

    def claim(self, files: Iterable[str]) -> None:
        """Take note of the files that a page has asked for and shows."""
        asked_for = set(files)
        with self._lock:
            for (_, file), held in self._held.items():
                held.claimed = held.claimed or file in asked_for

    def forget_gone(self, unclaimed_seconds: float = _UNCLAIMED_SECONDS) -> None:
        """Forget what the server no longer holds, and have it drop what no page has asked for in so long."""
        if not runtime.exists():
            return
        manager = cast(MemoryUploadedFileManager, runtime.get_instance().uploaded_file_mgr)
        with self._lock:
            for (session, file), held in list(self._held.items()):
                if not held.arrived:
                    continue
                if not held.claimed and self._clock() - held.since > unclaimed_seconds:
                    manager.remove_file(session, file)
                if not manager.get_files(session, [file]):
                    del self._held[session, file]


class UploadGate:
    """ASGI middleware: refuses uploads by nobody, and those for which a visitor has no room left."""

    def __init__(self, app: ASGIApp, identity: Identity, held: HeldFiles) -> None:
        self._app = app
        self._identity = identity
        self._held = held

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Let a request through; an upload only from a browser that has opened the page."""
        found = (
            _ADDRESS.search(scope["path"]) if scope["type"] == "http" and scope["method"] == "PUT" else None
        )
        if found is None:
            await self._app(scope, receive, send)
            return
        connection = HTTPConnection(scope)
        visitor = self._identity.visitor_id(connection.cookies)
        if visitor is None:
            await PlainTextResponse(_NOBODY.side_by_side(), status_code=403)(scope, receive, send)
        elif not self._held.reserve(found["session"], found["file"], visitor, _size(connection)):
            await PlainTextResponse(_TOO_MUCH.side_by_side(), status_code=413)(scope, receive, send)
        else:
            try:
                await self._app(scope, receive, send)
            finally:
                self._held.arrived(found["session"], found["file"])


def _size(connection: HTTPConnection) -> int:
    declared = connection.headers.get("content-length", "")
    return int(declared) if declared.isdecimal() and len(declared) < 16 else _UNKNOWN_SIZE


@lru_cache(maxsize=1)
def held_files() -> HeldFiles:
    """Return what the visitors of this server have uploaded."""
    return HeldFiles()


def claim(uploaded: UploadedFile | Sequence[UploadedFile] | None) -> None:
    """Take note that a page shows an uploader with these files: what no page claims is dropped after a minute."""
    files = uploaded if isinstance(uploaded, Sequence) else [uploaded] if uploaded else []
    held_files().claim(file.file_id for file in files)
