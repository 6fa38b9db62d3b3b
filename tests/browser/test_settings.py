"""The settings in a real browser: the connection test, the key, the sources, the download, every look."""

import threading
import time
from collections.abc import Iterator
from functools import partial
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from assistant.models.local import DEFAULT_MODEL
from tests.browser import harness
from tests.browser.accessibility import (
    NARROW_DARK,
    NARROW_LIGHT,
    WIDE_DARK,
    WIDE_LIGHT,
    expect_accessible,
    expect_to_fit,
)
from tests.browser.conftest import Open
from tests.browser.harness import NARROW, ask
from tests.models.scripted import Scripted, Server, calls, fails, hangs, lists, says

QUESTION = "如何保证大模型的安全性？"
SUPPORTED = "对训练数据加密，防止数据泄露。"
KEY = "sk-secret-4711"
expect.set_options(timeout=30_000)

FINISHED = ".st-key-test-passed, .st-key-test-failed"
MODELS = lists("qwen-plus", "qwen-max", "deepseek-chat")


def enter(page: Page, address: str, model: str = "qwen-plus", key: str = KEY) -> None:
    """Type a model service and save it."""
    page.locator(".st-key-service-address input").fill(address, timeout=harness.AWAKE_MILLISECONDS)
    page.locator(".st-key-service-model input").fill(model)
    page.locator(".st-key-service-key input").fill(key)
    page.locator(".st-key-save-service button").click()
    # The first test of a process imports the SDK, while the coach may still be waking.
    told = page.locator(f".st-key-test-running, {FINISHED}, [class*='st-key-service-field-'] .stMarkdown")
    told.first.wait_for(timeout=30_000)


def works(endpoints: Server) -> Scripted:
    return endpoints.add(
        says("re", "ady"), calls(("report_ready", {})), says(f"{SUPPORTED}[1]"), models=MODELS
    )


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """All that the page of this module's tests writes is there."""
    return tmp_path_factory.mktemp("settings")


@pytest.fixture(scope="module")
def address(folder: Path) -> Iterator[str]:
    """The address of a page of which every file is known."""
    written = {"PM_COACH_DATA_DIR": str(folder / "data"), "PM_COACH_CACHE_DIR": str(folder / "cache")}
    with harness.serve(folder / "server.log", **written) as address:
        yield address


def test_a_service_is_entered_tested_and_answers_and_its_key_is_nowhere(
    visit: Open, endpoints: Server, folder: Path
) -> None:
    endpoint = works(endpoints)
    page = visit("/settings")
    enter(page, endpoint.base_url)
    expect(page.locator(".st-key-test-passed")).to_contain_text("连接正常", timeout=30_000)
    expect(page.locator("[class*='st-key-finding-works-']")).to_have_count(5)
    assert KEY not in page.content()
    page.get_by_text("修改", exact=True).click()
    expect(page.locator(".st-key-service-key input")).to_have_value("")
    page.get_by_role("link", name="对话").first.click()
    expect(ask(page, QUESTION)).to_contain_text("模型组织语言")
    assert endpoint.requests[-1].headers["authorization"] == f"Bearer {KEY}"
    assert KEY not in page.content()
    # Another visit to the same server knows nothing of it.
    expect(ask(visit(), QUESTION)).to_contain_text("逐句摘自资料")
    assert len(endpoint.requests) == 3
    written = [path for path in folder.rglob("*") if path.is_file()]
    assert any(path.suffix == ".db" for path in written)
    for path in written:
        assert KEY.encode() not in path.read_bytes()
        assert endpoint.base_url.encode() not in path.read_bytes()


def test_two_visits_ask_each_its_own_service(visit: Open, endpoints: Server) -> None:
    services = [(works(endpoints), key, visit("/settings")) for key in ("sk-first", "sk-second")]
    for endpoint, key, page in services:
        enter(page, endpoint.base_url, key=key)
        expect(page.locator(".st-key-test-passed")).to_be_visible()
    for _, _, page in services:
        page.get_by_role("link", name="对话").first.click()
        expect(ask(page, QUESTION)).to_contain_text("模型组织语言")
    for endpoint, key, _ in services:
        assert {asked.headers["authorization"] for asked in endpoint.requests} == {f"Bearer {key}"}


def test_a_wrong_model_is_told_and_the_right_one_is_two_clicks_away(visit: Open, endpoints: Server) -> None:
    endpoint = endpoints.add(fails(404), says("re", "ady"), calls(("report_ready", {})), models=MODELS)
    page = visit("/settings")
    enter(page, endpoint.base_url, "qwen-pluss")
    expect(page.locator(".st-key-test-failed")).to_contain_text("qwen-plus、qwen-max")
    page.locator("[class*='st-key-offered-model-'] input").click()
    page.get_by_role("option", name="qwen-plus").click()
    expect(page.locator(".st-key-test-passed")).to_contain_text("连接正常")
    expect(page.locator(".st-key-service-card")).to_contain_text("qwen-plus")
    assert len(endpoint.requests) == 3


def test_an_address_without_v1_is_mended_with_a_click(visit: Open, endpoints: Server) -> None:
    endpoint = works(endpoints)
    page = visit("/settings")
    enter(page, endpoint.base_url.removesuffix("/v1"))
    expect(page.locator(".st-key-test-failed")).to_contain_text("加上 /v1 就有")
    page.locator(".st-key-use-address button").click()
    expect(page.locator(".st-key-test-passed")).to_be_visible()


