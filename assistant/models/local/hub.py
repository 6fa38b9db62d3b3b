"""Fetches the model's file from the Hugging Face Hub, or a mirror of it named by HF_ENDPOINT."""

import os
import re
import time
from pathlib import Path

import httpx2

from assistant.models.local.files import ModelFile, SourceError
from assistant.models.local.partial_download import PartialDownload
from assistant.text import Bilingual

_UNREACHABLE = Bilingual(zh="连不上", en="can't be reached")
_BROKE_OFF = Bilingual(zh="连接一再中断", en="broke off again and again")
_NOT_TRUSTED = Bilingual(zh="证书不可信", en="its certificate is not trusted")
_NO_ADDRESS = Bilingual(zh="HF_ENDPOINT 不是一个网址", en="HF_ENDPOINT is not a web address")
_NO_FILE = Bilingual(zh="那里没有这个文件", en="does not have the file")
_OTHER_VERSION = Bilingual(zh="那里的文件是另一个版本", en="has another version of the file")
_OTHER_CONTENT = Bilingual(
    zh="返回的不是模型文件，也许要先登录这个网络",
    en="what came is not the file; this network may want a login first",
)
_BUSY = Bilingual(zh="服务器正忙，请过一会儿再试", en="is busy; try again later")
_REFUSED = Bilingual(zh="拒绝了请求（HTTP {status}）", en="refused (HTTP {status})")
_TIMEOUT = httpx2.Timeout(30.0, connect=5.0)
_FRUITLESS_TRIES = 4
_PASSING = frozenset([408, 429, 500, 502, 503, 504])
_LONGEST_WAIT = 60.0
_CONTENT_RANGE = re.compile(r"bytes (\d+)-\d+/(\d+)")
_RATE_LIMIT_ENDS = re.compile(r"\bt=(\d+)")


def fetch_from_hub(part: PartialDownload, model: ModelFile, etag_path: Path, pause: float = 1.0) -> None:
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
                _fetch_rest(client, part, model, etag_path)
            except (httpx2.InvalidURL, httpx2.UnsupportedProtocol) as error:
                raise SourceError(_NO_ADDRESS, error) from error
            except httpx2.TransportError as error:
                fruitless = 0 if part.size > before else fruitless + 1
                # Where nothing ever answered, the next source is worth more than another try.
                silent = part.size == begin and isinstance(error, httpx2.ConnectError | httpx2.ConnectTimeout)
                if silent or fruitless > _FRUITLESS_TRIES:
                    raise SourceError(_explain_break(error, silent=silent), error) from error
                _wait(part, pause * 2**fruitless)
            except httpx2.HTTPStatusError as error:
                fruitless = 0 if part.size > before else fruitless + 1
                seconds = _retry_after(error.response) or pause * 2**fruitless
                is_passing = error.response.status_code in _PASSING and seconds <= _LONGEST_WAIT
                if not is_passing or fruitless > _FRUITLESS_TRIES:
                    raise _refusal(error.response) from error
                _wait(part, seconds)
            except httpx2.HTTPError as error:
                raise SourceError(_OTHER_CONTENT, error) from error


def hub_name() -> str:
    """Return how people call the Hub that is asked: its host, or the mirror's."""
    return _endpoint().rpartition("://")[2].partition("/")[0] or _endpoint()


def hub_url(model: ModelFile) -> str:
    """Return the file's address at the Hub."""
    return f"{_endpoint()}/{model.hub_repository}/resolve/main/{model.name}"


def _endpoint() -> str:
    return (os.environ.get("HF_ENDPOINT") or "https://huggingface.co").rstrip("/")


def _fetch_rest(client: httpx2.Client, part: PartialDownload, model: ModelFile, etag_path: Path) -> None:
    """Ask for the rest once and add what comes."""
    headers = {"Range": f"bytes={part.size}-"} if part.size else {}
    with client.stream("GET", hub_url(model), headers=headers) as response:
        linked = _linked_etag(response)
        if linked not in (None, model.sha256):
            raise SourceError(_OTHER_VERSION)
        response.raise_for_status()
        etag = linked or _strip_etag(response.headers.get("ETag", ""))
        if response.status_code == 206 and _is_other_version(etag, etag_path):
            part.restart()
            etag_path.unlink()
            return
        if _announced_range(response) != (part.size if response.status_code == 206 else 0, model.size):
            raise SourceError(_OTHER_CONTENT)
        if response.status_code != 206:
            part.restart()
        etag_path.write_text(etag, encoding="utf-8")
        for block in response.iter_bytes():
            part.append(block)


def _wait(part: PartialDownload, seconds: float) -> None:
    """Wait, but not for longer than the pull is wanted."""
    end = time.monotonic() + seconds
    while (left := end - time.monotonic()) > 0:
        part.report()
        time.sleep(min(left, 0.1))


def _linked_etag(response: httpx2.Response) -> str | None:
    """Return the checksum that the Hub names when it redirects to a store; None where it names none.

    A store's own ETag looks like a checksum as well but is another number, so it says nothing about the file's content.
    """
    for answer in (*response.history, response):
        if tag := answer.headers.get("X-Linked-ETag"):
            return _strip_etag(tag)
    return None


def _strip_etag(etag: str) -> str:
    return etag.removeprefix("W/").strip('"')


def _explain_break(error: httpx2.TransportError, *, silent: bool) -> Bilingual:
    """Return why there is no connection."""
    if "CERTIFICATE_VERIFY_FAILED" in str(error):
        return _NOT_TRUSTED
    return _UNREACHABLE if silent else _BROKE_OFF


def _refusal(response: httpx2.Response) -> SourceError:
    """Return what a status means; the Hub answers 401 for a missing repository as well as for a private one."""
    status = response.status_code
    if status in (401, 403, 404, 410):
        reason = _NO_FILE
    else:
        reason = _BUSY if status in _PASSING else _REFUSED.filled(status=status)
    return SourceError(reason, f"HTTP {status} {response.headers.get('X-Error-Code', '')}")


def _retry_after(response: httpx2.Response) -> float | None:
    """Return after how many seconds the Hub wants to be asked again, where it says so."""
    after = response.headers.get("Retry-After", "")
    if after.isdigit():
        return float(after)
    ends = _RATE_LIMIT_ENDS.search(response.headers.get("RateLimit", ""))
    return float(ends[1]) if ends else None


def _is_other_version(etag: str, etag_path: Path) -> bool:
    """Return whether what is here began with another version; pieces from the package index have none."""
    return etag_path.exists() and etag_path.read_text(encoding="utf-8") != etag


def _announced_range(response: httpx2.Response) -> tuple[int, int] | None:
    """Return the first byte's place and the whole file's size, as the answer says."""
    if response.status_code == 206:
        told = _CONTENT_RANGE.fullmatch(response.headers.get("Content-Range", ""))
        return (int(told[1]), int(told[2])) if told else None
    length = response.headers.get("Content-Length", "")
    return (0, int(length)) if length.isdigit() else None
