"""A learner's own table in a real browser: dropped into the chat, run, its columns told apart, gone with its conversation."""

import time
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.accessibility import expect_accessible
from tests.browser.harness import AWAKE_MILLISECONDS, settled
from tests.browser.test_conversations import choose

Open = Callable[..., Page]
_ROWS = "\n".join(f"u{u},i{(u * 7 + s * s) % 13},{1 + s % 5}" for u in range(30) for s in range(6))
KNOWN, STRANGE = (f"{header}\n{_ROWS}" for header in ("user,item,rating", "uid,sku_code,points"))


@pytest.fixture
def page(open_page: Open, tmp_path: Path) -> Page:
    return open_page(PM_COACH_DATA_DIR=str(tmp_path / "data"))


def drop(page: Page, name: str, text: str) -> None:
    """Drop a file on the bar of the chat, as from the desktop."""
    bar = page.get_by_test_id("stChatInput")
    bar.wait_for(timeout=AWAKE_MILLISECONDS)
    transfer = page.evaluate_handle(
        """([name, text]) => {
            const transfer = new DataTransfer()
            transfer.items.add(new File([text], name, { type: "text/csv" }))
            return transfer
        }""",
        [name, text],
    )
    # What takes the file is there as soon as one is dragged over the page.
    page.locator("body").dispatch_event("dragover", {"dataTransfer": transfer})
    expect(bar).to_contain_text("把文件放到这里")
    bar.locator("[role=presentation]:has(> input[type=file])").first.dispatch_event(
        "drop", {"dataTransfer": transfer}
    )
    expect(bar).to_contain_text(name)


def send(page: Page) -> None:
    button = page.get_by_test_id("stChatInputSubmitButton")
    expect(button).to_be_enabled()
    button.click()


def on_the_shelf(data: Path) -> list[str]:
    found = (path for path in (data / "tables").rglob("*.csv") if path.is_file())
    return sorted(path.name for path in found if not path.parent.name.startswith("."))


def test_a_table_is_dropped_and_run_and_goes_with_its_conversation(page: Page, tmp_path: Path) -> None:
    drop(page, "sales.csv", KNOWN)
    send(page)
    answer = page.locator("[class*='st-key-answer-']").first
    expect(answer).to_contain_text("sales.csv 可以用来跑“推荐系统演示”", timeout=AWAKE_MILLISECONDS)
    expect(answer).to_contain_text("用户 ← user · 商品 ← item · 评分 ← rating")
    expect(page.locator("[class*='st-key-question-']").first).to_contain_text("sales.csv")
    assert on_the_shelf(tmp_path / "data") == ["sales.csv"]
    choose(page, page.url.partition("conversation=")[2].partition("&")[0], "删除")
    expect(page.locator(".st-key-undo-line-conversation")).to_contain_text("已删除")
    assert on_the_shelf(tmp_path / "data") == []


def test_columns_that_go_by_other_names_are_chosen_by_keyboard(page: Page) -> None:
    drop(page, "export.csv", STRANGE)
    send(page)
    page.get_by_role("button", name="对应列：推荐系统演示").click(timeout=AWAKE_MILLISECONDS)
    for number, title in enumerate(("用户", "商品", "评分")):
        chosen = page.get_by_role("combobox", name=title, exact=True)
        chosen.focus()
        for key in ("ArrowDown", *["ArrowDown"] * number, "Enter"):
            page.keyboard.press(key)
            time.sleep(0.2)
    settled(page)
    expect_accessible(page)
    page.get_by_role("button", name="运行", exact=True).click()
    answer = page.locator("[class*='st-key-answer-']").nth(2)
    expect(answer).to_contain_text("用户 ← uid · 商品 ← sku_code · 评分 ← points", timeout=AWAKE_MILLISECONDS)
