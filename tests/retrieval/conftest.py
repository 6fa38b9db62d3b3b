"""What the retrieval tests share: the real model, and retrievers over the bundled knowledge and over plain files."""

from collections.abc import Callable
from pathlib import Path

import pytest

from assistant.retrieval.embedding import BundledEmbedder, Embedder
from assistant.retrieval.opening import build_retriever
from assistant.retrieval.retriever import Retriever
from assistant.settings import BUNDLED_KNOWLEDGE, Settings
from tests.remembering import ARTICLE


@pytest.fixture(scope="session")
def embedder() -> Embedder:
    return BundledEmbedder()


@pytest.fixture(scope="session")
def cache_dir(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("vectors")


@pytest.fixture(scope="session")
def retriever(cache_dir: Path) -> Retriever:
    """The bundled knowledge."""
    return build_retriever(BUNDLED_KNOWLEDGE, Settings(cache_dir=cache_dir))


@pytest.fixture(scope="session")
def article(cache_dir: Path) -> Retriever:
    """The article alone."""
    return build_retriever(ARTICLE, Settings(cache_dir=cache_dir))


@pytest.fixture
def search_in(tmp_path: Path, cache_dir: Path) -> Callable[..., Retriever]:
    """Makes a retriever over files given as name=text."""

    def make(**files: str) -> Retriever:
        for name, text in files.items():
            (tmp_path / f"{name}.md").write_text(text, encoding="utf-8")
        return build_retriever(tmp_path, Settings(cache_dir=cache_dir))

    return make
