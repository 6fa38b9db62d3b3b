"""Where nobody but the user of this computer can come, as the system tells it."""

import os
import socket
import subprocess
import sys

import pytest

from assistant.ui.door.presence import belongs_to_this_user, is_loopback, listens_here_alone

_LISTEN = """
import socket, sys
from assistant.ui.door.presence import listens_here_alone
held = [socket.create_server((address, 0)) for address in sys.argv[1:]]
print(listens_here_alone())
"""


@pytest.mark.parametrize(
    ("addresses", "alone"),
    [(["127.0.0.1"], True), (["0.0.0.0"], False), (["127.0.0.1", "0.0.0.0"], False), ([], False)],
)
def test_a_server_is_alone_where_it_listens_on_this_computers_own_address_only(
    addresses: list[str], alone: bool
) -> None:
    told = subprocess.run(
        [sys.executable, "-c", _LISTEN, *addresses], capture_output=True, text=True, check=True
    )
    assert told.stdout.strip() == str(alone)
    assert listens_here_alone() in (True, False)


@pytest.mark.parametrize("address", ["127.0.0.1", "127.8.8.8", "::1", "::ffff:127.0.0.1", "localhost"])
def test_this_computers_own_addresses(address: str) -> None:
    assert is_loopback(address)


@pytest.mark.parametrize(
    "address", [None, "", "testclient", "10.0.0.1", "::ffff:10.0.0.1", "localhost.example", "::"]
)
def test_addresses_of_anybody_else(address: str | None) -> None:
    assert not is_loopback(address)


@pytest.mark.skipif(sys.platform != "linux", reason="Only Linux tells whose a connection is.")
@pytest.mark.parametrize(("family", "here"), [(socket.AF_INET, "127.0.0.1"), (socket.AF_INET6, "::1")])
def test_a_connection_of_the_same_user_is_told_from_anothers(
    family: socket.AddressFamily, here: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    with (
        socket.create_server((here, 0), family=family) as server,
        socket.create_connection(server.getsockname()[:2]) as client,
    ):
        address, port = client.getsockname()[:2]
        assert belongs_to_this_user(address, port)
        monkeypatch.setattr(os, "getuid", lambda: 12345)
        assert not belongs_to_this_user(address, port)
    assert not belongs_to_this_user(here, 1)
