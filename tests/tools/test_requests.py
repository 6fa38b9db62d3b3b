"""Messages that ask for a demo, messages that only talk about it, and what is read from them."""

import json
import math
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.text import Bilingual
from assistant.tools import assignments, requests
from assistant.tools.base import Demo, DemoParameters, Wording, parameter
from assistant.tools.registry import demos, run_demo
from assistant.tools.requests import DemoRequest, parse_request

NAME = "linear_regression"
GOLD = Path(__file__).parents[1] / "gold" / "dev.jsonl"
QUESTIONS = Path(__file__).parents[2] / "knowledge" / "ai-pm-skills"

REQUESTS: list[tuple[str, dict[str, Any]]] = [
    # A run without any values.
    ("跑个线性回归", {}),
    ("跑一下线性回归", {}),
    ("演示一下", {}),
    ("演示一下线性回归", {}),
    ("来个线性回归的演示", {}),
    ("线性回归演示", {}),
    ("看看线性回归的效果", {}),
    ("我想看一下线性回归的运行效果", {}),
    ("帮我运行一下文章里的代码", {}),
    ("把文章的代码跑一遍，看看是不是真的得到 1.997", {}),
    ("请把 5.2 的代码跑一下", {}),
    ("你能跑线性回归吗", {}),
    ("能不能帮我跑一下那个回归的例子？", {}),
    ("可以演示一下线性回归吗", {}),
    ("运行一下回归的例子", {}),
    ("训练一个线性回归模型", {}),
    ("試跑一次線性回歸", {}),
    ("show me the regression", {}),
    ("Run the linear regression", {}),
    ("run the demo", {}),
    ("Can you run the linear regression for me?", {}),
    ("Could you please demonstrate the regression?", {}),
    ("please run the article's code and check whether it gives 1.997", {}),
    ("Let's run the regression example", {}),
    ("I'd like to see the linear regression demo", {}),
    ("用默认参数跑一次线性回归", {}),
    ("run the regression with default settings", {}),
    # Learning rate.
    ("用学习率0.1跑一次线性回归", {"learning_rate": 0.1}),
    ("学习率零点一", {"learning_rate": 0.1}),
    ("学习率 0.5", {"learning_rate": 0.5}),
    ("学习率=0.5", {"learning_rate": 0.5}),
    ("lr=0.5", {"learning_rate": 0.5}),
    ("LR: 1e-3", {"learning_rate": 0.001}),
    ("alpha = .05", {"learning_rate": 0.05}),
    ("步长设为 0.2", {"learning_rate": 0.2}),
    ("把步长调大到 3 试试", {"learning_rate": 3}),
    ("把学习率从 0.01 提高到 0.5 会怎么样？", {"learning_rate": 0.5}),
    ("如果学习率是 5 会怎样", {"learning_rate": 5}),
    ("假如学习率等于 0.001 呢", {"learning_rate": 0.001}),
    ("学习率 5 会发散吗", {"learning_rate": 5}),
    ("学习率改成百分之五", {"learning_rate": 0.05}),
    ("学习率设成 5%", {"learning_rate": 0.05}),
    ("0.1 的学习率跑一下", {"learning_rate": 0.1}),
    ("以 0.3 为学习率训练线性回归", {"learning_rate": 0.3}),
    ("学习率 10^-3 跑一次", {"learning_rate": 0.001}),
    ("what if the learning rate is 5?", {"learning_rate": 5}),
    ("What happens with a learning rate of 2?", {"learning_rate": 2}),
    ("how about lr 0.7", {"learning_rate": 0.7}),
    ("use 0.1 as the learning rate", {"learning_rate": 0.1}),
    ("change the learning rate from 0.01 to 0.3", {"learning_rate": 0.3}),
    ("does it converge with a learning rate of 0.9?", {"learning_rate": 0.9}),
    ("try a step size of 0.05", {"learning_rate": 0.05}),
    # Epochs.
    ("一千轮", {"epochs": 1000}),
    ("十万轮", {"epochs": 100_000}),
    ("10万轮", {"epochs": 100_000}),
    ("训练 1.5 万轮", {"epochs": 15_000}),
    ("跑 300 轮看看", {"epochs": 300}),
    ("轮数改成两千", {"epochs": 2000}),
    ("迭代 5000 次", {"epochs": 5000}),
    ("1,000 epochs", {"epochs": 1000}),
    ("epochs=1e5", {"epochs": 100_000}),
    ("train it for ten thousand epochs", {"epochs": 10_000}),
    ("run 1 million epochs", {"epochs": 1_000_000}),
    ("线性回归训练三百五十轮", {"epochs": 350}),
    # Samples.
    ("2 万个样本", {"samples": 20_000}),
    ("10k samples", {"samples": 10_000}),
    ("样本数增加到 500", {"samples": 500}),
    ("只用 5 个样本跑线性回归", {"samples": 5}),
    ("用一百万个样本训练线性回归", {"samples": 1_000_000}),
    ("m=1000", {"samples": 1000}),
    ("set the samples to 100", {"samples": 100}),
    ("run the regression on 2 million data points", {"samples": 2_000_000}),
    # Noise, seed.
    ("噪声调到 0", {"noise": 0}),
    ("不要噪声", {"noise": 0}),
    ("去掉噪声再训练线性回归", {"noise": 0}),
    ("噪音 2.5 跑一下", {"noise": 2.5}),
    ("run it without any noise", {"noise": 0}),
    ("noise level 3", {"noise": 3}),
    ("随机种子 42", {"seed": 42}),
    ("种子设成 7 跑线性回归", {"seed": 7}),
    ("seed=123", {"seed": 123}),
    # Intercept.
    ("不带截距", {"fit_intercept": False}),
    ("不要截距跑一次", {"fit_intercept": False}),
    ("去掉截距项会怎样", {"fit_intercept": False}),
    ("没有截距会怎么样", {"fit_intercept": False}),
    ("不带截距跑一次线性回归", {"fit_intercept": False}),
    ("让直线过原点，跑一次线性回归", {"fit_intercept": False}),
    ("加上截距跑一遍文章的代码", {"fit_intercept": True}),
    ("demo the linear regression without intercept", {"fit_intercept": False}),
    ("no intercept please", {"fit_intercept": False}),
    ("run the regression without an intercept", {"fit_intercept": False}),
    ("fit_intercept=False", {"fit_intercept": False}),
    ("run it with an intercept", {"fit_intercept": True}),
    # Loss.
    ("用半均方误差跑一次", {"loss": "half_mean"}),
    ("用除以 2m 的损失", {"loss": "half_mean"}),
    ("损失换成均方误差，跑线性回归", {"loss": "mean"}),
    ("half mean loss", {"loss": "half_mean"}),
    ("run the regression with the mean squared error", {"loss": "mean"}),
    ("loss=half_mean", {"loss": "half_mean"}),
    # Several values.
    ("用学习率0.1、训练500轮跑一次线性回归", {"learning_rate": 0.1, "epochs": 500}),
    ("lr=0.5, 50 epochs", {"learning_rate": 0.5, "epochs": 50}),
    ("lr 0.5 50 epochs", {"learning_rate": 0.5, "epochs": 50}),
    ("50 epochs 0.1 lr", {"learning_rate": 0.1, "epochs": 50}),
    ("epochs 50 samples 200", {"epochs": 50, "samples": 200}),
    ("学习率设成0.3，跑300轮看看", {"learning_rate": 0.3, "epochs": 300}),
    ("样本 500 个、噪声 0.5，重新训练线性回归", {"samples": 500, "noise": 0.5}),
    ("样本500，300轮", {"samples": 500, "epochs": 300}),
    ("Run it with seed 42 and a learning rate of 1e-3", {"seed": 42, "learning_rate": 0.001}),
    ("seed 42 learning rate 0.1", {"seed": 42, "learning_rate": 0.1}),
    ("train for 200 epochs with 1000 samples", {"epochs": 200, "samples": 1000}),
    ("不带截距、学习率 0.5、训练 200 轮、种子 1", {"fit_intercept": False, "learning_rate": 0.5, "epochs": 200, "seed": 1}),
    ("用 1000 个样本、0.1 的学习率训练 2000 轮，看看斜率会是多少", {"samples": 1000, "learning_rate": 0.1, "epochs": 2000}),
    ("我想看一下当学习率等于 0.3 的时候线性回归训练 300 轮的效果", {"learning_rate": 0.3, "epochs": 300}),
    ("can you run the regression with lr 0.1, no intercept and no noise?", {"learning_rate": 0.1, "fit_intercept": False, "noise": 0}),
    ("--learning-rate 0.1 --epochs 20 --no-fit-intercept", {"learning_rate": 0.1, "epochs": 20, "fit_intercept": False}),
    ("线性回归演示，learning_rate = 0.5，epochs = 20", {"learning_rate": 0.5, "epochs": 20}),
    # Other ways of saying so.
    ("给我来一发线性回归", {}),
    ("复现一下文章 5.4 的结果", {}),
    ("Can you reproduce 1.9970265?", {}),
    ("验证一下 1.9970265", {}),
    ("文章说结果是1.9970265，跑一下看看", {}),
    ("start the demo", {}),
    ("run section 5.2", {}),
    ("给我演示下梯度下降", {}),
    ("噪声大一点，设成 5", {"noise": 5}),
    ("样本多一点，10000个", {"samples": 10_000}),
    ("噪声清零", {"noise": 0}),
    ("what if there is no noise?", {"noise": 0}),
    ("how does it look with 10 samples?", {"samples": 10}),
    ("will a learning rate of 2 diverge?", {"learning_rate": 2}),
    ("学习率改成0.5会更快吗", {"learning_rate": 0.5}),
    ("学习率 0.001 训练 100 万轮会收敛到哪里", {"learning_rate": 0.001, "epochs": 1_000_000}),
    ("学习率 1/10", {"learning_rate": 0.1}),
    ("学习率０．５，５０轮", {"learning_rate": 0.5, "epochs": 50}),
    ('{"learning_rate": 0.1}', {"learning_rate": 0.1}),
    ("請用學習率0.2跑線性迴歸", {"learning_rate": 0.2}),
    ("run linear_regression(learning_rate=0.1, epochs=50)", {"learning_rate": 0.1, "epochs": 50}),
    ("用 4.3 的损失函数跑一次", {"loss": "half_mean"}),
    # Values that the demo will refuse are passed on as they were given.
    ("学习率 50 跑一次", {"learning_rate": 50}),
    ("学习率设成 -1", {"learning_rate": -1}),
    ("跑线性回归，样本 1 个", {"samples": 1}),
    ("学习率设成 abc", {"learning_rate": "abc"}),
    ("lr=abc", {"learning_rate": "abc"}),
    ("学习率 abc 跑一次", {"learning_rate": "abc"}),
    ("run the regression with lr=inf", {"learning_rate": math.inf}),
    ("损失函数改成 huber", {"loss": "huber"}),
]  # fmt: skip

