"""Heads over a message's features: which act it is, which forms of answer it asks for, and which demo it means."""

import json
import re
import zlib
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from assistant.documents.addresses import section_addresses
from assistant.retrieval.embedding import Vectors
from assistant.tools.demo import Demos
from assistant.tools.requests import DemoRequest, read
from assistant.understanding.act import Reply

Features = NDArray[np.float32]
Embed = Callable[[Sequence[str]], Vectors]
"""Returns the vectors of what messages mean."""

_MEANING, _WORDING = np.float32(5.0), 3.0
"""How much the blocks of features weigh against each other and against the signs (by cross-validation)."""
_BUCKETS = 2**13
_LONGEST_GRAM = 5
_LONGEST_TEXT = 300
_NUMBER = re.compile(r"\d+(?:\.\d+)*")
_DEMO, _VALUE = "\ue000", "\ue001"
_WORDLESS = re.compile(r"[\W\ue000\ue001]")
_LONG, _SHORT = 40, 6
_REPLIES: tuple[Reply | None, ...] = (None, "answer", "demo", "chat", "refusal")


def meaning(vectors: Vectors, mean: Vectors) -> Features:
    """Return the features of what messages mean, from their unit vectors; shape (…, d)."""
    features: Features = (vectors - mean) * _MEANING
    return features


def wording(text: str) -> Features:
    """Return a text's character n-grams, hashed; shape (8192,)."""
    whole = f"^{_NUMBER.sub('0', text.strip()[:_LONGEST_TEXT])}$"
    grams = {
        zlib.crc32(whole[start : start + length].encode("utf-8", "surrogatepass")) % _BUCKETS
        for length in range(1, _LONGEST_GRAM + 1)
        for start in range(len(whole) - length + 1)
    }
    features = np.zeros(_BUCKETS, np.float32)
    features[list(grams)] = _WORDING / np.sqrt(max(len(grams), 1))
    return features


def wording_and_signs(
    text: str, demos: Demos, reply: Reply | None, run: DemoRequest | None = None
) -> Features:
    """Return how a message is worded and where it stands; shape (8192 + 15,).

    A demo's names and the values that a message gives stand for any: what is learned from one demo is heard of all.

    Args:
        text: The message.
        demos: The demos that there are here.
        reply: What the coach had just replied.
        run: The demo that was asked for last in the conversation.
    """
    readings = [read(text, demo, run) for demo in demos.values()]
    best = max(readings, key=lambda reading: (reading.names_demo, len(reading.given)), default=None)
    blanked = best.blanked(_DEMO, _VALUE) if best else text.lower()
    clear, loose, mention = (
        sum(found.certainty == certainty for found in (best.given if best else ()))
        for certainty in ("clear", "loose", "mention")
    )
    names_demo, after_run = _DEMO in blanked, reply == "demo"
    rest = len(_WORDLESS.sub("", blanked))
    signs: Iterable[float] = (
        *(reply == each for each in _REPLIES),
        names_demo,
        min(clear, 3) / 2,
        min(loose, 2),
        mention > 0,
        bool(section_addresses(text)),
        min(rest, _LONG) / (_LONG / 2),
        rest <= _SHORT,
        "?" in text or "？" in text,
        names_demo and after_run,
        clear + loose > 0 and after_run,
    )
    return np.concatenate([wording(blanked), np.array([float(sign) for sign in signs], np.float32)])


PATH = Path(__file__).with_name("heads.npz")
_LEARNED = ("acts", "forms", "demos", "values", "operations", "fits", "choices")


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

    def logits(self, features: Features) -> Features:
        """Return the logit of each class, shape (classes,)."""
        logits: Features = self.weights @ features + self.bias
        return logits

    def probabilities(self, features: Features) -> dict[str, float]:
        """Return the probability of each class."""
        logits = self.logits(features)
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
    demos: Pair
    """Which demo a request means, by its name; "" for none in particular, "missing" for one that there is not."""
    values: Pair
    """Which parameter a figure is meant for, by what stands around it: classes of `values.class_of`."""
    operations: Pair
    """What a figure does to the value before, of messages that change a run: one of OPERATIONS."""
    fits: Pair
    """Whether a figure is meant for a parameter, by all signs of it."""
    choices: Pair
    """Which values of a demo's choices a request asks for: classes of `choices.class_of`."""

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
            learned = {name: pair(name) for name in _LEARNED}
            return cls(str(arrays["model"]), str(arrays["digest"]), mean, **learned)

    def save(self, path: Path = PATH) -> None:
        """Write heads; half precision is enough for weights."""
        pairs: dict[str, Pair] = {name: getattr(self, name) for name in _LEARNED}
        arrays = {
            f"{name}_{part}_{what}": getattr(getattr(pair, part), what).astype(np.float16)
            for name, pair in pairs.items()
            for part in ("full", "words")
            for what in ("weights", "bias")
        }
        for name, pair in pairs.items():
            arrays[f"{name}_classes"] = np.array(json.dumps([pair.full.classes, pair.full.exclusive]))
        arrays["mean"] = self.mean.astype(np.float16)
        model, digest = np.array(self.model), np.array(self.digest)
        np.savez_compressed(path, allow_pickle=False, model=model, digest=digest, **arrays)
