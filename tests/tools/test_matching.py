"""Which demo a table is for, told by its columns."""

import pytest

from assistant.demos import demos
from assistant.tools.matching import fit, fitting, taking_tables
from assistant.tools.tables import DataTable

PURCHASES = ("user", "item", "rating")
HOMEWORK = ("学生", "题目", "知识点", "对错", "作答")
FAQ = ("问题", "答案")
QUESTIONS = ("question", "expected")


def table(columns: tuple[str, ...], name: str = "a.csv") -> DataTable:
    return DataTable.of_rows(name, columns, [])


def names(*tables: DataTable) -> list[str]:
    return [each.demo.name for each in fitting(taking_tables(demos()).values(), tables)]


@pytest.mark.parametrize(
    ("columns", "demo"),
    [
        (PURCHASES, "recommender"),
        (("用户", "商品", "评分", "时间"), "recommender"),
        (HOMEWORK, "behaviour_analysis"),
        (FAQ, "customer_service"),
        (QUESTIONS, "customer_service"),
    ],
)
def test_a_table_is_for_the_demo_whose_columns_it_has(columns: tuple[str, ...], demo: str) -> None:
    assert names(table(columns)) == [demo]


def test_a_demo_that_would_take_a_part_of_it_is_not_meant() -> None:
    """Homework has questions and answers as well."""
    homework = table(("student", "question", "knowledge_point", "correct", "answer"))
    assert not fit(demos()["customer_service"], [homework]).missing
    assert names(homework) == ["behaviour_analysis"]


def test_two_demos_that_take_different_columns_are_both_possible() -> None:
    assert set(names(table((*PURCHASES, *FAQ)))) == {"recommender", "customer_service"}


@pytest.mark.parametrize("order", [(0, 1), (1, 0)])
def test_each_table_has_its_place_whatever_their_order(order: tuple[int, int]) -> None:
    given = [table(FAQ, "faq.csv"), table(QUESTIONS, "asked.csv")]
    (found,) = fitting(taking_tables(demos()).values(), [given[each] for each in order])
    assert found.arguments == {"faq": "faq.csv", "questions": "asked.csv"}


def test_what_fits_none_fits_all_with_something_missing_the_nearest_first() -> None:
    found = fitting(taking_tables(demos()).values(), [table(("user", "sku_code", "rating"))])
    assert found[0].demo.name == "recommender"
    assert [column.name for column in found[0].missing] == ["item"]
    assert len(found) == len(taking_tables(demos()))


def test_more_tables_than_a_demo_has_places_leaves_the_worst_out() -> None:
    found = fit(demos()["recommender"], [table(FAQ, "faq.csv"), table(PURCHASES, "buys.csv")])
    assert (found.arguments, found.missing) == ({"data": "buys.csv"}, ())


def test_what_the_learner_said_of_a_column_counts() -> None:
    mapped = table(("uid", "item", "rating")).mapped({"user": "uid"})
    assert names(mapped) == ["recommender"]


def test_a_table_with_two_columns_of_one_name_fits_none_as_it_is() -> None:
    found = fitting(taking_tables(demos()).values(), [table(("user", "user", "item", "rating"))])
    assert all(each.missing for each in found)
