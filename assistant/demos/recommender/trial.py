"""One run of the recommender: every method on the same split, and the list of one user."""

from dataclasses import dataclass
from functools import cached_property
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from assistant.demos.cells import quoted, refuse
from assistant.demos.recommender.evaluation import Evaluation, evaluate, sign_test
from assistant.demos.recommender.methods import lists, recommended, scores, similarities
from assistant.demos.recommender.parameters import DATA_TITLE, METHODS, SAMPLE, Recommender
from assistant.demos.recommender.records import Records, Split, read_records, split
from assistant.text import Bilingual
from assistant.tools.demo import Progress

State = Literal["better", "similar", "worse", "baseline", "few"]
HISTORIES = (0, 1, 2, 3, 5, 8)
"""How many of a user's records are known in the cold-start experiment."""
_LEVEL = 0.05
_MOST_TRACED = 100
"""Users of the cold-start experiment, which ranks all items for each of them several times."""

_NO_CONTENT = Bilingual(
    zh="里没有标签也没有名称，“{method}”没有东西可比；请补上标签列，或者改用协同过滤",
    en='has neither tags nor titles, so "{method}" has nothing to compare; please add a column tags, or use collaborative filtering',
)
_NO_USER = Bilingual(
    zh="里没有叫“{user}”的用户；有的是 {known} 等", en='has no user "{user}"; it has {known} and so on'
)


@dataclass(frozen=True)
class Trial:
    """A run, and the figures that its texts, charts and tables share."""

    parameters: Recommender
    seed: int
    records: Records
    known: Split
    similar: dict[str, NDArray[np.float64]]
    evaluations: dict[str, Evaluation]
    """How each method did that the table allows, the one asked for among them."""
    by_history: list[tuple[int, float]]
    """The hit rate where only so many of the records of each tested user are known, a pair each."""
    user: int
    """Whose list is explained."""

    @property
    def is_sample(self) -> bool:
        """Whether the table is the synthetic one that ships with the demo."""
        return self.parameters.data.name == SAMPLE.table.name

    @property
    def chosen(self) -> Evaluation:
        """How the method that was asked for did."""
        return self.evaluations[self.parameters.method]

    @property
    def baseline(self) -> Evaluation:
        """How the same popular items for everybody did."""
        return self.evaluations["popularity"]

    @cached_property
    def p_value(self) -> float:
        """How probable as large a difference from the popular list is by chance."""
        return sign_test(self.chosen.hits, self.baseline.hits)

    @property
    def state(self) -> State:
        """How the run ended."""
        if not len(self.known.tested):
            return "few"
        if self.parameters.method == "popularity":
            return "baseline"
        if self.p_value > _LEVEL:
            return "similar"
        return "better" if self.chosen.hit_rate > self.baseline.hit_rate else "worse"

    @cached_property
    def list_of_user(self) -> list[int]:
        """What the explained user is shown, best first."""
        liked, seen = self.known.liked[[self.user]], self.known.seen[[self.user]]
        shown = recommended(
            scores(self.parameters.method, self.similar, liked, self.known), seen, self.parameters.k
        )
        return [int(item) for item in shown[0] if item >= 0]

    def because(self, item: int, method: str) -> list[int]:
        """Return up to two items that the user liked and that speak most for this one."""
        if method not in self.similar:
            return []
        weights = self.similar[method][item] * self.known.liked[self.user]
        return [int(n) for n in np.argsort(-weights, kind="stable")[:2] if weights[n] > 0]

    def title(self, item: int) -> Bilingual:
        """Return what an item is called."""
        return SAMPLE.named(self.records.titles[item], self.parameters.data)

    def tags(self, items: tuple[str, ...]) -> list[Bilingual]:
        """Return what tags are called."""
        return [SAMPLE.named(tag, self.parameters.data) for tag in items]

    def user_name(self) -> Bilingual:
        """Return what the explained user is called."""
        return SAMPLE.named(self.records.users[self.user], self.parameters.data)


def try_out(parameters: Recommender, seed: int, on_progress: Progress) -> Trial:
    """Return how the methods do on a table.

    Raises:
        DemoInputError: The table can't be used, or lacks what the method or the user asked for needs.
    """
    records = read_records(parameters.data, on_progress)
    if parameters.method in ("content", "hybrid") and not records.has_content:
        refuse(parameters.data, DATA_TITLE, _NO_CONTENT, method=METHODS[parameters.method])
    known = split(records, seed)
    user = _user(parameters, records, known)
    similar = similarities(records, known, lambda share: on_progress(0.3 + 0.1 * share))
    methods = [name for name in METHODS if name in ("collaborative", "popularity") or records.has_content]
    evaluations: dict[str, Evaluation] = {}
    for done, method in enumerate(methods):

        def advance(share: float, done: int = done) -> None:
            on_progress(0.4 + 0.4 * (done + share) / len(methods))

        evaluations[method] = evaluate(lists(method, similar, known, parameters.k, advance), known)
    by_history = _by_history(parameters, known, similar, lambda share: on_progress(0.8 + 0.2 * share))
    on_progress(1.0)
    return Trial(parameters, seed, records, known, similar, evaluations, by_history, user)


def _by_history(
    parameters: Recommender, known: Split, similar: dict[str, NDArray[np.float64]], on_progress: Progress
) -> list[tuple[int, float]]:
    tested = known.tested[:_MOST_TRACED]
    liked, seen, targets = known.liked[tested], known.seen[tested], known.targets[: len(tested), None]
    counts = [count for count in HISTORIES if count <= int(liked.sum(axis=1).max(initial=-1))]
    found: list[tuple[int, float]] = []
    for count in counts:
        kept = liked * (np.cumsum(liked, axis=1) <= count)
        shown = recommended(scores(parameters.method, similar, kept, known), seen, parameters.k)
        found.append((count, float((shown == targets).any(axis=1).mean())))
        on_progress(len(found) / len(counts))
    return found


def _user(parameters: Recommender, records: Records, known: Split) -> int:
    if parameters.user is None:
        return int(known.liked.sum(axis=1).argmax())
    if parameters.user in records.users:
        return records.users.index(parameters.user)
    english = [SAMPLE.named(name, parameters.data).en for name in records.users]
    if parameters.user not in english:
        shown = ", ".join(quoted(name) for name in records.users[:3])
        refuse(parameters.data, DATA_TITLE, _NO_USER, user=quoted(parameters.user), known=shown)
    return english.index(parameters.user)
