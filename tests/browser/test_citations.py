"""Citations in a real browser: the card, the reader and its address, what nothing supports."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from tests.browser import harness
from tests.browser.accessibility import LOOKS, expect_accessible
from tests.browser.conftest import Modelled, Open
from tests.browser.harness import NARROW, ask, settled
from tests.browser.test_page import LINK, in_view
from tests.models.scripted import says

Visit = Callable[..., Page]

QUESTION = "大模型的训练时间如何优化？"
CARD = ".citation-card"
DOUBT = "a[href^='#unsupported-']"
ANSWER = """对训练数据加密，防止数据泄露。量子计算机能破解 37% 的**加密**。

- 模型 `x[i]` 由 BitLocker 加密，损失是 $x_i$。
- 对训练数据加密，防止数据泄露。

| 措施 | 作用 |
|---|---|
| 数据加密 | 泄露减少 52% |

```python
x = a[1]
```

$$
J = \\frac{1}{2m}
$$

```mermaid
graph LR
  a --> b
```
"""


def reader(page: Page) -> Locator:
    return page.locator(".st-key-reader")


def passage(page: Page) -> Locator:
    return page.locator(".st-key-cited-passage")


def opened(page: Page, n: int = 0) -> Locator:
    """Ask, open the n-th mark of the answer, and return that mark."""
    link = ask(page, QUESTION).locator(LINK).nth(n)
    link.click()
    passage(page).wait_for()
    return link


@pytest.fixture
def doubtful(visit_at: Open, modelled: Modelled) -> tuple[Page, Locator]:
    """A page whose model has said what can be cited and what can't, in all kinds of Markdown; and that answer."""
    modelled.plays(says(ANSWER))
    page = visit_at(modelled.address)
    return page, ask(page, "如何保证大模型的安全性？")


def test_the_way_back_closes_the_passage_and_the_way_forward_opens_it(visit: Visit) -> None:
    page = visit()
    answer = ask(page, QUESTION)
    before = page.url
    answer.locator(LINK).nth(0).click()
    passage(page).wait_for()
    first = passage(page).inner_text()
    answer.locator(LINK).nth(2).click()
    expect(page).to_have_url(re.compile(r"\?conversation=\w+&message=\w+&cite=2$"))
    expect(passage(page)).not_to_have_text(first)
    shown = passage(page).inner_text()
    page.go_back()
    expect(reader(page)).to_have_count(0)
    assert page.url == before
    page.go_forward()
    expect(passage(page)).to_have_text(shown)
    settled(page)
    page.keyboard.press("Escape")
    expect(reader(page)).to_have_count(0)
    assert page.url == before


def test_a_reload_shows_the_same_passage_and_the_sentence_that_cites_it(visit: Visit) -> None:
    page = visit()
    opened(page, 2)
    shown = passage(page).inner_text()
    page.reload()
    expect(passage(page)).to_have_text(shown)
    settled(page)
    assert in_view(passage(page), reader(page))
    mark = page.locator(f"{LINK}[aria-expanded='true']").first
    assert in_view(mark, page.get_by_test_id("stMain"))


def test_a_link_to_a_section_opens_it_and_survives_a_reload_and_a_question(visit: Visit) -> None:
    page = visit("/?section=9.2&passage=1")
    expect(reader(page)).to_contain_text("9.2")
    passage(page).wait_for()
    page.reload()
    expect(reader(page)).to_contain_text("9.2")
    ask(page, "大模型有哪些特点？")
    expect(reader(page)).to_contain_text("9.2")
    reader(page).get_by_role("link", name=re.compile("^9.3")).click()
    expect(reader(page)).to_contain_text("9.3")
    assert "section=9.3" in page.url


def test_a_section_that_is_not_there_is_said_so(visit: Visit) -> None:
    expect(reader(visit("/?section=99.9"))).to_contain_text("没有“99.9”这一节")


