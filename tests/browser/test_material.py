"""The learner's own files in a real browser: dropped, answered from, removed, and in nobody else's hands."""

import re
import time
from collections.abc import Iterator
from functools import partial
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Locator, Page, WebSocketRoute, expect

from tests import own_material
from tests.browser import harness
from tests.browser.accessibility import expect_accessible, expect_to_fit
from tests.browser.conftest import Open
from tests.browser.harness import AWAKE_MILLISECONDS, ask
from tests.documents import samples

MATERIAL = "/library?material=1"
QUESTION, CAFE, SECTION = own_material.QUESTIONS[0]


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a page whose learner adds files; each test gives them names that no other does."""
    folder = tmp_path_factory.mktemp("adding")
    with harness.serve(folder / "server.log", PM_COACH_DATA_DIR=str(folder / "data")) as address:
        yield address


@pytest.fixture(scope="module")
def kept(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two files that are there when a page's server starts."""
    return own_material.write_to(tmp_path_factory.mktemp("keeping") / "library")


@pytest.fixture(scope="module")
def keeping(kept: Path) -> Iterator[str]:
    """The address of a page with these two files."""
    with harness.serve(kept.parent / "server.log", PM_COACH_DATA_DIR=str(kept.parent)) as address:
        yield address


def drop(page: Page, **files: bytes) -> None:
    """Give the page files, all at once."""
    given = [
        {"name": name, "mimeType": "application/octet-stream", "buffer": data} for name, data in files.items()
    ]
    page.get_by_test_id("stFileUploaderDropzoneInput").set_input_files(given)  # type: ignore[arg-type]


def lines(page: Page, state: str, name: str = "") -> Locator:
    """What is told of the files that were added and came to that state."""
    return page.locator(f"[class*='st-key-material-{state}-']").filter(has_text=name)


def ended(page: Page, state: str, *names: str) -> None:
    for name in names:
        expect(lines(page, state, name)).to_have_count(1, timeout=AWAKE_MILLISECONDS)


def listed(page: Page, name: str) -> Locator:
    """The way to a file that can be read."""
    return page.locator("[class*='st-key-material-read-']").filter(has_text=name)


def cafe(folder: Path) -> bytes:
    own_material.write_to(folder)
    return (folder / CAFE).read_bytes()


def test_files_of_all_kinds_dropped_at_once_are_answered_from_and_a_broken_one_says_why(
    visit: Open, tmp_path: Path
) -> None:
    page = visit(MATERIAL)
    drop(
        page,
        **{
            CAFE: cafe(tmp_path / "elsewhere"),
            "手册.docx": samples.word(),
            "留存.pdf": samples.pdf(),
            "坏的.pdf": b"%PDF-1.4 nothing",
        },
    )
    ended(page, "ready", CAFE, "手册.docx", "留存.pdf")
    ended(page, "failed", "坏的.pdf")
    for name in (CAFE, "手册.docx", "留存.pdf"):
        expect(listed(page, name)).to_have_count(1)
    expect(listed(page, "坏的.pdf")).to_have_count(0)

    page.get_by_role("button", name="打开《街角咖啡店运营手册》").click()
    expect(page.locator(".st-key-library-text")).to_contain_text("开店准备")

    page.get_by_test_id("stSidebarNav").get_by_text("对话").click()
    answer = ask(page, QUESTION)
    answer.locator("a[href^='#cite-']").first.click()
    reader = page.locator(".st-key-reader")
    expect(reader).to_contain_text(SECTION)
    expect(reader.locator(".st-key-cited-passage")).to_contain_text("早上七点开门")


def test_a_removed_file_is_gone_from_old_answers_too_until_that_is_undone(
    visit_at: Open, keeping: str, kept: Path
) -> None:
    page = visit_at(keeping)
    ask(page, QUESTION).locator("a[href^='#cite-']").first.click()
    expect(page.locator(".st-key-reader .st-key-cited-passage")).to_contain_text("早上七点开门")
    cited = page.url

    page.get_by_test_id("stSidebarNav").get_by_text("资料库").click()
    page.locator(".st-key-material-link-side button").click()
    page.get_by_role("button", name=f"移除“{CAFE}”").click()
    expect(page.locator(".st-key-undo-line-material")).to_contain_text(CAFE)
    expect(page.get_by_role("button", name=CAFE, exact=True)).to_have_count(0)
    assert not (kept / CAFE).exists()

    other = page.context.new_page()
    expect_reader(other, cited, "已经不在资料库里")
    page.get_by_role("button", name="撤销").click()
    expect(page.get_by_role("button", name=CAFE, exact=True)).to_be_visible()
    assert (kept / CAFE).exists()
    expect_reader(other, cited, "早上七点开门")


def expect_reader(page: Page, address: str, text: str) -> None:
    """Open the address until the coach has read the library anew."""
    end = time.monotonic() + AWAKE_MILLISECONDS / 1000
    while time.monotonic() < end:
        page.goto(address)
        page.locator(".st-key-reader-text").wait_for()
        if text in page.locator(".st-key-reader-text").inner_text():
            return
        page.wait_for_timeout(500)
    raise AssertionError(f"the reader never said {text}")


