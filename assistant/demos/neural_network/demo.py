"""The neural network's loop: the run and how people call it."""

from threadpoolctl import threadpool_limits

from assistant.demos.neural_network.charts import charts
from assistant.demos.neural_network.claims import claims
from assistant.demos.neural_network.experiment import Experiment, experiment
from assistant.demos.neural_network.findings import findings
from assistant.demos.neural_network.listings import listings
from assistant.demos.neural_network.loop import loop_table
from assistant.demos.neural_network.parameters import NeuralNetwork
from assistant.demos.results import Figure, table, writable
from assistant.demos.seeds import SEED_TITLE, drawn
from assistant.text import Bilingual
from assistant.tools.demo import Demo, DemoResult, Progress, Status, Table


def run(parameters: NeuralNetwork, on_progress: Progress) -> DemoResult:
    """Go round the loop of section 2.3, and test once at its end."""
    values = {**parameters.written(), "seed": drawn(parameters.seed)}
    # The matrices are small, and BLAS's threads spin: on busy cores the run would take 60 s, not 1. It is never set back,
    # since others in the process count on it too.
    threadpool_limits(1, user_api="blas")
    ran = experiment(**values, on_progress=on_progress)
    return DemoResult(
        name=DEMO.name,
        parameters=values,
        metrics=writable(_metrics(ran)),
        claims=claims(ran),
        findings=findings(ran),
        tables=[loop_table(ran), _versions(ran)],
        charts=charts(ran),
        listings=listings(ran),
    )


def _metrics(ran: Experiment) -> dict[str, Figure]:
    return {
        "test_accuracy": ran.test_accuracy,
        "validation_accuracy": ran.validation_accuracy,
        "train_accuracy": float(ran.network.train_accuracy[-1]),
        "status": ran.status,
        "chosen_model": ran.chosen,
        "best_epoch": ran.network.best_epoch,
        "last_validation_accuracy": float(ran.network.validation_accuracy[-1]),
        "gap": ran.gap,
        "linear_validation_accuracy": ran.linear.score,
        "network_validation_accuracy": ran.network.score,
        "first_version_accuracy": ran.rounds[0].training.score,
        "last_version_accuracy": ran.rounds[-1].training.score,
        "choice_optimism": ran.optimism,
        "parameters": ran.network.best.size,
        "wrong_labels": ran.parts.wrong,
        "seed": ran.seed,
    }


def _versions(ran: Experiment) -> Table:
    """The versions, one a turn of the loop."""
    return table(
        Bilingual(zh="一版一版", en="Version by version"),
        [
            Bilingual(zh="第几版", en="Version"),
            Bilingual(zh="训练数据（条）", en="Training records"),
            Bilingual(
                zh="新用户看到的正确率（%，上一版）", en="Accuracy that new users saw (%, version before)"
            ),
            Bilingual(zh="验证正确率（%）", en="Validation accuracy (%)"),
            Bilingual(zh="最好的一轮", en="Best epoch"),
        ],
        [
            [
                number,
                each.train_size,
                None if each.users_saw is None else round(100 * each.users_saw, 1),
                round(100 * each.training.score, 1),
                each.training.best_epoch,
            ]
            for number, each in enumerate(ran.rounds, start=1)
        ],
    )


DEMO = Demo(
    name="neural_network",
    title=Bilingual(zh="神经网络演示", en="Neural network demo"),
    description=Bilingual(
        zh="用一个小神经网络走完文章 2.3 的循环：预处理、训练、验证、挑选、预测、收反馈、再训练，最后只测一次；看过拟合、标注错误和反馈各有多大影响。",
        en="Goes round the loop of section 2.3 with a small neural network: pre-process, train, validate, choose, predict, take in feedback, train again, and test once at the end; shows what over-fitting, wrong labels and feedback do.",
    ),
    parameters=NeuralNetwork,
    document="ai-pm-skills",
    sections=("3.2", "2.3", "3.1"),
    run=run,
    examples=(
        Bilingual(zh="用手写数字训练一个神经网络", en="Train a neural network on the handwritten digits"),
        Bilingual(zh="跑一下神经网络，标错的比例 0.3", en="Run the neural network with label noise 0.3"),
        Bilingual(
            zh="神经网络演示用葡萄酒数据，5 轮反馈",
            en="Run the neural network demo on wine with 5 feedback rounds",
        ),
    ),
    aliases=(
        "神经网络",
        "过拟合",
        "手写数字",
        "neural network",
        "neural net",
        "overfitting",
        "over-fitting",
        "mlp",
        "handwritten digits",
    ),
    metrics={
        "test_accuracy": Bilingual(zh="测试正确率（只算一次）", en="Test accuracy (computed once)"),
        "validation_accuracy": Bilingual(
            zh="上线版本的验证正确率", en="Validation accuracy of what goes out"
        ),
        "train_accuracy": Bilingual(zh="神经网络的训练正确率", en="Training accuracy of the network"),
        "status": Bilingual(zh="训练状态", en="Status"),
        "chosen_model": Bilingual(zh="选中的模型", en="Chosen model"),
        "best_epoch": Bilingual(zh="验证最好的一轮", en="Best epoch by validation"),
        "last_validation_accuracy": Bilingual(
            zh="最后一轮的验证正确率", en="Validation accuracy at the last epoch"
        ),
        "gap": Bilingual(zh="训练比验证高多少", en="Training above validation"),
        "linear_validation_accuracy": Bilingual(
            zh="没有隐藏层时的验证正确率", en="Validation accuracy without a hidden layer"
        ),
        "network_validation_accuracy": Bilingual(
            zh="神经网络最好的验证正确率", en="Best validation accuracy of the network"
        ),
        "first_version_accuracy": Bilingual(
            zh="第一版的验证正确率", en="Validation accuracy of the first version"
        ),
        "last_version_accuracy": Bilingual(
            zh="最后一版的验证正确率", en="Validation accuracy of the last version"
        ),
        "choice_optimism": Bilingual(zh="挑选让分数虚高多少", en="How far choosing flatters a score"),
        "parameters": Bilingual(zh="网络的参数个数", en="Parameters of the network"),
        "wrong_labels": Bilingual(zh="训练数据里标错的条数", en="Wrong labels in the training data"),
        "seed": SEED_TITLE,
    },
    statuses={
        "fitted": Status(Bilingual(zh="学好了", en="fitted"), "good"),
        "over_fitted": Status(Bilingual(zh="过拟合", en="over-fitted")),
        "under_fitted": Status(Bilingual(zh="没学好", en="under-fitted")),
        "diverged": Status(Bilingual(zh="发散", en="diverged"), "bad"),
        "linear": Status(Bilingual(zh="没有隐藏层的模型", en="no hidden layer")),
        "network": Status(Bilingual(zh="神经网络", en="neural network")),
    },
)
