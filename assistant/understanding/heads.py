"""Classifiers that were learned from examples, as they ship with the coach."""

import json
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from assistant.retrieval.embedding import Vectors
from assistant.understanding.features import Features

PATH = Path(__file__).with_name("heads.npz")


@dataclass(frozen=True, slots=True)
class Head:
    """A logistic regression over the features of a message."""

    classes: tuple[str, ...]
    weights: NDArray[np.float32]
    """Shape (classes, features)."""
    bias: NDArray[np.float32]
    """Shape (classes,)."""
    exclusive: bool
    """Whether a message is of just one class (multinomial), or of any number of them."""

    def probabilities(self, features: Features) -> dict[str, float]:
        """Return the probability of each class."""
        logits = self.weights @ features + self.bias
        likelihoods = np.exp(logits - logits.max()) if self.exclusive else 1 / (1 + np.exp(-logits))
        shares = likelihoods / likelihoods.sum() if self.exclusive else likelihoods
        return dict(zip(self.classes, shares.tolist(), strict=True))


@dataclass(frozen=True, slots=True)
class Pair:
    """What was learned of one question about messages."""

    full: Head
    """Over what a message means and how it is worded."""
    words: Head
    """Over how it is worded alone, for embedding models whose vectors the other has not seen."""


@dataclass(frozen=True, slots=True)
class Heads:
    """What `training.py` learned."""

    model: str
    """The id of the embedding model whose vectors the heads know."""
    digest: str
    """That of the examples that they were learned from."""
    mean: Vectors
    """The mean vector of the examples, shape (d,)."""
    acts: Pair
    """Which act a message is, and which kind of it: classes such as "demo/changes"."""
    forms: Pair
    """Which forms of answer a question asks for."""

    @classmethod
    def load(cls, path: Path = PATH) -> "Heads":
        """Read heads."""
        with np.load(path, allow_pickle=False) as arrays:

            def pair(name: str) -> Pair:
                classes, exclusive = json.loads(str(arrays[f"{name}_classes"]))
                full, words = (
                    Head(
                        tuple(classes),
                        arrays[f"{name}_{part}_weights"].astype(np.float32),
                        arrays[f"{name}_{part}_bias"].astype(np.float32),
                        exclusive,
                    )
                    for part in ("full", "words")
                )
                return Pair(full, words)

            mean = arrays["mean"].astype(np.float32)
            return cls(str(arrays["model"]), str(arrays["digest"]), mean, pair("acts"), pair("forms"))

    def save(self, path: Path = PATH) -> None:
        """Write heads; half precision is enough for weights."""
        arrays = {
            f"{name}_{part}_{what}": getattr(getattr(pair, part), what).astype(np.float16)
            for name, pair in (("acts", self.acts), ("forms", self.forms))
            for part in ("full", "words")
            for what in ("weights", "bias")
        }
        for name, pair in (("acts", self.acts), ("forms", self.forms)):
            arrays[f"{name}_classes"] = np.array(json.dumps([pair.full.classes, pair.full.exclusive]))
        arrays["mean"] = self.mean.astype(np.float16)
        model, digest = np.array(self.model), np.array(self.digest)
        np.savez_compressed(path, allow_pickle=False, model=model, digest=digest, **arrays)
