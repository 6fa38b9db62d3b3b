"""The page in a real browser: starts Chromium, starts the server, and waits for what the page shows."""

import os
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Literal

from playwright.sync_api import Browser, Locator, Page, Playwright

from scripts.browsers import system_browser

ROOT = Path(__file__).parents[2]
_ELSEWHERE = "elsewhere.test"
FLAGS = (
    # A browser sends no header of a test's own with a web socket: who comes from elsewhere is told by the host's name.
    f"--host-resolver-rules=MAP {_ELSEWHERE} 127.0.0.1",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
WIDE = (1440, 900)
NARROW = (390, 844)
# The coach may have to read the whole library first, on a machine that does other things as well.
AWAKE_MILLISECONDS = 180_000


def from_elsewhere(address: str) -> str:
    """Return the address of a page as somebody reads it who does not sit at the computer that runs it."""
    return address.replace("127.0.0.1", _ELSEWHERE).replace("localhost", _ELSEWHERE)


def launch(playwright: Playwright) -> Browser:
    """Return a running Chromium: the system's, else the one that Playwright has downloaded (`make browser` sees to one)."""
    return playwright.chromium.launch(executable_path=system_browser(), args=list(FLAGS))


@contextmanager
def serve(log: Path, *flags: str, **environment: str) -> Iterator[str]:
    """Run the page on a free port of this machine; yield its address. What it prints goes to the log."""
    address, server = start(log, *flags, **environment)
    try:
        yield address
    finally:
        server.terminate()
        server.wait(60)


def start(log: Path, *flags: str, **environment: str) -> tuple[str, subprocess.Popen[bytes]]:
    """Start the page on a free port of this machine; return its address and the process, which the caller ends."""
    port = free_port()
    options = ["--server.port", str(port), "--server.address", "127.0.0.1", "--server.headless", "true"]
    command = [sys.executable, "-m", "streamlit", "run", "streamlit_app.py", *options, *flags]
    address = f"http://127.0.0.1:{port}"
    return address, start_server(command, address, log, environment)


def free_port() -> int:
    """Return a port on which nobody listens on this machine."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
    return port


def start_server(
    command: list[str], address: str, log: Path, environment: Mapping[str, str], folder: Path = ROOT
) -> subprocess.Popen[bytes]:
    """Run a command in a folder, under an environment of its own, until it serves the page at an address; return its process, which the caller ends."""
    with log.open("w") as output:
        server = subprocess.Popen(
            command, cwd=folder, env={**os.environ, **environment}, stdout=output, stderr=output
        )
    try:
        _wait_for(f"{address}/_stcore/health", server, log)
    except RuntimeError:
        server.kill()
        raise
    return server


def _wait_for(url: str, server: subprocess.Popen[bytes], log: Path) -> None:
    end = time.monotonic() + 60
    while time.monotonic() < end:
        if server.poll() is not None:
            raise RuntimeError(f"The page's server ended: {log.read_text()}")
        try:
            with urllib.request.urlopen(url, timeout=2):
                return
        except (urllib.error.URLError, OSError):
            time.sleep(0.05)
    raise RuntimeError(f"The page's server did not answer: {log.read_text()}")


def visit(
    browser: Browser,
    address: str,
    *,
    size: tuple[int, int] = WIDE,
    scheme: Literal["light", "dark"] = "light",
    locale: str = "zh-CN",
    script: str = "",
) -> Page:
    """Open the page as a visitor of its own; a script runs before the page's own."""
    page = blank_page(browser, locale)
    if script:
        page.add_init_script(script)
    show(page, address, size=size, scheme=scheme)
    return page


def blank_page(browser: Browser, locale: str = "zh-CN") -> Page:
    """Return an empty page of a browser that nobody has used before."""
    context = browser.new_context(locale=locale, reduced_motion="reduce")
    context.set_default_timeout(15_000)
    return context.new_page()


def show(
    page: Page, address: str, *, size: tuple[int, int] = WIDE, scheme: Literal["light", "dark"] = "light"
) -> None:
    """Open an address on a screen of some size, in the light or in the dark."""
    width, height = size
    page.set_viewport_size({"width": width, "height": height})
    page.emulate_media(color_scheme=scheme)
    page.goto(address)
    # A server that was only just started may be slow to draw its first page.
    page.get_by_test_id("stSidebarUserContent").wait_for(state="attached", timeout=AWAKE_MILLISECONDS)


def ask(page: Page, question: str) -> Locator:
    """Type a question, wait for the end of its answer, and return the answer."""
    answers = page.locator("[class*='st-key-answer-']")
    before = answers.count()
    box = page.get_by_test_id("stChatInputTextArea")
    box.fill(question, timeout=AWAKE_MILLISECONDS)
    box.press("Enter")
    answer = answers.nth(before)
    answer.wait_for(timeout=AWAKE_MILLISECONDS)
    return answer


def settled(page: Page) -> Page:
    """Wait until nothing on the page moves any more: it is drawn, with its formulas, diagrams and charts; scrolling has ended."""
    page.wait_for_function(
        """call => {
            if (window.settling?.call !== call) window.settling = { call, state: "", same: 0 }
            const drawing = document.querySelector(
                ".stApp[data-test-script-state='running'], [data-testid='stSkeleton'], " +
                "[data-testid='stMermaidChart']:not(:has(svg, img)), [data-testid='stVegaLiteChart']:not(:has(.marks))"
            )
            const changing = document.getAnimations().some(each => each instanceof CSSTransition)
            const state = [...document.querySelectorAll(".stMain, .st-key-reader")]
                .map(each => `${each.scrollTop}/${each.scrollHeight}`).join() + document.querySelectorAll("*").length
            const same = !drawing && !changing && document.fonts.status === "loaded" && settling.state === state
            settling.same = same ? settling.same + 1 : 0
            settling.state = state
            return settling.same >= 4
        }""",
        arg=time.monotonic(),
        polling=60,
    )
    return page
