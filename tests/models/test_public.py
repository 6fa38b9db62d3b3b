"""Which addresses and ports a visitor of a shared server has it connect to."""

import socket

import psutil
import pytest

from assistant.models.model_errors import ModelError
from assistant.models.public import public_address

INSIDE = [
    "0.0.0.0",
    "0.1.2.3",
    "10.0.0.1",
    "10.255.255.255",
    "100.64.0.1",
    "100.100.100.200",
    "100.127.255.255",
    "127.0.0.1",
    "127.255.255.255",
    "161.26.0.10",
    "166.8.1.1",
    "166.11.255.255",
    "168.63.129.16",
    "169.254.0.1",
    "169.254.0.23",
    "169.254.169.254",
    "169.254.170.2",
    "172.16.0.1",
    "172.31.255.255",
    "192.0.0.1",
    "192.0.0.9",
    "192.0.0.170",
    "192.0.0.192",
    "192.0.2.1",
    "192.31.196.1",
    "192.52.193.1",
    "192.88.99.1",
    "192.168.0.1",
    "192.175.48.1",
    "198.18.0.1",
    "198.19.255.255",
    "198.51.100.1",
    "203.0.113.1",
    "224.0.0.1",
    "233.252.0.1",
    "239.255.255.255",
    "240.0.0.1",
    "255.255.255.255",
    "::",
    "::1",
    "::7f00:1",
    "::8.8.8.8",
    "::ffff:127.0.0.1",
    "::ffff:10.0.0.1",
    "::ffff:169.254.169.254",
    "::ffff:168.63.129.16",
    "::ffff:0:8.8.8.8",
    "64:ff9b::a00:1",
    "64:ff9b::a9fe:a9fe",
    "64:ff9b::a83f:8110",
    "64:ff9b::7f00:1",
    "64:ff9b:1::1",
    "64:ff9b:1:ffff::808:808",
    "100::1",
    "100:0:0:1::1",
    "200::1",
    "400::1",
    "2001::1",
    "2001:0:4136:e378:8000:63bf:3fff:fdd2",
    "2001:1::1",
    "2001:2::1",
    "2001:3::1",
    "2001:4:112::1",
    "2001:10::1",
    "2001:20::1",
    "2001:30::1",
    "2001:db8::1",
    "2002:7f00:1::",
    "2002:a00:1::",
    "2002:808:808::",
    "2620:4f:8000::1",
    "3fff::1",
    "3ffe::1",
    "4000::1",
    "5f00::1",
    "fc00::1",
    "fd00::1",
    "fd00:ec2::254",
    "fd20:ce::254",
    "fe80::1",
    "fe80::a9fe:a9fe",
    "febf::1",
    "fec0::1",
    "feff::1",
    "ff02::1",
    "ff0e::1",
]
OUTSIDE = [
    "1.1.1.1",
    "8.8.8.8",
    "9.255.255.255",
    "11.0.0.0",
    "100.63.255.255",
    "100.128.0.0",
    "126.255.255.255",
    "128.0.0.1",
    "161.25.255.255",
    "161.27.0.0",
    "166.7.255.255",
    "166.12.0.0",
    "168.63.129.15",
    "168.63.129.17",
    "169.253.255.255",
    "169.255.0.0",
    "172.15.255.255",
    "172.32.0.0",
    "191.255.255.255",
    "192.0.1.0",
    "192.0.3.0",
    "192.167.255.255",
    "192.169.0.0",
    "198.17.255.255",
    "198.20.0.0",
    "198.51.99.255",
    "203.0.112.255",
    "203.0.114.0",
    "223.255.255.255",
    "::ffff:8.8.8.8",
    "64:ff9b::808:808",
    "2001:200::1",
    "2001:4860:4860::8888",
    "2400:cb00:2048:1::1",
    "2606:4700:4700::1111",
    "2620:fe::fe",
    "2a00:1450:4001:81b::200e",
]


def resolve_to(monkeypatch: pytest.MonkeyPatch, *addresses: str) -> None:
    """Have every name mean these addresses."""
    found = [
        (socket.AF_INET6 if ":" in each else socket.AF_INET, socket.SOCK_STREAM, 6, "", (each, 443))
        for each in addresses
    ]
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_, **__: found)


@pytest.mark.parametrize("address", INSIDE)
def test_an_address_within_networks_is_refused(address: str, monkeypatch: pytest.MonkeyPatch) -> None:
    resolve_to(monkeypatch, address)
    with pytest.raises(ModelError) as refused:
        public_address("models.example", 443)
    assert refused.value.kind == "not_public"


@pytest.mark.parametrize("address", OUTSIDE)
def test_an_address_of_the_internet_is_connected_to(address: str, monkeypatch: pytest.MonkeyPatch) -> None:
    resolve_to(monkeypatch, address)
    assert public_address("models.example", 443) == address


def test_one_address_within_is_enough_to_refuse(monkeypatch: pytest.MonkeyPatch) -> None:
    resolve_to(monkeypatch, "8.8.8.8", "10.0.0.1")
    with pytest.raises(ModelError):
        public_address("models.example", 443)


@pytest.mark.parametrize("address", ["8.8.4.4", "2001:4860:4860::8844", "::ffff:8.8.4.4", "64:ff9b::808:404"])
def test_a_public_address_of_the_server_itself_is_refused(
    address: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    own = {
        "eth0": [
            snicaddr(socket.AF_INET, "8.8.4.4"),
            snicaddr(socket.AF_INET6, "2001:4860:4860::8844%eth0"),
        ]
    }
    resolve_to(monkeypatch, address)
    assert public_address("models.example", 443) == address
    monkeypatch.setattr(psutil, "net_if_addrs", lambda: own)
    with pytest.raises(ModelError) as refused:
        public_address("models.example", 443)
    assert refused.value.kind == "not_public"


def snicaddr(family: socket.AddressFamily, address: str) -> object:
    return next(iter(psutil.net_if_addrs().values()))[0]._replace(family=family, address=address)


def test_a_server_that_does_not_tell_its_addresses_still_connects(monkeypatch: pytest.MonkeyPatch) -> None:
    def refused() -> None:
        raise PermissionError

    monkeypatch.setattr(psutil, "net_if_addrs", refused)
    resolve_to(monkeypatch, "8.8.8.8")
    assert public_address("models.example", 443) == "8.8.8.8"


@pytest.mark.parametrize("port", [None, 80, 443, 1024, 8000, 8443, 11434, 65535])
def test_a_port_that_model_services_use(port: int | None, monkeypatch: pytest.MonkeyPatch) -> None:
    resolve_to(monkeypatch, "8.8.8.8")
    assert public_address("models.example", port) == "8.8.8.8"


@pytest.mark.parametrize(
    "port", [0, 1, 22, 25, 53, 110, 143, 465, 587, 993, 2049, 3659, 5060, 6000, 6667, 6697, 10080]
)
def test_a_port_of_other_services_is_refused(port: int, monkeypatch: pytest.MonkeyPatch) -> None:
    resolve_to(monkeypatch, "8.8.8.8")
    with pytest.raises(ModelError) as refused:
        public_address("models.example", port)
    assert refused.value.kind == "port"
