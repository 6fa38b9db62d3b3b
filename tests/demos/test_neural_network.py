import io
import math
import subprocess
import sys
import warnings
from contextlib import redirect_stdout
from typing import Any

import numpy as np
import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st
from sklearn.metrics import log_loss

from assistant.demos import demos, run_demo
from assistant.demos.neural_network.data import Records, SealedTest, divided, loaded
from assistant.demos.neural_network.network import Network, accuracy, started
from assistant.demos.neural_network.parameters import DataName
from assistant.tools.demo import DemoResult
from assistant.tools.parameters import DemoInputError
from assistant.tools.requests import DemoRequest, requested
from tests.demos import contract

NAME = "neural_network"
CHARTS = ["loop", "accuracy", "loss", "feedback"]
DATA: list[DataName] = ["digits", "breast_cancer", "wine"]
RUNS: dict[str, dict[str, Any]] = {
    "defaults": {},
    "wine": {"data": "wine", "feedback_rounds": 0},
    "tumours": {"data": "breast_cancer", "label_noise": 0, "layers": 2, "epochs": 8},
    "diverged": {"learning_rate": 10, "layers": 3, "epochs": 5},
    "hardly trained": {"epochs": 1, "learning_rate": 0.001},
    "memorised": {"data": "breast_cancer", "label_noise": 0.3, "hidden_units": 128, "epochs": 100},
}


def run(**arguments: Any) -> DemoResult:
    return run_demo(NAME, {"seed": 1, **arguments})


@pytest.mark.parametrize("name", list(RUNS))
def test_a_run_keeps_the_contract(name: str) -> None:
    result = run(**RUNS[name])
    contract.check(result, charts=CHARTS, with_schema=name in ("defaults", "wine"))


@pytest.mark.parametrize(
    ("name", "status"),
    [
        ("diverged", "diverged"),
        ("hardly trained", "under_fitted"),
        ("memorised", "over_fitted"),
        ("tumours", "fitted"),
    ],
)
def test_a_training_is_told_by_how_it_ends(name: str, status: str) -> None:
    assert run(**RUNS[name]).metrics["status"] == status


def test_a_run_without_a_seed_tells_the_one_it_drew_and_can_be_repeated() -> None:
    first = run_demo(NAME, {"data": "wine", "epochs": 3})
    assert first.metrics["seed"] == first.parameters["seed"]
    assert run_demo(NAME, first.parameters) == first


@pytest.mark.parametrize("name", DATA)
def test_the_parts_hold_every_record_once_and_only_what_is_learnt_from_is_mislabelled(name: DataName) -> None:
    parts = divided(name, 0.4, 0.2, 3)
    x, y = loaded(name)
    pieces = (parts.train, parts.validation, parts.incoming, parts.test)
    assert sum(map(len, pieces)) == len(y)
    assert parts.train.x.mean(0) == pytest.approx(np.zeros(x.shape[1]), abs=1e-9)
    assert set(np.round(parts.train.x.std(0), 6)) <= {0.0, 1.0}
    order = np.random.default_rng(3).permutation(len(y))
    truth = np.split(y[order], np.cumsum([len(piece) for piece in pieces])[:-1])
    assert (parts.train.y != truth[0]).sum() == parts.wrong
    assert parts.wrong == pytest.approx(0.2 * len(parts.train), abs=4 * math.sqrt(0.16 * len(parts.train)))
    for piece, right in zip(pieces[1:], truth[1:], strict=True):
        assert (piece.y == right).all()
    assert 0 < (parts.feedback != parts.incoming.y).mean() < 0.4


def sample() -> tuple[Network, Records]:
    rng = np.random.default_rng(0)
    records = Records(rng.standard_normal((20, 5)), rng.integers(3, size=20))
    return started([5, 7, 6, 3], rng), records


