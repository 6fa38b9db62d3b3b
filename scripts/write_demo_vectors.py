"""Write the vectors that ship with the demos that compare texts: `python -m scripts.write_demo_vectors`."""

import sys
from collections.abc import Callable
from pathlib import Path

import assistant.demos
from assistant.demos import behaviour_analysis, customer_service
from assistant.demos.meaning import SEED_FILE
from assistant.retrieval.embedding import embedder
from assistant.retrieval.vectors import VectorCache

SAMPLES: dict[str, Callable[[], tuple[list[str], list[str]]]] = {
    "behaviour_analysis": behaviour_analysis.sample_texts,
    "customer_service": customer_service.sample_texts,
}
"""For each demo, the questions and the passages of its sample."""


def main() -> None:
    """Write the seed of each demo."""
    for name, texts in SAMPLES.items():
        queries, passages = texts()
        cache = VectorCache(embedder(), None)
        cache.queries(queries)
        cache.passages(passages)
        count = cache.write(Path(assistant.demos.__file__).parent / name / SEED_FILE)
        sys.stdout.write(f"{name}: {count} vectors\n")


if __name__ == "__main__":
    main()
