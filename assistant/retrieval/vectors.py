"""Vectors that are computed once: a read-only seed beside the knowledge, and a cache in the user's folder.

Both are the same kind of file, an uncompressed `.npz`: `model` (the embedder's id), `keys` (uint8, n x 16: what was
embedded), `vectors` (float16, n x d), and `fit-…` for each array that was learned from vectors. A key is made of model,
kind and text, so a section that was edited recomputes itself alone, and files merge without looking at the texts.
"""

import hashlib
import re
import time
import zipfile
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from assistant.files import private_folder, replacing
from assistant.retrieval.embedding import Embedder, TextKind, Vectors
from assistant.text import Bilingual

Progress = Callable[[int, int], None]
"""Called with the number of texts done and the number of texts to do."""

_NOT_IN_FILE_NAMES = re.compile(r"[^A-Za-z0-9.-]+")
_KEY_BYTES = 16
_FOR_EVERYBODY, _FOR_ITS_OWNER = 0o644, 0o600
_FIT = "fit-"
_LARGEST_FILE = 256 * 2**20
_BATCH = 32
_MOST_KEPT = 200_000
"""Vectors in memory: some 160 MB of the bundled model's."""
_SAVE_EVERY = 30.0
"""Seconds of computing that a killed process may lose."""

_DAMAGED = Bilingual(
    "向量缓存 {path} 已损坏或不是本程序写的，已忽略并会重新计算。",
    "The vector cache {path} is damaged or was not written by this program; it is ignored and rebuilt.",
)
_NOT_READ = Bilingual(
    "向量缓存 {path} 读不了（{reason}），已忽略并会重新计算。请检查文件权限。",
    "The vector cache {path} cannot be read ({reason}); it is ignored and computed again. Check the file's permissions.",
)
_NOT_WRITTEN = Bilingual(
    "向量缓存无法写入 {path}（{reason}）。这次在内存里继续工作，下次启动要重新计算。请检查磁盘空间和权限，或用 PM_COACH_CACHE_DIR 换一个文件夹。",
    "The vector cache cannot be written to {path} ({reason}). Work goes on in memory and the next start computes again. "
    "Check the disk's space and permissions, or choose another folder with PM_COACH_CACHE_DIR.",
)


