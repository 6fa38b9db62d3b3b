"""What `make test` does about a browser; each test is a machine of its own, with nothing but the commands it names."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.browser.harness import ROOT

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="The machines are made of shell scripts.")
WORKS = "exit 0"
FAILS = "exit 1"
FONT = "echo Noto Sans CJK SC"


class Machine:
    """A computer with the commands that were put on it."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.log = folder / "log"
        self.log.touch()
        # What lets a command run as root at all: whoever runs the tests may not be.
        self.put("sudo", 'shift; exec "$@"')
        self.put("true", WORKS)
        (folder / "env").symlink_to(shutil.which("env") or "/usr/bin/env")

    def put(self, command: str, script: str) -> None:
        path = self.folder / command
        path.write_text(f'#!/bin/sh\n/bin/echo "{command} $*" >> {self.log}\n{script}\n')
        path.chmod(0o755)

    def put_package_manager(self, name: str, **brings: str) -> None:
        """Put a package manager there that installs these commands; every other package brings nothing."""
        cases = "".join(
            f'*" {package}"*) printf "#!/bin/sh\\n{script}\\n" > {self.folder / command}; '
            f"/bin/chmod 755 {self.folder / command};;\n"
            for package, (command, script) in {
                "chromium": ("chromium", brings.get("chromium", FAILS)),
                "fontconfig": ("fc-list", brings.get("fontconfig", FAILS)),
            }.items()
        )
        self.put(name, f'case "$*" in\n{cases}esac')

    def install_browser(self) -> subprocess.CompletedProcess[str]:
        environment = {
            "PATH": str(self.folder),
            "HOME": str(self.folder),
            "PLAYWRIGHT_BROWSERS_PATH": str(self.folder / "playwright"),
            # Playwright then says that all is well, and brings nothing.
            "PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD": "1",
        }
        return subprocess.run(
            [sys.executable, "-m", "scripts.install_browser"],
            cwd=ROOT,
            env={**os.environ, **environment},
            capture_output=True,
            text=True,
        )

    def called(self, command: str) -> list[str]:
        return [line for line in self.log.read_text().splitlines() if line.startswith(command)]


@pytest.fixture
def machine(tmp_path: Path) -> Machine:
    return Machine(tmp_path)


@pytest.mark.parametrize("browser", ["chromium", "chromium-browser", "google-chrome"])
def test_a_browser_and_a_font_that_are_there_are_left_as_they_are(machine: Machine, browser: str) -> None:
    machine.put(browser, WORKS)
    machine.put("fc-list", FONT)
    machine.put_package_manager("apt-get")
    done = machine.install_browser()
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
    assert not machine.called("apt-get")


@pytest.mark.parametrize("manager", ["apt-get", "dnf"])
def test_where_playwright_brings_none_the_package_manager_installs_a_browser_and_a_font(
    machine: Machine, manager: str
) -> None:
    machine.put_package_manager(manager, chromium=WORKS, fontconfig=FONT)
    done = machine.install_browser()
    assert (done.returncode, done.stderr) == (0, "")
    assert "playwright install" in done.stdout.splitlines()[0]
    assert [line for line in machine.called(manager) if "chromium" in line]
    assert [line for line in machine.called(manager) if "noto" in line]


def test_a_command_that_is_no_browser_is_passed_over(machine: Machine) -> None:
    machine.put("chromium-browser", FAILS)
    machine.put_package_manager("apt-get", chromium=WORKS, fontconfig=FONT)
    assert machine.install_browser().returncode == 0


def test_where_nothing_brings_a_browser_one_line_says_what_to_do(machine: Machine) -> None:
    machine.put_package_manager("apt-get")
    done = machine.install_browser()
    assert done.returncode == 1
    (line,) = done.stderr.splitlines()
    assert "Install one and run make test again" in line


def test_without_a_font_the_tests_run_and_one_line_says_so(machine: Machine) -> None:
    machine.put("chromium", WORKS)
    done = machine.install_browser()
    assert done.returncode == 0
    (line,) = done.stderr.splitlines()
    assert "no Chinese font" in line
