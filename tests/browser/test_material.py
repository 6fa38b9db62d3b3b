"""The learner's own files in a real browser: dropped, answered from, removed, and in nobody else's hands."""

import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Literal

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, WebSocketRoute, expect

from tests import own_material
from tests.browser import harness
from tests.browser.harness import AWAKE_MILLISECONDS, NARROW, WIDE, ask, settled
from tests.browser.test_page import WCAG
from tests.documents import samples

Visit = Callable[..., Page]
MATERIAL = "/library?material=1"
QUESTION, CAFE, SECTION = own_material.QUESTIONS[0]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Where the page of this test keeps the learner's files."""
    return tmp_path / "data" / "library"


@pytest.fixture
def visit_own(browser: Browser, tmp_path: Path) -> Iterator[Visit]:
    """Opens the page of a server that has its own data; the files that the test has put into the folder are there."""
    data = str(tmp_path / "data")
    with harness.serve(tmp_path / "server.log", PM_COACH_DATA_DIR=data) as address:
        pages: list[Page] = []

        def open_page(path: str = MATERIAL, **look: object) -> Page:
            pages.append(harness.visit(browser, address + path, **look))  # type: ignore[arg-type]
            return pages[-1]

        yield open_page
        for page in pages:
            page.context.close()


@pytest.fixture
def kept(folder: Path) -> Path:
    """Two files that are there when the server starts."""
    return own_material.write_to(folder)


def drop(page: Page, **files: bytes) -> None:
    """Give the page files, all at once."""
    given = [
        {"name": name, "mimeType": "application/octet-stream", "buffer": data} for name, data in files.items()
    ]
    page.get_by_test_id("stFileUploaderDropzoneInput").set_input_files(given)  # type: ignore[arg-type]


def ended(page: Page, state: str, count: int) -> None:
    expect(page.locator(f"[class*='st-key-material-{state}-']")).to_have_count(
        count, timeout=AWAKE_MILLISECONDS
    )


def names(page: Page) -> list[str]:
    return page.locator("[class*='st-key-material-read-']").all_inner_texts()


def cafe(folder: Path) -> bytes:
    own_material.write_to(folder)
    return (folder / CAFE).read_bytes()


def test_files_of_all_kinds_dropped_at_once_are_answered_from_and_a_broken_one_says_why(
    visit_own: Visit, tmp_path: Path
) -> None:
    page = visit_own()
    drop(
        page,
        **{
            CAFE: cafe(tmp_path / "elsewhere"),
            "手册.docx": samples.word(),
            "留存.pdf": samples.pdf(),
            "坏的.pdf": b"%PDF-1.4 nothing",
        },
    )
    ended(page, "ready", 3)
    ended(page, "failed", 1)
    expect(page.locator("[class*='st-key-material-failed-']")).to_contain_text("坏的.pdf")
    assert sorted(names(page)) == sorted([CAFE, "手册.docx", "留存.pdf"])

    page.get_by_role("button", name="打开《街角咖啡店运营手册》").click()
    expect(page.locator(".st-key-library-text")).to_contain_text("开店准备")

    page.get_by_test_id("stSidebarNav").get_by_text("对话").click()
    answer = ask(page, QUESTION)
    answer.locator("a[href^='#cite-']").first.click()
    reader = page.locator(".st-key-reader")
    expect(reader).to_contain_text(SECTION)
    expect(reader.locator(".st-key-cited-passage")).to_contain_text("早上七点开门")


def test_a_removed_file_is_gone_from_old_answers_too_until_that_is_undone(
    visit_own: Visit, kept: Path
) -> None:
    page = visit_own("/")
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
    for _ in range(30):
        page.goto(address)
        page.locator(".st-key-reader-text").wait_for()
        if text in page.locator(".st-key-reader-text").inner_text():
            return
        page.wait_for_timeout(500)
    raise AssertionError(f"the reader never said {text}")


def test_a_bomb_hurts_nothing_else(visit_own: Visit) -> None:
    page = visit_own()
    bomb = samples.office(samples.word(), {"word/media/bomb.bin": bytes(60 * 2**20)})
    drop(page, **{"bomb.docx": bomb})
    ended(page, "failed", 1)
    expect(page.locator("[class*='st-key-material-failed-']")).to_contain_text("bomb.docx")
    assert names(page) == []
    page.get_by_test_id("stSidebarNav").get_by_text("对话").click()
    expect(ask(page, "怎么保证大模型的安全？").locator("a[href^='#cite-']").first).to_be_visible()


