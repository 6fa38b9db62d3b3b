"""Hears which act a message is, and which form of answer a question asks for."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Any

import numpy as np

from assistant.retrieval.embedding import Embedder, EmbeddingError
from assistant.tools.assignments import Assignment
from assistant.tools.demo import Demos
from assistant.tools.requests import DemoRequest, Reading
from assistant.understanding import heads
from assistant.understanding.act import Reply
from assistant.understanding.acts import acts
from assistant.understanding.asking import FORMS, Form
from assistant.understanding.choices import heard_choices
from assistant.understanding.figures import Figure
from assistant.understanding.heads import Features, meaning, wording, wording_and_signs
from assistant.understanding.operations import SET
from assistant.understanding.values import Mention, fit_features, heard_values, open_mentions

QUESTION = "answer"
"""The act that a message is where it is no other."""
_SURE_OF_A_CHANGE = 0.7
"""How likely it has to be that a figure changes the value before and is not the value itself."""
_ASKED_FOR = 0.25
"""The probability from which on a form counts as asked for (by cross-validation)."""


@dataclass(frozen=True, slots=True)
class Heard:
    """An act that a message may be."""

    act: str
    kind: str
    """The likeliest kind of it."""
    probability: float
    """That of the act, all its kinds together."""


class Hearing:
    """Hears what a message wants, with heads that were learned from examples."""

    def __init__(self, embedder: Embedder, path: Path = heads.PATH) -> None:
        """Hear with the heads in a file, which is read when the first message comes.

        Args:
            embedder: Tells what a message means; another than the one that the heads learned from is not asked.
            path: Where `training.py` wrote the heads.
        """
        self._embedder = embedder
        self._path = path
        self._meaning = lru_cache(maxsize=64)(self._meaning_of)

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
        probabilities = self._probabilities(
            self._heads.acts, text, wording_and_signs(text, demos, reply, run)
        )
        heard: dict[str, Heard] = {}
        for name, probability in sorted(probabilities.items(), key=lambda each: -each[1]):
            act, _, kind = name.partition("/")
            known = heard.get(act, Heard(act, kind, 0.0))
            heard[act] = Heard(act, known.kind, known.probability + probability)
        possible = (
            each
            for each in heard.values()
            if each.probability >= acts()[each.act].sure and (reply or acts()[each.act].needs == "nothing")
        )
        return tuple(sorted(possible, key=lambda each: (each.act == QUESTION, -each.probability)))

    def forms(self, question: str) -> frozenset[Form]:
        """Return the forms of answer that a question asks for; none for a plain question."""
        probabilities = self._probabilities(self._heads.forms, question, wording(question.lower()))
        return frozenset(form for form in FORMS if probabilities[form] >= _ASKED_FOR)

    def likely_demos(self, request: str) -> Mapping[str, float]:
        """Return how likely it is that a request for a run means each demo, by name; "" stands for none in particular."""
        return self._probabilities(self._heads.demos, request, wording(request.lower()))

    def values(self, reading: Reading, before: Mapping[str, Any], *, leans: bool) -> tuple[Assignment, ...]:
        """Return the values that a message gives to the demo that it means.

        Args:
            reading: The message as the grammar reads it for that demo.
            before: The values that the run before was asked for.
            leans: Whether the message changes that run.
        """

        def operation_of(figure: Figure) -> str:
            return self._operation(Mention(figure, reading.message)) if leans else SET

        mentions = [replace(each, operation=operation_of(each.figure)) for each in open_mentions(reading)]
        odds = [self._odds(reading, mention) for mention in mentions]
        counted = heard_values(reading, mentions, odds, before, leans=leans, operation_of=operation_of)
        likely = self._probabilities(self._heads.choices, reading.message, wording(reading.message))
        chosen = heard_choices(reading, likely)
        names = {each.parameter for each in chosen}
        return (*(each for each in counted if each.parameter not in names), *chosen)

    def _operation(self, mention: Mention) -> str:
        likely = self._probabilities(self._heads.operations, mention.clause, mention.others())
        likeliest = max(likely, key=likely.__getitem__)
        return likeliest if likely[likeliest] >= _SURE_OF_A_CHANGE else SET

    def _odds(self, reading: Reading, mention: Mention) -> dict[str, float]:
        likely = self._probabilities(self._heads.values, mention.clause, mention.others())
        head = (self._heads.fits.full if self._knows_model else self._heads.fits.words).logits
        features = fit_features(reading, mention, likely)
        return {name: float(head(each)[0]) for name, each in features.items()}

    @property
    def _knows_model(self) -> bool:
        return self._embedder.id == self._heads.model

    def _probabilities(self, pair: heads.Pair, text: str, others: Features) -> dict[str, float]:
        vector = self._meaning(text)
        if vector is None:
            return pair.words.probabilities(others)
        return pair.full.probabilities(np.concatenate([vector, others]))

    @cached_property
    def _heads(self) -> heads.Heads:
        return heads.Heads.load(self._path)

    def _meaning_of(self, text: str) -> Features | None:
        """Return what a text means, or None where no vector of the model that the heads know can be had."""
        try:
            if not self._knows_model:
                return None
            return meaning(self._embedder.encode_queries([text])[0], self._heads.mean)
        except EmbeddingError:
            return None
