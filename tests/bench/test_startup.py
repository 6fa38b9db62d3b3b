"""From `streamlit run` to a page that can be used, and to its first answer, with nothing in memory."""

import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, sync_playwright
from pytest_benchmark.fixture import BenchmarkFixture

from tests.browser import harness

ROUNDS = 3


@pytest.fixture
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        chromium = harness.launch(playwright)
        yield chromium
        chromium.close()


@pytest.mark.benchmark(group="start")
def test_start_to_first_answer(benchmark: BenchmarkFixture, browser: Browser, tmp_path: Path) -> None:
    usable: list[float] = []
    answered: list[float] = []

    def start() -> None:
        started = time.perf_counter()
        with harness.serve(tmp_path / "server.log") as address:
            page = harness.visit(browser, address)
            page.get_by_test_id("stChatInputTextArea").wait_for()
            usable.append(time.perf_counter() - started)
            harness.ask(page, "大模型的训练时间如何优化？")
            answered.append(time.perf_counter() - started)
            page.context.close()

    benchmark.pedantic(start, rounds=ROUNDS)
    print(
        f"\nusable after {min(usable):.1f} s, first answer after {min(answered):.1f} s (the best of {ROUNDS})"
    )
    assert min(usable) < 3
    assert min(answered) < 8
