import pytest

from assistant.ui.formulas import readable


@pytest.mark.parametrize(
    ("latex", "written"),
    [
        (r"学习率 $\alpha$ 决定步长", "学习率 α 决定步长"),
        (r"$$J = \frac{1}{2m} \sum_{i=1}^{m} (h_\theta(x) - y)^2$$", "J = 1/(2m) ∑_{i=1}^m (h_θ(x) - y)^2"),
        (r"$\frac{1}{1 + e^{-z}}$", "1/(1 + e^{-z})"),
    ],
)
def test_formulas_are_written_in_unicode(latex: str, written: str) -> None:
    assert readable(latex) == written


@pytest.mark.parametrize("text", ["一共 $5，不含 {a_b} 和 \\n", "没有公式", r"$\frac$"])
def test_other_text_stays(text: str) -> None:
    assert readable(text).strip("$") == text.strip("$")
