"""pm-coach serve, as far as it needs no browser; tests/browser/test_installed.py opens its page."""

import os
import signal
import socket
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner

from assistant.cli import main
from tests.browser import harness


def test_a_taken_port_is_told_in_one_line_that_names_the_page_there_and_a_free_port() -> None:
    with socket.create_server(("127.0.0.1", 0)) as other:
        taken = other.getsockname()[1]
        result = CliRunner().invoke(main, ["serve", "--host", "127.0.0.1", "--port", str(taken)])
    (line,) = result.stderr.splitlines()
    assert result.exit_code == 1
    assert f"http://127.0.0.1:{taken}" in line
    suggested = int(line.rpartition("--port ")[2])
    assert suggested != taken
    socket.create_server(("127.0.0.1", suggested)).close()


def test_a_host_that_is_not_this_computer_is_told_in_one_line() -> None:
    result = CliRunner().invoke(main, ["serve", "--host", "192.0.2.1", "--port", str(harness.free_port())])
    (line,) = result.stderr.splitlines()
    assert result.exit_code == 1
    assert "--host localhost" in line


@pytest.mark.skipif(os.name == "nt", reason="Windows sends Ctrl-C to all processes of a terminal.")
def test_ctrl_c_ends_it_without_a_traceback(tmp_path: Path) -> None:
    port, log = harness.free_port(), tmp_path / "server.log"
    command = [sys.executable, "-c", "from assistant.cli import main; main()", "serve", "--no-open"]
    command += ["--host", "127.0.0.1", "--port", str(port)]
    server = harness.start_server(command, f"http://127.0.0.1:{port}", log, {})
    server.send_signal(signal.SIGINT)
    assert server.wait(60) == 0
    assert "Traceback" not in log.read_text()
