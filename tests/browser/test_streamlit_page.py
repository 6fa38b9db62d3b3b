"""What the page's script and style sheets know of Streamlit's page, tried on the states in which it must be there."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import FilePayload, Page, TimeoutError

from assistant.ui.streamlit_page import PARTS
from tests.browser import harness
from tests.browser.conftest import Modelled, Open
from tests.browser.harness import NARROW, WIDE, ask, settled
from tests.documents.samples import blank_pdf
from tests.models.scripted import says

# Remembers each part that was there at any moment: some come and go while something runs. Whatever is looked for without
# being found costs every change of the page, so that no more is looked for than the state is to have.
_WATCH = """parts => {
  window.watching?.disconnect()
  const missing = new Set(Object.entries(parts))
  const look = () => missing.forEach(part => document.querySelector(part[1]) && missing.delete(part))
  window.watching = new MutationObserver(look)
  watching.observe(document, { childList: true, subtree: true, attributes: true })
  window.missingParts = () => (look(), [...missing].map(([name]) => name))
  look()
}"""

Step = Callable[[Page], object]


def begin(page: Page) -> None:
    page.locator(".st-key-suggestions button").first.wait_for(timeout=harness.AWAKE_MILLISECONDS)


def choose_engine(page: Page) -> None:
    page.locator(".st-key-engine-menu button").click(timeout=harness.AWAKE_MILLISECONDS)
    page.get_by_test_id("stRadio").wait_for()


def answer(page: Page) -> None:
    page.keyboard.press("Escape")
    ask(page, "如何保证大模型的安全性？")
    page.get_by_role("button", name="改写问题", exact=True).hover()
    page.get_by_role("tooltip").wait_for()


def reword(page: Page) -> None:
    page.get_by_role("button", name="改写问题", exact=True).click()
    page.locator(".st-key-editor textarea").wait_for()


def judge(page: Page) -> None:
    page.keyboard.press("Escape")
    page.locator(".st-key-editor").wait_for(state="detached")
    page.get_by_role("button", name="没有帮助", exact=True).last.click()
    page.get_by_placeholder("也可以用自己的话说").press_sequentially("太长")


def conversation(page: Page) -> None:
    page.locator("[class*='st-key-menu-'] button").first.click()
    page.get_by_text("重命名").click()
    page.get_by_role("dialog").wait_for()


def search(page: Page) -> None:
    page.locator("[class*='st-key-library-result-']").first.wait_for()


def drawer(page: Page) -> None:
    page.get_by_role("button", name="目录").click()
    page.get_by_test_id("stPopoverBody").wait_for()


def gallery(page: Page) -> None:
    page.locator(".st-key-gallery img").first.wait_for(timeout=harness.AWAKE_MILLISECONDS)


def run(page: Page) -> None:
    page.locator(".st-key-bench-findings").wait_for(timeout=harness.AWAKE_MILLISECONDS)
    page.locator("[class*='-claim-'] summary").first.click()


def provider(page: Page) -> None:
    page.get_by_text("换成自己的").click()
    page.get_by_label("服务商").click()
    page.get_by_role("listbox").wait_for()


def add_files(page: Page) -> None:
    pages: FilePayload = {
        "name": "pages.pdf",
        "mimeType": "application/pdf",
        "buffer": blank_pdf(60, dots=400),
    }
    page.get_by_test_id("stFileUploaderDropzoneInput").set_input_files(pages)
    page.locator("[class*='st-key-material-failed-']").wait_for(timeout=harness.AWAKE_MILLISECONDS)


def notice(page: Page) -> None:
    # What the coach found when it opened is told as the page is drawn for the first time after that.
    begin(page)
    page.reload()


@dataclass(frozen=True, slots=True)
class State:
    """What a page shows after a step, and the parts that are there then."""

    name: str
    show: Step
    parts: str


@dataclass(frozen=True, slots=True)
class Visited:
    """A page, and the states that it comes to one after the other."""

    path: str
    states: tuple[State, ...]
    size: tuple[int, int] = WIDE


VISITED = (
    Visited(
        "",
        (
            State(
                "the chat as it opens",
                begin,
                "app skipLink header main mainBlock bottom bottomBlock element wrapper sidebar sidebarHeader "
                "sidebarContent sidebarOwn sidebarOwnBlock sidebarRule sidebarClose markdown markdownText caption icon "
                "button buttonFace popoverButton chatInput chatField sendButton",
            ),
            State("who answers", choose_engine, "popover radioRing"),
            State(
                "an answer",
                answer,
                "message avatar text pageLink pageLinkFace field fieldFrame tooltip",
            ),
            State("a question in a new wording", reword, "primaryButton shortcut"),
            State("why an answer did not help", judge, "form fieldHint"),
            State("a conversation's menu", conversation, "openMenu menuButtonArrow dialog"),
        ),
    ),
    Visited("/library?section=4.3", (State("a chapter with formulas", settled, "formula formulaBlock"),)),
    Visited("/library?section=2.1", (State("a chapter with a diagram", settled, "diagram iconInText"),)),
    Visited("/library?q=模型", (State("a search", search, "highlight"),)),
    Visited("/library?section=9.1", (State("the contents on a phone", drawer, "popover"),), NARROW),
    Visited(
        "/library?material=1",
        (State("the learner's files", add_files, "dropzone dropzoneHint progress"),),
    ),
    Visited("/demos", (State("all demos", gallery, "elementToolbar"),)),
    Visited(
        "/demos?demo=linear_regression&run=1",
        (State("a demo", run, "metricLabel metricValue expanderLabel expanderArrow expanderText"),),
    ),
    Visited("/settings", (State("the settings", provider, "openList primaryButton"),)),
)
NOTICE = State("what the coach found when it opened", notice, "toastMore")


@pytest.fixture
def troubled(tmp_path: Path) -> Iterator[str]:
    """A page with a file that can't be read, which it tells at once."""
    library = tmp_path / "troubled" / "library"
    library.mkdir(parents=True)
    (library / f"{'a long name ' * 12}.pdf").write_bytes(b"%PDF-1.7 and nothing more")
    with harness.serve(tmp_path / "troubled.log", PM_COACH_DATA_DIR=str(library.parent)) as address:
        yield address