class VectorCache:
    """Embeds texts, remembering every vector on disk.

    Vectors go through float16 even when they are fresh, so that an answer does not depend on whether its vectors
    came from the disk.
    """

    def __init__(self, embedder: Embedder, folder: Path | None, seeds: Iterable[Path] = ()) -> None:
        """Open the cache; nothing is embedded and no model is loaded.

        Args:
            embedder: Computes what is missing.
            folder: Where computed vectors are kept; None keeps them in memory only.
            seeds: Read-only files of vectors, looked into first.
        """
        self.embedder = embedder
        self.notices: list[Bilingual] = []
        """What went wrong with the files, for the page or the terminal; each thing once."""
        name = _NOT_IN_FILE_NAMES.sub("-", embedder.id)
        self._file = None if folder is None else folder / f"vectors-{name}.npz"
        self._known = _Contents()
        for path in seeds:
            self._known.update(self._read(path))
        self._seeded = frozenset(self._known.vectors) | frozenset(self._known.fits)
        if self._file is not None:
            self._known.update(self._read(self._file))
        self._used: dict[bytes, None] = {}
        self._used_fits: dict[str, None] = {}
        self._unsaved = 0

    def queries(self, texts: Sequence[str], on_progress: Progress | None = None) -> Vectors:
        """Return the unit vectors of questions, float32 of shape (len(texts), d)."""
        return self._encode(texts, "query", on_progress)

    def passages(self, texts: Sequence[str], on_progress: Progress | None = None) -> Vectors:
        """Return the unit vectors of passages, float32 of shape (len(texts), d)."""
        return self._encode(texts, "passage", on_progress)

    def missing(self, texts: Iterable[str], kind: TextKind) -> int:
        """Return how many different texts would have to be computed."""
        return len({key for text in texts if (key := self._key(text, kind)) not in self._known.vectors})

    def write(self, path: Path, *, new_only: bool = False) -> int:
        """Write the vectors asked for since this cache was opened, as a seed, and return their number.

        Args:
            path: The file.
            new_only: Whether to leave out what other seeds have.

        Raises:
            OSError: The file cannot be written.
        """
        known = self._seeded if new_only else frozenset()
        keys, fits = sorted(self._used.keys() - known), sorted(self._used_fits.keys() - known)
        _write(path, self.embedder.id, self._known.only(keys, fits), _FOR_EVERYBODY)
        return len(keys)

    def fit(self, what: str, compute: Callable[[], NDArray[np.float32]]) -> NDArray[np.float32]:
        """Return an array learned from vectors, from the files where it is there.

        Args:
            what: Everything but the model that the array depends on.
            compute: Learns it.
        """
        name = hashlib.sha256(f"{self.embedder.id}\0{what}".encode("utf-8", "surrogatepass")).hexdigest()[:32]
        self._used_fits[name] = None
        if name not in self._known.fits:
            self._known.fits[name] = compute()
            self._unsaved += 1
            self.save()
        return self._known.fits[name]

    def _encode(self, texts: Sequence[str], kind: TextKind, on_progress: Progress | None) -> Vectors:
        keys = [self._key(text, kind) for text in texts]
        missing = {key: text for key, text in zip(keys, texts, strict=True) if key not in self._known.vectors}
        self._used.update(dict.fromkeys(keys))
        self._compute(missing, kind, on_progress)
        if not keys:
            return np.zeros((0, 0), np.float32)
        vectors: Vectors = np.stack([self._known.vectors[key] for key in keys]).astype(np.float32)
        vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
        self._forget(keys)
        return vectors

    def _forget(self, used: Iterable[bytes]) -> None:
        """Keep the vectors in memory in the order of their last use, and drop those too many."""
        known = self._known.vectors
        for key in dict.fromkeys(used):
            known[key] = known.pop(key)
        for key in list(islice(known, max(len(known) - _MOST_KEPT, 0))):
            del known[key]
            self._used.pop(key, None)

    def _compute(self, missing: dict[bytes, str], kind: TextKind, on_progress: Progress | None) -> None:
        # Texts of like length waste no padding in one batch.
        todo = sorted(missing.items(), key=lambda item: len(item[1]))
        encode = self.embedder.encode_queries if kind == "query" else self.embedder.encode_passages
        saved = time.monotonic()
        if todo and on_progress is not None:
            on_progress(0, len(todo))
        for start in range(0, len(todo), _BATCH):
            batch = todo[start : start + _BATCH]
            vectors = encode([text for _, text in batch]).astype(np.float16)
            self._known.vectors.update(zip((key for key, _ in batch), vectors, strict=True))
            self._unsaved += len(batch)
            if on_progress is not None:
                on_progress(start + len(batch), len(todo))
            if time.monotonic() - saved > _SAVE_EVERY:
                self.save()
                saved = time.monotonic()
        if todo:
            self.save()

    def save(self) -> None:
        """Write what is new to the user's folder; a disk that refuses is told once and worked around."""
        if self._file is None or not self._unsaved:
            return
        # The file is replaced whole, and another process may have written to it since it was read.
        others = {
            key: vector for key, vector in self._read(self._file).vectors.items() if key not in self._used
        }
        own = self._known.only(
            [key for key in self._used if key in self._known.vectors and key not in self._seeded],
            [name for name in self._used_fits if name not in self._seeded],
        )
        kept = list({**others, **own.vectors}.items())
        if kept:
            kept = kept[-(_LARGEST_FILE // 2 // (_KEY_BYTES + kept[0][1].nbytes)) :]
        try:
            private_folder(self._file.parent)
            _write(self._file, self.embedder.id, _Contents(dict(kept), own.fits), _FOR_ITS_OWNER)
            self._unsaved = 0
        except OSError as error:
            self._notice(_NOT_WRITTEN, path=self._file, reason=error.strerror or type(error).__name__)

    def _read(self, path: Path) -> "_Contents":
        try:
            return _read(path, self.embedder.id)
        except (FileNotFoundError, NotADirectoryError):
            return _Contents()
        except OSError as error:
            self._notice(_NOT_READ, path=path, reason=error.strerror or type(error).__name__)
            return _Contents()
        except Exception:  # A damaged or foreign file can make numpy and zipfile raise nearly anything.
            self._notice(_DAMAGED, path=path)
            return _Contents()

    def _notice(self, text: Bilingual, **values: object) -> None:
        notice = text.filled(**values)
        if notice not in self.notices:
            self.notices.append(notice)

    def _key(self, text: str, kind: TextKind) -> bytes:
        content = f"{self.embedder.id}\0{kind}\0{text}".encode("utf-8", "surrogatepass")
        return hashlib.sha256(content).digest()[:_KEY_BYTES]


@dataclass
class _Contents:
    """What a file holds."""

    vectors: dict[bytes, NDArray[np.float16]] = field(default_factory=dict)
    fits: dict[str, NDArray[np.float32]] = field(default_factory=dict)

    def update(self, other: "_Contents") -> None:
        self.vectors.update(other.vectors)
        self.fits.update(other.fits)

    def only(self, keys: Iterable[bytes], fits: Iterable[str]) -> "_Contents":
        return _Contents({key: self.vectors[key] for key in keys}, {name: self.fits[name] for name in fits})


def _read(path: Path, model: str) -> _Contents:
    """Return what a file holds; nothing when it is another model's.

    Raises:
        FileNotFoundError: There is no such file.
        ValueError: The file is not what `_write` writes (as do zipfile's and numpy's own errors).
    """
    with path.open("rb") as file:
        with zipfile.ZipFile(file) as archive:
            if sum(member.file_size for member in archive.infolist()) > _LARGEST_FILE:
                raise ValueError(f"{path} is too large")
        file.seek(0)
        with np.load(file, allow_pickle=False) as arrays:
            if str(arrays["model"]) != model:
                return _Contents()
            keys, vectors = arrays["keys"], arrays["vectors"]
            fits = {name[len(_FIT) :]: arrays[name] for name in arrays.files if name.startswith(_FIT)}
    if keys.dtype != np.uint8 or keys.shape != (len(vectors), _KEY_BYTES):
        raise ValueError(f"{path} has keys of an unknown form")
    if vectors.dtype != np.float16 or vectors.ndim != 2 or not np.isfinite(vectors).all():
        raise ValueError(f"{path} has vectors of an unknown form")
    if any(fit.dtype != np.float32 or not np.isfinite(fit).all() for fit in fits.values()):
        raise ValueError(f"{path} has fits of an unknown form")
    return _Contents(dict(zip((key.tobytes() for key in keys), vectors, strict=True)), fits)


def _write(path: Path, model: str, contents: _Contents, mode: int) -> None:
    """Write a file that is either the old one or the new one at every moment."""
    keys = np.frombuffer(b"".join(contents.vectors), np.uint8).reshape(-1, _KEY_BYTES)
    vectors = np.stack(list(contents.vectors.values())) if contents.vectors else np.zeros((0, 0), np.float16)
    fits = {_FIT + name: fit for name, fit in contents.fits.items()}
    with replacing(path, mode=mode) as file:
        np.savez(file, allow_pickle=False, model=np.array(model), keys=keys, vectors=vectors, **fits)
