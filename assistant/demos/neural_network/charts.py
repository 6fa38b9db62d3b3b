"""The charts: accuracy and loss by epoch, training against validation, and what feedback changed."""

import numpy as np

from assistant.demos import vega
from assistant.demos.neural_network.data import Floats
from assistant.demos.neural_network.experiment import Experiment
from assistant.demos.neural_network.loop import chart as loop_chart
from assistant.demos.results import spaced
from assistant.demos.vega import Rows, Spec
from assistant.text import Bilingual, Language
from assistant.text.numerals import percent
from assistant.tools.demo import Chart

# Mid-tones of the pages' colours, which stand out on paper and on near-black alike.
_TRAIN, _VALIDATION, _CHOSEN, _USERS = "#c8593a", "#4c82b8", "#8f8678", "#4f9468"
_HIGHEST_LOSS = 1e6

_ACCURACY_TITLE = Bilingual(zh="训练和验证的正确率", en="Accuracy in training and validation")
_LOSS_TITLE = Bilingual(zh="训练和验证的损失", en="Loss in training and validation")
_FEEDBACK_TITLE = Bilingual(zh="每一轮反馈之后", en="After each round of feedback")
_EPOCH = Bilingual(zh="训练轮数（轮）", en="epoch")
_ACCURACY = Bilingual(zh="正确率（%）", en="accuracy (%)")
_LOSS = Bilingual(zh="损失（交叉熵）", en="loss (cross-entropy)")
_ROUND = Bilingual(zh="反馈轮次（0 是第一版）", en="feedback round (0: first version)")
_TRAIN_NAME = Bilingual(zh="训练", en="training")
_VALIDATION_NAME = Bilingual(zh="验证", en="validation")
_CHOSEN_NAME = Bilingual(zh="验证最好的一轮", en="best epoch by validation")
_USERS_NAME = Bilingual(zh="新用户看到的", en="what new users saw")

_ACCURACY_SEEN = Bilingual(
    zh="训练正确率到 {train}，验证正确率到 {validation}；竖线在验证最好的第 {epoch} 轮。",
    en="Training accuracy ends at {train}, validation at {validation}; the line marks epoch {epoch}, best by validation.",
)
_LOSS_SEEN = Bilingual(
    zh="训练损失和验证损失随轮数的变化；验证损失在第 {epoch} 轮最低。",
    en="Training and validation loss over the epochs; validation loss is lowest at epoch {epoch}.",
)
_FEEDBACK_SEEN = Bilingual(
    zh="{rounds} 轮反馈，验证正确率从 {first} 到 {last}。",
    en="Over {rounds} rounds of feedback, validation accuracy goes from {first} to {last}.",
)


def charts(ran: Experiment) -> list[Chart]:
    """Return the four charts of a run."""
    return [
        loop_chart(ran),
        vega.chart("accuracy", _ACCURACY_TITLE, lambda language: _accuracy_spec(ran, language)),
        vega.chart("loss", _LOSS_TITLE, lambda language: _loss_spec(ran, language)),
        vega.chart("feedback", _FEEDBACK_TITLE, lambda language: _feedback_spec(ran, language)),
    ]


def _accuracy_spec(ran: Experiment, language: Language) -> Spec:
    network = ran.network
    seen = _ACCURACY_SEEN.of(
        language,
        train=percent(float(network.train_accuracy[-1])),
        validation=percent(float(network.validation_accuracy[-1])),
        epoch=network.best_epoch,
    )
    rows = _curves(100 * network.train_accuracy, 100 * network.validation_accuracy, language)
    up = vega.axis("y", _ACCURACY.of(language), {"zero": False})
    return _by_epoch(rows, up, seen, network.best_epoch, _ACCURACY, language)


def _loss_spec(ran: Experiment, language: Language) -> Spec:
    network = ran.network
    losses = np.where(np.isfinite(network.validation_loss), network.validation_loss, np.inf)
    lowest = int(losses.argmin()) + 1
    rows = _curves(network.train_loss, network.validation_loss, language)
    up = vega.axis("y", _LOSS.of(language), {"zero": True})
    return _by_epoch(rows, up, _LOSS_SEEN.of(language, epoch=lowest), network.best_epoch, _LOSS, language)


def _curves(train: Floats, validation: Floats, language: Language) -> Rows:
    return [
        {"epoch": epoch, "y": vega.rounded(min(float(y), _HIGHEST_LOSS)), "series": name.of(language)}
        for name, curve in ((_TRAIN_NAME, train), (_VALIDATION_NAME, validation))
        for epoch, y in enumerate(curve, start=1)
        if np.isfinite(y) or epoch == 1
    ]


def _by_epoch(rows: Rows, up: Spec, seen: str, best: int, what: Bilingual, language: Language) -> Spec:
    names = {_TRAIN_NAME: _TRAIN, _VALIDATION_NAME: _VALIDATION, _CHOSEN_NAME: _CHOSEN}
    across = vega.axis("epoch", _EPOCH.of(language), {}, tickMinStep=1)
    rows = [row for row in rows if np.isfinite(row["y"])] or [
        {"epoch": 1, "y": _HIGHEST_LOSS, "series": _TRAIN_NAME.of(language)}
    ]
    return {
        "description": spaced(seen),
        "encoding": {"color": vega.colours(names, shown=set(names), language=language)},
        "layer": [
            {
                "data": {"values": [{"epoch": best, "series": _CHOSEN_NAME.of(language)}]},
                "mark": {"type": "rule", "strokeWidth": 2, "strokeDash": [6, 4]},
                "encoding": {"x": across},
            },
            {
                "data": {"values": rows},
                "mark": {"type": "line", "strokeWidth": 2.5, "point": {"size": 14}},
                "encoding": {
                    "x": across,
                    "y": up,
                    "tooltip": vega.tooltips(epoch=_EPOCH, y=what, language=language),
                },
            },
        ],
    }


def _feedback_spec(ran: Experiment, language: Language) -> Spec:
    rows: Rows = []
    for number, each in enumerate(ran.rounds):
        score = vega.rounded(100 * each.training.score)
        rows.append({"round": number, "y": score, "series": _VALIDATION_NAME.of(language)})
        if each.users_saw is not None:
            saw = vega.rounded(100 * each.users_saw)
            rows.append({"round": number, "y": saw, "series": _USERS_NAME.of(language)})
    names = {_VALIDATION_NAME: _VALIDATION, _USERS_NAME: _USERS}
    shown = set(names) if len(ran.rounds) > 1 else {_VALIDATION_NAME}
    seen = _FEEDBACK_SEEN.of(
        language,
        rounds=len(ran.rounds) - 1,
        first=percent(ran.rounds[0].training.score),
        last=percent(ran.rounds[-1].training.score),
    )
    return {
        "description": spaced(seen),
        "encoding": {"color": vega.colours(names, shown=shown, language=language)},
        "layer": [
            {
                "data": {"values": rows},
                "mark": {"type": "line", "strokeWidth": 2.5, "point": {"size": 60}},
                "encoding": {
                    "x": vega.axis("round", _ROUND.of(language), {}, tickMinStep=1),
                    "y": vega.axis("y", _ACCURACY.of(language), {"zero": False}),
                    "tooltip": vega.tooltips(round=_ROUND, y=_ACCURACY, language=language),
                },
            }
        ],
    }
