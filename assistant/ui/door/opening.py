"""Opens the page's server: wakes the coach before anybody asks, and shows who runs it the way in."""

import asyncio
import os
import sys
import webbrowser
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from threading import Thread
from urllib.parse import urlencode

import click
import streamlit as st
from starlette.middleware import Middleware

from assistant.text import Bilingual
from assistant.ui import texts
from assistant.ui.door.gate import HOST_PARAMETER, Gate
from assistant.ui.door.identity import identity
from assistant.ui.door.presence import presence
from assistant.ui.door.uploads import UploadGate, held_files

_SWEEP_SECONDS = 30.0
_HOST_LINK = Bilingual(
    zh="管理者请用这个链接打开，不要转发： {link} ",
    en="Whoever runs the coach opens it by this link, which is nobody else's: {link}",
)


def middleware() -> list[Middleware]:
    """Return what every request passes before the page."""
    return [
        Middleware(Gate, identity=identity(), presence=presence(), name=texts.frame.PRODUCT),
        Middleware(UploadGate, identity=identity(), held=held_files()),
    ]


@asynccontextmanager
async def lifespan(_app: st.App) -> AsyncIterator[None]:
    """Wake the coach as soon as the server starts, and open the page in a browser where there is a screen."""
    Thread(target=_wake, name="waking", daemon=True).start()
    Thread(target=_show, name="showing", daemon=True).start()
    sweeping = asyncio.create_task(_sweep())
    yield
    sweeping.cancel()


async def _sweep() -> None:
    """Have uploads dropped that no page asked for, also where nothing else happens."""
    while True:
        await asyncio.sleep(_SWEEP_SECONDS)
        held_files().forget_gone()


def _wake() -> None:
    # Imported here: the server answers before all of the page is there.
    from assistant.ui import session

    session.warm_up()


def _show() -> None:
    """Print the host's link where nobody is known by being here, and open the page."""
    link = _address()
    if not presence().is_single_user:
        link = f"{link}/?{urlencode({HOST_PARAMETER: identity().host_token})}"
        click.echo(f"\n  {_HOST_LINK.filled(link=link).side_by_side()}\n")
    if not st.get_option("server.headless") and _has_screen():
        webbrowser.open(link)


def _address() -> str:
    """Return where a browser of this computer finds the page."""
    scheme = "https" if st.get_option("server.sslCertFile") else "http"
    base = str(st.get_option("server.baseUrlPath") or "").strip("/")
    return f"{scheme}://localhost:{st.get_option('server.port')}" + (f"/{base}" if base else "")


def _has_screen() -> bool:
    return sys.platform in ("win32", "darwin") or bool(
        os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY")
    )
