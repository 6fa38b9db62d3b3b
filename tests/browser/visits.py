"""Pages that go from test to test: what has drawn the page once draws it again in a third of the time."""

from urllib.parse import urlsplit

from playwright.sync_api import Browser, Error, Page

from tests.browser import harness


class Visits:
    """Lends pages to visitors, each of whom finds a browser that knows nothing of the visitor before."""

    def __init__(self, browser: Browser) -> None:
        self._browser = browser
        self._free: dict[str, list[Page]] = {}
        self._locales: dict[Page, str] = {}

    def lend(self, locale: str = "zh-CN") -> Page:
        """Return an empty page that nobody else has."""
        free = self._free.setdefault(locale, [])
        page = free.pop() if free else harness.blank_page(self._browser, locale)
        self._locales[page] = locale
        return page

    def take_back(self, page: Page) -> None:
        """Make a page forget its visitor, for the next one; what can't be made to forget is closed."""
        try:
            _forget(page)
        except Error:
            page.context.close()
        else:
            self._free[self._locales.pop(page)].append(page)


def _forget(page: Page) -> None:
    context = page.context
    for other in context.pages:
        if other != page:
            other.close()
    # A page of the same server that has no script: what the browser keeps can be cleared there, and nothing writes it anew.
    place = urlsplit(page.url)
    page.goto(f"{place.scheme}://{place.netloc}/_stcore/health")
    page.evaluate("localStorage.clear(), sessionStorage.clear()")
    page.goto("about:blank")
    page.mouse.move(0, 0)
    context.clear_cookies()
    context.clear_permissions()
