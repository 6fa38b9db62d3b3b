"""Which act a message is: a head learned from the acts' examples, over what it means, how it is worded, what precedes it."""

import json
import re
import zlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from assistant.documents.addresses import section_addresses
from assistant.retrieval.embedding import Embedder, EmbeddingError, Vectors
from assistant.tools.registry import Demos
from assistant.tools.requests import DemoRequest, read
from assistant.understanding.act import Reply
from assistant.understanding.acts import acts

QUESTION = "answer"
"""The act that a message is where it is no other."""
HEADS = Path(__file__).with_name("heads.npz")
_BUCKETS = 2**13
_LONGEST_GRAM = 5
_LONGEST_TEXT = 300
_MEANING, _WORDING = 5.0, 3.0
"""How much the blocks of features weigh against each other and against the signs of the conversation (by cross-validation)."""
_DEMO, _VALUE = "\ue000", "\ue001"
_NUMBER = re.compile(r"\d+(?:\.\d+)*")
_WORDLESS = re.compile(r"[\W\ue000\ue001]")
_LONG, _SHORT = 40, 6
_REPLIES: tuple[Reply | None, ...] = (None, "answer", "demo", "chat", "refusal")

Features = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Heard:
    """An act that a message may be."""

    act: str
    kind: str
    """The likeliest kind of it."""
    probability: float
    """That of the act, all its kinds together."""


@dataclass(frozen=True, slots=True)
class Head:
    """A multinomial logistic regression over the features of a message."""

    classes: tuple[tuple[str, str], ...]
    """The act and the kind of each row of the weights."""
    weights: NDArray[np.float32]
    """Shape (classes, features)."""
    bias: NDArray[np.float32]
    """Shape (classes,)."""

    def probabilities(self, features: Features) -> NDArray[np.float32]:
        """Return the probability of each class, shape (classes,)."""
        logits = self.weights @ features + self.bias
        exponentials = np.exp(logits - logits.max())
        probabilities: NDArray[np.float32] = exponentials / exponentials.sum()
        return probabilities


class Hearing:
    """Hears which act a message is."""

    def __init__(self, embedder: Embedder, path: Path = HEADS) -> None:
        """Hear with the heads in a file, which is read when the first message comes.

        Args:
            embedder: Tells what a message means; another than the one that the heads learned from is not asked.
            path: Where `training.py` wrote the heads.
        """
        self._embedder = embedder
        self._path = path

    def hear(
        self, text: str, demos: Demos, reply: Reply | None = None, run: DemoRequest | None = None
    ) -> tuple[Heard, ...]:
        """Return the acts that a message may be, the one to try first at the head, a question at the end.

        Acts that are less likely than they have to be are left out, and those that lean on a reply where there is none.

        Args:
            text: The message.
            demos: The demos that there are here.
            reply: What the coach had just replied.
            run: The demo that was asked for last in the conversation.
        """
        wording, signs = wording_and_signs(text, demos, reply, run)
        vector = self._meaning(text)
        if vector is None:
            head, features = self._heads.words, np.concatenate([wording, signs])
        else:
            head, features = self._heads.full, np.concatenate([vector, wording, signs])
        heard: dict[str, Heard] = {}
        ordered = sorted(zip(head.probabilities(features), head.classes, strict=True), reverse=True)
        for probability, (act, kind) in ordered:
            known = heard.get(act)
            heard[act] = Heard(
                act, known.kind if known else kind, float(probability) + (known.probability if known else 0.0)
            )
        possible = (
            each
            for each in heard.values()
            if each.probability >= acts()[each.act].sure and (reply or acts()[each.act].needs == "nothing")
        )
        return tuple(sorted(possible, key=lambda each: (each.act == QUESTION, -each.probability)))

    @cached_property
    def _heads(self) -> "Heads":
        return Heads.load(self._path)

    def _meaning(self, text: str) -> Features | None:
        """Return what the message means, or None where no vector of the model that the head knows can be had."""
        try:
            if self._embedder.id != self._heads.model:
                return None
            return meaning(self._embedder.encode_queries([text])[0], self._heads.mean)
        except EmbeddingError:
            return None


@dataclass(frozen=True, slots=True)
class Heads:
    """What `training.py` learned."""

    model: str
    """The id of the embedding model whose vectors the head knows."""
    digest: str
    """That of the examples that it was learned from."""
    mean: Vectors
    """The mean vector of the examples, shape (d,)."""
    full: Head
    words: Head
    """One that does without the vectors, for other embedding models."""

    @classmethod
    def load(cls, path: Path) -> "Heads":
        """Read heads."""
        with np.load(path, allow_pickle=False) as arrays:
            classes = tuple((act, kind) for act, kind in json.loads(str(arrays["classes"])))
            full, words = (
                Head(
                    classes,
                    arrays[f"{name}_weights"].astype(np.float32),
                    arrays[f"{name}_bias"].astype(np.float32),
                )
                for name in ("full", "words")
            )
            return cls(
                str(arrays["model"]), str(arrays["digest"]), arrays["mean"].astype(np.float32), full, words
            )

    def save(self, path: Path) -> None:
        """Write heads; half precision is enough for weights."""
        np.savez_compressed(
            path,
            allow_pickle=False,
            model=np.array(self.model),
            digest=np.array(self.digest),
            classes=np.array(json.dumps(self.full.classes)),
            mean=self.mean.astype(np.float16),
            full_weights=self.full.weights.astype(np.float16),
            full_bias=self.full.bias.astype(np.float16),
            words_weights=self.words.weights.astype(np.float16),
            words_bias=self.words.bias.astype(np.float16),
        )


def meaning(vectors: Vectors, mean: Vectors) -> Vectors:
    """Return the features of what messages mean, from their unit vectors; shape (…, d)."""
    features: Vectors = (vectors - mean) * np.float32(_MEANING)
    return features


def wording_and_signs(
    text: str, demos: Demos, reply: Reply | None, run: DemoRequest | None = None
) -> tuple[Features, Features]:
    """Return the features of how a message is worded, shape (8192,), and those of where it stands, shape (15,).

    A demo's names and the values that a message gives stand for any: what is learned from one demo is heard of all.
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
    return _wording(_NUMBER.sub("0", blanked)), np.array([float(sign) for sign in signs], np.float32)


def _wording(text: str) -> Features:
    """Return a text's character n-grams, hashed, as a vector of length `_WORDING`."""
    whole = f"^{text.strip()[:_LONGEST_TEXT]}$"
    grams = {
        zlib.crc32(whole[start : start + length].encode("utf-8", "surrogatepass")) % _BUCKETS
        for length in range(1, _LONGEST_GRAM + 1)
        for start in range(len(whole) - length + 1)
    }
    features = np.zeros(_BUCKETS, np.float32)
    features[list(grams)] = _WORDING / np.sqrt(max(len(grams), 1))
    return features
