"""A model speaks in the page: the choice of it, its doubtful sentences, its failures."""

from playwright.sync_api import Page, expect

from tests.browser import harness
from tests.browser.accessibility import WIDE_LIGHT, expect_accessible
from tests.browser.conftest import Modelled, Open
from tests.browser.harness import ask, settled
from tests.models.scripted import Server, fails, says

QUESTION = "如何保证大模型的安全性？"
SUPPORTED = "对训练数据加密，防止数据泄露。"
MADE_UP = "量子计算机三年内就能破解所有加密。"


def menu(page: Page) -> None:
    """Open the menu of who answers."""
    page.locator(".st-key-engine-menu button").click(timeout=harness.AWAKE_MILLISECONDS)


def test_a_models_answer_is_checked_sentence_by_sentence_and_its_menu_is_accessible(
    visit_at: Open, modelled: Modelled
) -> None:
    modelled.plays(says(f"{SUPPORTED}[7] ", f"{MADE_UP}[1]", reasoning="先看资料怎么说"))
    page = visit_at(modelled.address)
    answer = ask(page, QUESTION)
    expect(answer.locator("p > a[href^='#cite-']")).to_have_count(1)
    expect(answer.locator("a[href^='#unsupported-']")).to_have_text(MADE_UP)
    expect(answer).to_contain_text("请当作未经核实")
    expect(answer.get_by_text("先看资料怎么说")).to_be_hidden()
    menu(page)
    page.get_by_role("radio").first.wait_for()
    expect_accessible(page, [WIDE_LIGHT])
    page.keyboard.press("Escape")
    answer.get_by_text("思考过程").click()
    expect(answer.get_by_text("先看资料怎么说")).to_be_visible()
    answer.locator("p > a[href^='#cite-']").click()
    expect(page.locator(".st-key-cited-passage")).to_contain_text("数据加密")


def test_the_learner_chooses_who_answers_in_this_conversation(visit_at: Open, modelled: Modelled) -> None:
    modelled.plays(says(f"{SUPPORTED}[1]"))
    page = visit_at(modelled.address)
    menu(page)
    expect(page.get_by_role("radio", name="自动 · tiny-model")).to_be_checked()
    page.get_by_text("直接摘自资料", exact=True).click()
    expect(page.locator(".st-key-engine-menu")).to_contain_text("直接摘自资料")
    page.keyboard.press("Escape")
    expect(ask(page, QUESTION)).to_contain_text("逐句摘自资料")
    assert modelled.endpoint.requests == []
    page.locator(".st-key-new-conversation button").click()
    expect(page.locator(".st-key-engine-menu")).to_contain_text("tiny-model")
    expect(ask(page, QUESTION)).to_contain_text("模型组织语言")
    assert len(modelled.endpoint.requests) == 1


def test_the_menu_stays_open_in_a_slow_browser_wherever_it_was_clicked(visit: Open) -> None:
    page = visit()
    # Streamlit takes the click that opens a popover for one beside it when drawing takes longer than 50 ms.
    page.evaluate("() => { const now = Date.now; let late = 0; Date.now = () => now() + (late += 100) }")
    arrow = page.locator(".st-key-engine-menu [data-testid='stPopoverButton'] [aria-hidden]").last
    arrow.click(timeout=harness.AWAKE_MILLISECONDS, force=True)
    expect(page.get_by_test_id("stPopoverBody")).to_be_visible()
    settled(page)
    expect(page.get_by_test_id("stPopoverBody")).to_be_visible()


def test_a_failing_endpoint_is_told_in_a_sentence_and_the_sources_answer(
    open_page: Open, endpoints: Server
) -> None:
    page = open_page(OPENAI_BASE_URL=endpoints.add(fails(401)).base_url, OPENAI_API_KEY="sk-secret")
    for _ in range(3):
        answer = ask(page, QUESTION)
        expect(answer).to_contain_text("不认这个密钥")
        expect(answer.locator("li > a[href^='#cite-']").first).to_be_visible()
    expect(page.get_by_test_id("stSidebar")).to_contain_text("接连失败")
    assert "sk-secret" not in page.content()
