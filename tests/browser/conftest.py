"""One browser and one server for all tests, a visitor of its own for each."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect, sync_playwright

from tests.browser import harness

Open = Callable[..., Page]


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    # As patient as the pages themselves: the machine may do other things as well.
    expect.set_options(timeout=15_000)
    with sync_playwright() as playwright:
        chromium = harness.launch(playwright)
        yield chromium
        chromium.close()


@pytest.fixture(scope="session")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of the page, with the real coach."""
    with harness.serve(tmp_path_factory.mktemp("page") / "server.log") as address:
        yield address


@pytest.fixture
def visit(browser: Browser, address: str) -> Iterator[Callable[..., Page]]:
    """Opens the page; when the test ends, no script may have failed in it, and no browser asked anyone but its server."""
    pages: list[Page] = []
    requested: list[str] = []
    failures: list[str] = []

    def open_page(path: str = "", **look: Any) -> Page:
        page = harness.visit(browser, address + path, on_request=lambda r: requested.append(r.url), **look)
        page.on("pageerror", lambda error: failures.append(str(error)))
        pages.append(page)
        return page

    yield open_page
    for page in pages:
        page.context.close()
    own = (f"{address}/", f"{address.replace('http', 'ws')}/", "data:", "blob:")
    assert requested
    assert [url for url in requested if not url.startswith(own)] == []
    assert failures == []


@pytest.fixture
def open_page(browser: Browser, tmp_path: Path) -> Iterator[Open]:
    """Opens a page of its own server, under settings of its own."""
    with ExitStack() as opened:

        def make(path: str = "", **environment: str) -> Page:
            address = opened.enter_context(harness.serve(tmp_path / "server.log", **environment))
            page = harness.visit(browser, address + path)
            opened.callback(page.context.close)
            return page

        yield make
