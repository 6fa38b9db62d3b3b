"""The browsers that can run the tests, and the ways to get one."""

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

_COMMANDS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
_MAC_APPLICATIONS = ("Chromium.app/Contents/MacOS/Chromium", "Google Chrome.app/Contents/MacOS/Google Chrome")
_START_SECONDS = 60

PLAYWRIGHT_DOWNLOAD = (sys.executable, "-m", "playwright", "install", "--only-shell", "chromium")
PLAYWRIGHT_LIBRARIES = (sys.executable, "-m", "playwright", "install-deps", "chromium")

Command = Sequence[str]


@dataclass(frozen=True)
class PackageManager:
    """A system's package manager: what it is called, and what it calls things."""

    name: str
    install: tuple[str, ...]
    browser: tuple[str, ...]
    fonts: tuple[str, ...]
    refresh: tuple[str, ...] = ()
    as_root: bool = True

    def commands(self, packages: Sequence[str], root: Command) -> list[Command]:
        """Return the commands that install packages; `root` is the prefix that lets one run as root."""
        calls = [self.refresh, (*self.install, *packages)]
        start = (*(root if self.as_root else ()), "env", "DEBIAN_FRONTEND=noninteractive", self.name)
        return [(*start, *call) for call in calls if call]


_MANAGERS = (
    PackageManager(
        "apt-get",
        refresh=("update",),
        install=("install", "--yes", "--no-install-recommends"),
        browser=("chromium",),
        fonts=("fontconfig", "fonts-noto-cjk"),
    ),
    PackageManager(
        "dnf",
        install=("install", "--assumeyes"),
        browser=("chromium",),
        fonts=("fontconfig", "google-noto-sans-cjk-fonts"),
    ),
    PackageManager(
        "brew",
        install=("install", "--cask"),
        browser=("google-chrome",),
        fonts=("font-noto-sans-cjk",),
        as_root=False,
    ),
)


def system_browser() -> str | None:
    """Return the path of a Chromium or Chrome of this system that starts; None where there is none."""
    return next((path for path in _candidates() if _starts(path)), None)


def playwright_browser_starts() -> bool:
    """Return whether Playwright's own Chromium is there, with all the libraries that it needs."""
    from playwright.sync_api import Error, sync_playwright

    with sync_playwright() as playwright:
        try:
            playwright.chromium.launch(args=["--no-sandbox"]).close()
        except Error:
            return False
    return True


def has_chinese_font() -> bool:
    """Return whether Chinese text can be drawn; only Linux comes without."""
    if sys.platform != "linux":
        return True
    lister = shutil.which("fc-list")
    if lister is None:
        return False
    return bool(subprocess.run([lister, ":lang=zh"], capture_output=True, check=False).stdout.strip())


def package_manager() -> tuple[PackageManager, Command] | None:
    """Return the package manager that may be used without asking anyone, and the prefix that makes its commands root's."""
    found = next((manager for manager in _MANAGERS if shutil.which(manager.name)), None)
    if found is None:
        return None
    if not found.as_root or os.geteuid() == 0:
        return found, ()
    if shutil.which("sudo") and succeeds(["sudo", "-n", "true"]):
        return found, ("sudo", "-n")
    return None


def succeeds(command: Command, *, seconds: float | None = None) -> bool:
    """Run a command without its output and without a terminal to ask on; return whether it ended well, and in time."""
    quiet = subprocess.DEVNULL
    try:
        run = subprocess.run(command, stdin=quiet, stdout=quiet, stderr=quiet, timeout=seconds, check=False)
    except (OSError, subprocess.TimeoutExpired):
        return False
    return run.returncode == 0


def _candidates() -> Iterator[str]:
    yield from filter(None, map(shutil.which, _COMMANDS))
    if sys.platform == "darwin":
        folders = (Path("/Applications"), Path.home() / "Applications")
        paths = (folder / application for application in _MAC_APPLICATIONS for folder in folders)
        yield from (str(path) for path in paths if path.exists())


def _starts(path: str) -> bool:
    """Whether it is a browser: Ubuntu's `chromium-browser` may only say that a snap is missing."""
    return succeeds([path, "--version"], seconds=_START_SECONDS)
