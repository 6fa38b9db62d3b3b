"""One browser and one server for all tests, a visitor of its own for each."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Error, Page, Request, expect, sync_playwright

from tests.browser import harness
from tests.browser.visits import Visits
from tests.models.scripted import Reply, Scripted, Server, says

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


@dataclass(frozen=True, slots=True)
class Modelled:
    """A page whose questions go to an endpoint that says what the test wants."""

    address: str
    endpoint: Scripted

    def plays(self, *replies: Reply) -> None:
        """Let the endpoint give these replies from now on, one a request; the last one repeats."""
        self.endpoint.replies = replies
        self.endpoint.requests.clear()


@pytest.fixture(scope="session")
def modelled(endpoints: Server, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Modelled]:
    endpoint = endpoints.add(says("ready"))
    folder = tmp_path_factory.mktemp("modelled")
    settings = {
        "OPENAI_BASE_URL": endpoint.base_url,
        "PM_COACH_MODEL": "tiny-model",
        "PM_COACH_DATA_DIR": str(folder / "data"),
    }
    with harness.serve(folder / "server.log", **settings) as address:
        yield Modelled(address, endpoint)


@pytest.fixture
def visit_at(visits: Visits) -> Iterator[Open]:
    """Opens the page of some server; when the test ends, no script may have failed in it, and no browser asked anyone else."""
    requested: list[tuple[str, str]] = []
    failures: list[str] = []

    def note_failure(error: Error) -> None:
        failures.append(str(error))

    with ExitStack() as lent:

        def open_page(address: str, path: str = "", *, locale: str = "zh-CN", **look: Any) -> Page:
            def note_request(request: Request) -> None:
                requested.append((request.url, address))

            page = visits.lend(locale)
            lent.callback(visits.take_back, page)
            page.context.on("request", note_request)
            lent.callback(page.context.remove_listener, "request", note_request)
            page.on("pageerror", note_failure)
            lent.callback(page.remove_listener, "pageerror", note_failure)
            harness.show(page, address + path, **look)
            return page

        yield open_page
    assert requested
    own = ("{0}/", "ws{1}/", "data:", "blob:")
    assert [
        url
        for url, address in requested
        if not url.startswith(tuple(each.format(address, address.removeprefix("http")) for each in own))
    ] == []
    assert failures == []


@pytest.fixture
def visit(visit_at: Open, address: str) -> Open:
    """Opens the page of the server that all tests share."""
    return partial(visit_at, address)


@pytest.fixture
def open_page(visit_at: Open, tmp_path: Path) -> Iterator[Open]:
    """Opens a page of its own server, under settings of its own."""
    with ExitStack() as opened:

        def make(path: str = "", **environment: str) -> Page:
            address = opened.enter_context(harness.serve(tmp_path / "server.log", **environment))
            return visit_at(address, path)

        yield make
