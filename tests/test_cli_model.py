import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from assistant.cli import model
from assistant.models.local import DEFAULT_MODEL
from assistant.settings import Settings


@pytest.fixture(autouse=True)
def data_dir(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Nothing is reached from here: no Hub, and a package index that is an empty folder."""
    monkeypatch.setattr(model, "settings", lambda: Settings(data_dir=tmp_path, local_model=None))
    monkeypatch.setenv("HF_ENDPOINT", "http://127.0.0.1:9")
    monkeypatch.setenv("PIP_CONFIG_FILE", "/dev/null")
    monkeypatch.setenv("PIP_NO_INDEX", "1")
    monkeypatch.delenv("PIP_FIND_LINKS", raising=False)
    return tmp_path


def run(*arguments: str) -> Result:
    return CliRunner().invoke(model.model_command, arguments)


def test_status_tells_people_what_to_do() -> None:
    result = run("status")
    assert result.exit_code == 0
    assert "1,117 MB to go: pm-coach model pull" in result.stdout


def test_status_tells_programs_what_there_is(data_dir: Path) -> None:
    status = json.loads(run("status", "--json").stdout)
    assert set(status) == {"path", "present", "size", "missing", "free", "runtime", "verified"}
    assert status["path"] == str(data_dir / "models" / DEFAULT_MODEL.name)
    assert status["missing"] == DEFAULT_MODEL.size


def test_a_pull_that_reaches_nothing_says_so_in_one_line() -> None:
    result = run("pull")
    assert result.exit_code == 1
    assert len(result.stderr.strip().splitlines()) == 1
    assert "Package index" in result.stderr
    assert "Traceback" not in result.output


def test_another_file_is_refused(tmp_path: Path) -> None:
    other = tmp_path / "other.gguf"
    other.write_bytes(b"other")
    result = run("pull", "--from", str(other))
    assert result.exit_code == 1
    assert DEFAULT_MODEL.name in result.stderr
    assert run("pull", "--from", str(tmp_path / "gone.gguf")).exit_code == 2


def test_remove_tells_what_it_freed(data_dir: Path) -> None:
    part = data_dir / "models" / f"{DEFAULT_MODEL.name}.part"
    part.parent.mkdir()
    part.write_bytes(bytes(2_000_000))
    assert run("remove").stdout == "2 MB freed\n"
    assert not part.exists()
