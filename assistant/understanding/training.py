"""Learn the heads that ship with the coach from examples: `python -m assistant.understanding.training`."""

import hashlib
import json
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from importlib.resources import files
from itertools import chain
from pathlib import Path
from typing import Any

import numpy as np
from scipy.sparse import csr_matrix
from sklearn.linear_model import LogisticRegression

from assistant.demos import demos
from assistant.retrieval.embedding import embedder
from assistant.retrieval.opening import SEED_FILE
from assistant.retrieval.questions import COUNTER_EXAMPLES_FILE, QUESTIONS_FILE
from assistant.retrieval.vectors import VectorCache
from assistant.settings import BUNDLED_KNOWLEDGE, settings
from assistant.tools.requests import MISSING
from assistant.understanding.act import Example, Reply
from assistant.understanding.acts import acts
from assistant.understanding.asking import FORMS
from assistant.understanding.choice_training import learn_choices
from assistant.understanding.heads import Features, Head, Heads, Pair, meaning, wording, wording_and_signs
from assistant.understanding.hearing import QUESTION
from assistant.understanding.value_training import learn_values

_PREPARED_TOGETHER = 1000.0
"""What all prepared questions weigh together: there are more of them than messages of all acts."""
_TOGETHER = {QUESTION: 1000.0, "demo": 2300.0}
"""What all examples of an act weigh together, where there are more of them than messages of all other acts."""
_PREPARED: tuple[Reply | None, ...] = (None, None, None, "demo", "demo", "answer")
"""Where prepared questions stand: many of them lean on a heading, and would be follow-ups in a conversation."""
_ELSEWHERE: tuple[Reply | None, ...] = (None, "answer", "demo")
_ELSEWHERE_WEIGHT = 0.3
_REGULARISATION = 3.0
"""The inverse strength of the penalty on the squares of the weights."""


@dataclass(frozen=True, slots=True)
class _Line:
    """An example of an act as it is learned from."""

    text: str
    name: str
    after: Reply | None
    weight: float = 1.0


def main() -> None:
    """Learn the heads, and write them beside the acts."""
    lines, asked = list(_lines()), form_examples()
    model = embedder()
    requests = (example.text for _, example in demo_examples())
    known = chain((line.text for line in lines), requests, (each["text"] for each in asked))
    texts = list(dict.fromkeys(known))
    # Texts that were embedded before, as questions of the library or by the last training, are not again.
    cache = VectorCache(model, settings().cache_dir / "training", BUNDLED_KNOWLEDGE.glob(f"*/{SEED_FILE}"))
    vectors = dict(zip(texts, cache.queries(texts), strict=True))
    mean = np.stack([vectors[line.text] for line in lines]).mean(axis=0)
    features = {text: meaning(vector, mean) for text, vector in vectors.items()}
    values, operations, fits = learn_values(demos(), list(_valued()), cache.queries, mean)
    heads = Heads(
        model.id,
        digest_of_examples(),
        mean,
        acts=_learn_acts(lines, features),
        forms=_learn_forms(asked, features),
        demos=_learn_demos(features),
        values=values,
        operations=operations,
        fits=fits,
        choices=learn_choices(demos(), list(_valued()), cache.queries, mean),
    )
    heads.save()
    cache.save()
    sys.stdout.write(
        f"{len(texts)} examples, {len(heads.acts.full.classes)} kinds of acts, {len(FORMS)} forms, "
        f"{len(heads.demos.full.classes)} demos\n"
    )


def digest_of_examples() -> str:
    """Return what tells these examples from any others."""
    every: list[Any] = [
        (act.name, each.text, each.kind, each.after) for act in acts().values() for each in act.examples()
    ]
    every += list(demo_requests())
    every += [*prepared_questions(), *form_examples()]
    return hashlib.sha256(json.dumps(every).encode()).hexdigest()[:16]


def prepared_questions() -> list[str]:
    """Return the questions that come with the bundled documents, those that they do not cover among them."""
    files = (BUNDLED_KNOWLEDGE.glob(f"*/{name}") for name in (QUESTIONS_FILE, COUNTER_EXAMPLES_FILE))
    lines = (line for file in sorted(chain(*files)) for line in file.read_text(encoding="utf-8").splitlines())
    return [json.loads(line)["q"] for line in lines if line.strip()]


def demo_examples() -> Iterator[tuple[str, Example]]:
    """Yield how people ask for each demo: its name, and an example."""
    for name, request in demo_requests():
        yield name, Example(request["text"], request["kind"], request["after"])