BEFORE = {"learning_rate": 0.1, "samples": 50}
FOLLOW_UPS: list[tuple[str, dict[str, Any]]] = [
    ("再来一次，学习率改成 0.5", {"learning_rate": 0.5, "samples": 50}),
    ("学习率改成 0.5 再来一次", {"learning_rate": 0.5, "samples": 50}),
    ("再跑一次", BEFORE),
    ("再来一次", BEFORE),
    ("重新跑一遍", BEFORE),
    ("再跑一次线性回归", BEFORE),
    ("run it again", BEFORE),
    ("Again!", BEFORE),
    ("那 1000 个样本呢", {"learning_rate": 0.1, "samples": 1000}),
    ("换成 0.3 的学习率", {"learning_rate": 0.3, "samples": 50}),
    ("其他不变，噪声改成 2", {**BEFORE, "noise": 2}),
    ("不带截距再跑一次", {**BEFORE, "fit_intercept": False}),
    ("带上截距再跑一次", {**BEFORE, "fit_intercept": True}),
    ("一千轮", {**BEFORE, "epochs": 1000}),
    ("学习率翻倍再跑一次", {"learning_rate": 0.2, "samples": 50}),
    ("样本减半", {"learning_rate": 0.1, "samples": 25}),
    ("double the learning rate", {"learning_rate": 0.2, "samples": 50}),
    ("轮数加到 10 倍", {**BEFORE, "epochs": 10_000}),
    ("学习率除以 10", {"learning_rate": 0.01, "samples": 50}),
    ("刚才那个再跑一次", BEFORE),
    ("同样的参数再跑一遍", BEFORE),
    ("what about lr=2?", {"learning_rate": 2, "samples": 50}),
    ("same again but with 500 samples", {"learning_rate": 0.1, "samples": 500}),
    ("now without the intercept", {**BEFORE, "fit_intercept": False}),
    ("把线性回归的学习率改成 0.7", {"learning_rate": 0.7, "samples": 50}),
    ("恢复默认", {}),
    ("恢复默认参数再跑一次", {}),
    ("reset", {}),
    ("用默认值跑，学习率 0.5", {"learning_rate": 0.5}),
    ("run the code", {}),
    # Naming the demo anew, without a word that leans on the run before, starts from its defaults.
    ("跑个线性回归", {}),
    ("用学习率 0.3 跑一次线性回归", {"learning_rate": 0.3}),
    ("run the linear regression with 300 epochs", {"epochs": 300}),
]