def test_backpropagation_gives_the_gradients_of_pytorch() -> None:
    network, records = sample()
    parts = [torch.tensor(part, requires_grad=True) for part in (*network.weights, *network.biases)]
    weights, biases = parts[:3], parts[3:]
    passed = torch.tensor(records.x)
    for number in range(3):
        passed = passed @ weights[number] + biases[number]
        passed = passed if number == 2 else torch.relu(passed)
    loss = torch.nn.functional.cross_entropy(passed, torch.tensor(records.y))
    torch.autograd.backward(loss)
    assert network.loss(records) == pytest.approx(float(loss))
    of_weights, of_biases = network.gradients(records)
    for part, slope in zip(parts, (*of_weights, *of_biases), strict=True):
        assert part.grad is not None
        assert slope == pytest.approx(part.grad.numpy(), abs=1e-12)


def test_loss_and_accuracy_are_those_of_scikit_learn() -> None:
    network, records = sample()
    scores = network.outputs(records.x)[-1]
    shares = np.exp(scores) / np.exp(scores).sum(axis=1, keepdims=True)
    assert network.loss(records) == pytest.approx(log_loss(records.y, shares, labels=[0, 1, 2]))
    assert accuracy(network, records) == (shares.argmax(axis=1) == records.y).mean()
    assert network.size == 5 * 7 + 7 * 6 + 6 * 3 + 7 + 6 + 3


def test_the_test_set_is_opened_once(monkeypatch: pytest.MonkeyPatch) -> None:
    opened: list[int] = []
    original = SealedTest.open

    def counted(self: SealedTest) -> Records:
        opened.append(1)
        return original(self)

    monkeypatch.setattr(SealedTest, "open", counted)
    run(data="wine", epochs=3)
    assert opened == [1]
    sealed = SealedTest(sample()[1])
    sealed.open()
    with pytest.raises(RuntimeError, match="one look"):
        sealed.open()


def test_it_learns_and_feedback_helps() -> None:
    metrics = run().metrics
    assert float(metrics["test_accuracy"] or 0) > 0.88
    assert float(metrics["last_version_accuracy"] or 0) > float(metrics["first_version_accuracy"] or 0)
    assert run(label_noise=0, train_share=0.8).metrics["test_accuracy"] == pytest.approx(0.97, abs=0.03)


def test_the_boxes_carry_the_runs_numbers() -> None:
    result = run()
    words = {row[0]: str(row[1]) for row in result.tables[0].rows["en"]}
    assert words["User data"].startswith("1,797 records of 64")
    assert f"{result.metrics['wrong_labels']} of them" in words["Data pre-processing"]
    assert words["Final test"].endswith(f"{100 * float(result.metrics['test_accuracy'] or 0):.0f}%")
    assert [row[0] for row in result.tables[0].rows["zh"] if row[2] == "画了"] == [
        "用户数据", "数据预处理", "模型训练", "预测结果", "用户反馈",
    ]  # fmt: skip


def claim(result: DemoResult, part: str) -> bool:
    return next(c.holds for c in result.claims if part in c.claimed)


def test_claims_follow_the_figures() -> None:
    result = run()
    assert not claim(result, "Δw")
    assert not claim(result, "Δ = 0")
    assert not claim(run(**RUNS["diverged"]), "ŷ")
    assert not claim(run(**RUNS["memorised"]), "ŷ")
    assert all(c.section in ("2.3", "3.1", "3.2") for c in result.claims)
    assert not any("v₁" in c.claimed for c in run(**RUNS["wine"]).claims)


