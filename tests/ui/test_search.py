import re

import pytest

from assistant.documents import Library, Section, parse_markdown
from assistant.retrieval.evidence import Evidence, Hit, SectionHit
from assistant.ui.library.search import Found, find, folded, spans, terms
from assistant.ui.library.search_results import snippet_markdown


def found(library: Library, query: str, evidence: Evidence | None = None) -> tuple[Found, ...]:
    return find(library.sections("zh"), query, evidence)


def marked(text: str, query: str) -> list[str]:
    wanted = terms(query, [folded(text)])
    return [text[start:end] for start, end in spans(folded(text), wanted)]


@pytest.mark.parametrize(
    ("query", "text", "words"),
    [
        ("数据加密", "先做数据加密，再谈别的数据。", ["数据加密"]),
        ("怎么缩短训练时间", "训练时间长，就想办法缩短。", ["训练时间", "缩短"]),
        ("訓練", "训练一次。", ["训练"]),
        (
            "Learning Rate",
            "A learning rate of 0.1; unlearning is no learning.",
            ["learning", "rate", "learning"],
        ),
        ("the model", "The other model", ["model"]),
        ("the", "The other", ["The"]),
        ("GPT-3", "ＧＰＴ－３ 和 GPT-3", ["ＧＰＴ－３", "GPT-3"]),
        ("火星", "地球", []),
    ],
)
def test_the_words_of_a_query_are_marked(query: str, text: str, words: list[str]) -> None:
    assert marked(text, query) == words


def test_while_the_model_wakes_words_are_found_and_counted(library: Library) -> None:
    [only] = found(library, "数据加密")
    assert only.section.address == "9.3"
    assert only.hits == 5
    assert only.snippets[0].spans


def test_a_sections_own_number_finds_it_first(library: Library) -> None:
    assert found(library, "5.2")[0].section.address == "5.2"


def test_nothing_is_found_for_what_is_not_there(library: Library) -> None:
    assert found(library, "火星") == ()


def test_what_only_means_the_same_is_shown_with_its_best_passage(library: Library) -> None:
    section = next(s for s in library.sections("zh") if s.address == "9.2")
    hit = SectionHit(section, 1.0, tuple(Hit(passage, 1.0) for passage in section.passages))
    [only] = found(library, "怎么提速", Evidence("怎么提速", "zh", (hit,), 0.9, "answers"))
    assert (only.section, only.hits) == (section, 0)
    assert only.snippets[0].passage == section.passages[0]


def test_a_snippet_keeps_words_whole_and_writes_formulas_in_unicode() -> None:
    words = " ".join(f"word{number}" for number in range(40))
    [only] = find([parse(f"{words} needle $\\nabla J(\\theta)$ {words}")], "needle", None)
    shown = snippet_markdown(only.snippets[0]).replace("\\", "")
    assert ":yellow-background[needle] ∇J(θ) word0 " in shown
    assert shown.startswith("…")
    assert shown.endswith("…")
    assert set(re.sub(r":\S+|∇J\(θ\)|…", "", shown).split()) <= set(words.split())


@pytest.mark.parametrize(
    "hostile", ["![x](https://example.com/x.png)", "<img src=x>", ":red[z] $y$ [a](javascript:b)"]
)
def test_a_snippet_shows_what_others_wrote_as_text(library: Library, hostile: str) -> None:
    section: Section = parse(f"Before {hostile} needle {hostile} after")
    [only] = find([section], "needle", None)
    shown = snippet_markdown(only.snippets[0])
    assert ":yellow-background[needle]" in shown
    assert not re.search(r"(?<!\\)[!<$]|(?<!\\)\]\(|(?<!\\):red", shown)


def parse(text: str) -> Section:
    return parse_markdown(f"# 1. Title\n\n{text}", document="d").sections[0]
