"""A model speaks in the page: the choice of it, its doubtful sentences, its failures, its download."""

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

from assistant.answering.local_model import DEFAULT_MODEL
from tests.answering.llm.scripted import Server, fails, running, says
from tests.browser import harness
from tests.browser.harness import ask, settled
from tests.browser.test_page import WCAG

QUESTION = "如何保证大模型的安全性？"
SUPPORTED = "对训练数据加密，防止数据泄露。"
MADE_UP = "量子计算机三年内就能破解所有加密。"

Open = Callable[..., Page]


@pytest.fixture(scope="module")
def endpoints() -> Iterator[Server]:
    with running() as server:
        yield server


@pytest.fixture
def open_page(browser: Browser, tmp_path: Path) -> Iterator[Open]:
    """Opens a page of its own server, under settings of its own."""
    with ExitStack() as opened:

        def make(**environment: str) -> Page:
            address = opened.enter_context(harness.serve(tmp_path / "server.log", **environment))
            page = harness.visit(browser, address)
            opened.callback(page.context.close)
            return page

        yield make


def menu(page: Page) -> None:
    """Open the menu of who answers."""
    page.locator(".st-key-engine-menu button").click(timeout=harness.AWAKE_MILLISECONDS)


def test_a_models_answer_is_checked_sentence_by_sentence(open_page: Open, endpoints: Server) -> None:
    endpoint = endpoints.add(says(f"{SUPPORTED}[7] ", f"{MADE_UP}[1]", reasoning="先看资料怎么说"))
    page = open_page(OPENAI_BASE_URL=endpoint.base_url)
    answer = ask(page, QUESTION)
    expect(answer.locator("p > a[href^='#cite-']")).to_have_count(1)
    expect(answer.locator("a[href^='#unsupported-']")).to_have_text(MADE_UP)
    expect(answer).to_contain_text("请当作未经核实")
    expect(answer.get_by_text("先看资料怎么说")).to_be_hidden()
    answer.get_by_text("思考过程").click()
    expect(answer.get_by_text("先看资料怎么说")).to_be_visible()
    answer.locator("p > a[href^='#cite-']").click()
    expect(page.locator(".st-key-cited-passage")).to_contain_text("数据加密")


def test_the_learner_chooses_who_answers_in_this_conversation(open_page: Open, endpoints: Server) -> None:
    endpoint = endpoints.add(says(f"{SUPPORTED}[1]"))
    page = open_page(OPENAI_BASE_URL=endpoint.base_url, PM_COACH_MODEL="tiny-model")
    menu(page)
    expect(page.get_by_role("radio", name="自动 · tiny-model")).to_be_checked()
    page.get_by_text("直接摘自资料", exact=True).click()
    expect(page.locator(".st-key-engine-menu")).to_contain_text("直接摘自资料")
    page.keyboard.press("Escape")
    expect(ask(page, QUESTION)).to_contain_text("逐句摘自资料")
    assert endpoint.requests == []
    page.locator(".st-key-new-conversation button").click()
    expect(page.locator(".st-key-engine-menu")).to_contain_text("tiny-model")
    expect(ask(page, QUESTION)).to_contain_text("模型组织语言")
    assert len(endpoint.requests) == 1


def test_a_failing_endpoint_is_told_in_a_sentence_and_the_sources_answer(
    open_page: Open, endpoints: Server
) -> None:
    page = open_page(OPENAI_BASE_URL=endpoints.add(fails(401)).base_url, OPENAI_API_KEY="sk-secret")
    for _ in range(3):
        answer = ask(page, QUESTION)
        expect(answer).to_contain_text("请检查 OPENAI_API_KEY")
        expect(answer.locator("li > a[href^='#cite-']").first).to_be_visible()
    expect(page.get_by_test_id("stSidebar")).to_contain_text("接连失败")
    assert "sk-secret" not in page.content()


def test_the_menu_is_accessible(open_page: Open, endpoints: Server) -> None:
    page = open_page(OPENAI_BASE_URL=endpoints.add(says(f"{SUPPORTED} {MADE_UP}", reasoning="想")).base_url)
    ask(page, QUESTION)
    menu(page)
    settled(page)
    found = Axe().run(page, options=WCAG)
    assert found.violations_count == 0, found.generate_report()


@pytest.fixture
def slow_hub() -> Iterator[str]:
    """Stands for the Hub: begins to send the model and takes its time over it."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(200)
            self.send_header("Content-Length", str(DEFAULT_MODEL.size))
            self.send_header("ETag", f'"{DEFAULT_MODEL.sha256}"')
            self.end_headers()
            try:
                for _ in range(600):
                    self.wfile.write(b"\0" * 1_000_000)
                    time.sleep(0.1)
            except OSError:
                return

        def log_message(self, *arguments: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


def test_the_download_of_a_model_goes_on_through_a_reload_and_can_be_paused(
    open_page: Open, slow_hub: str, tmp_path: Path
) -> None:
    page = open_page(HF_ENDPOINT=slow_hub, PM_COACH_DATA_DIR=str(tmp_path / "data"))
    menu(page)
    page.get_by_role("button", name="下载本机模型").click()
    bar = page.get_by_test_id("stProgress")
    expect(bar).to_contain_text("1,117 MB", timeout=30_000)
    page.reload()
    menu(page)
    expect(bar).to_contain_text("已下载", timeout=30_000)
    page.get_by_role("button", name="暂停下载").click()
    expect(page.get_by_role("button", name="下载本机模型")).to_be_visible(timeout=30_000)
    assert any((tmp_path / "data" / "models").glob("*.part"))