QUESTIONS_ONLY = [
    "线性回归用的损失函数是什么",
    "线性回归的学习率设的是多少？",
    "为什么学习率是 0.01",
    "梯度下降和反向传播有什么区别",
    "怎么安装TensorFlow",
    "线性回归预测房价的例子讲了什么",
    "源代码里设置了哪些超参数",
    "what learning rate does the code use?",
    "训练需要跑多久",
    "how do I run TensorFlow",
    "运行结果说明了什么",
    "运行结果",
    "what does lr=0.01 mean",
    "跑步鞋推荐",
    "5.4 的运行结果可信吗",
    "测试集是什么",
    "训练集和测试集怎么分",
    "看看文章的代码",
    "show me the code",
    "文章的代码能跑吗",
    "文章的代码为什么跑不起来",
    "does the article's code still run?",
    "学习率 0.1 合适吗",
    "学习率应该设成多少",
    "学习率太大会怎样",
    "没有截距是什么意思",
    "为什么文章的模型没有截距",
    "why is there no intercept?",
    "均方误差",
    "线性回归",
    "学习率",
    "训练轮数",
    "截距项怎么更新",
    "损失函数除以 2m 和除以 m 有什么区别",
    "讲讲线性回归",
    "解释一下线性回归的代码",
    "继续",
    "还有吗",
    "再来一个例子",
    "再说一遍",
    "GPT-3 训练用了 300 轮吗",
    "我们团队训练了 3 轮新人，还是没人会用工具，怎么办",
    "第一轮融资要多少钱",
    "产品演示怎么做",
    "演示文稿怎么写",
    "怎么跑用户调研",
    "样本量多大才够",
    "用户访谈要 5 个样本还是 50 个样本",
    "两周一个迭代还是一周一个迭代好",
    "In the long run, what matters for a PM?",
    "how many epochs are needed?",
    "what is the difference between an epoch and a sample?",
    "Is a learning rate of 0.01 too small?",
    "learning rate schedule",
    "How do I demo a product to investors?",
    "what is linear regression",
    "运行一个创业公司要多少钱",
    "1.9970265",
    "1.9970265 对吗",
    "为什么跑出来不是 1.997",
    "训练员工 100 轮",
    "跑三轮融资",
    "跑两轮用户测试",
    "run a user survey with 20 samples",
    "我们的模型训练了 100 轮还没收敛",
    "学习率 0.8 为什么发散",
    "学习率 5 太大了",
    "这说明学习率 0.01 太小了",
    "代码里学习率是 0.01，样本数是 100",
    "the code uses learning_rate = 0.01 and 1000 epochs",
    "how does the demo work",
    "有哪些演示",
    "演示的结果可信吗",
    "把这个结果发给我老板",
    "看看线性回归",
    "看看梯度下降",
    "看看 5.4",
    "show me section 5.4",
    "show me the flow chart",
    "训练7B模型需要几张卡",
    "demo day 怎么准备",
    "5.2",
    "",
    "   ",
    "？？？",
]


