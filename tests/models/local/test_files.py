from pathlib import Path

import pytest

from assistant.models import local as local_model
from assistant.models.local import LocalModelError, files
from assistant.settings import Settings
from tests.models.local.conftest import CONTENT, MODEL


def put(path: Path, content: bytes) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)
    return path


def test_nothing_is_there_at_first(settings: Settings) -> None:
    status = local_model.status(settings, model=MODEL)
    assert (status.present, status.size, status.missing, status.verified) == (False, 0, 10_000, None)
    assert status.free > 0
    assert not settings.data_dir.exists()


def test_what_an_unfinished_pull_left_is_not_missing(settings: Settings) -> None:
    put(files.part_path(settings, MODEL), CONTENT[:3000])
    status = local_model.status(settings, model=MODEL)
    assert (status.present, status.missing) == (False, 7000)


@pytest.mark.parametrize(("content", "right"), [(CONTENT, True), (bytes(len(CONTENT)), False)])
def test_the_checksum_is_told_where_it_is_asked_for(settings: Settings, content: bytes, right: bool) -> None:
    put(files.pulled_path(settings, MODEL), content)
    assert local_model.status(settings, model=MODEL).verified is None
    status = local_model.status(settings, verify=True, model=MODEL)
    assert (status.present, status.missing, status.verified) == (True, 0, right)


def test_a_model_of_ones_own_has_no_checksum_and_is_never_removed(settings: Settings, tmp_path: Path) -> None:
    own = put(tmp_path / "own.gguf", b"own")
    put(files.pulled_path(settings, MODEL), CONTENT)
    chosen = settings.model_copy(update={"local_model": own})
    status = local_model.status(chosen, verify=True, model=MODEL)
    assert (status.path, status.present, status.size, status.verified) == (own, True, 3, None)
    assert local_model.remove(chosen, MODEL) == 10_000
    assert own.exists()


def test_removing_frees_the_file_and_what_a_pull_left(settings: Settings) -> None:
    put(files.pulled_path(settings, MODEL), CONTENT)
    put(files.part_path(settings, MODEL), CONTENT[:3000])
    assert local_model.remove(settings, MODEL) == 13_000
    assert not local_model.status(settings, model=MODEL).present
    assert local_model.remove(settings, MODEL) == 0


def test_nothing_is_removed_while_it_is_being_fetched(settings: Settings) -> None:
    path = put(files.part_path(settings, MODEL), CONTENT[:3000])
    with files.pull_lock(path.parent), pytest.raises(LocalModelError, match="being fetched"):
        local_model.remove(settings, MODEL)
    assert path.exists()


def test_a_folder_that_cannot_be_made_is_named(settings: Settings, tmp_path: Path) -> None:
    put(tmp_path / "data", b"a file where the folder should be")
    with pytest.raises(LocalModelError, match="PM_COACH_DATA_DIR"):
        local_model.pull(settings, lambda _done, _total: None, model=MODEL)
