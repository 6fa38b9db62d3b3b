"""Opening a retriever over a knowledge folder, and writing the vectors that ship with one."""

from collections.abc import Callable
from pathlib import Path

from assistant.documents import Library, load_library
from assistant.retrieval.background import make_background
from assistant.retrieval.embedding import embedder
from assistant.retrieval.prepared import prepare
from assistant.retrieval.questions import load_preparation
from assistant.retrieval.retriever import Retriever
from assistant.retrieval.vectors import Progress, VectorCache
from assistant.settings import BUNDLED_KNOWLEDGE, Settings

SEED_FILE = "vectors.npz"
GUIDE = BUNDLED_KNOWLEDGE / "ai-pm-skills"
"""The collection that helps to search what nobody prepared."""


def build_retriever(
    knowledge: Path,
    settings: Settings,
    on_progress: Callable[[int, int], None] | None = None,
    *,
    on_read: Callable[[int, int], None] | None = None,
    uploads: Path | None = None,
    vectors: VectorCache | None = None,
) -> Retriever:
    """Return a retriever over a knowledge file or folder, its vectors read from disk where they are there.

    Args:
        knowledge: A file or a folder of them.
        settings: Which model embeds, and where vectors and converted files are kept.
        on_progress: Called with (done, total) texts while vectors are computed.
        on_read: Called with (done, total) files while they are read.
        uploads: The folder of the learner's own files, searched beside the knowledge.
        vectors: Where vectors come from, with the model that computes them; the settings' own when None.

    Raises:
        LibraryError: The knowledge can't be read.
        EmbeddingError: Vectors are missing and the embedding model can't be loaded.
    """
    library = load_library(knowledge, uploads, cache_dir=settings.converted_dir, on_progress=on_read)
    if vectors is None:
        folders = dict.fromkeys(path for path in (BUNDLED_KNOWLEDGE, knowledge) if path.is_dir())
        seeds = [seed for folder in folders for seed in sorted(folder.rglob(SEED_FILE))]
        vectors = VectorCache(embedder(settings.embedding_model), settings.cache_dir, seeds)
    return _index(library, knowledge, vectors, on_progress)


def write_seed(
    folder: Path, settings: Settings, on_progress: Callable[[int, int], None] | None = None
) -> int:
    """Write the vectors of everything in a knowledge folder to its seed file, and return their number.

    Of a folder of collections that have their seeds, what it takes to search them together is all that is written.

    Raises:
        LibraryError: The knowledge can't be read.
        EmbeddingError: The embedding model can't be loaded.
        OSError: The seed can't be written.
    """
    inner = sorted(set(folder.glob(f"*/{SEED_FILE}")))
    seeds = inner or [folder / SEED_FILE]
    vectors = VectorCache(embedder(settings.embedding_model), settings.cache_dir, seeds)
    _index(load_library(folder, cache_dir=settings.converted_dir), folder, vectors, on_progress)
    return vectors.write(folder / SEED_FILE, new_only=bool(inner))


def _index(
    library: Library, knowledge: Path, vectors: VectorCache, on_progress: Progress | None
) -> Retriever:
    preparation = load_preparation(knowledge, library)
    if preparation.questions and preparation.counter_examples:
        return Retriever(
            library, vectors, preparation, make_background(library, preparation, vectors), None, on_progress
        )
    # What nobody prepared is searched with the help of what comes with the coach.
    bundled = load_library(GUIDE)
    known = load_preparation(GUIDE, bundled)
    background = make_background(bundled, known, vectors)
    guide = prepare(bundled, known, vectors, background, on_progress)
    return Retriever(library, vectors, preparation, background, guide, on_progress)
