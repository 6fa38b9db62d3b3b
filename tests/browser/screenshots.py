"""Takes the pictures in docs/images from the running page: `make screenshots`."""

import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, Page, sync_playwright

from tests.browser import harness

IMAGES = harness.ROOT / "docs" / "images"


def chat(page: Page) -> None:
    """Show an answer with a cited passage open beside it."""
    answer = harness.ask(page, "如何保证大模型的安全性？")
    answer.locator("li > a[href^='#cite-']").nth(1).click()
    page.locator(".st-key-cited-passage").wait_for()


def chat_in_english(page: Page) -> None:
    """Show an English answer."""
    harness.ask(page, "How can I keep a large model safe?")


def demo(page: Page) -> None:
    """Show the regression's result."""
    harness.ask(page, "用学习率0.1、训练500轮跑一次线性回归")


def nothing(page: Page) -> None:
    """Show the page as it opens."""
    page.locator(".st-key-suggestions button, h1").first.wait_for()


PICTURES: dict[str, tuple[str, Callable[[Page], None], dict[str, Any]]] = {
    "chat": ("", chat, {}),
    "chat-dark": ("", chat, {"scheme": "dark"}),
    "welcome": ("", nothing, {}),
    "demo": ("", demo, {}),
    "library": ("/library?section=4.3", nothing, {}),
    "narrow": ("", chat_in_english, {"locale": "en-GB", "size": harness.NARROW}),
}


def take(browser: Browser, address: str, name: str) -> Path:
    """Take one picture and return where it lies."""
    path, show, look = PICTURES[name]
    page = harness.visit(browser, address + path, **look)
    show(page)
    harness.settled(page)
    page.mouse.move(0, 0)
    image = IMAGES / f"{name}.png"
    page.screenshot(path=image)
    page.context.close()
    return image


def main() -> None:
    """Take every picture, or those named on the command line."""
    IMAGES.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        browser = harness.launch(playwright)
        with harness.serve(Path(folder) / "server.log", PM_COACH_DATA_DIR=folder) as address:
            # The first answer waits for the model; the pictures show what every later one is like.
            harness.ask(harness.visit(browser, address), "大模型是什么？")
            for name in sys.argv[1:] or PICTURES:
                print(take(browser, address, name).relative_to(harness.ROOT))


if __name__ == "__main__":
    main()
