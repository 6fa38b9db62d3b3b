"""Questions and answers in a real browser: broken off, in two tabs, given again, reworded, copied, judged."""

import re
import threading
from collections.abc import Callable
from pathlib import Path

from playwright.sync_api import Browser, Locator, Page, expect

from tests.browser import harness
from tests.browser.accessibility import NARROW_LIGHT, expect_accessible, take_on
from tests.browser.conftest import Modelled, Open
from tests.browser.harness import ask, settled
from tests.browser.test_page import in_view
from tests.models.scripted import Reply, Server, says

QUESTION = "如何保证大模型的安全性？"
OTHER = "大模型有哪些特点？"
BEGINNING = "对训练数据加密，防止数据泄露。"

Visit = Callable[..., Page]


def held(until: threading.Event, *texts: str) -> Reply:
    """An answer that says its first piece, and the rest when something has happened."""
    whole = says(*texts)
    return Reply((*whole.steps[:1], until, *whole.steps[1:]))


def begin(page: Page, question: str) -> None:
    """Ask, and go on before the answer is there."""
    box = page.get_by_test_id("stChatInputTextArea")
    box.fill(question, timeout=harness.AWAKE_MILLISECONDS)
    box.press("Enter")


def questions(page: Page) -> Locator:
    return page.locator("[class*='st-key-question-'] .stText")


def named(page: Page, name: str) -> Locator:
    return page.get_by_role("button", name=name, exact=True).last


def test_after_a_kill_in_mid_answer_question_and_partial_answer_are_there_and_the_answer_can_be_finished(
    browser: Browser, endpoints: Server, tmp_path: Path
) -> None:
    killed = threading.Event()
    endpoint = endpoints.add(held(killed, BEGINNING, "定期审计。"), says(BEGINNING, "定期对模型做安全审计。"))
    settings = {"PM_COACH_DATA_DIR": str(tmp_path / "data"), "OPENAI_BASE_URL": endpoint.base_url}
    address, server = harness.start(tmp_path / "first.log", **settings)
    page = harness.visit(browser, address)
    begin(page, QUESTION)
    expect(page.locator("[class*='st-key-live-text-']")).to_contain_text(
        BEGINNING, timeout=harness.AWAKE_MILLISECONDS
    )
    # What is written is kept twice a second.
    page.wait_for_timeout(1000)
    query = page.url.partition("?")[2]
    server.kill()
    server.wait()
    killed.set()
    page.context.close()
    with harness.serve(tmp_path / "second.log", **settings) as address:
        page = harness.visit(browser, f"{address}/?{query}")
        expect(questions(page)).to_have_text([QUESTION], timeout=harness.AWAKE_MILLISECONDS)
        expect(page.locator("[class*='st-key-answer-']")).to_contain_text(BEGINNING)
        expect(page.get_by_text("回答停在了这里")).to_be_visible()
        page.get_by_role("button", name="把回答写完").click()
        expect(page.get_by_text("2 / 2")).to_be_visible(timeout=harness.AWAKE_MILLISECONDS)
        expect(page.locator("[class*='st-key-answer-']")).to_contain_text("定期对模型做安全审计")
        expect(questions(page)).to_have_text([QUESTION])
        page.context.close()


def test_a_refresh_and_a_second_tab_follow_the_running_answer_and_a_question_there_waits_for_it(
    visit_at: Open, modelled: Modelled
) -> None:
    followed = threading.Event()
    modelled.plays(held(followed, BEGINNING, "定期审计。"), says("参数多，数据大。"))
    page = visit_at(modelled.address)
    begin(page, QUESTION)
    live = page.locator("[class*='st-key-live-text-']")
    expect(live).to_contain_text(BEGINNING, timeout=harness.AWAKE_MILLISECONDS)
    page.reload()
    expect(live).to_contain_text(BEGINNING)
    other = page.context.new_page()
    other.goto(page.url)
    expect(other.locator("[class*='st-key-live-text-']")).to_contain_text(BEGINNING)
    begin(other, OTHER)
    expect(other.get_by_text("前一个回答写完")).to_have_count(1)
    followed.set()
    for tab in (page, other):
        expect(tab.locator("[class*='st-key-answer-']")).to_have_count(2, timeout=60_000)
        expect(questions(tab)).to_have_text([QUESTION, OTHER])
        expect(tab.locator("[class*='st-key-unfinished-']")).to_have_count(0)