def arguments(text: str, previous: dict[str, Any] | None = None) -> dict[str, Any] | None:
    request = parse_request(text, None if previous is None else DemoRequest(NAME, previous))
    return request.arguments if request else None


@pytest.mark.parametrize(("text", "expected"), REQUESTS)
def test_a_request_gives_just_the_values_it_names(text: str, expected: dict[str, Any]) -> None:
    assert arguments(text) == expected


@pytest.mark.parametrize(("text", "expected"), FOLLOW_UPS)
def test_a_follow_up_keeps_the_values_of_the_run_before(text: str, expected: dict[str, Any]) -> None:
    assert arguments(text, BEFORE) == expected


@pytest.mark.parametrize("previous", [None, BEFORE], ids=["at first", "after a run"])
@pytest.mark.parametrize("text", QUESTIONS_ONLY)
def test_a_question_runs_nothing(text: str, previous: dict[str, Any] | None) -> None:
    assert arguments(text, previous) is None


@pytest.mark.parametrize("text", ["重来", "一样的设置再来", "again", "恢复默认", "reset"])
def test_nothing_can_be_repeated_before_the_first_run(text: str) -> None:
    assert arguments(text) is None


@pytest.mark.parametrize(
    ("text", "before", "expected"),
    [
        ("换成 0.2", {"learning_rate": 0.5}, {"learning_rate": 0.2}),
        (
            "0.2 呢？",
            {"learning_rate": 0.5, "fit_intercept": False},
            {"learning_rate": 0.2, "fit_intercept": False},
        ),
        ("try 2000", {"epochs": 500}, {"epochs": 2000}),
        ("what about 0.05?", {"noise": 2}, {"noise": 0.05}),
        # Two values might be meant, or a section of the article.
        ("换成 0.2", {"learning_rate": 0.5, "noise": 2}, None),
        ("9.2 呢", {"learning_rate": 0.5}, None),
    ],
)
def test_a_bare_number_changes_the_only_value_of_the_run_before(
    text: str, before: dict[str, Any], expected: dict[str, Any] | None
) -> None:
    assert arguments(text, before) == expected


