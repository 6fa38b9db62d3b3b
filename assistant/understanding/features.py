"""What heads see of a message: what it means, how it is worded, and where in a conversation it stands."""

import re
import zlib
from collections.abc import Iterable

import numpy as np
from numpy.typing import NDArray

from assistant.documents.addresses import section_addresses
from assistant.retrieval.embedding import Vectors
from assistant.tools.demo import Demos
from assistant.tools.requests import DemoRequest, read
from assistant.understanding.act import Reply

Features = NDArray[np.float32]

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