def test_a_question_is_reworded_answered_again_and_turned_back_to(visit: Visit) -> None:
    page = visit()
    ask(page, OTHER)
    named(page, "改写问题").click()
    editor = page.locator(".st-key-editor textarea")
    expect(editor).to_be_focused()
    page.keyboard.press("Escape")
    expect(editor).to_have_count(0)
    named(page, "改写问题").click()
    expect(editor).to_be_focused()
    editor.fill(QUESTION)
    page.get_by_role("button", name="保存并重新提问").click()
    expect(page.get_by_text("2 / 2")).to_be_visible(timeout=harness.AWAKE_MILLISECONDS)
    expect(questions(page)).to_have_text([QUESTION])
    named(page, "重新回答").click()
    expect(page.get_by_text("3 / 3")).to_be_visible(timeout=harness.AWAKE_MILLISECONDS)
    named(page, "上一个版本").click()
    named(page, "上一个版本").click()
    expect(page.get_by_text("1 / 3")).to_be_visible()
    expect(questions(page)).to_have_text([OTHER])


def test_an_answer_is_copied_as_markdown_with_its_sources_also_without_https(visit: Visit) -> None:
    page = visit()
    ask(page, QUESTION)
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    named(page, "复制回答和出处").click()
    expect_copied(page, "navigator.clipboard.readText()")
    page.reload()
    page.locator("[class*='st-key-answer-']").wait_for()
    page.evaluate(
        """() => {
            Object.defineProperty(navigator, "clipboard", { value: undefined })
            document.addEventListener("copy", () => { window.copied = String(document.activeElement.value) })
        }"""
    )
    named(page, "复制回答和出处").click()
    expect_copied(page, "window.copied")


def expect_copied(page: Page, expression: str) -> None:
    expect(page.get_by_role("status").filter(has_text="已复制").first).to_be_attached()
    copied = page.evaluate(expression)
    assert re.search(r"\[1\]", copied)
    assert "出处：\n\n- [1] 9.3" in copied
    assert "](#cite-" not in copied


def test_a_thumb_and_its_reason_are_there_after_a_reload(visit: Visit) -> None:
    page = visit()
    ask(page, QUESTION)
    named(page, "没有帮助").click()
    reason = page.locator("[class*='st-key-reason-']").first
    settled(page)
    assert in_view(reason, page.get_by_test_id("stMain"))
    page.get_by_text("漏了要点").click()
    page.get_by_placeholder("也可以用自己的话说").fill("没讲红队测试")
    page.get_by_role("button", name="提交").click()
    expect(page.get_by_text("已记下：漏了要点；没讲红队测试")).to_be_visible()
    page.reload()
    expect(page.get_by_text("已记下：漏了要点；没讲红队测试")).to_be_visible()
    named(page, "已标为没有帮助，点一下撤回").click()
    expect(page.get_by_text("已记下")).to_have_count(0)


def test_a_follow_up_is_asked_with_one_click(visit: Visit) -> None:
    page = visit()
    ask(page, QUESTION)
    page.locator("[class*='st-key-follow-up-'] button").first.click()
    expect(page.locator("[class*='st-key-answer-']")).to_have_count(2, timeout=harness.AWAKE_MILLISECONDS)


def test_a_question_that_is_too_long_goes_back_into_the_bar(visit: Visit) -> None:
    page = visit()
    begin(page, "长" * 5000)
    expect(page.locator(".st-key-answer-failed")).to_contain_text("5,000", timeout=harness.AWAKE_MILLISECONDS)
    expect(page.get_by_test_id("stChatInputTextArea")).to_have_value("长" * 5000)


def test_what_can_be_done_with_an_answer_is_accessible(visit: Visit) -> None:
    page = visit()
    ask(page, QUESTION)
    named(page, "重新回答").click()
    expect(page.get_by_text("2 / 2")).to_be_visible(timeout=harness.AWAKE_MILLISECONDS)
    named(page, "没有帮助").click()
    page.locator("[class*='st-key-reason-']").first.wait_for()
    # The form is scrolled into view, and the pencil with it.
    settled(page)
    named(page, "改写问题").click()
    page.locator(".st-key-editor textarea").wait_for()
    expect_accessible(page)
    take_on(page, NARROW_LIGHT)
    box = named(page, "重新回答").bounding_box()
    assert box
    assert min(box["width"], box["height"]) >= 44
