"""Numbers, parts and factors in messages."""

import pytest

from assistant.understanding.figures import figures


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("工单翻一倍呢、其他不变", [(2.0, "factor")]),
        ("老板把预算砍了一半", [(0.5, "factor")]),
        ("流量砍掉三分之二", [(pytest.approx(1 / 3), "factor")]),
        ("请求量变成原来的五倍", [(5, "factor")]),
        ("人数少一个零再跑", [(0.1, "factor")]),
        ("make epsilon ten times smaller", [(0.1, "factor")]),
        ("ten times the tokens please", [(10, "factor")]),
        ("ask it 30 times", [(30, "number")]),
        ("学习率降低到 0.01", [(0.01, "number")]),
        ("每天进来八千人、转化百分之三", [(8000, "number"), (0.03, "part")]),
        ("a baseline rate of one in ten", [(0.1, "part")]),
        ("a quarter of the labels are wrong", [(0.25, "part")]),
        ("再高 5 个百分点", [(0.05, "part")]),
        ("add 10 points to that chance", [(0.1, "part")]),
        ("外包客服每单十二块五", [(12.5, "number")]),
        ("13b 模型 2t token 512张h100", [(13e9, "number"), (2e12, "number"), (512, "number")]),
        ("给用户 u012 推荐", []),
    ],
)
def test_figures_are_found_as_people_write_them(text: str, found: list[tuple[float, str]]) -> None:
    def sort(is_factor: bool, is_share: bool) -> str:
        return "factor" if is_factor else "part" if is_share else "number"

    assert [(each.number, sort(each.is_factor, each.is_share)) for each in figures(text)] == found


def test_a_number_is_turned_into_the_unit_of_its_parameter() -> None:
    units = {"秒": 1000, "seconds": 1000}
    (wait,) = figures("首字等三秒也行")
    assert wait.in_units(units) == 3000
    (wait,) = figures("within 1.5 seconds")
    assert wait.in_units(units) == 1500
    (wait,) = figures("等 800 毫秒")
    assert wait.in_units(units) == 800
