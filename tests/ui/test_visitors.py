import pytest

from assistant.ui.visitors import is_local


@pytest.mark.parametrize(
    ("address", "headers"),
    [
        (None, {"Host": "localhost:8501", "Origin": "http://localhost:8501"}),
        ("127.0.0.1", {"Host": "127.0.0.1:8501"}),
        ("::1", {"Host": "[::1]:8501", "Origin": "http://[::1]:8501"}),
    ],
)
def test_a_browser_on_the_coachs_own_computer_is_told(address: str | None, headers: dict[str, str]) -> None:
    assert is_local(address, headers)


@pytest.mark.parametrize(
    ("address", "headers"),
    [
        ("192.168.1.7", {"Host": "192.168.1.2:8501"}),
        (None, {"Host": "localhost:8501", "X-Forwarded-For": "203.0.113.9"}),
        (None, {"Host": "coach.example.com", "Origin": "https://coach.example.com"}),
        # A proxy that names the server it asks, and nothing else: the browser still says which page it shows.
        (None, {"Host": "localhost:8501", "Origin": "https://coach.example.com"}),
        (None, {"Host": "localhost.example.com"}),
    ],
)
def test_everybody_else_is_a_visitor_also_behind_a_proxy(
    address: str | None, headers: dict[str, str]
) -> None:
    assert not is_local(address, headers)
