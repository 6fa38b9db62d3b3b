"""The vector cache: computed once, kept apart by content, and never in the way."""

import subprocess
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np
import pytest

from assistant.retrieval import vectors
from assistant.retrieval.embedding import BundledEmbedder, Embedder, Vectors
from assistant.retrieval.vectors import VectorCache

TEXTS = ["大模型的训练时间", "recommendation systems", "数据加密与隐私保护"]


class CountingEmbedder(BundledEmbedder):
    """The real model, counting the texts that it is given."""

    def __init__(self, embedder: Embedder) -> None:
        super().__init__()
        self._real = embedder
        self.count = 0

    def encode_passages(self, texts: Sequence[str]) -> Vectors:
        self.count += len(texts)
        return self._real.encode_passages(texts)


@pytest.fixture
def counting(embedder: Embedder) -> CountingEmbedder:
    return CountingEmbedder(embedder)


def only_file(folder: Path) -> Path:
    (file,) = folder.iterdir()
    return file


def test_a_text_is_embedded_once(counting: CountingEmbedder, tmp_path: Path) -> None:
    first = VectorCache(counting, tmp_path).passages(TEXTS)
    again = VectorCache(counting, tmp_path).passages(TEXTS)
    assert counting.count == len(TEXTS)
    assert np.array_equal(first, again)


def test_only_what_changed_is_embedded_again(counting: CountingEmbedder, tmp_path: Path) -> None:
    VectorCache(counting, tmp_path).passages(TEXTS)
    VectorCache(counting, tmp_path).passages([*TEXTS[:2], "换掉的一段"])
    assert counting.count == len(TEXTS) + 1


def test_vectors_come_in_the_order_of_the_texts(embedder: Embedder, tmp_path: Path) -> None:
    cache = VectorCache(embedder, tmp_path)
    assert np.array_equal(cache.passages(TEXTS[::-1]), cache.passages(TEXTS)[::-1])
    assert np.allclose(cache.passages(TEXTS), embedder.encode_passages(TEXTS), atol=1e-3)


def test_a_question_and_a_passage_of_the_same_words_are_two_things(embedder: Embedder) -> None:
    cache = VectorCache(embedder, None)
    assert not np.allclose(cache.queries(TEXTS), cache.passages(TEXTS), atol=1e-3)


def test_progress_counts_what_has_to_be_computed(embedder: Embedder) -> None:
    cache = VectorCache(embedder, None)
    cache.passages(TEXTS[:1])
    steps: list[tuple[int, int]] = []
    cache.passages(TEXTS, lambda done, total: steps.append((done, total)))
    assert steps[-1] == (2, 2)


def test_a_seed_spares_the_work_and_is_not_copied(counting: CountingEmbedder, tmp_path: Path) -> None:
    seed, folder = tmp_path / "vectors.npz", tmp_path / "user"
    maker = VectorCache(counting, None)
    maker.passages(TEXTS)
    assert maker.write(seed) == len(TEXTS)
    VectorCache(counting, folder, [seed]).passages(TEXTS)
    assert counting.count == len(TEXTS)
    assert not folder.exists()


def test_a_seed_of_another_model_is_left_alone(counting: CountingEmbedder, tmp_path: Path) -> None:
    np.savez(
        tmp_path / "other.npz",
        model=np.array("other"),
        keys=np.zeros((1, 16), np.uint8),
        vectors=np.ones((1, 8), np.float16),
    )
    cache = VectorCache(counting, None, [tmp_path / "other.npz"])
    assert cache.passages(TEXTS).shape == (3, 384)
    assert cache.notices == []