def test_the_passage_can_be_read_in_the_library(visit: Visit) -> None:
    page = visit()
    opened(page)
    page.locator(".st-key-reader-library button").click()
    expect(page.locator(".st-key-library-text .st-key-cited-passage")).to_be_visible()
    assert "section=9.2" in page.url
    page.go_back()
    passage(page).wait_for()


def test_the_card_can_be_reached_with_the_pointer_and_sent_away_with_escape(visit: Visit) -> None:
    page = visit()
    link = opened(page)
    other = page.locator(LINK).nth(2)
    other.hover()
    card = page.locator(CARD)
    expect(card).to_contain_text("9.2")
    box, mark = card.bounding_box(), other.bounding_box()
    assert box
    assert mark
    assert box["y"] + box["height"] <= mark["y"] or box["y"] >= mark["y"] + mark["height"]
    card.hover()
    page.wait_for_timeout(600)
    expect(card).to_be_visible()
    page.keyboard.press("Escape")
    expect(card).to_have_count(0)
    expect(reader(page)).to_be_visible()
    page.keyboard.press("Escape")
    expect(reader(page)).to_have_count(0)
    expect(link).to_be_focused()


def test_a_mark_that_comes_under_a_resting_pointer_shows_no_card_until_the_pointer_moves(
    visit: Visit,
) -> None:
    page = visit()
    link = ask(page, QUESTION).locator(LINK).first
    settled(page)
    box = link.bounding_box()
    assert box
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2 + 40
    page.mouse.move(x, y)
    link.evaluate("link => Object.assign(link.style, { position: 'relative', top: '40px' })")
    page.wait_for_function("link => link.matches(':hover')", arg=link.element_handle())
    page.wait_for_timeout(600)
    expect(page.locator(CARD)).to_have_count(0)
    page.mouse.move(x + 1, y)
    expect(page.locator(CARD)).to_contain_text("9.2")


def test_the_keyboard_shows_the_card_opens_the_passage_and_comes_back(visit: Visit) -> None:
    page = visit()
    link = ask(page, QUESTION).locator(LINK).first
    page.keyboard.press("Tab")
    link.focus()
    expect(page.locator(CARD)).to_contain_text("9.2")
    expect(link).to_have_attribute("aria-describedby", "citation-card")
    expect(link).to_have_role("button")
    expect(link).to_have_accessible_name("出处 1：文章 · 9.2 大模型的训练时间如何优化？")
    page.keyboard.press(" ")
    expect(passage(page)).to_be_focused()
    expect(link).to_have_attribute("aria-expanded", "true")
    page.keyboard.press("Escape")
    expect(link).to_be_focused()
    expect(link).to_have_attribute("aria-expanded", "false")


def test_on_a_narrow_screen_the_reader_is_a_dialog_that_keeps_the_focus(visit: Visit) -> None:
    page = visit(size=NARROW)
    link = opened(page)
    dialog = page.get_by_role("dialog", name="引用的段落")
    expect(passage(page)).to_be_focused()
    for _ in range(8):
        page.keyboard.press("Tab")
        assert page.evaluate("!document.activeElement.closest('.st-key-conversation, .st-key-composer')")
    dialog.get_by_role("button", name="关闭").click()
    expect(reader(page)).to_have_count(0)
    expect(link).to_be_focused()


def test_a_tap_opens_the_passage_without_a_card(browser: Browser, address: str) -> None:
    context = browser.new_context(
        viewport={"width": 390, "height": 844}, has_touch=True, is_mobile=True, locale="zh-CN"
    )
    page = context.new_page()
    page.goto(address)
    ask(page, QUESTION).locator(LINK).first.tap()
    passage(page).wait_for()
    expect(page.locator(CARD)).to_have_count(0)
    context.close()


