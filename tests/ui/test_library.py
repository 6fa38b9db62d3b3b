import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest

from assistant.documents import LibraryError, load_library
from assistant.settings import Settings
from assistant.ui import session, texts, warming
from assistant.ui.sections import literal
from tests.ui.conftest import PAGE
from tests.ui.scripted import ScriptedCoach
from tests.ui.test_pages import ask, run_until, shown

LIBRARY = "assistant/ui/pages/library.py"
DEMOS = "assistant/ui/pages/demos.py"


def opened(app: AppTest, **address: str) -> AppTest:
    """The library where its address says."""
    app.switch_page(LIBRARY)
    for name, value in address.items():
        app.query_params[name] = value
    app.run()
    assert not app.exception
    return app


def headings(app: AppTest) -> list[str]:
    """The page's headings with their marks: "# 9 …", "## 9.1 …"."""
    return [markdown.value for markdown in app.markdown if markdown.value.startswith("#")]


def address(app: AppTest) -> dict[str, str]:
    return {n: v if isinstance(v, str) else v[0] for n, v in app.query_params.items()}


def popovers(app: AppTest) -> list[str]:
    return [popover.proto.popover.label for popover in app.get("popover")]


def knows(monkeypatch: pytest.MonkeyPatch, folder: Path, **files: str) -> AppTest:
    """The page over a folder with these files, which are read."""
    for name, text in files.items():
        (folder / f"{name}.md").write_text(text, "utf-8")
    monkeypatch.setattr(warming, "settings", lambda: Settings(knowledge=folder))
    monkeypatch.setattr(
        warming, "open_coach", lambda settings, *_: ScriptedCoach(load_library(settings.knowledge))
    )
    st.cache_resource.clear()
    with suppress(LibraryError):
        session.warm_up().library()
    app = AppTest.from_file(str(PAGE), default_timeout=20)
    app.context = {"locale": "zh-CN"}
    return app.run()


def test_a_chapter_is_read_at_a_stretch(page: AppTest) -> None:
    assert [title.split()[:2] for title in headings(opened(page, section="9.2"))] == [
        ["#", "9"],
        ["##", "9.1"],
        ["##", "9.2"],
        ["##", "9.3"],
    ]


def test_the_contents_link_to_every_section(page: AppTest) -> None:
    contents = next(m.value for m in opened(page).markdown if m.value.startswith("- ["))
    assert len(contents.splitlines()) == 38
    assert "  - [9\\.2 大模型的训练时间如何优化？](?document=ai-pm-skills&section=9.2)" in contents


def test_the_library_says_so_where_there_is_no_such_section(page: AppTest) -> None:
    assert texts.library.NO_SECTION.of("zh", address=literal("99.9")) in shown(opened(page, section="99.9"))


def test_the_library_turns_its_pages(page: AppTest) -> None:
    opened(page, section="8.1").button(key="library-next").click().run()
    assert headings(page)[0].startswith("# 9 ")
    page.button(key="library-previous").click().run()
    assert headings(page)[0].startswith("# 8 ")


def test_a_search_is_in_the_address_and_a_result_opens_its_section(page: AppTest) -> None:
    opened(page).text_input(key="library-search").set_value("提速").run()
    assert address(page) == {"q": "提速"}
    page.button(key="result-0").click().run()
    assert address(page) == {"document": "ai-pm-skills", "section": "9.2", "passage": "0", "q": "提速"}
    assert headings(page)[0].startswith("# 9 ")
    page.button(key="library-back").click().run()
    assert address(page) == {"q": "提速"}


def test_a_shared_search_fills_the_box_and_can_be_cleared(page: AppTest) -> None:
    opened(page, section="9.3", q="加密")
    assert page.text_input(key="library-search").value == "加密"
    page.button(key="library-clear").click().run()
    assert address(page) == {"section": "9.3"}
    assert page.text_input(key="library-search").value == ""


def test_an_emptied_search_leads_back_to_where_one_read(page: AppTest) -> None:
    opened(page, section="4.3").text_input(key="library-search").set_value("加密").run()
    page.text_input(key="library-search").set_value("").run()
    assert address(page) == {"section": "4.3"}


