"""The seed of a demo that draws random numbers: set by people, or drawn and told, so that a run can be repeated."""

import secrets
from typing import Any

from assistant.text import Bilingual
from assistant.tools.kinds import WholeNumber
from assistant.tools.parameters import Wording, parameter

_HIGHEST = 2**32 - 1

SEED_TITLE = Bilingual(zh="随机种子", en="Random seed")


def seed_parameter(decides: Bilingual) -> Any:  # noqa: ANN401 - as pydantic's Field
    """Return the field of a seed.

    Args:
        decides: What the seed decides, as the beginning of a sentence: "The same seed makes the same data".
    """
    return parameter(
        None,
        WholeNumber(ge=0, le=_HIGHEST),
        Wording(
            title=SEED_TITLE,
            description=Bilingual(
                zh=f"{decides.zh}；不设就随机选一个，并写在结果里。0 到 {_HIGHEST:,}。",
                en=f"{decides.en}; without one it is chosen at random and reported. 0 to {_HIGHEST:,}.",
            ),
            aliases=("种子", "随机数种子", "seed"),
        ),
    )


def drawn(seed: int | None) -> int:
    """Return the seed that was set, or one drawn at random."""
    return secrets.randbelow(_HIGHEST + 1) if seed is None else seed
