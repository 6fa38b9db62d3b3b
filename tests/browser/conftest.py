"""One browser and one server for all tests, a visitor of its own for each."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Error, Page, Request, expect, sync_playwright

from tests.browser import harness
from tests.browser.visits import Visits

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
def visits(browser: Browser) -> Visits:
    return Visits(browser)


@pytest.fixture(scope="session")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of the page, with the real coach."""
    with harness.serve(tmp_path_factory.mktemp("page") / "server.log") as address:
        yield address


@pytest.fixture
def visit(visits: Visits, address: str) -> Iterator[Open]:
    """Opens the page; when the test ends, no script may have failed in it, and no browser asked anyone but its server."""
    requested: list[str] = []
    failures: list[str] = []

    def note_request(request: Request) -> None:
        requested.append(request.url)

    def note_failure(error: Error) -> None:
        failures.append(str(error))

    with ExitStack() as lent:

        def open_page(path: str = "", *, locale: str = "zh-CN", **look: Any) -> Page:
            page = visits.lend(locale)
            lent.callback(visits.take_back, page)
            page.context.on("request", note_request)
            lent.callback(page.context.remove_listener, "request", note_request)
            page.on("pageerror", note_failure)
            lent.callback(page.remove_listener, "pageerror", note_failure)
            harness.show(page, address + path, **look)
            return page

        yield open_page
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
