from assistant.checking.cited_lines import escape_marks, mark_sentences, strip_marks
from assistant.checking.citing import Citations
from assistant.documents import parse_markdown

SECTION = parse_markdown(
    "## 9.2 训练\n\n先说结论。\n\n- **甲**：一。二。\n- **乙**：三。\n", document="d"
).sections[0]


def test_a_passage_keeps_its_number() -> None:
    citations = Citations()
    first, second, *_ = SECTION.passages
    assert [citations.mark(SECTION, passage) for passage in (first, second, first)] == ["[1]", "[2]", "[1]"]


def test_a_citation_names_section_and_quote() -> None:
    citations = Citations()
    citations.mark(SECTION, SECTION.passages[0])
    (citation,) = citations.all()
    assert (citation.section, citation.title, citation.quote) == ("9.2", "训练", "先说结论。")


def test_marks_each_sentence() -> None:
    assert mark_sentences("先看场景。再看预算。", "[1]") == "先看场景。[1] 再看预算。[1]"


def test_keeps_at_most_the_wanted_sentences() -> None:
    assert mark_sentences("One apple. Two pears. Three.", "[2]", limit=2) == "One apple. [2] Two pears. [2]"


def test_keeps_line_breaks_and_indentation() -> None:
    assert mark_sentences("甲：\n  - 乙。", "[1]") == "甲：[1]\n  - 乙。[1]"


def test_a_question_carries_no_mark() -> None:
    assert (
        mark_sentences("不加机器能快吗？能。先做预处理就行。", "[1]")
        == "不加机器能快吗？能。先做预处理就行。[1]"
    )


def test_references_of_a_source_are_not_the_answers_own() -> None:
    quoted = mark_sentences(escape_marks("Shown before [3]. See `a[1]`."), "[1]")
    assert quoted == "Shown before \\[3\\]. [1] See `a[1]`. [1]"
    assert strip_marks(quoted) == "Shown before \\[3\\]. See `a[1]`."
