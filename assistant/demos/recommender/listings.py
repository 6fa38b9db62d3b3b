"""The run's collaborative filtering as a short program to copy."""

import textwrap

from assistant.demos.recommender.methods import SHRINKAGE
from assistant.demos.recommender.trial import Trial
from assistant.demos.results import listing
from assistant.text import Bilingual, Language
from assistant.tools.demo import Listing

_MOST_RECORDS = 3000
"""Of longer records the program would be all data."""

_TITLE = Bilingual(
    zh="协同过滤和热门榜，几行就够", en="Collaborative filtering and the popular list in a few lines"
)
_PROGRAM = """\
import numpy as np

# {data}
liked_by_user = [
{liked}
]
seen_by_user = [
{seen}
]
held_out = {{
{targets}
}}
items, k = {items}, {k}

liked = np.zeros((len(liked_by_user), items))
for user, own in enumerate(liked_by_user):
    liked[user, own] = 1
counts = liked.sum(axis=0)
similar = liked.T @ liked / (np.sqrt(np.outer(counts, counts)) + {shrinkage})  # {similarity}
np.fill_diagonal(similar, 0)

hits = {{"collaborative": 0, "popularity": 0}}
for user, target in held_out.items():
    suits = liked[user] @ similar
    suits = np.round(suits / max(suits.max(), 1e-300) + 1e-6 * counts / max(counts.max(), 1), 12)
    for name, scores in (("collaborative", suits), ("popularity", counts.copy())):
        scores[seen_by_user[user]] = -1
        hits[name] += target in np.argsort(-scores, kind="stable")[:k]
print({{name: count / len(held_out) for name, count in hits.items()}})
"""
_DATA = Bilingual(
    zh="每个用户喜欢过的商品、有过的商品，和留下来考的那一件（都是编号）",
    en="What each user liked, what they had, and the item held out (all by number)",
)
_SIMILARITY = Bilingual(zh="常被同一批人喜欢的商品相似", en="items liked by the same users are similar")


def listings(trial: Trial) -> list[Listing]:
    """Return the program that gives the hit rates; none where nobody could be tested or the data would be too long."""
    known = trial.known
    if trial.state == "few" or known.seen.sum() > _MOST_RECORDS:
        return []

    def program(language: Language) -> str:
        return _PROGRAM.format(
            data=_DATA.of(language),
            liked=_lines([str(row.nonzero()[0].tolist()) for row in known.liked]),
            seen=_lines([str(row.nonzero()[0].tolist()) for row in known.seen]),
            targets=_lines([f"{u}: {t}" for u, t in zip(known.tested, known.targets, strict=True)]),
            items=len(trial.records.items),
            k=trial.parameters.k,
            shrinkage=SHRINKAGE,
            similarity=_SIMILARITY.of(language),
        )

    return [listing(_TITLE, program)]


def _lines(values: list[str]) -> str:
    return textwrap.fill(
        ", ".join(values), width=100, initial_indent="    ", subsequent_indent="    ", break_on_hyphens=False
    )