def test_a_test_under_way_can_be_stopped_and_the_page_used(visit: Open, endpoints: Server) -> None:
    page = visit("/settings")
    enter(page, endpoints.add(hangs(), models=MODELS).base_url)
    expect(page.locator(".st-key-test-running")).to_contain_text("地址")
    page.locator(".st-key-settings-language").get_by_text("English").click()
    expect(page.get_by_role("heading", name="Model service")).to_be_visible()
    page.locator(".st-key-stop-test button").click()
    expect(page.locator(".st-key-test-stopped")).to_contain_text("The test was stopped")


def test_a_changed_service_closes_its_form_and_shows_what_the_test_found(
    visit: Open, endpoints: Server
) -> None:
    page = visit("/settings", size=NARROW)
    enter(page, works(endpoints).base_url)
    change = page.locator(".st-key-service-more summary")
    change.click()
    enter(page, "htp://nowhere")
    told = page.locator(".st-key-service-field-address")
    expect(told).to_contain_text("这不像一个网址")
    expect(told).to_be_in_viewport()
    enter(page, works(endpoints).base_url, "qwen-max")
    expect(page.locator(".st-key-service-model input")).to_be_hidden()
    expect(page.locator(".st-key-test-passed")).to_be_in_viewport()
    expect(page.locator(".st-key-service-card")).to_contain_text("qwen-max")


def test_the_settings_are_accessible(visit: Open, endpoints: Server) -> None:
    page = visit("/settings")
    page.locator(".st-key-reread").wait_for(timeout=harness.AWAKE_MILLISECONDS)
    expect_accessible(page, [WIDE_LIGHT, NARROW_DARK], state="new Chinese")
    speak(page, "English")
    expect_accessible(page, [NARROW_LIGHT, WIDE_DARK], state="new English")
    enter(page, endpoints.add(fails(401), models=MODELS).base_url)
    page.locator(".st-key-test-failed").wait_for()
    page.locator(".st-key-service-more summary").click()
    expect_accessible(
        page, [WIDE_DARK, NARROW_LIGHT], state="failed English", show=partial(expect_to_fit, page)
    )
    speak(page, "中文")
    expect_accessible(
        page, [NARROW_DARK, WIDE_LIGHT], state="failed Chinese", show=partial(expect_to_fit, page)
    )


def speak(page: Page, language: str) -> None:
    """Choose the interface's language."""
    heading = {"English": "Model service", "中文": "模型服务"}[language]
    page.locator(".st-key-settings-language").get_by_text(language).click()
    expect(page.get_by_role("heading", name=heading)).to_be_visible()


@pytest.fixture(scope="module")
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


@pytest.fixture(scope="module")
def knowledge(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The sources of a page on which they change."""
    folder = tmp_path_factory.mktemp("knowledge")
    (folder / "first.md").write_text("# 第一份资料\n\n火星上的一天比地球上的一天长四十分钟。\n", "utf-8")
    return folder


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("data")


@pytest.fixture(scope="module")
def changing(knowledge: Path, data: Path, slow_hub: str) -> Iterator[str]:
    """The address of a page with few sources, and with a model to download."""
    environment = {
        "PM_COACH_KNOWLEDGE": str(knowledge),
        "PM_COACH_CACHE_DIR": str(data / "cache"),
        "PM_COACH_DATA_DIR": str(data),
        "HF_ENDPOINT": slow_hub,
    }
    with harness.serve(data / "server.log", **environment) as address:
        yield address


def test_the_sources_are_read_anew_after_a_change(visit_at: Open, changing: str, knowledge: Path) -> None:
    page = visit_at(changing, "/settings")
    section = page.locator(".st-key-knowledge-section")
    expect(section).to_contain_text("第一份资料", timeout=harness.AWAKE_MILLISECONDS)
    (knowledge / "second.md").write_text("# 第二份资料\n\n木星是太阳系里最大的行星。\n", "utf-8")
    (knowledge / "broken.md").write_bytes(b"")
    page.reload()
    expect(section).to_contain_text("有 2 个文件在读取之后变了", timeout=harness.AWAKE_MILLISECONDS)
    page.locator(".st-key-reread button").click()
    expect(section).to_contain_text("第二份资料", timeout=harness.AWAKE_MILLISECONDS)
    expect(section).to_contain_text("“broken.md”是空的")
    (knowledge / "first.md").unlink()
    page.reload()
    page.locator(".st-key-reread button").click()
    expect(section).not_to_contain_text("第一份资料", timeout=harness.AWAKE_MILLISECONDS)
    (knowledge / "second.md").unlink()
    page.locator(".st-key-reread button").click()
    expect(section).to_contain_text("没能重新读取", timeout=harness.AWAKE_MILLISECONDS)
    expect(section).to_contain_text("第二份资料")


def test_the_download_of_a_model_goes_on_through_a_reload_and_can_be_paused(
    visit_at: Open, changing: str, data: Path
) -> None:
    page = visit_at(changing, "/settings")
    page.get_by_role("button", name="下载", exact=True).click()
    bar = page.locator(".st-key-local-section").get_by_test_id("stProgress")
    expect(bar).to_contain_text("1,117 MB", timeout=30_000)
    page.reload()
    expect(bar).to_contain_text("已下载", timeout=30_000)
    page.get_by_role("button", name="暂停下载").click()
    expect(page.get_by_role("button", name="继续下载")).to_be_visible(timeout=30_000)
    assert any((data / "models").glob("*.part"))