@pytest.mark.parametrize(
    "damage",
    [
        pytest.param(lambda content: content[: len(content) // 2], id="truncated"),
        pytest.param(lambda content: content[:40] + bytes(200) + content[240:], id="overwritten"),
        pytest.param(lambda _: b"", id="empty"),
        pytest.param(lambda _: b"PK\x03\x04 no archive at all", id="foreign"),
        pytest.param(lambda _: b"\x80\x04\x95\x10\x00", id="pickle"),
    ],
)
def test_a_damaged_cache_is_rebuilt_and_said_once(
    damage: Callable[[bytes], bytes], counting: CountingEmbedder, tmp_path: Path
) -> None:
    expected = VectorCache(counting, tmp_path).passages(TEXTS)
    file = only_file(tmp_path)
    file.write_bytes(damage(file.read_bytes()))
    cache = VectorCache(counting, tmp_path)
    assert np.array_equal(cache.passages(TEXTS), expected)
    assert [str(file) in notice.zh and str(file) in notice.en for notice in cache.notices] == [True]
    rebuilt = VectorCache(counting, tmp_path)
    rebuilt.passages(TEXTS)
    assert rebuilt.notices == []
    assert counting.count == 2 * len(TEXTS)


@pytest.mark.parametrize(
    "arrays",
    [
        {"keys": np.zeros((3, 16), np.uint8), "vectors": np.full((3, 384), np.nan, np.float16)},
        {"keys": np.zeros((2, 16), np.uint8), "vectors": np.zeros((3, 384), np.float16)},
        {"keys": np.zeros((3, 16), np.uint8), "vectors": np.zeros((3, 384), np.float64)},
        {"keys": np.array([{"a": 1}], dtype=object), "vectors": np.zeros((1, 384), np.float16)},
        {"weights": np.zeros(3)},
    ],
    ids=["not a number", "lengths differ", "wrong type", "objects", "other arrays"],
)
def test_arrays_of_another_form_are_not_believed(
    arrays: dict[str, np.ndarray], embedder: Embedder, tmp_path: Path
) -> None:
    VectorCache(embedder, tmp_path).passages(TEXTS)
    np.savez(only_file(tmp_path), allow_pickle=True, model=np.array(embedder.id), **arrays)
    cache = VectorCache(embedder, tmp_path)
    assert len(cache.notices) == 1
    assert np.isfinite(cache.passages(TEXTS)).all()


def test_where_nothing_can_be_written_work_goes_on_in_memory(embedder: Embedder, tmp_path: Path) -> None:
    # A file where the folder should be stops every user, root among them.
    (tmp_path / "file").write_text("")
    cache = VectorCache(embedder, tmp_path / "file" / "cache")
    assert cache.passages(TEXTS).shape == (3, 384)
    cache.passages(["one more"])
    (notice,) = cache.notices
    assert "PM_COACH_CACHE_DIR" in notice.zh
    assert "PM_COACH_CACHE_DIR" in notice.en


def test_a_full_disk_leaves_the_old_file_and_no_rest(embedder: Embedder, tmp_path: Path) -> None:
    VectorCache(embedder, tmp_path).passages(TEXTS)
    before = only_file(tmp_path).read_bytes()
    code = (
        "import resource, sys, numpy as np; from pathlib import Path\n"
        "from assistant.retrieval.embedding import BundledEmbedder; from assistant.retrieval.vectors import VectorCache\n"
        "class Quick(BundledEmbedder):\n"
        "    def encode_passages(self, texts): return np.ones((len(texts), 384), np.float32)\n"
        "resource.setrlimit(resource.RLIMIT_FSIZE, (1000, 1000))\n"
        "cache = VectorCache(Quick(), Path(sys.argv[1]))\n"
        "print(cache.passages(['no room for this']).shape, len(cache.notices), cache.notices[0].en)"
    )
    told = subprocess.run(
        [sys.executable, "-c", code, str(tmp_path)], capture_output=True, text=True, check=True
    )
    assert told.stdout.startswith("(1, 384) 1 The vector cache cannot be written")
    assert only_file(tmp_path).read_bytes() == before


def test_processes_that_write_at_once_leave_a_whole_file(embedder: Embedder, tmp_path: Path) -> None:
    code = (
        "import sys, numpy as np; from pathlib import Path\n"
        "from assistant.retrieval.embedding import BundledEmbedder; from assistant.retrieval.vectors import VectorCache\n"
        "class Quick(BundledEmbedder):\n"
        "    def encode_passages(self, texts): return np.ones((len(texts), 384), np.float32)\n"
        "for i in range(20):\n"
        "    cache = VectorCache(Quick(), Path(sys.argv[1])); cache.passages([f'{sys.argv[2]} {i}'])\n"
        "    assert not cache.notices, cache.notices\n"
    )
    writers = [
        subprocess.Popen([sys.executable, "-c", code, str(tmp_path), str(number)]) for number in range(3)
    ]
    assert [writer.wait() for writer in writers] == [0, 0, 0]
    cache = VectorCache(embedder, tmp_path)
    assert cache.notices == []
    assert any(cache.missing([f"{number} 19"], "passage") == 0 for number in range(3))


def test_an_array_learned_from_vectors_is_kept_with_them(embedder: Embedder, tmp_path: Path) -> None:
    learned = np.arange(6, dtype=np.float32).reshape(2, 3)
    VectorCache(embedder, tmp_path).fit("a head", lambda: learned)

    def never() -> np.ndarray:
        raise AssertionError("computed twice")

    assert np.array_equal(VectorCache(embedder, tmp_path).fit("a head", never), learned)
    assert VectorCache(embedder, tmp_path).fit("another", lambda: learned + 1)[0, 0] == 1


def test_what_was_not_used_for_long_is_forgotten(
    counting: CountingEmbedder, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(vectors, "_MOST_KEPT", 3)
    cache = VectorCache(counting, None)
    cache.passages(["old", "kept", "one more"])
    cache.passages(["kept", "new"])
    assert cache.missing(["old", "kept", "one more", "new"], "passage") == 1
    assert cache.missing(["old"], "passage") == 1
    # A library larger than that is embedded all the same.
    assert cache.passages([str(number) for number in range(10)]).shape == (10, 384)