def test_every_part_of_streamlits_page_is_where_the_script_and_the_style_sheets_look_for_it(
    visit_at: Open, modelled: Modelled, troubled: str
) -> None:
    modelled.plays(says("对训练数据加密，防止数据泄露。[1]"))
    missing: list[str] = []
    page = visit_at(modelled.address)
    for visited in VISITED:
        harness.show(page, modelled.address + visited.path, size=visited.size)
        for state in visited.states:
            missing += missing_parts(page, state)
    missing += missing_parts(visit_at(troubled), NOTICE)
    assert not missing, "Streamlit's page has changed; nothing matches:\n" + "\n".join(missing)


def missing_parts(page: Page, state: State) -> list[str]:
    """Bring a page to a state; return the parts that were not there meanwhile, though they should have been."""
    parts = {name: PARTS[name] for name in state.parts.split()}
    page.evaluate(_WATCH, parts)
    state.show(page)
    settled(page)
    if not page.evaluate("'missingParts' in window"):
        # It was opened anew.
        page.evaluate(_WATCH, parts)
    try:
        page.wait_for_function("() => missingParts().length === 0", timeout=15_000)
    except TimeoutError:
        return [f"{name} ({PARTS[name]}) on {state.name}" for name in page.evaluate("missingParts()")]
    return []


def test_every_part_is_looked_for_in_some_state() -> None:
    states = [NOTICE, *(state for visited in VISITED for state in visited.states)]
    assert {name for state in states for name in state.parts.split()} == set(PARTS)
