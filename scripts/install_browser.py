"""Sees to a browser for the tests: `python -m scripts.install_browser`.

One that is there is taken; else Playwright downloads its own; else the system's package manager installs one, where it may.
"""

import os
import sys

from scripts.browsers import (
    PLAYWRIGHT_DOWNLOAD,
    PLAYWRIGHT_LIBRARIES,
    Command,
    has_chinese_font,
    package_manager,
    playwright_browser_starts,
    succeeds,
    system_browser,
)

_INSTALLING = "正在安装{what}：{command} … / Installing {english}: {command} …"
_NO_BROWSER = (
    "没有找到 Chromium 或 Chrome，也没能装上。请先装一个，再运行 make test；"
    "不用浏览器的测试：.venv/bin/python -m pytest --ignore tests/browser / "
    "There is no Chromium or Chrome, and none could be installed. Install one and run make test again; "
    "the tests that need none: .venv/bin/python -m pytest --ignore tests/browser"
)
_NO_FONT = (
    "没有中文字体，也没能装上：截图里的中文会是方框。 / "
    "There is no Chinese font, and none could be installed: pictures of the page will show boxes."
)
_DOWNLOAD_TIMEOUT = "10000"
"""Milliseconds to wait for Playwright's server, which is asked several times."""


def browser_is_there() -> bool:
    """Return whether the tests have a browser, of the system or of Playwright."""
    return system_browser() is not None or playwright_browser_starts()


def install_browser() -> bool:
    """Install a browser unless there is one; return whether there is one now."""
    if browser_is_there():
        return True
    os.environ.setdefault("PLAYWRIGHT_DOWNLOAD_CONNECTION_TIMEOUT", _DOWNLOAD_TIMEOUT)
    downloaded = _run([PLAYWRIGHT_DOWNLOAD], "浏览器", "a browser")
    if downloaded and playwright_browser_starts():
        return True
    found = package_manager()
    if found is None:
        return False
    manager, root = found
    if downloaded and manager.name == "apt-get":
        # A download that does not start lacks libraries; Playwright knows their names on Debian and Ubuntu.
        _run([PLAYWRIGHT_LIBRARIES], "浏览器", "a browser")
        if playwright_browser_starts():
            return True
    _run(manager.commands(manager.browser, root), "浏览器", "a browser")
    return browser_is_there()


def install_chinese_font() -> bool:
    """Install a font with Chinese characters unless there is one; return whether there is one now."""
    if has_chinese_font():
        return True
    found = package_manager()
    if found is None:
        return False
    manager, root = found
    _run(manager.commands(manager.fonts, root), "中文字体", "a Chinese font")
    return has_chinese_font()


def main() -> int:
    """Install what is missing; return 1, having said what to do in one line, where the tests are left without a browser."""
    if not install_browser():
        print(_NO_BROWSER, file=sys.stderr)
        return 1
    if not install_chinese_font():
        print(_NO_FONT, file=sys.stderr)
    return 0


def _run(commands: list[Command], what: str, english: str) -> bool:
    """Run commands one after the other, and say so; return whether the last one ended well."""
    ended_well = False
    for command in commands:
        print(_INSTALLING.format(what=what, english=english, command=" ".join(command)), flush=True)
        # A package list that could not be refreshed may still know what is to be installed.
        ended_well = succeeds(command)
    return ended_well


if __name__ == "__main__":
    sys.exit(main())
