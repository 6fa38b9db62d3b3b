"""Any embedding model that sentence-transformers can load; the one module that knows it.

Its import takes seconds, so it happens at the first text that really has to be embedded.
"""

import hashlib
import logging
import threading
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, cast

import numpy as np

from assistant.retrieval.embedding import TextKind, Vectors, not_loaded, shortened

if TYPE_CHECKING:
    from sentence_transformers import SentenceTransformer

_BATCH = 32


class SentenceTransformerEmbedder:
    """A model folder or a model of the Hugging Face Hub, loaded when first needed; safe to share between threads."""

    def __init__(self, name: str) -> None:
        """Name the model, a folder or a Hub name; nothing is loaded yet."""
        self._name = name
        self._lock = threading.RLock()
        self._model: SentenceTransformer | None = None
        self._id: str | None = None

    @property
    def name(self) -> str:
        """The folder or the Hub name."""
        return self._name

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
        return self._encode([shortened(text) for text in texts], "query")

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
                self._model = _model(self._name)
            except Exception as error:
                raise not_loaded(self._name, error) from error
        return self._model

    def _identify(self) -> str:
        folder = Path(self._name)
        if folder.is_dir():
            return f"{folder.name}-{_digest(folder)}"
        # The same Hub name can point to new weights tomorrow; the commit that was loaded cannot.
        config = getattr(getattr(self._load()[0], "auto_model", None), "config", None)
        return f"{self._name}-{getattr(config, '_commit_hash', None) or 'unversioned'}"


def _digest(folder: Path) -> str:
    """Return a digest of a model folder's file names, sizes and times: new weights change it."""
    digest = hashlib.sha256()
    for file in sorted(path for path in folder.rglob("*") if path.is_file()):
        stat = file.stat()
        digest.update(f"{file.relative_to(folder).as_posix()}:{stat.st_size}:{stat.st_mtime_ns}\n".encode())
    return digest.hexdigest()[:16]


def _model(name: str) -> "SentenceTransformer":
    """Load a model, with e5's prompts where it is an e5 that brings none of its own."""
    from sentence_transformers import SentenceTransformer

    # Its missing-config warnings are about files that every plain transformer lacks.
    logging.getLogger("sentence_transformers").setLevel(logging.ERROR)
    model = SentenceTransformer(name)
    if "e5" in Path(name).name.lower() and not any(model.prompts.values()):
        model.prompts.update(query="query: ", document="passage: ")
    return model