def test_a_refresh_in_the_middle_loses_nothing(visit_own: Visit) -> None:
    page = visit_own()
    drop(page, **{"手册.docx": samples.word(), "留存.pdf": samples.pdf()})
    page.locator(".st-key-material-additions").wait_for()
    page.reload()
    ended(page, "ready", 2)
    assert sorted(names(page)) == sorted(["手册.docx", "留存.pdf"])


def test_a_taken_name_is_replaced_only_when_asked_to(visit_own: Visit, kept: Path) -> None:
    page = visit_own()
    before = (kept / CAFE).read_bytes()
    changed = before + "\n## 打烊\n\n晚上九点打烊。\n".encode()
    drop(page, **{CAFE: changed})
    ended(page, "taken", 1)
    page.get_by_role("button", name="取消").click()
    expect(page.locator("[class*='st-key-material-taken-']")).to_have_count(0)
    assert (kept / CAFE).read_bytes() == before

    drop(page, **{CAFE: changed})
    page.get_by_role("button", name="替换").click()
    ended(page, "ready", 1)
    assert (kept / CAFE).read_bytes() == changed
    page.get_by_role("button", name=CAFE, exact=True).click()
    expect(page.locator(".st-key-library-text")).to_contain_text("晚上九点打烊")


def test_an_answer_given_in_the_moment_in_which_the_others_are_read_counts(
    visit_own: Visit, kept: Path
) -> None:
    page = visit_own()
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
    page.wait_for_timeout(6000)
    page.get_by_role("button", name="取消").click()
    page.wait_for_timeout(500)
    holding = False
    for message in held:
        sockets[-1].send(message)
    ended(page, "ready", 1)
    ended(page, "taken", 0)


def test_a_document_in_the_other_language_is_read_and_found(visit_own: Visit, kept: Path) -> None:
    page = visit_own("/library?q=workshops")
    result = page.locator(".st-key-library-result-0")
    expect(result).to_contain_text("Project Orchid")
    result.get_by_role("button").click()
    expect(page.locator(".st-key-library-text")).to_contain_text("4,000 paying workshops")
    expect(page.locator(".st-key-library-documents")).to_contain_text("这份资料是英文的")
    page.goto(re.sub(r"/library.*", "/?section=Goals", page.url))
    expect(page.locator(".st-key-reader")).to_contain_text("4,000 paying workshops")


def test_a_visitor_of_a_shared_server_reads_and_manages_nothing(
    visit_own: Visit, browser: Browser, kept: Path
) -> None:
    address = visit_own().url
    context = browser.new_context(locale="zh-CN")
    page = context.new_page()
    page.goto(harness.from_elsewhere(address))
    expect(page.get_by_role("button", name=CAFE, exact=True)).to_be_visible()
    expect(page.locator(".st-key-material-head")).to_contain_text("运行这台服务器的人")
    expect(page.get_by_test_id("stFileUploader")).to_have_count(0)
    expect(page.locator("[class*='st-key-material-remove-']")).to_have_count(0)
    page.get_by_role("button", name=CAFE, exact=True).click()
    expect(page.locator(".st-key-library-text")).to_contain_text("早上七点开门")
    context.close()


@pytest.mark.parametrize(("size", "schemes"), [(WIDE, ("light", "dark")), (NARROW, ("light", "dark"))])
def test_everyone_can_use_it(
    visit_own: Visit, kept: Path, size: tuple[int, int], schemes: tuple[Literal["light", "dark"], ...]
) -> None:
    for scheme in schemes:
        page = visit_own(size=size, scheme=scheme)
        page.get_by_test_id("stFileUploaderDropzoneInput").wait_for(state="attached")
        drop(page, **{"坏的.pdf": b"%PDF-1.4 nothing", "笔记.txt": b"We meet on Monday."})
        ended(page, "failed", 1 + schemes.index(scheme))
        ended(page, "ready", 1)
        settled(page)
        found = Axe().run(page, options=WCAG)
        assert found.violations_count == 0, found.generate_report()
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