@pytest.mark.parametrize("values", [{"epochs": 5}, {"data": "wine", "layers": 2}, {"data": "breast_cancer"}])
def test_the_listing_prints_what_the_run_found(values: dict[str, Any]) -> None:
    result = run(feedback_rounds=0, **values)
    for language in ("zh", "en"):
        printed = io.StringIO()
        with redirect_stdout(printed):
            exec(result.listings[0].code[language], {})
        epoch, best, last = map(float, printed.getvalue().split())
        metrics = result.metrics
        assert best == pytest.approx(metrics["network_validation_accuracy"])
        assert last == pytest.approx(metrics["last_validation_accuracy"])
        # Of epochs that do alike, the run keeps the one with the smaller loss.
        assert epoch <= float(metrics["best_epoch"] or 0)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("用手写数字训练一个神经网络", {"data": "digits"}),
        ("跑一下神经网络，标错的比例 0.3", {"label_noise": 0.3}),
        ("神经网络演示用葡萄酒数据，5 轮反馈", {"data": "wine", "feedback_rounds": 5}),
        ("run the neural network with 64 hidden units and 2 layers", {"hidden_units": 64, "layers": 2}),
    ],
)
def test_people_can_ask_for_it(text: str, expected: dict[str, Any]) -> None:
    assert requested(text, demos()) == DemoRequest(NAME, expected)


def test_what_is_proposed_next_can_be_asked_for() -> None:
    for values in (RUNS["wine"], RUNS["tumours"], RUNS["diverged"]):
        for language, quotes in (("zh", "“”"), ("en", '""')):
            proposal = run(**values).findings[language][-1].split(quotes[0])[1].split(quotes[1])[0]
            request = requested(proposal, demos(), DemoRequest(NAME, values))
            assert isinstance(request, DemoRequest)
            assert (request.name, request.arguments != values) == (NAME, True)


def test_a_run_that_is_stopped_ends_and_one_that_goes_on_tells_how_far_it_is() -> None:
    shares: list[float] = []
    run_demo(NAME, {"data": "wine", "epochs": 20}, shares.append)
    assert shares == sorted(shares)
    assert shares[-1] == 1
    assert len(shares) >= 100

    class StopError(Exception):
        pass

    def stop(share: float) -> None:
        if share > 0.2:
            raise StopError

    with pytest.raises(StopError):
        run_demo(NAME, {"data": "wine"}, stop)


def test_what_takes_long_to_import_waits_for_a_run() -> None:
    heavy = "{'sklearn', 'scipy', 'pandas', 'torch', 'statsmodels'} & set(sys.modules)"
    code = f"import sys, assistant.demos; assistant.demos.demos(); assert not {heavy}, {heavy}"
    subprocess.run([sys.executable, "-c", code], check=True)


@pytest.mark.parametrize(
    ("values", "title"),
    [
        ({"data": "iris"}, "数据集"),
        ({"hidden_units": 0}, "每层神经元数"),
        ({"layers": 7}, "隐藏层数"),
        ({"epochs": "many"}, "训练轮数"),
        ({"learning_rate": math.nan}, "学习率"),
        ({"train_share": 0.9}, "训练数据占比"),
        ({"label_noise": -0.1}, "标错的比例"),
        ({"feedback_rounds": 1.5}, "反馈轮次"),
        ({"seed": 2**32}, "随机种子"),
    ],
)
def test_values_that_cannot_be_are_refused_by_name(values: dict[str, Any], title: str) -> None:
    with pytest.raises(DemoInputError) as caught:
        run_demo(NAME, values)
    assert caught.value.message.zh.startswith(f"{title}必须")


@settings(max_examples=20, deadline=None)
@given(
    data=st.sampled_from(DATA),
    hidden_units=st.integers(1, 32),
    layers=st.integers(1, 6),
    epochs=st.integers(1, 4),
    learning_rate=st.floats(0, 10, exclude_min=True),
    train_share=st.floats(0.1, 0.8),
    label_noise=st.floats(0, 0.5),
    feedback_rounds=st.integers(0, 5),
    seed=st.integers(0, 2**32 - 1),
)
def test_every_allowed_value_gives_a_result(**arguments: Any) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        result = run_demo(NAME, arguments)
    contract.check(result, charts=CHARTS, with_schema=False)