def test_another_seed_takes_the_given_one_back() -> None:
    assert arguments("换个种子再跑一次", {"seed": 42, "noise": 2}) == {"noise": 2}


def gold() -> Iterator[dict[str, Any]]:
    yield from map(json.loads, GOLD.read_text(encoding="utf-8").splitlines())


@pytest.mark.parametrize("entry", list(gold()), ids=lambda entry: str(entry["id"]))
def test_development_questions_run_the_demo_where_they_should(entry: dict[str, Any]) -> None:
    request: DemoRequest | None = None
    previous: DemoRequest | None = None
    for turn in entry.get("turns") or [entry["q"]]:
        previous = request or previous
        request = parse_request(turn, previous)
    expected = DemoRequest(entry["tool"], entry["args"]) if "tool" in entry else None
    assert request == expected


@pytest.mark.parametrize("file", ["questions.jsonl", "out_of_scope.jsonl"])
@pytest.mark.parametrize("previous", [None, BEFORE], ids=["at first", "after a run"])
def test_questions_about_the_article_run_nothing(file: str, previous: dict[str, Any] | None) -> None:
    questions = [
        json.loads(line)["q"] for line in (QUESTIONS / file).read_text(encoding="utf-8").splitlines()
    ]
    assert [question for question in questions if arguments(question, previous) is not None] == []


