"""From a click to its effect, as the browser sees it: a citation opens, a page is switched, a long conversation is opened."""

from collections.abc import Iterator
from pathlib import Path
from statistics import median
from uuid import uuid4

import pytest
from playwright.sync_api import Browser, Page, sync_playwright
from pytest_benchmark.fixture import BenchmarkFixture

from assistant.coach import Coach
from assistant.settings import Settings
from assistant.store.messages import Message
from assistant.store.opening import open_stores
from tests.browser import harness

ROUNDS = 15
QUESTIONS = (
    "大模型有哪些特点？",
    "如何保证大模型的安全性？",
    "大模型的训练时间如何优化？",
    "跑一下线性回归",
    "推荐几本书",
    "什么是梯度下降？",
)
# Clicks what the first selector finds, and returns after how many milliseconds the second finds something visible.
EFFECT = """([clicked, effect]) => new Promise((resolve, reject) => {
    const shown = () => [...document.querySelectorAll(effect)].some(e => e.checkVisibility?.() ?? true)
    const started = performance.now()
    document.querySelector(clicked).click()
    const look = () => {
        if (shown()) resolve(performance.now() - started)
        else if (performance.now() - started > 20000) reject(new Error(`nothing came of ${clicked}`))
        else requestAnimationFrame(look)
    }
    requestAnimationFrame(look)
})"""


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        chromium = harness.launch(playwright)
        yield chromium
        chromium.close()


@pytest.fixture(scope="module")
def lengths(coach: Coach, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, dict[int, str]]:
    """A data folder with conversations of so many messages, and their ids."""
    folder = tmp_path_factory.mktemp("clicks")
    stores = open_stores(Settings(data_dir=folder))
    source = uuid4().hex
    for question in QUESTIONS:
        list(coach.reply(source, question))
    written = coach.messages(source)
    ids = {}
    for length in (1000, 200, 20, 2):
        ids[length] = f"{length}".rjust(32, "0")
        for number in range(length):
            stores.conversations.save(_copy(written[number % len(written)], ids[length], number))
    stores.close()
    return folder, ids


def _copy(message: Message, conversation_id: str, number: int) -> Message:
    asked = f"{conversation_id}-{number - 1}" if message.role == "assistant" else ""
    return message.model_copy(
        update={"id": f"{conversation_id}-{number}", "conversation_id": conversation_id, "answers": asked}
    )


@pytest.fixture(scope="module")
def page(browser: Browser, lengths: tuple[Path, dict[int, str]]) -> Iterator[Page]:
    """The page with a conversation of twenty messages open, its coach awake."""
    folder, ids = lengths
    with harness.serve(folder / "server.log", PM_COACH_DATA_DIR=str(folder)) as address:
        page = harness.visit(browser, address)
        harness.ask(page, "大模型是什么？")
        page.goto(f"{address}/?conversation={ids[20]}")
        page.locator("[class*='st-key-answer-']").last.wait_for()
        harness.settled(page)
        yield page
        page.context.close()


def effects(page: Page, pairs: list[tuple[str, str]]) -> list[float]:
    """Click one after the other, and return how long each took to show its effect, in milliseconds."""
    found = []
    for clicked, effect in pairs:
        page.locator(clicked).first.wait_for(state="attached")
        found.append(float(page.evaluate(EFFECT, [clicked, effect])))
        harness.settled(page)
    return found


def report(benchmark: BenchmarkFixture, name: str, milliseconds: list[float], limit: float) -> None:
    """Print the figures and hold their median to the limit."""
    benchmark.pedantic(lambda: None)
    middle = median(milliseconds)
    print(f"\n{name}: median {middle:.0f} ms, slowest {max(milliseconds):.0f} ms, limit {limit:.0f} ms")
    assert middle < limit


@pytest.mark.benchmark(group="clicks")
def test_a_citation_opens(benchmark: BenchmarkFixture, page: Page) -> None:
    links = page.locator("[class*='st-key-answer-'] :is(p, li) > a[href^='#cite-']")
    addresses = list(dict.fromkeys(links.evaluate_all("all => all.map(a => a.getAttribute('href'))")))
    times = []
    for address in addresses[:ROUNDS]:
        times += effects(page, [(f"a[href='{address}']", ".st-key-cited-passage")])
        page.keyboard.press("Escape")
        page.locator(".st-key-reader").wait_for(state="detached")
    report(benchmark, "a citation opens", times, 300)


@pytest.mark.benchmark(group="clicks")
def test_a_page_is_switched(benchmark: BenchmarkFixture, page: Page) -> None:
    to_library = ("[data-testid='stSidebarNavLink'][href*='library']", ".st-key-library-text")
    to_chat = ("[data-testid='stSidebarNavLink']:not([href*='library'])", ".st-key-conversation")
    report(benchmark, "a page is switched", effects(page, [to_library, to_chat] * (ROUNDS // 2)), 300)


@pytest.mark.benchmark(group="clicks")
@pytest.mark.parametrize(("length", "limit"), [(200, 300), (1000, 1000)])
def test_a_long_conversation_opens(
    benchmark: BenchmarkFixture, page: Page, lengths: tuple[Path, dict[int, str]], length: int, limit: float
) -> None:
    ids = lengths[1]
    pairs = [
        (f"[class*='st-key-conversation-'][class*='{ids[n]}'] a", f"[class*='{ids[n]}-{n - 1}']")
        for n in (length, 2)
    ]
    times = effects(page, pairs * 6)[::2]
    report(benchmark, f"a conversation of {length} messages opens", times, limit)
