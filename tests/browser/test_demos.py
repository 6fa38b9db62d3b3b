"""The demos' page in a real browser."""

import itertools
import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.accessibility import expect_accessible
from tests.browser.harness import AWAKE_MILLISECONDS, NARROW, WIDE, settled

Visit = Callable[..., Page]


def verdict(page: Page) -> Locator:
    """The sentence that says what came out."""
    return page.locator(".st-key-bench-findings strong").first


def exact_values(page: Page) -> None:
    """Unfold the form of a demo that has controls."""
    page.locator(".st-key-bench-form summary").filter(has_text="精确设置").click()


def test_a_run_is_shared_by_its_address(visit: Visit) -> None:
    page = visit("/demos?demo=linear_regression")
    page.get_by_role("textbox", name="学习率", exact=True).fill("0.5", timeout=AWAKE_MILLISECONDS)
    page.get_by_role("button", name="运行", exact=True).click()
    expect(page.get_by_test_id("stVegaLiteChart").first.locator("canvas.marks, svg.marks")).to_be_visible()
    expect(page).to_have_url(re.compile(r"learning_rate=0\.5.*seed=\d+"))
    came_out = verdict(page).inner_text()
    other = visit(page.url[page.url.index("/demos") :])
    expect(verdict(other)).to_have_text(came_out)
    exact_values(other)
    expect(other.get_by_role("textbox", name="学习率", exact=True)).to_have_value("0.5")


def test_back_shows_the_run_before(visit: Visit) -> None:
    page = visit("/demos?demo=linear_regression&learning_rate=0.5&seed=1")
    first = verdict(page).inner_text()
    page.get_by_role("button", name="不带截距").click()
    expect(verdict(page)).not_to_have_text(first)
    page.go_back()
    expect(verdict(page)).to_have_text(first)


def test_what_cannot_be_run_is_told_at_its_field(visit: Visit) -> None:
    page = visit("/demos?demo=linear_regression")
    page.get_by_role("textbox", name="学习率", exact=True).fill("-3")
    page.get_by_role("button", name="运行", exact=True).click()
    told = page.locator("[class*='-field-learning_rate']")
    expect(told).to_contain_text("学习率必须是大于 0、不超过 10 的数字，给出的是 -3。")
    expect(page.get_by_role("textbox", name="学习率", exact=True)).to_have_value("-3")


def test_a_section_runs_its_demo_and_the_demo_leads_back_to_it(visit: Visit) -> None:
    page = visit("/library?section=5.4")
    page.locator(".st-key-library-section-4").get_by_role("button", name="这个结果能信吗？跑一下看看").click()
    expect(page.get_by_test_id("stVegaLiteChart").first).to_be_visible()
    page.get_by_role("button", name="5.4 运行结果展示").click()
    expect(page.get_by_role("heading", name="5.4 运行结果展示")).to_be_visible()


def test_every_demo_of_a_section_is_offered_beside_the_chat(visit: Visit) -> None:
    page = visit("/?section=6.3")
    offers = page.locator(".st-key-reader").get_by_role("button", name="跑一下看看")
    expect(offers).to_have_text([re.compile("推荐算法"), re.compile("A/B 测试")])
    offers.nth(1).click()
    expect(page.get_by_role("heading", name="A/B 测试演示")).to_be_visible()
    expect(verdict(page)).to_contain_text("天")


def test_the_gallery_shows_each_decision_with_its_picture_and_leads_to_its_run_and_its_section(
    visit: Visit,
) -> None:
    page = visit("/demos")
    cards = page.get_by_role("heading", level=3)
    expect(cards).to_have_count(11)
    expect(page.locator(".st-key-gallery img[alt$='。']")).to_have_count(11)
    page.get_by_role("link", name="9.2 大模型的训练时间如何优化？").click()
    expect(page).to_have_url(re.compile(r"/library\?.*section=9\.2"))
    page.go_back()
    page.get_by_role("button", name="跑一下“差分隐私演示”").click()
    expect(page).to_have_url(re.compile("demo=differential_privacy"))
    expect(verdict(page)).to_contain_text("公布")


def test_the_picture_of_a_demo_runs_it_too(visit: Visit) -> None:
    page = visit("/demos")
    page.locator(".st-key-gallery img").nth(10).wait_for(timeout=AWAKE_MILLISECONDS)
    picture = page.locator(".st-key-card-experiment-picture")
    picture.scroll_into_view_if_needed()
    settled(page)
    box = picture.bounding_box()
    assert box
    page.mouse.click(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    expect(page).to_have_url(re.compile("demo=experiment"))


@pytest.mark.parametrize("size", [WIDE, NARROW])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_gallery_is_accessible_and_no_wider_than_the_screen(
    visit: Visit, size: tuple[int, int], scheme: str
) -> None:
    page = visit("/demos", size=size, scheme=scheme)
    page.locator(".st-key-gallery img").nth(10).wait_for(timeout=AWAKE_MILLISECONDS)
    expect_accessible(page)
    levels = page.evaluate("() => [...document.querySelectorAll('h1, h2, h3')].map(each => +each.tagName[1])")
    assert levels[0] == 1
    assert all(after - before <= 1 for before, after in itertools.pairwise(levels))
    assert page.locator(".stMain").evaluate("main => main.scrollWidth <= main.clientWidth")


def test_a_run_is_discussed_in_the_chat(visit: Visit) -> None:
    page = visit("/demos?demo=linear_regression&learning_rate=2&seed=1")
    page.get_by_role("button", name="在对话里讨论这次运行").click()
    expect(page.locator("[class*='st-key-answer-']").first).to_contain_text("发散", timeout=180_000)


def test_the_demos_page_is_accessible(visit: Visit) -> None:
    page = visit("/demos?demo=linear_regression&learning_rate=0.5&seed=1")
    page.get_by_test_id("stVegaLiteChart").first.wait_for(timeout=AWAKE_MILLISECONDS)
    page.get_by_role("button", name="不带截距").click()
    page.get_by_test_id("stMetricDelta").first.wait_for()
    exact_values(page)
    page.get_by_role("textbox", name="学习率", exact=True).fill("-3")
    page.get_by_role("button", name="运行", exact=True).click()
    page.locator("[class*='-field-learning_rate'] .stMarkdown").wait_for()
    expect_accessible(page)
