"""pm-coach serve: starts the page."""

import errno
import os
import socket
import subprocess
import sys
from pathlib import Path
from typing import NoReturn

import click

from assistant.text import Bilingual

_PACKAGE = Path(__file__).parents[1]
# In an installed wheel the page and its theme lie inside the package, in a checkout beside it.
PAGE = next(
    (p for p in (_PACKAGE / "page", _PACKAGE.parent) if (p / "streamlit_app.py").is_file()), _PACKAGE.parent
)
_TAKEN = Bilingual(
    zh="端口 {port} 已被占用。如果那就是 PM Coach，请打开 {address}；不是的话换一个端口：pm-coach serve --port {free}",
    en="Port {port} is taken. If that is PM Coach, open {address}; else choose another: pm-coach serve --port {free}",
)
_FORBIDDEN = Bilingual(
    zh="没有使用端口 {port} 的权限。请换一个 1024 以上的端口：pm-coach serve --port {free}",
    en="Port {port} may not be used here. Choose one above 1024: pm-coach serve --port {free}",
)
_NO_HOST = Bilingual(
    zh="{host} 不是这台电脑的地址（{reason}）。请用 --host localhost；要让别的电脑访问，用 --host 0.0.0.0。",
    en="{host} is no address of this computer ({reason}). Try --host localhost, or --host 0.0.0.0 to let others in.",
)
_PORT = 8501
_PORTS_TRIED = 50


@click.command(name="serve")
@click.option(
    "--host",
    default="localhost",
    show_default=True,
    help="The address to listen on; 0.0.0.0 lets other computers in.",
)
@click.option("--port", type=click.IntRange(1, 65535), default=_PORT, show_default=True)
@click.option(
    "--open/--no-open",
    "opens",
    default=None,
    help="Open the page in a browser.  [default: where there is a screen]",
)
@click.option(
    "--public",
    is_flag=True,
    help="Let others in: nobody runs the coach for being on this computer, only by the link that is printed; refuses to start "
    "where a setting leaves it open.",
)
def serve_command(host: str, port: int, opens: bool | None, public: bool) -> None:
    """Start the page; Ctrl-C ends it."""
    _require_free(host, port)
    options = ["--server.address", host, "--server.port", str(port)]
    if opens is not None:
        options += ["--server.headless", str(not opens).lower()]
    serving = ["assistant.ui.serving", *(["--public"] if public else []), str(PAGE / "streamlit_app.py")]
    # -P: a file of the folder in which it is called must not pass for a module.
    _become([sys.executable, "-P", "-m", *serving, *options])


def _become(command: list[str]) -> NoReturn:
    """Let the command take the place of this process, so that whoever stops this one stops the page."""
    if os.name == "nt":
        # There a program that replaces another is a new process, and the terminal would not wait for it.
        sys.exit(subprocess.run(command, check=False).returncode)  # noqa: S603
    os.execv(command[0], command)  # noqa: S606


def _require_free(host: str, port: int) -> None:
    """Raise click.ClickException, with what to do next, where the page could not listen there."""
    try:
        _try(host, port)
    except OSError as error:
        raise click.ClickException(_problem(error, host, port).side_by_side()) from error


def _problem(error: OSError, host: str, port: int) -> Bilingual:
    if error.errno == errno.EADDRINUSE:
        return _TAKEN.filled(port=port, address=_address(host, port), free=_free_port(host, port + 1))
    if error.errno == errno.EACCES:
        return _FORBIDDEN.filled(port=port, free=_free_port(host, _PORT))
    return _NO_HOST.filled(host=host, reason=error.strerror)


def _try(host: str, port: int) -> None:
    """Listen for a moment, as the page's server would; raises OSError where that can't be done."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family) as probe:
        if os.name != "nt":
            # A port that was in use a moment ago is free, except on Windows, where this would let two servers share one.
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        probe.bind((host, port))
        probe.listen()


def _free_port(host: str, first: int) -> int:
    """Return a port to suggest: the first free one from `first` on, else the usual one."""
    for port in range(first, min(first + _PORTS_TRIED, 65536)):
        try:
            _try(host, port)
        except OSError:
            continue
        return port
    return _PORT


def _address(host: str, port: int) -> str:
    """Return where a browser of this computer finds a server that listens there."""
    name = "localhost" if host in {"0.0.0.0", "::"} else f"[{host}]" if ":" in host else host  # noqa: S104
    return f"http://{name}:{port}"
