"""The two classifiers."""

import numpy as np
import pytest

from assistant.retrieval.classifier import KernelRidge, Logistic


@pytest.fixture
def problem() -> tuple[np.ndarray, np.ndarray]:
    drawn = np.random.default_rng(3)
    classes = np.repeat(np.arange(3), 12)
    examples = (drawn.normal(size=(36, 5)) + 3 * np.eye(5)[classes]).astype(np.float32)
    examples /= np.linalg.norm(examples, axis=1, keepdims=True)
    return examples, np.eye(3, dtype=np.float32)[classes]


def test_each_left_out_prediction_is_that_of_a_fit_without_the_example(
    problem: tuple[np.ndarray, np.ndarray],
) -> None:
    examples, targets = problem
    whole = KernelRidge(examples, KernelRidge.solve(examples, targets))
    for i in (0, 17, 35):
        rest = np.arange(36) != i
        without = KernelRidge(examples[rest], KernelRidge.solve(examples[rest], targets[rest]))
        assert whole.left_out[i] == pytest.approx(without.predict(without.cosines(examples[i])), abs=1e-3)


def test_an_example_is_put_in_its_class(problem: tuple[np.ndarray, np.ndarray]) -> None:
    examples, targets = problem
    head = KernelRidge(examples, KernelRidge.solve(examples, targets))
    predicted = head.predict(head.cosines(examples))
    assert (predicted.argmax(axis=1) == targets.argmax(axis=1)).mean() > 0.95


def test_the_threshold_lets_the_chosen_share_of_positives_fall_below() -> None:
    drawn = np.random.default_rng(5)
    features = np.concatenate([drawn.normal(1, 1, (400, 2)), drawn.normal(-1, 1, (100, 2))])
    positive = np.arange(500) < 400
    probability = Logistic(Logistic.solve(features, positive, 0.05)).probability(features)
    assert (probability[positive] < 0.5).mean() == pytest.approx(0.05, abs=0.005)
    assert (probability[~positive] < 0.5).mean() > 0.7


def test_classes_that_can_be_told_apart_perfectly_do_not_break_it() -> None:
    features = np.array([[0.0], [0.1], [5.0], [5.1]])
    probability = Logistic(Logistic.solve(features, np.array([False, False, True, True]), 0.0)).probability(
        features
    )
    assert np.isfinite(probability).all()
    assert (probability >= 0.5).tolist() == [False, False, True, True]
