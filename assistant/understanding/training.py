"""Learn the heads that ship with the coach from the acts' examples: `python -m assistant.understanding.training`."""

import hashlib
import json
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import chain

import numpy as np

from assistant.demos import demos
from assistant.retrieval.embedding import embedder
from assistant.retrieval.questions import COUNTER_EXAMPLES_FILE, QUESTIONS_FILE
from assistant.settings import BUNDLED_KNOWLEDGE
from assistant.understanding.act import Reply
from assistant.understanding.acts import acts
from assistant.understanding.hearing import HEADS, Head, Heads, meaning, wording_and_signs

_PREPARED_WEIGHT = 0.25
"""There are more prepared questions than messages of all acts together."""
_PREPARED: tuple[Reply | None, ...] = (None, None, None, None, "demo", "answer")
"""Where prepared questions stand: many of them lean on a heading, and would be follow-ups in a conversation."""
_ELSEWHERE: tuple[Reply | None, ...] = (None, "answer", "demo")
_ELSEWHERE_WEIGHT = 0.3
_REGULARISATION = 3.0
"""The inverse strength of the penalty on the squares of the weights."""


@dataclass(frozen=True, slots=True)
class _Line:
    """An example as it is learned from."""

    text: str
    act: str
    kind: str
    after: Reply | None
    weight: float = 1.0


def main() -> None:
    """Learn the heads, and write them beside the acts."""
    lines = list(_lines())
    texts = list(dict.fromkeys(line.text for line in lines))
    model = embedder()
    vectors = dict(zip(texts, model.encode_queries(texts), strict=True))
    mean = np.stack(list(vectors.values())).mean(axis=0)
    meanings = np.stack([meaning(vectors[line.text], mean) for line in lines])
    blocks = [wording_and_signs(line.text, demos(), line.after) for line in lines]
    words = np.stack([np.concatenate(block) for block in blocks])
    heads = Heads(
        model.id, digest_of_examples(), mean, _fit(np.hstack([meanings, words]), lines), _fit(words, lines)
    )
    heads.save(HEADS)
    sys.stdout.write(f"{len(texts)} examples, {len(heads.full.classes)} classes\n")


def digest_of_examples() -> str:
    """Return what tells these examples from any others."""
    every = [
        (act.name, each.text, each.kind, each.after) for act in acts().values() for each in act.examples()
    ]
    every += [("answer", text, "", None) for text in prepared_questions()]
    return hashlib.sha256(json.dumps(every).encode()).hexdigest()[:16]


def prepared_questions() -> list[str]:
    """Return the questions that come with the bundled documents, those that they do not cover among them."""
    files = (BUNDLED_KNOWLEDGE.glob(f"*/{name}") for name in (QUESTIONS_FILE, COUNTER_EXAMPLES_FILE))
    lines = (line for file in sorted(chain(*files)) for line in file.read_text(encoding="utf-8").splitlines())
    return [json.loads(line)["q"] for line in lines if line.strip()]


def _lines() -> Iterator[_Line]:
    """Yield the examples; one that leans on nothing is as likely to come at another place in a conversation."""
    heard = {example.text for act in acts().values() for example in act.examples()}
    for number, text in enumerate(text for text in prepared_questions() if text not in heard):
        yield _Line(text, "answer", "", _PREPARED[number % len(_PREPARED)], _PREPARED_WEIGHT)
    for act in acts().values():
        for example in act.examples():
            yield _Line(example.text, act.name, example.kind, example.after)
            if act.needs == "nothing" and example.kind != "changes":
                for after in _ELSEWHERE:
                    if after != example.after:
                        yield _Line(example.text, act.name, example.kind, after, _ELSEWHERE_WEIGHT)


def _fit(features: np.ndarray, lines: list[_Line]) -> Head:
    # Of use to whoever changes the examples alone: answering needs no scikit-learn.
    from sklearn.linear_model import LogisticRegression

    names = [json.dumps([line.act, line.kind]) for line in lines]
    model = LogisticRegression(C=_REGULARISATION, max_iter=400)
    model.fit(features, names, sample_weight=[line.weight for line in lines])
    classes = tuple((act, kind) for act, kind in map(json.loads, model.classes_))
    return Head(classes, model.coef_.astype(np.float32), model.intercept_.astype(np.float32))


if __name__ == "__main__":
    main()
