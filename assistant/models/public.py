"""Connections to public addresses alone, for endpoints that a visitor of a shared server names.

Without it a visitor could have the server ask machines that only the server can reach. The name is looked up here, and the
connection goes to the very address that was checked, so that a second look-up can't answer differently; redirects come
this way as well.
"""

import socket
from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network

import httpx2

from assistant.models.model_errors import failure

_TRANSLATED = ip_network("64:ff9b::/96")
"""IPv6 addresses that stand for IPv4 ones."""


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
        ModelError: One of its addresses is not public.
        OSError: It has none.
    """
    found = socket.getaddrinfo(host, port or 443, type=socket.SOCK_STREAM)
    addresses = [str(entry[4][0]).partition("%")[0] for entry in found]
    if not all(_is_public(ip_address(address)) for address in addresses):
        raise failure("not_public")
    return addresses[0]


def _is_public(address: IPv4Address | IPv6Address) -> bool:
    if isinstance(address, IPv6Address):
        inner = address.ipv4_mapped or address.sixtofour
        if inner is not None:
            return _is_public(inner)
        if address in _TRANSLATED or address.teredo:
            return False
    return address.is_global and not address.is_multicast