def demo_requests() -> Iterator[tuple[str, dict[str, Any]]]:
    """Yield the lines of each demo's `requests.jsonl`: its name, and {"text", "kind", "after"}.

    Where "values" are given, they are all that the text gives; "before" are those that a figure in it changes. A line with
    "tells": "values" is worded so that another demo's reader would not know that a run is wanted: it tells of figures alone.
    """
    for name in demos():
        file = files("assistant.demos") / name / "requests.jsonl"
        if file.is_file():
            for line in file.read_text(encoding="utf-8").splitlines():
                yield name, json.loads(line)


def _valued() -> Iterator[tuple[str, dict[str, Any]]]:
    return ((name, request) for name, request in demo_requests() if "values" in request)


def form_examples() -> list[dict[str, Any]]:
    """Return questions with the forms of answer that they ask for: {"text", "forms"}."""
    text = Path(__file__).with_name("forms.jsonl").read_text(encoding="utf-8")
    return [json.loads(line) for line in text.splitlines()]


def _lines() -> Iterator[_Line]:
    """Yield the examples of acts; one that leans on nothing is as likely to come at another place in a conversation."""
    heard = {example.text for act in acts().values() for example in act.examples()}
    heard |= {example.text for _, example in demo_examples()}
    prepared = [text for text in dict.fromkeys(prepared_questions()) if text not in heard]
    for number, text in enumerate(prepared):
        after = _PREPARED[number % len(_PREPARED)]
        yield _Line(text, "answer/", after, _PREPARED_TOGETHER / len(prepared))
    examples = [(act, example) for act in acts().values() for example in act.examples()]
    examples += [(acts()["demo"], example) for example in _typical_requests()]
    counts = Counter(act.name for act, _ in examples)
    for act, example in examples:
        name = f"{act.name}/{example.kind}"
        weight = min(1.0, _TOGETHER.get(act.name, np.inf) / counts[act.name])
        yield _Line(example.text, name, example.after, weight)
        if act.needs == "nothing" and example.kind != "changes":
            for after in _ELSEWHERE:
                if after != example.after:
                    yield _Line(example.text, name, after, weight * _ELSEWHERE_WEIGHT)


def _typical_requests() -> Iterator[Example]:
    """Yield how people ask for a run, without those that many a question or a follow-up would be worded like."""
    for _, request in demo_requests():
        if request.get("tells") != "values":
            yield Example(request["text"], request["kind"], request["after"])


def _learn_acts(lines: Sequence[_Line], meanings: dict[str, Features]) -> Pair:
    words = np.stack([wording_and_signs(line.text, demos(), line.after) for line in lines])
    full = np.hstack([np.stack([meanings[line.text] for line in lines]), words])
    names, weights = [line.name for line in lines], [line.weight for line in lines]
    return Pair(_fit(full, names, weights), _fit(words, names, weights))


def _learn_demos(meanings: dict[str, Features]) -> Pair:
    """Learn which demo a request means; those of the act itself mean none in particular, or one that there is not."""
    lines = [(MISSING if each.kind == MISSING else "", each.text) for each in acts()["demo"].examples()]
    lines += [(name, each.text) for name, each in demo_examples()]
    words = np.stack([wording(text.lower()) for _, text in lines])
    full = np.hstack([np.stack([meanings[text] for _, text in lines]), words])
    names = [name for name, _ in lines]
    counts = Counter(names)
    # However many requests a demo has been given, it is as likely to be meant as any other.
    weights = [len(lines) / len(counts) / counts[name] for name in names]
    return Pair(_fit(full, names, weights), _fit(words, names, weights))


def _fit(features: Features, names: Sequence[str], weights: Sequence[float]) -> Head:
    # Most of a wording's features are zero: without them it is learned in a fraction of the time.
    model = _regression().fit(csr_matrix(features), names, sample_weight=weights)
    return Head(tuple(model.classes_.tolist()), model.coef_, model.intercept_, exclusive=True)


def _learn_forms(asked: Sequence[dict[str, Any]], meanings: dict[str, Features]) -> Pair:
    words = np.stack([wording(each["text"].lower()) for each in asked])
    full = np.hstack([np.stack([meanings[each["text"]] for each in asked]), words])
    return Pair(_fit_each(full, asked), _fit_each(words, asked))


def _fit_each(features: Features, asked: Sequence[dict[str, Any]]) -> Head:
    sparse = csr_matrix(features)
    models = [_regression().fit(sparse, [form in each["forms"] for each in asked]) for form in FORMS]
    weights = np.vstack([model.coef_ for model in models])
    return Head(FORMS, weights, np.concatenate([model.intercept_ for model in models]), exclusive=False)


def _regression() -> LogisticRegression:
    return LogisticRegression(C=_REGULARISATION, max_iter=400)


if __name__ == "__main__":
    main()
