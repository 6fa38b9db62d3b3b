"""Whether whoever opens a connection sits at the computer that runs the coach.

It counts only where nobody else can come at all: where the server listens on this computer's own address alone, and nobody
was seen to come through a forwarder. Everywhere else the host is known by a link (`identity.py`).
"""

import logging
import os
import sys
from collections.abc import Mapping
from functools import lru_cache
from ipaddress import IPv4Address, IPv6Address, ip_address
from pathlib import Path
from threading import Lock
from urllib.parse import urlsplit

import psutil

from assistant.settings import settings

_log = logging.getLogger(__name__)
_FORWARDED = ("forwarded", "x-forwarded-for", "x-forwarded-host", "x-real-ip", "via", "cf-connecting-ip")
_CONNECTIONS = (Path("/proc/net/tcp"), Path("/proc/net/tcp6"))
_NAMES = ("localhost", "127.0.0.1", "::1")


class Presence:
    """Tells those at the computer itself from all others. Safe to use from several threads."""

    def __init__(self, single_user: bool | None) -> None:
        """Begin with nobody seen from elsewhere.

        Args:
            single_user: False counts nobody as present; None and True whoever comes to a server that listens here alone, and
                True also where somebody came through a forwarder.
        """
        self._single_user = single_user
        self._forwarded = False
        self._lock = Lock()

    def is_present(self, peer: tuple[str, int] | None, headers: Mapping[str, str]) -> bool:
        """Return whether a browser's connection comes from this computer itself, to a server that nobody else can reach.

        Args:
            peer: The address and the port from which it comes; one that is not told is nobody's.
            headers: The request's, their names in lower case. A browser names in Origin the page that it shows.
        """
        host, origin = headers.get("host", ""), headers.get("origin", "")
        if any(name in headers for name in _FORWARDED) or not is_loopback(_hostname(f"//{host}")):
            self._see_forwarder()
            return False
        return (
            self.is_single_user
            and peer is not None
            and is_loopback(peer[0])
            and belongs_to_this_user(*peer)
            and urlsplit(origin).netloc == host
            and is_loopback(_hostname(origin))
        )

    @property
    def is_single_user(self) -> bool:
        """Whether whoever reaches the server sits at its computer."""
        if self._single_user is False or (self._forwarded and not self._single_user):
            return False
        return listens_here_alone()

    def _see_forwarder(self) -> None:
        """From now on nobody is present: those who come through a forwarder look as if they sat here."""
        with self._lock:
            first, self._forwarded = not self._forwarded, True
        if first and self._single_user is None and listens_here_alone():
            _log.warning(
                "Somebody came through a forwarder: from now on only the host's link opens what belongs to the host."
            )


def listens_here_alone() -> bool:
    """Return whether this process can be reached from this computer alone, by what the system says of its sockets."""
    try:
        connections = psutil.Process(os.getpid()).net_connections(kind="tcp")
    except (psutil.Error, OSError, RuntimeError):
        return False
    listening = [each.laddr.ip for each in connections if each.status == psutil.CONN_LISTEN]
    return bool(listening) and all(is_loopback(address) for address in listening)


def belongs_to_this_user(address: str, port: int) -> bool:
    """Return whether a connection on this computer comes from a program of the user who runs the coach.

    A web server that passes requests on runs under a user of its own, and other people at the same computer do as well.
    Only Linux tells whose a connection is (proc_net_tcp in the kernel's documentation); elsewhere everybody's are this user's.
    """
    connections = [table for table in _CONNECTIONS if table.is_file()]
    if not connections or sys.platform == "win32":
        return True
    ours = ip_address(address)
    for table in connections:
        for line in table.read_text("ascii").splitlines()[1:]:
            fields = line.split()
            found, _, its_port = fields[1].partition(":")
            if int(its_port, 16) == port and _unmapped(_kernel_address(found)) == _unmapped(ours):
                return int(fields[7]) == os.getuid()
    return False


def _kernel_address(text: str) -> IPv4Address | IPv6Address:
    """Read an address as the kernel writes it: in words of 32 bits, each in the order of the machine."""
    words = [int(text[start : start + 8], 16) for start in range(0, len(text), 8)]
    return ip_address(b"".join(word.to_bytes(4, sys.byteorder) for word in words))


def _unmapped(address: IPv4Address | IPv6Address) -> IPv4Address | IPv6Address:
    return (address.ipv4_mapped or address) if isinstance(address, IPv6Address) else address


def is_loopback(address: str | None) -> bool:
    """Return whether an address or a name is this computer's own."""
    if address in _NAMES:
        return True
    try:
        found = ip_address(address or "")
    except ValueError:
        return False
    return _unmapped(found).is_loopback


def _hostname(address: str) -> str | None:
    try:
        return urlsplit(address).hostname
    except ValueError:
        return None


@lru_cache(maxsize=1)
def presence() -> Presence:
    """Return what tells this server's own people from all others."""
    return Presence(settings().single_user)
