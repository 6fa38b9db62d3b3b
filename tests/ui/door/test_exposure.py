"""`pm-coach serve --public` starts where nothing leaves the page open, and says what does where something would."""

import subprocess
import sys
from pathlib import Path

import httpx2
import pytest

from tests.browser import harness

COMMAND = [sys.executable, "-c", "from assistant.cli import main; main()", "serve", "--public", "--no-open"]


def start_public(folder: Path, port: int, **environment: str) -> tuple[str, subprocess.Popen[bytes]]:
    command = [*COMMAND, "--host", "127.0.0.1", "--port", str(port)]
    address = f"http://127.0.0.1:{port}"
    environment = {"PM_COACH_DATA_DIR": str(folder / "data"), **environment}
    return address, harness.start_server(command, address, folder / "log", environment)


def test_a_public_server_prints_the_hosts_link_which_opens_it_as_the_host(tmp_path: Path) -> None:
    address, server = start_public(tmp_path, harness.free_port())
    try:
        with httpx2.Client(trust_env=False) as browser:
            browser.get(address, headers={"Accept": "text/html"})
            assert browser.get(f"{address}/_stcore/metrics").status_code == 404
            link = next(word for word in (tmp_path / "log").read_text("utf-8").split() if "/?host=" in word)
            browser.get(link.replace("localhost", "127.0.0.1"), headers={"Accept": "text/html"})
            assert browser.get(f"{address}/_stcore/metrics").status_code == 200
    finally:
        server.terminate()
        server.wait(30)


@pytest.mark.parametrize(
    ("variable", "value", "named"),
    [
        ("STREAMLIT_SERVER_ENABLE_XSRF_PROTECTION", "false", "server.enableXsrfProtection"),
        ("STREAMLIT_SERVER_ENABLE_CORS", "false", "server.enableCORS"),
        ("STREAMLIT_SERVER_ENABLE_AGENT_API", "true", "server.enableAgentApi"),
        ("STREAMLIT_SERVER_MAX_UPLOAD_SIZE", "2000", "server.maxUploadSize"),
        ("STREAMLIT_CLIENT_SHOW_ERROR_DETAILS", "full", "client.showErrorDetails"),
        ("PM_COACH_SINGLE_USER", "true", "PM_COACH_SINGLE_USER"),
        ("PM_COACH_DATA_DIR", "/dev/null/data", "PM_COACH_DATA_DIR"),
    ],
)
def test_a_setting_that_would_leave_it_open_is_named_and_nothing_starts(
    variable: str, value: str, named: str, tmp_path: Path
) -> None:
    with pytest.raises(RuntimeError) as caught:
        start_public(tmp_path, harness.free_port(), **{variable: value})
    told = str(caught.value)
    assert named in told
    assert "Traceback" not in told
