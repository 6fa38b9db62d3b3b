"""A file that is written anew is the old one or the new one at every moment, and nothing else stays beside it."""

import os
from pathlib import Path

import pytest

from assistant import files


@pytest.fixture
def path(tmp_path: Path) -> Path:
    path = tmp_path / "kept.md"
    path.write_bytes(b"old")
    return path


@pytest.fixture
def synced(monkeypatch: pytest.MonkeyPatch) -> list[bytes]:
    """What is in a file on the disk whenever one is synced."""
    seen: list[bytes] = []
    real = os.fsync

    def noting(descriptor: int) -> None:
        real(descriptor)
        seen.append(os.pread(descriptor, 100, 0))

    monkeypatch.setattr(os, "fsync", noting)
    return seen


def beside(path: Path) -> list[str]:
    return [each.name for each in path.parent.iterdir() if each != path]


def test_the_old_file_is_there_until_the_new_one_is_whole(path: Path) -> None:
    with files.replacing(path) as file:
        file.write(b"new")
        file.flush()
        assert path.read_bytes() == b"old"
    assert path.read_bytes() == b"new"
    assert beside(path) == []


def test_a_file_that_is_not_there_yet_is_made(tmp_path: Path) -> None:
    with files.replacing(tmp_path / "new.md") as file:
        file.write(b"new")
    assert (tmp_path / "new.md").read_bytes() == b"new"


def test_what_fails_half_way_leaves_the_old_file_and_nothing_else(path: Path) -> None:
    def stopped() -> None:
        with files.replacing(path) as file:
            file.write(b"ne")
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        stopped()
    assert path.read_bytes() == b"old"
    assert beside(path) == []


def test_a_disk_that_refuses_the_new_name_leaves_nothing_beside(tmp_path: Path) -> None:
    folder = tmp_path / "folder.md"
    (folder / "inside").mkdir(parents=True)
    with pytest.raises(OSError, match="directory"), files.replacing(folder) as file:
        file.write(b"new")
    assert beside(folder) == []


def test_what_must_outlive_a_power_cut_is_on_the_disk_before_it_has_its_name(
    path: Path, synced: list[bytes]
) -> None:
    with files.replacing(path) as file:
        file.write(b"new")
    assert synced == [b"new"]
    with files.replacing(path, durable=False) as file:
        file.write(b"newer")
    assert synced == [b"new"]
    assert path.read_bytes() == b"newer"


@pytest.mark.skipif(os.name == "nt", reason="Windows knows no such rights")
def test_only_its_owner_may_read_a_new_file_unless_it_is_for_others(path: Path) -> None:
    with files.replacing(path):
        pass
    assert path.stat().st_mode & 0o777 == 0o600
    with files.replacing(path, mode=0o644):
        pass
    assert path.stat().st_mode & 0o777 == 0o644


def test_a_file_that_is_already_written_is_on_the_disk_before_it_is_put_in_place(
    path: Path, synced: list[bytes]
) -> None:
    part = path.with_suffix(".part")
    part.write_bytes(b"whole")
    files.put_in_place(part, path)
    assert synced == [b"whole"]
    assert path.read_bytes() == b"whole"
    assert beside(path) == []
