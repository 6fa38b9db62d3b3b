"""What the page's script and style sheets know of Streamlit's page, tried on the states in which it must be there."""

import json
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, FilePayload, Page

from assistant.ui.streamlit_page import PARTS
from tests.browser import harness
from tests.browser.harness import NARROW, WIDE, ask, settled
from tests.documents.samples import blank_pdf
from tests.models.scripted import fails, running

# Remembers each part that was there at any moment: some come and go while something runs.
_WATCH = """(() => {
  const parts = PARTS
  window.partsSeen = new Set()
  const look = () => Object.entries(parts).forEach(([name, selector]) => {
    if (!partsSeen.has(name) && document.querySelector(selector)) partsSeen.add(name)
  })
  new MutationObserver(look).observe(document, { childList: true, subtree: true, attributes: true })
})()""".replace("PARTS", json.dumps(PARTS))

State = Callable[[Page], object]


def begin(page: Page) -> None:
    page.locator(".st-key-suggestions button").first.wait_for(timeout=harness.AWAKE_MILLISECONDS)


def choose_engine(page: Page) -> None:
    page.locator(".st-key-engine-menu button").click(timeout=harness.AWAKE_MILLISECONDS)
    page.get_by_test_id("stRadio").wait_for()


def answer(page: Page) -> None:
    ask(page, "如何保证大模型的安全性？")
    page.get_by_role("button", name="改写问题", exact=True).hover()
    page.get_by_role("tooltip").wait_for()


def reword(page: Page) -> None:
    ask(page, "大模型有哪些特点？")
    page.get_by_role("button", name="改写问题", exact=True).click()
    page.locator(".st-key-editor textarea").wait_for()


def judge(page: Page) -> None:
    ask(page, "大模型有哪些特点？")
    page.get_by_role("button", name="没有帮助", exact=True).click()
    page.get_by_placeholder("也可以用自己的话说").press_sequentially("太长")


def conversation(page: Page) -> None:
    ask(page, "大模型有哪些特点？")
    page.locator("[class*='st-key-menu-'] button").first.click()
    page.get_by_text("重命名").click()
    page.get_by_role("dialog").wait_for()


def search(page: Page) -> None:
    page.locator("[class*='st-key-library-result-']").first.wait_for()


def drawer(page: Page) -> None:
    page.get_by_role("button", name="目录").click()
    page.get_by_test_id("stPopoverBody").wait_for()


def run(page: Page) -> None:
    page.locator(".st-key-bench-findings").wait_for()
    page.locator("[class*='-claim-'] summary").first.click()
    settled(page)


def provider(page: Page) -> None:
    page.get_by_text("换成自己的").click()
    page.get_by_label("服务商").click()
    page.get_by_role("listbox").wait_for()


def add_files(page: Page) -> None:
    # What the coach found when it opened is told as the page is drawn for the first time after that.
    for _ in range(harness.AWAKE_MILLISECONDS // 3000):
        page.wait_for_timeout(3000)
        if page.get_by_test_id("stToastViewButton").first.is_visible():
            break
        page.reload()
    pages: FilePayload = {"name": "pages.pdf", "mimeType": "application/pdf", "buffer": blank_pdf(900)}
    page.get_by_test_id("stFileUploaderDropzoneInput").set_input_files(pages)
    page.locator("[class*='st-key-material-failed-']").wait_for(timeout=harness.AWAKE_MILLISECONDS)


def nothing(page: Page) -> None:
    settled(page)


STATES: dict[str, tuple[str, tuple[int, int], State, str]] = {
    "the chat as it opens": (
        "",
        WIDE,
        begin,
        "app skipLink header main mainBlock bottom bottomBlock element wrapper sidebar sidebarHeader sidebarContent "
        "sidebarOwn sidebarOwnBlock sidebarRule sidebarClose markdown markdownText caption icon button buttonFace popoverButton "
        "chatInput chatField sendButton",
    ),
    "who answers": ("", WIDE, choose_engine, "popover radioRing"),
    "an answer": (
        "",
        WIDE,
        answer,
        "message avatar text pageLink pageLinkFace field fieldFrame tooltip iconInText",
    ),
    "a question in a new wording": ("", WIDE, reword, "primaryButton shortcut"),
    "why an answer did not help": ("", WIDE, judge, "form fieldHint"),
    "a conversation's menu": ("", WIDE, conversation, "openMenu menuButtonArrow dialog"),
    "a chapter with formulas": ("/library?section=4.3", WIDE, nothing, "formula formulaBlock"),
    "a chapter with a diagram": ("/library?section=2.1", WIDE, nothing, "diagram"),
    "a search": ("/library?q=模型", WIDE, search, "highlight"),
    "the contents on a phone": ("/library?section=9.1", NARROW, drawer, "popover"),
    "the learner's files": (
        "/library?material=1",
        WIDE,
        add_files,
        "dropzone dropzoneHint progress toastMore",
    ),
    "a demo": (
        "/demos?demo=linear_regression&run=1",
        WIDE,
        run,
        "metricLabel expanderLabel expanderArrow expanderText",
    ),
    "the settings": ("/settings", WIDE, provider, "openList primaryButton"),
}


@pytest.fixture
def address(tmp_path: Path) -> Iterator[str]:
    """A page with an endpoint to choose, which refuses every question."""
    with running() as endpoints:
        endpoint = endpoints.add(fails(401)).base_url
        with harness.serve(
            tmp_path / "server.log", PM_COACH_DATA_DIR=str(tmp_path), OPENAI_BASE_URL=endpoint
        ) as address:
            yield address


@pytest.fixture
def troubled(tmp_path: Path) -> Iterator[str]:
    """A page with a file that can't be read, which it tells at once."""
    library = tmp_path / "troubled" / "library"
    library.mkdir(parents=True)
    (library / f"{'a long name ' * 12}.pdf").write_bytes(b"%PDF-1.7 and nothing more")
    with harness.serve(tmp_path / "troubled.log", PM_COACH_DATA_DIR=str(library.parent)) as address:
        yield address


def test_every_part_of_streamlits_page_is_where_the_script_and_the_style_sheets_look_for_it(
    browser: Browser, address: str, troubled: str
) -> None:
    missing: list[str] = []
    for state, (path, size, show, expected) in STATES.items():
        server = troubled if "toastMore" in expected else address
        page = harness.visit(browser, server + path, size=size, script=_WATCH)
        show(page)
        seen = set(page.evaluate("[...partsSeen]"))
        missing += [f"{name} ({PARTS[name]}) on {state}" for name in expected.split() if name not in seen]
        page.context.close()
    assert not missing, "Streamlit's page has changed; nothing matches:\n" + "\n".join(missing)


def test_every_part_is_looked_for_in_some_state() -> None:
    looked_for = {name for _, _, _, expected in STATES.values() for name in expected.split()}
    assert looked_for == set(PARTS)
