"""The wheel, installed away from the checkout: it must bring the page, its theme and the knowledge along."""

import os
import subprocess
import sys
import sysconfig
import venv
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from tests.browser import harness

PAPER = "rgb(252, 250, 246)"
"""The theme's background, #FCFAF6."""


@pytest.fixture
def installed(tmp_path: Path) -> Path:
    """A virtual environment with the wheel of this checkout; all it needs besides comes from the tests' own."""
    environment = tmp_path / "environment"
    venv.create(environment, symlinks=os.name != "nt")
    paths = sysconfig.get_paths("venv", vars={"base": str(environment), "platbase": str(environment)})
    commands, packages = Path(paths["scripts"]), Path(paths["purelib"])
    build = [sys.executable, "-m", "hatchling", "build", "--target", "wheel", "--directory", str(tmp_path)]
    subprocess.run(build, cwd=harness.ROOT, check=True, capture_output=True)
    (wheel,) = tmp_path.glob("*.whl")
    pip = [sys.executable, "-m", "pip", "--python", str(commands / "python"), "install", "--no-index"]
    subprocess.run([*pip, "--no-deps", str(wheel)], check=True, capture_output=True)
    others = [path for path in sys.path if Path(path).name in {"site-packages", "dist-packages"}]
    (packages / "dependencies.pth").write_text("\n".join(others))
    return commands


@pytest.mark.skipif(os.name == "nt", reason="Windows ends a process without asking it.")
def test_the_installed_command_serves_the_page_which_answers_with_a_citation(
    installed: Path, tmp_path: Path, browser: Browser
) -> None:
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    # It could name the checkout.
    without_path = {"PYTHONPATH": ""}
    where = [str(installed / "python"), "-c", "import assistant; print(assistant.__file__)"]
    place = subprocess.run(
        where, cwd=elsewhere, env={**os.environ, **without_path}, check=True, capture_output=True, text=True
    )
    assert Path(place.stdout.strip()).is_relative_to(installed.parent)

    port = harness.free_port()
    address = f"http://127.0.0.1:{port}"
    serve = [str(installed / "pm-coach"), "serve", "--host", "127.0.0.1", "--port", str(port), "--no-open"]
    log = tmp_path / "server.log"
    server = harness.start_server(serve, address, log, without_path, elsewhere)
    try:
        page = harness.visit(browser, address)
        answer = harness.ask(page, "大模型的训练时间如何优化？")
        answer.locator("a[href^='#cite-']").first.click()
        expect(page.locator(".st-key-cited-passage")).to_be_visible()
        expect(page.get_by_test_id("stApp")).to_have_css("background-color", PAPER)
        page.goto(f"{address}/library?section=4.3")
        expect(page.get_by_role("heading", name="4.3").first).to_be_visible()
        page.context.close()
    finally:
        server.terminate()
    assert server.wait(60) == 0
