"""How sure a share is that was counted: Wilson's interval."""

import math
from statistics import NormalDist
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

_Counts = TypeVar("_Counts", float, NDArray[np.float64])


def wilson_interval(successes: _Counts, trials: _Counts, confidence: float = 0.95) -> tuple[_Counts, _Counts]:
    """Return the lower and upper bound of a share, 0 to 1 each, elementwise for arrays.

    It stays within 0 and 1 and is honest for few trials, where p ± 1.96 standard errors is not (E. B. Wilson, "Probable
    inference", JASA 22, 1927; recommended by Brown, Cai and DasGupta, Statistical Science 16, 2001).

    Args:
        successes: How many times it came out.
        trials: How many times it was tried, at least 1.
        confidence: The share of such intervals that hold the true share, between 0 and 1.
    """
    z = NormalDist().inv_cdf(0.5 + confidence / 2)
    share = successes / trials
    middle = (share + z * z / (2 * trials)) / (1 + z * z / trials)
    variance = share * (1 - share) / trials + z * z / (4 * trials * trials)
    reach = z * np.sqrt(variance) / (1 + z * z / trials)
    low, high = np.clip(middle - reach, 0.0, 1.0), np.clip(middle + reach, 0.0, 1.0)
    return (low, high) if isinstance(share, np.ndarray) else (float(low), float(high))


def trials_needed(share: float, reach: float, confidence: float = 0.95) -> int:
    """Return how many trials bring a share to within ± reach: z² p (1 − p) / reach², rounded up."""
    z = NormalDist().inv_cdf(0.5 + confidence / 2)
    return math.ceil(z * z * share * (1 - share) / reach**2)