@pytest.mark.parametrize(
    "values", [{}, {"learning_rate": 3}, {"fit_intercept": False}, {"samples": 2, "epochs": 50, "seed": 3}]
)
@pytest.mark.parametrize("language", ["zh", "en"])
def test_what_a_result_proposes_to_try_next_can_be_asked_for(values: dict[str, Any], language: str) -> None:
    proposal = run_demo(NAME, {"learning_rate": 0.1, **values}).findings[language][-1]
    quoted = proposal.split("“")[1].split("”")[0] if language == "zh" else proposal.split('"')[1]
    assert arguments(quoted, values) not in (None, values)


@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_examples_of_every_demo_run_it(language: Any) -> None:
    for demo in demos().values():
        for example in demo.examples:
            request = parse_request(example.of(language))
            assert request is not None
            assert request.name == demo.name


class Dice(DemoParameters):
    throws: int = parameter(
        10,
        Wording(
            title=Bilingual("投掷次数", "Throws"), description=Bilingual("", ""), aliases=("次数", "throws")
        ),
        ge=1,
    )
    loaded: bool = parameter(
        False,
        Wording(
            title=Bilingual("灌铅", "Loaded"),
            description=Bilingual("", ""),
            aliases=("铅", "lead"),
            off=False,
        ),
    )


def test_any_demo_of_the_registry_is_understood_by_its_own_names(monkeypatch: pytest.MonkeyPatch) -> None:
    title = Bilingual("掷骰子", "Dice")
    dice = Demo(
        "dice",
        title,
        title,
        Dice,
        ("1",),
        lambda _parameters, _progress: pytest.fail("not run here"),
        aliases=("骰子", "dice"),
    )
    both = {NAME: demos()[NAME], "dice": dice}
    for module in (requests, assignments):
        monkeypatch.setattr(module, "demos", lambda: both)
    assert parse_request("跑一下骰子，次数 200") == DemoRequest("dice", {"throws": 200})
    assert parse_request("run the dice with 50 throws and without lead") == DemoRequest(
        "dice", {"throws": 50, "loaded": False}
    )
    assert parse_request("跑一下线性回归，学习率 0.5") == DemoRequest(NAME, {"learning_rate": 0.5})
    assert parse_request("再来一次，次数改成 7", DemoRequest("dice", {"throws": 3})) == DemoRequest(
        "dice", {"throws": 7}
    )


@given(st.text(max_size=400))
def test_any_text_is_understood_without_an_error(text: str) -> None:
    request = parse_request(text, DemoRequest(NAME, BEFORE))
    assert request is None or request.name == NAME


@given(
    rate=st.floats(1e-6, 10).map(lambda value: float(f"{value:.4g}")),
    epochs=st.integers(1, 1_000_000),
    samples=st.integers(2, 10_000_000),
)
def test_values_come_back_as_they_were_written(rate: float, epochs: int, samples: int) -> None:
    expected = {"learning_rate": rate, "epochs": epochs, "samples": samples}
    assert arguments(f"用学习率 {rate}、{samples:,} 个样本训练 {epochs} 轮线性回归") == expected
    assert (
        arguments(f"run the regression with {samples} samples, lr={rate} and {epochs:,} epochs") == expected
    )


def test_a_long_text_is_no_request_and_takes_no_time() -> None:
    assert arguments("跑一次线性回归，" * 10_000) is None
