"""Reading and searching the library in a real browser."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.accessibility import (
    NARROW_DARK,
    NARROW_LIGHT,
    WIDE_DARK,
    WIDE_LIGHT,
    expect_accessible,
    take_on,
)
from tests.browser.conftest import Open
from tests.browser.harness import AWAKE_MILLISECONDS, NARROW, WIDE, settled
from tests.browser.test_page import in_view, scroll_position

Visit = Callable[..., Page]


def contents(page: Page, section: str) -> Locator:
    """The link to a section in the contents beside the text."""
    return page.locator(".st-key-library-contents-side a", has_text=re.compile(rf"^{re.escape(section)} "))


def title(page: Page, section: str) -> Locator:
    return page.locator(".st-key-library-text").get_by_role("heading", name=re.compile(rf"^{section} "))


def read(page: Page, section: str) -> None:
    """Scroll with the wheel until a section has come to the top."""
    page.mouse.move(WIDE[0] * 0.7, WIDE[1] / 2)
    for _ in range(60):
        box = title(page, section).bounding_box()
        if box and box["y"] <= 100:
            return
        page.mouse.wheel(0, 200)
        page.wait_for_timeout(30)
    raise AssertionError(f"{section} never came to the top")


def runs(page: Page) -> Callable[[], int]:
    """How many messages the page has sent to Python since."""
    sent: list[str] = []
    page.context.on("request", lambda request: sent.append(request.url))
    page.on("websocket", lambda socket: socket.on("framesent", lambda _: sent.append("frame")))
    page.reload()
    title(page, "9.1").wait_for()
    expect(page.locator(".st-key-library-side [aria-current]")).to_have_count(1)
    settled(page)
    sent.clear()
    return lambda: len([each for each in sent if each == "frame"])


def test_the_contents_and_the_address_follow_the_reading_without_asking_the_server(visit: Visit) -> None:
    # A page that waits for the model asks how far it is.
    visit().locator(".st-key-suggestions button").first.wait_for(timeout=AWAKE_MILLISECONDS)
    page = visit("/library?section=9")
    asked = runs(page)
    read(page, "9.2")
    expect(contents(page, "9.2")).to_have_attribute("aria-current", "location")
    expect(page.locator(".st-key-library-side [aria-current]")).to_have_count(1)
    expect(page).to_have_url(re.compile(r"section=9\.2"))
    assert in_view(contents(page, "9.2"), page.locator(".st-key-library-side"))
    assert asked() == 0
    page.reload()
    settled(page)
    assert in_view(title(page, "9.2"), page.get_by_test_id("stMain"))


def test_the_contents_scroll_within_the_chapter_and_open_another(visit: Visit) -> None:
    page = visit("/library?section=9.1")
    asked = runs(page)
    contents(page, "9.3").click()
    settled(page)
    assert in_view(title(page, "9.3"), page.get_by_test_id("stMain"))
    expect(contents(page, "9.3")).to_have_attribute("aria-current", "location")
    assert asked() == 0
    contents(page, "4.3").click()
    expect(title(page, "4.3")).to_be_visible()
    settled(page)
    assert in_view(title(page, "4.3"), page.get_by_test_id("stMain"))
    expect(page).to_have_url(re.compile(r"section=4\.3"))
    page.go_back()
    expect(title(page, "9.3")).to_be_visible()
    settled(page)
    assert in_view(title(page, "9.3"), page.get_by_test_id("stMain"))


def test_a_chapter_leads_to_the_next_from_its_end(visit: Visit) -> None:
    page = visit("/library?section=8.4")
    title(page, "8.4").wait_for()
    page.get_by_role("button", name="下一章").click()
    expect(title(page, "9.1")).to_be_visible()
    settled(page)
    assert scroll_position(page) < 5


def test_a_shared_link_opens_the_passage_highlighted(visit: Visit) -> None:
    page = visit("/library?section=9.3&passage=4")
    page.locator(".st-key-cited-passage").wait_for()
    settled(page)
    assert in_view(page.locator(".st-key-cited-passage"), page.get_by_test_id("stMain"))
    assert "passage=4" in page.url


def test_formulas_and_the_flow_chart_are_drawn(visit: Visit) -> None:
    page = visit("/library?section=4.3")
    expect(page.locator(".katex-display").first).to_be_visible()
    contents(page, "2.3").click()
    expect(page.get_by_test_id("stMermaidChart").first).to_be_visible()


def test_a_search_marks_its_words_and_back_returns_to_it(visit: Visit) -> None:
    page = visit("/library?section=9.1")
    search = page.get_by_label("搜索资料").first
    search.fill("数据加密")
    search.press("Enter")
    result = page.locator("[class*='st-key-library-result-']").first
    expect(result).to_contain_text("9.3")
    expect(result.locator(".stMarkdownColoredBackground").first).to_have_text("数据加密")
    expect(page).to_have_url(re.compile(r"\?q="))

    result.get_by_role("button").click()
    page.locator(".st-key-cited-passage").wait_for()
    settled(page)
    assert in_view(page.locator(".st-key-cited-passage"), page.get_by_test_id("stMain"))
    assert (
        page.evaluate("[...CSS.highlights.get('searched')].map(range => range.toString())").count("数据加密")
        >= 5
    )

    page.go_back()
    expect(page.locator("[class*='st-key-library-result-']").first).to_be_visible()
    expect(search).to_have_value("数据加密")
    page.go_forward()
    page.get_by_role("button", name="清除").click()
    expect(search).to_have_value("")
    page.wait_for_function("() => !CSS.highlights.has('searched')")


def test_a_result_opens_while_the_coach_still_reads_its_sources(open_page: Open, tmp_path: Path) -> None:
    knowledge = tmp_path / "knowledge"
    knowledge.mkdir()
    # New to the coach, so that it takes minutes to be read.
    sections = [
        f"# 第 {n} 课\n\n" + "\n\n".join(f"练习 {n}.{i}：{n * i} 步。" for i in range(60)) for n in range(90)
    ]
    (knowledge / "课程.md").write_text("\n\n".join(sections), encoding="utf-8")
    page = open_page("/library?q=练习", PM_COACH_KNOWLEDGE=str(knowledge), PM_COACH_DATA_DIR=str(tmp_path))
    page.locator(".st-key-library-result-0 button").click()
    expect(page.locator(".st-key-library-text")).to_contain_text("练习")
    page.go_back()
    expect(page.get_by_text("模型醒来之后")).to_be_visible()


def test_a_section_is_asked_about_and_then_knows_the_conversation(visit: Visit) -> None:
    page = visit("/library?section=9.3")
    page.locator(".st-key-library-section-3").get_by_role("button", name="就这一节提问").click()
    expect(page.locator("[class*='st-key-question-']").first).to_contain_text("9.3")
    page.locator("[class*='st-key-answer-']").first.wait_for(timeout=AWAKE_MILLISECONDS)
    page.get_by_test_id("stSidebarNav").get_by_text("资料库").click()
    contents(page, "9.3").click()
    section = page.locator(".st-key-library-section-3")
    section.get_by_role("button", name="引用过这一节的对话").click()
    page.get_by_test_id("stPopoverBody").get_by_role("button").first.click()
    expect(page.locator("[class*='st-key-question-']").first).to_contain_text("9.3")


def test_a_sections_link_is_copied(visit: Visit) -> None:
    page = visit("/library?section=9.3")
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    expect(contents(page, "9.3")).to_have_attribute("aria-current", "location")
    page.locator(".st-key-library-section-2").get_by_role("link", name="复制链接").click()
    expect(page.locator(".st-key-library-section-2").get_by_role("link", name="已复制")).to_be_visible()
    copied = page.evaluate("navigator.clipboard.readText()")
    assert copied.endswith("/library?document=ai-pm-skills&section=9.2")
    assert len(page.context.pages) == 1


def test_on_a_narrow_screen_the_contents_are_a_drawer(visit: Visit) -> None:
    page = visit("/library?section=9.1", size=NARROW)
    expect(page.locator(".st-key-library-contents-side")).to_be_hidden()
    for section in ("9.3", "4.2"):
        page.get_by_role("button", name="目录").click()
        page.get_by_test_id("stPopoverBody").get_by_role("link", name=re.compile(rf"^{section} ")).click()
        expect(page.get_by_test_id("stPopoverBody")).to_be_hidden()
        expect(title(page, section)).to_be_visible()
        settled(page)
        assert in_view(title(page, section), page.get_by_test_id("stMain"))
    assert page.evaluate("document.documentElement.scrollWidth") <= NARROW[0]


@pytest.mark.parametrize("path", ["/library?section=5.4&passage=1", "/library?q=模型"])
def test_the_library_is_accessible(visit: Visit, path: str) -> None:
    page = visit(path)
    page.get_by_role("heading", level=1).wait_for(timeout=AWAKE_MILLISECONDS)
    expect_accessible(page, [WIDE_LIGHT, WIDE_DARK])
    take_on(page, NARROW_DARK)
    # Which code scrolls, and so is reached by the keyboard, is told as the text is drawn.
    page.reload()
    page.get_by_role("heading", level=1).wait_for()
    expect_accessible(page, [NARROW_DARK, NARROW_LIGHT])
