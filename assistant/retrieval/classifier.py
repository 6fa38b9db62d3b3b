"""Two small classifiers with closed or nearly closed solutions, in numpy."""

import numpy as np
from numpy.typing import NDArray

from assistant.retrieval.embedding import Vectors

Scores = NDArray[np.float32]

_WIDTH = 0.4
_RIDGE = 0.1


class KernelRidge:
    """Kernel ridge regression on class indicators, with the kernel exp((cos - 1) / width) between unit vectors.

    A nearest-neighbour vote that knows which neighbours say the same thing twice. What makes it fit here is that the
    predictions for its own examples, each left out in turn, cost nothing: y - w / diag((K + ridge)^-1)
    (Rifkin and Lippert, "Notes on Regularized Least Squares", 2007).
    """

    VERSION = f"kernel ridge, {_WIDTH}, {_RIDGE}"
    """What a stored solution depends on beside its examples and targets."""

    def __init__(self, examples: Vectors, solution: Scores) -> None:
        """Take the examples (unit vectors, float32 of shape (n, d)) and what `solve` found for them."""
        self._examples = examples
        self._weights, self.left_out = solution
        """The prediction for each example from all the others, shape (n, c)."""

    @staticmethod
    def solve(examples: Vectors, targets: Scores) -> Scores:
        """Return the dual weights and the left-out predictions, float32 of shape (2, n, c)."""
        gram = _kernel(examples @ examples.T)
        gram[np.diag_indices_from(gram)] += _RIDGE
        inverse: Scores = np.linalg.inv(gram)
        weights = inverse @ targets
        return np.stack([weights, targets - weights / np.diag(inverse)[:, None]])

    def predict(self, cosines: Scores) -> Scores:
        """Return the predictions from the cosines to the examples; (…, n) gives (…, c)."""
        predicted: Scores = _kernel(cosines) @ self._weights
        return predicted

    def cosines(self, queries: Vectors) -> Scores:
        """Return the cosines of queries to the examples; (…, d) gives (…, n)."""
        cosines: Scores = queries @ self._examples.T
        return cosines


class Logistic:
    """Logistic regression with classes of equal weight, shifted to a chosen share of false negatives."""

    VERSION = "logistic"
    """What a stored solution depends on beside its features, classes and share."""

    def __init__(self, solution: Scores) -> None:
        """Take what `solve` found."""
        parameters = solution.astype(np.float64)
        self._mean, self._scale, self._weights = parameters[0, :-1], parameters[1, :-1], parameters[2]
        self._threshold = float(parameters[0, -1])

    @classmethod
    def solve(
        cls, features: NDArray[np.float64], positive: NDArray[np.bool_], false_negatives: float
    ) -> Scores:
        """Fit by Newton's method; return means and threshold, scales, weights, float32 of shape (3, k + 1).

        Args:
            features: Shape (n, k).
            positive: The class of each row, shape (n,).
            false_negatives: Share of the positive rows that may come out below one half.
        """
        mean, scale = features.mean(axis=0), features.std(axis=0) + 1e-9
        rows = _standardised(features, mean, scale)
        balance = np.where(positive, 0.5 / max(positive.mean(), 1e-9), 0.5 / max(1 - positive.mean(), 1e-9))
        penalty = np.eye(rows.shape[1])
        penalty[-1, -1] = 0.0
        weights = np.zeros(rows.shape[1])
        for _ in range(25):
            predicted = _sigmoid(rows @ weights)
            gradient = rows.T @ (balance * (predicted - positive)) + penalty @ weights
            curvature = (rows * (balance * predicted * (1 - predicted))[:, None]).T @ rows + penalty
            step = np.linalg.solve(curvature, gradient)
            weights -= step
            if np.abs(step).max() < 1e-6:
                break
        threshold = np.quantile(rows[positive] @ weights, false_negatives)
        return np.stack([[*mean, threshold], [*scale, 1.0], weights]).astype(np.float32)

    def probability(self, features: NDArray[np.float64]) -> NDArray[np.float64]:
        """Return the probability of the positive class, one half at the threshold; (n, k) gives (n,)."""
        rows = _standardised(features, self._mean, self._scale)
        return _sigmoid(rows @ self._weights - self._threshold)


def _standardised(
    features: NDArray[np.float64], mean: NDArray[np.float64], scale: NDArray[np.float64]
) -> NDArray[np.float64]:
    """Return features in standard deviations, and a one for the bias."""
    return np.column_stack([(features - mean) / scale, np.ones(len(features))])


def _kernel(cosines: Scores) -> Scores:
    kernel: Scores = np.exp((cosines - 1) / np.float32(_WIDTH))
    return kernel


def _sigmoid(values: NDArray[np.float64]) -> NDArray[np.float64]:
    positive: NDArray[np.float64] = 1 / (1 + np.exp(-np.clip(values, -50, 50)))
    return positive