def test_what_nothing_supports_is_underlined_and_says_why_and_all_else_in_such_an_answer_is_drawn(
    doubtful: tuple[Page, Locator],
) -> None:
    page, answer = doubtful
    sentence = answer.locator(f"p > {DOUBT}").first
    expect(sentence).to_have_text("量子计算机能破解 37% 的加密。")
    expect(sentence.locator("strong")).to_have_text("加密")
    expect(sentence).to_have_css("text-decoration-line", "underline")
    sentence.hover()
    expect(page.locator(CARD)).to_have_text("资料里没有“37%”这个数字")
    page.keyboard.press("Escape")
    page.keyboard.press("Tab")
    sentence.focus()
    expect(page.locator(CARD)).to_have_text("资料里没有“37%”这个数字")
    expect(sentence).to_have_accessible_description("资料里没有“37%”这个数字")
    expect(answer.locator(f"li > {DOUBT}")).to_have_accessible_description("资料里没有提到“BitLocker”")
    assert answer.locator(f"td > {DOUBT}").all_inner_texts() == ["数据加密", "泄露减少 52%"]
    page.reload()
    expect(answer.locator(f"li > {DOUBT} .katex")).to_be_visible()
    expect(answer.locator(f"li > {DOUBT} code")).to_have_text("x[i]")
    expect(answer.locator(".katex-display")).to_be_visible()
    expect(answer.get_by_test_id("stMermaidChart")).to_be_visible()
    expect(answer.get_by_test_id("stCode").first).to_contain_text("x = a[1]")
    answer.locator(f"{LINK}").first.click()
    passage(page).wait_for()


def test_answers_reader_and_card_are_accessible(doubtful: tuple[Page, Locator]) -> None:
    page, answer = doubtful
    for look in LOOKS:

        def point_at_doubt() -> None:
            answer.locator(DOUBT).first.hover()
            page.locator(CARD).wait_for()

        expect_accessible(page, [look], state="card", show=point_at_doubt)
        answer.locator(LINK).first.click()
        passage(page).wait_for()
        expect_accessible(page, [look], state="reader")
        page.keyboard.press("Escape")
        expect(reader(page)).to_have_count(0)


def test_a_conversation_that_went_on_in_another_tab_is_shown_on_coming_back(visit: Visit) -> None:
    page = visit()
    ask(page, QUESTION)
    page.evaluate("window.dispatchEvent(new Event('blur'))")
    other = page.context.new_page()
    other.goto(page.url)
    ask(other, "大模型有哪些特点？")
    other.wait_for_timeout(2100)
    page.bring_to_front()
    page.get_by_test_id("stChatInputTextArea").fill("还没问完的")
    page.evaluate("window.dispatchEvent(new Event('focus'))")
    expect(page.locator("[class*='st-key-answer-']")).to_have_count(2)
    expect(page.get_by_test_id("stChatInputTextArea")).to_have_value("还没问完的")


def test_a_visitor_from_elsewhere_is_known_again_by_a_cookie_that_no_script_can_read(
    browser: Browser, tmp_path: Path
) -> None:
    context, other = browser.new_context(), browser.new_context()
    # A server takes everybody for a visitor once somebody came to it from elsewhere.
    with harness.serve(tmp_path / "server.log", PM_COACH_DATA_DIR=str(tmp_path / "data")) as address:
        page, stranger = context.new_page(), other.new_page()
        for each in (page, stranger):
            each.goto(harness.from_elsewhere(address))
            each.get_by_test_id("stChatInputTextArea").wait_for(timeout=harness.AWAKE_MILLISECONDS)
        ask(page, "大模型有哪些特点？")
        (cookie,) = (c for c in context.cookies() if str(c.get("name")).startswith("pm_coach_visitor"))
        assert (cookie.get("path"), cookie.get("sameSite"), cookie.get("httpOnly")) == ("/", "Lax", True)
        assert "pm_coach" not in page.evaluate("document.cookie")
        listed = ".st-key-conversations a"
        for each in (page, stranger):
            each.goto(harness.from_elsewhere(address))
            each.get_by_test_id("stChatInputTextArea").wait_for()
        expect(page.locator(listed).filter(has_text="大模型有哪些特点")).to_be_visible()
        expect(stranger.locator(listed)).to_have_count(0)
        context.close()
        other.close()