def test_a_bomb_hurts_nothing_else(visit: Open) -> None:
    page = visit(MATERIAL)
    bomb = samples.office(samples.word(), {"word/media/bomb.bin": bytes(60 * 2**20)})
    drop(page, **{"bomb.docx": bomb})
    ended(page, "failed", "bomb.docx")
    expect(listed(page, "bomb.docx")).to_have_count(0)
    page.get_by_test_id("stSidebarNav").get_by_text("对话").click()
    expect(ask(page, "怎么保证大模型的安全？").locator("a[href^='#cite-']").first).to_be_visible()


def test_a_refresh_in_the_middle_loses_nothing(visit: Open) -> None:
    page = visit(MATERIAL)
    # Their contents are of their own, too: a file that is there already under another name is not added again.
    word = samples.office(samples.word(), {"word/media/note.bin": b"refresh"})
    drop(page, **{"刷新.docx": word, "刷新.pdf": samples.pdf() + b"\n% refresh\n"})
    page.locator(".st-key-material-additions").get_by_text("刷新.pdf").wait_for()
    page.reload()
    ended(page, "ready", "刷新.docx", "刷新.pdf")
    for name in ("刷新.docx", "刷新.pdf"):
        expect(listed(page, name)).to_have_count(1)


def test_a_taken_name_is_replaced_only_when_asked_to(visit_at: Open, keeping: str, kept: Path) -> None:
    page = visit_at(keeping, MATERIAL)
    before = (kept / CAFE).read_bytes()
    changed = before + "\n## 打烊\n\n晚上九点打烊。\n".encode()
    drop(page, **{CAFE: changed})
    ended(page, "taken", CAFE)
    page.get_by_role("button", name="取消").click()
    expect(page.locator("[class*='st-key-material-taken-']")).to_have_count(0)
    assert (kept / CAFE).read_bytes() == before

    drop(page, **{CAFE: changed})
    page.get_by_role("button", name="替换").click()
    ended(page, "ready", CAFE)
    assert (kept / CAFE).read_bytes() == changed
    page.get_by_role("button", name=CAFE, exact=True).click()
    expect(page.locator(".st-key-library-text")).to_contain_text("晚上九点打烊")


def test_an_answer_given_in_the_moment_in_which_the_others_are_read_counts(
    browser: Browser, visit_at: Open, keeping: str, kept: Path
) -> None:
    # What is routed once stays so: a page that no other test gets.
    page = harness.visit(browser, keeping + MATERIAL)
    held: list[str | bytes] = []
    holding = False

    def pass_on(socket: WebSocketRoute) -> None:
        server = socket.connect_to_server()
        server.on_message(lambda message: held.append(message) if holding else socket.send(message))
        sockets.append(socket)

    sockets: list[WebSocketRoute] = []
    page.route_web_socket(re.compile("_stcore/stream"), pass_on)
    page.reload()
    drop(page, **{CAFE: (kept / CAFE).read_bytes() + b"\n", "手册.docx": samples.word()})
    page.get_by_role("button", name="取消").wait_for()
    # The page does not see yet that the other file is in the library.
    holding = True
    ended(visit_at(keeping, MATERIAL), "ready", "手册.docx")
    page.get_by_role("button", name="取消").click()
    page.wait_for_timeout(500)
    holding = False
    for message in held:
        sockets[-1].send(message)
    ended(page, "ready", "手册.docx")
    expect(lines(page, "taken")).to_have_count(0, timeout=AWAKE_MILLISECONDS)
    page.context.close()


def test_a_document_in_the_other_language_is_read_and_found(visit_at: Open, keeping: str) -> None:
    page = visit_at(keeping, "/library?q=paying+workshops")
    result = page.locator(".st-key-library-result-0")
    expect(result).to_contain_text("Project Orchid")
    result.get_by_role("button").click()
    expect(page.locator(".st-key-library-text")).to_contain_text("4,000 paying workshops")
    expect(page.locator(".st-key-library-documents")).to_contain_text("这份资料是英文的")
    page.goto(re.sub(r"/library.*", "/?section=Goals", page.url))
    expect(page.locator(".st-key-reader")).to_contain_text("4,000 paying workshops")


def test_a_visitor_of_a_shared_server_reads_and_manages_nothing(browser: Browser, tmp_path: Path) -> None:
    own_material.write_to(tmp_path / "library")
    # A server takes everybody for a visitor once somebody came to it from elsewhere.
    with harness.serve(tmp_path / "server.log", PM_COACH_DATA_DIR=str(tmp_path)) as address:
        context = browser.new_context(locale="zh-CN")
        page = context.new_page()
        page.goto(harness.from_elsewhere(address + MATERIAL))
        expect(page.get_by_role("button", name=CAFE, exact=True)).to_be_visible()
        expect(page.locator(".st-key-material-head")).to_contain_text("运行这台服务器的人")
        expect(page.get_by_test_id("stFileUploader")).to_have_count(0)
        expect(page.locator("[class*='st-key-material-remove-']")).to_have_count(0)
        page.get_by_role("button", name=CAFE, exact=True).click()
        expect(page.locator(".st-key-library-text")).to_contain_text("早上七点开门")
        context.close()


def test_everyone_can_use_it(visit: Open) -> None:
    page = visit(MATERIAL)
    page.get_by_test_id("stFileUploaderDropzoneInput").wait_for(state="attached")
    drop(page, **{"撕破的.pdf": b"%PDF-1.4 nothing", "笔记.txt": b"We meet on Monday."})
    ended(page, "failed", "撕破的.pdf")
    ended(page, "ready", "笔记.txt")
    expect_accessible(page, show=partial(expect_to_fit, page))
