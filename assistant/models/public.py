"""Connections to public addresses alone, for endpoints that a visitor of a shared server names.

Without it a visitor could have the server ask machines that only the server can reach. The name is looked up here, and the
connection goes to the very address that was checked, so that a second look-up can't answer differently; redirects come
this way as well.
"""

import socket
from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network

import httpx2
import psutil

from assistant.models.model_errors import failure

_Address = IPv4Address | IPv6Address
_TRANSLATED = ip_network("64:ff9b::/96")
"""IPv6 addresses that stand for IPv4 ones, in networks that have no IPv4 (RFC 6052)."""
_GLOBAL_UNICAST = ip_network("2000::/3")
"""The IPv6 addresses that are given out for the internet; what was meant for anything else lies outside."""
_NOT_PUBLIC = tuple(
    ip_network(network)
    for network in (
        # IANA's registries of special-purpose addresses: iana.org/assignments/iana-ipv4-special-registry and -ipv6-…
        "0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16", "172.16.0.0/12", "192.0.0.0/24",
        "192.0.2.0/24", "192.31.196.0/24", "192.52.193.0/24", "192.88.99.0/24", "192.168.0.0/16", "192.175.48.0/24",
        "198.18.0.0/15", "198.51.100.0/24", "203.0.113.0/24", "224.0.0.0/4", "240.0.0.0/4",
        "2001::/23", "2001:db8::/32", "2002::/16", "2620:4f:8000::/48", "3ffe::/16", "3fff::/20",
        # Public by number, and yet what a cloud's own machines ask for their secrets: Azure's host, IBM's services.
        "168.63.129.16/32", "161.26.0.0/16", "166.8.0.0/14",
    )
)  # fmt: skip
_WEB_PORTS = (80, 443)
_FIRST_FREE_PORT = 1024
"""Below it are the services of a system, mail and remote login among them; model servers of one's own are above."""
_OTHER_PROTOCOLS = frozenset(
    {1719, 1720, 1723, 2049, 3659, 4045, 4190, 5060, 5061, 6000, 6566, *range(6665, 6670), 6679, 6697, 10080}
)
"""Ports that no browser asks either, for they speak something else: https://fetch.spec.whatwg.org/#port-blocking."""

_SENT = frozenset(
    {
        "accept",
        "accept-encoding",
        "authorization",
        "connection",
        "content-length",
        "content-type",
        "host",
        "transfer-encoding",
        "user-agent",
    }
)


class PublicTransport(httpx2.BaseTransport):
    """Sends requests to public addresses, with nothing of the server's own; raises ModelError for any other address."""

    def __init__(self, key: str) -> None:
        """Prepare the connections.

        Args:
            key: The visitor's.
        """
        self._key = key
        # A proxy would look the name up itself, where nothing can be checked.
        self._inner = httpx2.HTTPTransport(trust_env=False)

    def handle_request(self, request: httpx2.Request) -> httpx2.Response:
        """Send a request to the address that its host was found to have."""
        host = request.url.host
        pinned = httpx2.Request(
            request.method,
            request.url.copy_with(host=public_address(host, request.url.port)),
            headers=self._headers(request.headers),
            stream=request.stream,
            extensions={**request.extensions, "sni_hostname": host},
        )
        return self._inner.handle_request(pinned)

    def _headers(self, headers: httpx2.Headers) -> httpx2.Headers:
        """Return headers without those that the SDK takes from the server's environment."""
        own = headers.copy()
        for name in headers:
            if name not in _SENT and not name.startswith("x-stainless-"):
                del own[name]
        if "authorization" in own:
            own["authorization"] = f"Bearer {self._key}"
        return own

    def close(self) -> None:
        """Close the connections."""
        self._inner.close()


def public_address(host: str, port: int | None) -> str:
    """Return an address of a host.

    Raises:
        ModelError: One of its addresses is not public, or is this server's own; or no model is asked at such a port.
        OSError: It has no address.
    """
    found = socket.getaddrinfo(host, port or 443, type=socket.SOCK_STREAM)
    addresses = [_without_zone(str(entry[4][0])) for entry in found]
    own = _own_addresses()
    if not all(_is_public(ip_address(address), own) for address in addresses):
        raise failure("not_public")
    if port is not None and not _is_asked(port):
        raise failure("port")
    return addresses[0]


def _is_asked(port: int) -> bool:
    return port in _WEB_PORTS or (port >= _FIRST_FREE_PORT and port not in _OTHER_PROTOCOLS)


def _is_public(address: _Address, own: frozenset[_Address]) -> bool:
    if isinstance(address, IPv6Address):
        if address.ipv4_mapped is not None:
            return _is_public(address.ipv4_mapped, own)
        if address in _TRANSLATED:
            return _is_public(IPv4Address(address.packed[-4:]), own)
        if address not in _GLOBAL_UNICAST:
            return False
    return address not in own and not any(address in network for network in _NOT_PUBLIC)


def _own_addresses() -> frozenset[_Address]:
    """Return the addresses of this computer's interfaces: what listens on it may trust whoever comes from it.

    An address that a router translates to this computer is not among them: nothing here knows of it.
    """
    try:
        interfaces = psutil.net_if_addrs()
    except OSError:
        return frozenset()
    return frozenset(
        ip_address(_without_zone(each.address))
        for addresses in interfaces.values()
        for each in addresses
        if each.family in (socket.AF_INET, socket.AF_INET6)
    )


def _without_zone(address: str) -> str:
    return address.partition("%")[0]