def test_words_are_found_while_the_model_still_wakes(
    scripted: ScriptedCoach, monkeypatch: pytest.MonkeyPatch
) -> None:
    def slow(settings: object, on_progress: Callable[[int, int], None], *_: object) -> ScriptedCoach:
        time.sleep(2)
        return scripted

    monkeypatch.setattr(warming, "open_coach", slow)
    app = AppTest.from_file(str(PAGE), default_timeout=20)
    app.context = {"locale": "zh-CN"}
    opened(app.run(), q="数据加密")
    assert texts.library.SEARCH_WAITS.zh in shown(app)
    assert any(":yellow-background[数据加密]" in markdown.value for markdown in app.markdown)
    assert app.button(key="result-0").label.startswith("9.3")
    run_until(app, lambda app: texts.library.SEARCH_WAITS.zh not in shown(app))


def test_a_section_can_be_asked_about(page: AppTest) -> None:
    opened(page, section="5.4").button(key="library-actions-4-ask").click().run()
    assert any("5.4" in text.value for text in page.text)


def test_the_demo_of_a_section_runs_on_its_page(page: AppTest) -> None:
    opened(page, section="5.4").button(key="library-offers-4-run-linear_regression").click().run()
    assert not page.exception
    assert page.get("vega_lite_chart")
    assert address(page)["demo"] == "linear_regression"


def test_a_section_leads_to_the_conversations_that_cite_it(page: AppTest, scripted: ScriptedCoach) -> None:
    assert texts.library.CITED_BY.of("zh", count=1) not in popovers(opened(page, section="9.2"))
    page.switch_page("assistant/ui/pages/chat.py").run()
    ask(page, "训练任务排队排到下周，怎么提速？")
    run_until(page, lambda app: "#cite-" in shown(app))
    assert scripted.conversations.cited("ai-pm-skills") == {"9.2": 1}
    assert texts.library.CITED_BY.of("zh", count=1) in popovers(opened(page, section="9.2"))


def test_several_documents_can_be_switched_between(
    scripted: ScriptedCoach, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    chinese, english = "# 手册\n\n第一句话讲产品。", "# Handbook\n\nThe first sentence is about products."
    app = opened(knows(monkeypatch, tmp_path, first=chinese, second=english))
    assert headings(app) == ["# 手册"]
    choice = app.main.selectbox[0]
    assert choice.options == ["手册", "Handbook"]
    choice.set_value("second").run()
    assert headings(app) == ["# Handbook"]
    assert texts.library.OTHER_LANGUAGE["en"].zh in shown(app)


@pytest.mark.parametrize(
    "text",
    [
        "# T\n\n" + "".join(f"## 第 {n} 节 [x](https://e.com) **b**\n\n短。\n\n" for n in range(500)),
        "没有标题，只有很长的正文。\n\n" * 5000,
        "### A\n\n# B\n\n###### C\n\n## D\n\ntext",
    ],
    ids=["hundreds of sections", "one huge section", "odd levels"],
)
def test_a_text_that_nobody_prepared_is_read_a_part_at_a_time(
    scripted: ScriptedCoach, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, text: str
) -> None:
    app = opened(knows(monkeypatch, tmp_path, text=text))
    assert sum(len(markdown.value) for markdown in app.markdown) < 80_000
    seen = {str(address(app))}
    while "library-next" in [button.key for button in app.button] and len(seen) < 4:
        app.button(key="library-next").click().run()
        assert not app.exception
        seen.add(str(address(app)))
    assert len(seen) >= (1 if len(text) < 1000 else 4)


def test_a_knowledge_path_that_cannot_be_read_is_told_in_the_library(
    scripted: ScriptedCoach, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    app = opened(knows(monkeypatch, tmp_path / "missing"))
    assert texts.library.UNREADABLE.zh in shown(app)
    assert "missing" in shown(app)
    (tmp_path / "missing").mkdir()
    (tmp_path / "missing" / "text.md").write_text("# Found\n\nHere it is.\n", "utf-8")
    app.button(key="state-retry").click()
    run_until(app, lambda app: headings(app) == ["# Found"])
