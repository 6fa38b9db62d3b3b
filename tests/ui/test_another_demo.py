"""The form of a demo with a text, a choice and a table, added by one file."""

from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from assistant.ui import texts
from tests.tools.conftest import another  # noqa: F401 - a fixture
from tests.ui.test_demos import address, opened, run
from tests.ui.test_pages import shown

pytestmark = pytest.mark.usefixtures("another")


@pytest.fixture
def form(page: AppTest) -> AppTest:
    return opened(page, demo="keyword_counts")


def widget(app: AppTest, kind: str, name: str) -> Any:
    return next(each for each in app.get(kind) if str(each.key).endswith(f"-{name}"))


def test_each_kind_of_parameter_has_its_own_input(form: AppTest) -> None:
    assert widget(form, "text_input", "keyword").value == "退款"
    assert widget(form, "selectbox", "by").options == ["按渠道", "合计"]
    assert texts.demos.TABLE_NOW.of("zh", name="sample\\.csv") in shown(form)


def test_a_dropped_table_is_run_and_named_by_the_address(form: AppTest) -> None:
    table = ("留言记录.csv", "来源,内容\n网页,要发票\n".encode(), "text/csv")
    widget(form, "file_uploader", "messages").set_value(table)
    widget(form, "text_input", "keyword").set_value("发票")
    run(form)
    assert not form.exception
    assert "1 条留言里有 1 条提到“发票”" in shown(form)
    assert address(form)["messages"] == "留言记录.csv"
    assert [metric.value for metric in form.metric] == ["1", "有人提到"]


def test_a_file_that_is_no_table_is_told_at_its_field(form: AppTest) -> None:
    widget(form, "file_uploader", "messages").set_value(("x.csv", b"a\n", "text/csv"))
    run(form)
    assert "没有表格" in shown(form)
    assert not form.metric
