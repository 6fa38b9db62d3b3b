"""Fetches the model's file from the Hugging Face Hub, or a mirror of it named by HF_ENDPOINT."""

import os
import re
import time
from pathlib import Path

import httpx2

from assistant.answering.local_model.errors import SourceError
from assistant.answering.local_model.files import ModelFile
from assistant.answering.local_model.part import Part

_TIMEOUT = httpx2.Timeout(30.0, connect=5.0)
_FRUITLESS_TRIES = 4
_SHA256 = re.compile(r"[0-9a-f]{64}")


def fetch_from_hub(part: Part, model: ModelFile, etag_path: Path, pause: float = 1.0) -> None:
    """Add what is missing of the model's file to `part`; a connection that breaks is taken up again.

    Args:
        part: What is already here.
        model: The file to fetch.
        etag_path: Where the ETag of what is here is kept, so that a file that changed at the Hub is not mixed with it.
        pause: Seconds to wait before the second try; each further one waits twice as long.

    Raises:
        SourceError: The Hub can't be reached, has no such file, has another one, or breaks off again and again.
    """
    begin, fruitless = part.size, 0
    with httpx2.Client(
        timeout=_TIMEOUT, follow_redirects=True, headers={"Accept-Encoding": "identity"}
    ) as client:
        while part.size < model.size:
            before = part.size
            try:
                _go_on(client, part, model, etag_path)
            except httpx2.TransportError as error:
                fruitless = 0 if part.size > before else fruitless + 1
                # Where nothing ever answered, the next source is worth more than another try.
                silent = part.size == begin and isinstance(error, httpx2.ConnectError | httpx2.ConnectTimeout)
                if silent or fruitless > _FRUITLESS_TRIES:
                    raise SourceError(str(error) or type(error).__name__) from error
                _wait(part, pause * 2**fruitless)
            except httpx2.HTTPStatusError as error:
                raise SourceError(f"HTTP {error.response.status_code}") from error
            except (httpx2.HTTPError, httpx2.InvalidURL) as error:
                raise SourceError(error) from error


def hub_url(model: ModelFile) -> str:
    """Return the file's address at the Hub."""
    endpoint = os.environ.get("HF_ENDPOINT") or "https://huggingface.co"
    return f"{endpoint.rstrip('/')}/{model.hub_repository}/resolve/main/{model.name}"


def _go_on(client: httpx2.Client, part: Part, model: ModelFile, etag_path: Path) -> None:
    """Ask for the rest once and add what comes."""
    headers = {"Range": f"bytes={part.size}-"} if part.size else {}
    with client.stream("GET", hub_url(model), headers=headers) as response:
        response.raise_for_status()
        etag = _etag(response)
        if _SHA256.fullmatch(etag) and etag != model.sha256:
            raise SourceError("the Hub has another version of the file")
        if response.status_code == 206 and _changed(etag, etag_path):
            part.restart()
            etag_path.unlink()
            return
        if _announced(response) != (part.size if response.status_code == 206 else 0, model.size):
            raise SourceError("the answer is not the file")
        if response.status_code != 206:
            part.restart()
        etag_path.write_text(etag, encoding="utf-8")
        for block in response.iter_bytes():
            part.append(block)


def _wait(part: Part, seconds: float) -> None:
    """Wait, but not for longer than the pull is wanted."""
    end = time.monotonic() + seconds
    while (left := end - time.monotonic()) > 0:
        part.report()
        time.sleep(min(left, 0.1))


def _etag(response: httpx2.Response) -> str:
    """Return the file's ETag: the Hub's own where it redirects to a store that has another one."""
    answers = (*response.history, response)
    linked = (answer.headers.get("X-Linked-ETag") for answer in answers)
    return (
        next((tag for tag in linked if tag), response.headers.get("ETag", "")).removeprefix("W/").strip('"')
    )


def _changed(etag: str, etag_path: Path) -> bool:
    """Return whether what is here began with another version; pieces from the package index have none."""
    return etag_path.exists() and etag_path.read_text(encoding="utf-8") != etag


def _announced(response: httpx2.Response) -> tuple[int, int] | None:
    """Return the first byte's place and the whole file's size, as the answer says."""
    if response.status_code == 206:
        told = re.fullmatch(r"bytes (\d+)-\d+/(\d+)", response.headers.get("Content-Range", ""))
        return (int(told[1]), int(told[2])) if told else None
    length = response.headers.get("Content-Length", "")
    return (0, int(length)) if length.isdigit() else None
