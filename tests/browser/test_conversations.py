"""The list of conversations in a real browser, over a database that each test adds its own conversations to."""

import json
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from uuid import uuid4

import pytest
from playwright.sync_api import Locator, Page, expect

from assistant.store.conversations import ConversationStore
from assistant.store.database import Database
from assistant.store.messages import Message
from assistant.store.opening import FILE_NAME, open_database
from tests.browser import harness
from tests.browser.accessibility import (
    NARROW_DARK,
    NARROW_LIGHT,
    WIDE_DARK,
    WIDE_LIGHT,
    expect_accessible,
    take_on,
)
from tests.browser.harness import NARROW, ask, settled
from tests.browser.test_page import in_view

Visit = Callable[..., Page]
Keep = Callable[..., str]

LONG_ANSWER = "\n\n".join(["训练时间可以从三处压缩：数据并行、混合精度和更好的调度。"] * 12)


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("conversations")


@pytest.fixture(scope="module")
def address(data: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a page with conversations of its own."""
    log = tmp_path_factory.mktemp("page") / "server.log"
    with harness.serve(log, PM_COACH_DATA_DIR=str(data)) as address:
        yield address


@pytest.fixture(scope="module")
def store(data: Path) -> Iterator[ConversationStore]:
    """The page's database, opened by the test beside the page."""
    opened = open_database(Database(f"sqlite:///{data / FILE_NAME}"))
    yield opened.conversations
    opened.close()


@pytest.fixture
def keep(store: ConversationStore) -> Keep:
    """Adds a conversation of three long rounds, and returns its id."""

    def keep(question: str, owner: str = "", last: str = LONG_ANSWER) -> str:
        conversation = uuid4().hex
        for number in range(3):
            text = question if number == 0 else f"{question}（追问 {number}）"
            asked = Message(
                id=uuid4().hex, conversation_id=conversation, role="user", text=text, language="zh"
            )
            answered = {"id": uuid4().hex, "role": "assistant", "answers": asked.id}
            store.save(asked, owner)
            store.save(
                asked.model_copy(update={**answered, "text": LONG_ANSWER if number < 2 else last}), owner
            )
        return conversation

    return keep


def link(page: Page, title: str) -> Locator:
    return page.locator(".st-key-conversations a").filter(has_text=title).first


def question(page: Page) -> Locator:
    """The first question of the open conversation."""
    return page.locator("[class*='st-key-question-']").first


def choose(page: Page, conversation: str, action: str) -> None:
    """Choose an action in the menu of a conversation that is listed."""
    page.locator(f".st-key-menu-{conversation} button").click()
    page.get_by_role("menuitem").filter(has_text=action).click()


def test_two_browsers_on_this_computer_list_the_same_conversations(visit: Visit, keep: Keep) -> None:
    keep("两个浏览器都看得见")
    for page in (visit(), visit()):
        expect(link(page, "两个浏览器都看得见")).to_be_visible()


def test_a_conversation_opens_from_the_list_and_from_the_library_and_back_and_forward_work(
    visit: Visit, keep: Keep
) -> None:
    keep("先开的对话")
    keep("后开的对话")
    page = visit("/library?section=9.2")
    page.get_by_role("heading", level=1).wait_for()
    link(page, "先开的对话").click()
    expect(question(page)).to_contain_text("先开的对话")
    expect(page.locator(".st-key-conversations a[aria-current]")).to_have_text("先开的对话")
    link(page, "后开的对话").click()
    expect(question(page)).to_contain_text("后开的对话")
    expect(page.locator(".st-key-conversations a[aria-current]")).to_have_text("后开的对话")
    page.go_back()
    expect(question(page)).to_contain_text("先开的对话")
    page.go_forward()
    expect(question(page)).to_contain_text("后开的对话")
    page.reload()
    expect(question(page)).to_contain_text("后开的对话")
    page.go_back()
    expect(question(page)).to_contain_text("先开的对话")
    page.go_back()
    expect(page.locator(".st-key-library-text").get_by_role("heading", name="9.2")).to_be_visible()


def test_a_link_that_the_library_opens_in_a_new_tab_shows_the_conversation(visit: Visit, keep: Keep) -> None:
    keep("在新标签页里打开")
    page = visit("/library?section=9.2")
    page.locator("html.is-reading").wait_for(state="attached")
    with page.context.expect_page() as tab:
        link(page, "在新标签页里打开").click(modifiers=["ControlOrMeta"])
    expect(question(tab.value)).to_contain_text("在新标签页里打开")


def test_a_search_leads_to_the_message_and_again_after_scrolling_away(visit: Visit, keep: Keep) -> None:
    kept = keep("搜索要找的对话", last=f"{LONG_ANSWER}\n\n独角兽的秘密在这里。\n\n{LONG_ANSWER}")
    page = visit()
    page.get_by_placeholder("搜索对话").fill("角兽")
    hit = link(page, "角兽")
    expect(hit.locator("strong")).to_have_text("角兽")
    hit.click()
    answer = page.locator("[class*='st-key-answer-']").last
    answer.wait_for()
    settled(page)
    main = page.get_by_test_id("stMain")
    assert f"conversation={kept}&message=" in page.url
    assert in_view(answer, main)
    main.hover()
    page.mouse.wheel(0, -100_000)
    page.wait_for_function("() => document.querySelector('.stMain').scrollTop === 0")
    assert not in_view(answer, main)
    hit.click()
    page.wait_for_function("() => document.querySelector('.stMain').scrollTop > 0")
    settled(page)
    assert in_view(answer, main)
    page.reload()
    answer.wait_for()
    settled(page)
    assert in_view(answer, main)


def test_a_conversation_is_renamed_with_the_enter_key_in_a_dialog_that_can_be_read_in_the_dark(
    visit: Visit, keep: Keep
) -> None:
    kept = keep("叫这个名字之前")
    page = visit(scheme="dark")
    choose(page, kept, "重命名")
    save = page.get_by_role("dialog").get_by_role("button", name="保存")
    expect(save).to_have_css("color", "rgb(35, 17, 10)")
    name = page.get_by_role("dialog").get_by_role("textbox")
    expect(name).to_have_value("叫这个名字之前")
    name.fill("叫这个名字之后")
    name.press("Enter")
    expect(link(page, "叫这个名字之后")).to_be_visible()
    expect(page.get_by_role("dialog")).to_have_count(0)


def test_a_deleted_conversation_comes_back_and_is_open_again(visit: Visit, keep: Keep) -> None:
    kept = keep("删了还要")
    page = visit(f"/?conversation={kept}")
    expect(question(page)).to_contain_text("删了还要")
    choose(page, kept, "删除")
    expect(page.locator(".st-key-undo-line-conversation")).to_contain_text("已删除《删了还要》")
    expect(page.locator(".st-key-welcome")).to_be_visible()
    expect(link(page, "删了还要")).to_have_count(0)
    page.get_by_role("button", name="撤销").click()
    expect(question(page)).to_contain_text("删了还要")
    expect(link(page, "删了还要")).to_be_visible()
    expect(page.locator(".st-key-undo-line-conversation")).to_have_count(0)
    assert kept in page.url


def test_exported_files_can_be_read_and_imported(visit: Visit, keep: Keep, tmp_path: Path) -> None:
    kept = keep("带走的对话？")
    page = visit()
    choose(page, kept, "导出与链接")
    expect(page.get_by_role("dialog")).to_contain_text(f"/?conversation={kept}")
    files = {}
    for kind in ("Markdown", "JSON"):
        with page.expect_download() as download:
            page.get_by_role("dialog").get_by_role("button", name=kind).click()
        files[kind] = tmp_path / download.value.suggested_filename
        download.value.save_as(files[kind])
    assert files["Markdown"].read_text("utf-8").startswith("# 带走的对话？")
    assert json.loads(files["JSON"].read_text("utf-8"))["title"] == "带走的对话？"
    page.keyboard.press("Escape")

    page.get_by_role("button", name="导入对话").click()
    page.locator(".st-key-import-file input[type=file]").set_input_files(files["JSON"])
    expect(page.get_by_role("dialog")).to_have_count(0)
    expect(question(page)).to_contain_text("带走的对话？")
    expect(page).to_have_url(re.compile(r"conversation=(?!" + kept + ")"))


def test_a_file_that_is_no_conversation_is_refused_in_words(visit: Visit, tmp_path: Path) -> None:
    (tmp_path / "x.json").write_text("{}")
    page = visit()
    page.get_by_role("button", name="导入对话").click()
    page.locator(".st-key-import-file input[type=file]").set_input_files(tmp_path / "x.json")
    expect(page.get_by_role("dialog")).to_contain_text("这不是 PM Coach 导出的对话")


def test_somebody_elses_conversation_is_accessible_and_goes_on_in_a_copy(visit: Visit, keep: Keep) -> None:
    theirs = keep("别人的问题", owner="visitor:somebody", last=f"> 一句引文。\n\n{LONG_ANSWER}")
    page = visit(f"/?conversation={theirs}")
    expect(question(page)).to_contain_text("别人的问题")
    # The page opens at the newest question; whose conversation it is stays in view.
    expect(page.locator(".st-key-theirs")).to_be_in_viewport()
    expect(page.get_by_test_id("stChatInputTextArea")).to_have_count(0)
    expect_accessible(page, [WIDE_LIGHT, WIDE_DARK])
    page.get_by_role("button", name="在我的副本里继续").click()
    expect(page.get_by_test_id("stChatInputTextArea")).to_be_visible()
    expect(link(page, "别人的问题")).to_be_visible()


def test_on_a_narrow_screen_the_list_makes_way_for_what_was_chosen(visit: Visit, keep: Keep) -> None:
    keep("窄屏上的对话")
    page = visit(size=NARROW)
    page.get_by_test_id("stExpandSidebarButton").click()
    link(page, "窄屏上的对话").click()
    expect(question(page)).to_contain_text("窄屏上的对话")
    expect(link(page, "窄屏上的对话")).not_to_be_in_viewport()
    assert page.evaluate("document.documentElement.scrollWidth") <= NARROW[0]


def test_the_list_is_accessible_on_both_screens_and_on_the_narrow_one_its_search_and_menu_as_well(
    visit: Visit, keep: Keep
) -> None:
    kept = keep("给手机用", last=f"> 一句引文。\n\n{LONG_ANSWER}")
    page = visit(f"/?conversation={kept}")
    question(page).wait_for()
    expect_accessible(page, [WIDE_DARK, WIDE_LIGHT], state="list")
    take_on(page, NARROW_LIGHT)
    page.get_by_test_id("stExpandSidebarButton").click()
    link(page, "给手机用").wait_for()
    expect_accessible(page, [NARROW_LIGHT, NARROW_DARK], state="list")
    page.locator(f".st-key-menu-{kept} button").click()
    page.get_by_role("menuitem").first.wait_for()
    expect_accessible(page, [NARROW_DARK, NARROW_LIGHT], state="menu")
    page.keyboard.press("Escape")
    # None of the hits is pointed at.
    page.mouse.move(0, 0)
    page.get_by_placeholder("搜索对话").fill("并行")
    page.locator("[class*='st-key-hits-'] a").first.wait_for()
    expect_accessible(page, [NARROW_LIGHT, NARROW_DARK], state="search")


def test_a_long_list_does_not_squeeze_what_stands_above_it(visit: Visit, keep: Keep) -> None:
    for number in range(25):
        keep(f"一段对话 {number}")
    page = visit()
    link(page, "一段对话 24").wait_for()
    header = page.get_by_test_id("stSidebarHeader")
    long = header.bounding_box()
    page.get_by_placeholder("搜索对话").fill("什么也找不到")
    page.get_by_text("没有消息提到").wait_for()
    assert header.bounding_box() == long


def test_on_a_narrow_screen_a_wide_table_can_be_read_to_its_end(visit: Visit, keep: Keep) -> None:
    cells = "| " + " | ".join(["averyverylongword"] * 5) + " |\n"
    kept = keep("一张宽表", last=f"{cells}{'| --- ' * 5}|\n{cells}")
    page = visit(f"/?conversation={kept}", size=NARROW)
    table = page.locator("[class*='st-key-answer-'] table")
    table.wait_for()
    assert table.evaluate("table => table.clientWidth") <= NARROW[0]
    table.evaluate("table => { table.scrollLeft = 10_000 }")
    assert table.evaluate("table => table.scrollLeft") > 0
    assert page.evaluate("document.documentElement.scrollWidth") <= NARROW[0]


def test_what_opens_from_the_list_is_accessible(visit: Visit, keep: Keep) -> None:
    kept = keep("给所有人用", last=f"> 一句引文。\n\n{LONG_ANSWER}")
    page = visit(f"/?conversation={kept}")
    question(page).wait_for()
    for state, action in (("rename", "重命名"), ("share", "导出与链接")):
        choose(page, kept, action)
        page.get_by_role("dialog").wait_for()
        expect_accessible(page, [WIDE_LIGHT, WIDE_DARK], state=state)
        page.keyboard.press("Escape")
        expect(page.get_by_role("dialog")).to_have_count(0)
    page.get_by_placeholder("搜索对话").fill("并行")
    page.locator("[class*='st-key-hits-'] a").first.wait_for()
    expect_accessible(page, [WIDE_LIGHT, WIDE_DARK], state="search")


def test_the_offer_to_undo_is_accessible_and_goes_by_itself(visit: Visit, keep: Keep) -> None:
    kept = keep("删了不要")
    page = visit(f"/?conversation={kept}")
    choose(page, kept, "删除")
    offer = page.locator(".st-key-undo-line-conversation")
    expect_accessible(page, [WIDE_LIGHT, WIDE_DARK], state="undo", show=offer.wait_for)
    expect(offer).to_be_visible()
    expect(offer).to_have_count(0, timeout=25_000)


def test_a_conversation_is_listed_as_soon_as_its_first_question_is_asked(visit: Visit) -> None:
    # The coach is awake then: the answer is there before the page has to be drawn a second time.
    ask(visit(), "大模型是什么？")
    page = visit()
    ask(page, "什么是梯度下降的学习率？")
    expect(page.locator(".st-key-conversations a[aria-current]")).to_contain_text("什么是梯度下降")
