"""Who comes in, over real requests and web sockets to the middleware."""

import pytest

from assistant.ui.door import presence as presence_module
from assistant.ui.door.identity import Identity, Visitor
from tests.ui.door.server import AT_HOME, HERE, PAGE, Client, Server


@pytest.fixture(autouse=True)
def listening(monkeypatch: pytest.MonkeyPatch) -> None:
    """The server listens on this computer's own address alone."""
    monkeypatch.setattr(presence_module, "listens_here_alone", lambda: True)
    # Its connections are none of the system's.
    monkeypatch.setattr(presence_module, "belongs_to_this_user", lambda *_: True)


def test_a_browser_on_the_computer_of_a_single_user_is_the_hosts() -> None:
    server = Server()
    assert server.opened_by(server.browser()).is_host


@pytest.mark.parametrize(
    ("client", "headers"),
    [
        (("192.168.1.7", 40000), AT_HOME),
        (("203.0.113.9", 40000), AT_HOME),
        (("", 0), AT_HOME),
        (HERE, {"host": "localhost:8501"}),
        (HERE, {"host": "localhost:8501", "origin": "null"}),
        (HERE, {"host": "localhost:8501", "origin": "http://"}),
        (HERE, {"host": "localhost:8501", "origin": "http://localhost:9000"}),
        (HERE, {"host": "localhost:8501", "origin": "https://coach.example"}),
        (HERE, {"host": "coach.example", "origin": "https://coach.example"}),
        (HERE, {"host": "localhost.example", "origin": "http://localhost.example"}),
        (HERE, {"host": "127.0.0.1.example", "origin": "http://127.0.0.1.example"}),
        (HERE, {"host": "", "origin": ""}),
        *(
            (HERE, {**AT_HOME, name: value})
            for name, value in {
                "x-forwarded-for": "203.0.113.9",
                "x-real-ip": "203.0.113.9",
                "forwarded": "for=203.0.113.9",
                "via": "1.1 proxy",
                "x-forwarded-host": "coach.example",
            }.items()
        ),
    ],
)
def test_who_does_not_surely_sit_there_is_a_visitor(client: Client, headers: dict[str, str]) -> None:
    server = Server()
    assert not server.opened_by(server.browser(client), headers).is_host


def test_an_ipv4_address_that_arrives_as_ipv6_is_the_same_one() -> None:
    server = Server()
    assert server.opened_by(server.browser(("::ffff:127.0.0.1", 40000))).is_host
    assert not server.opened_by(server.browser(("::ffff:192.168.1.7", 40000))).is_host


@pytest.mark.parametrize("sign", [{"host": "coach.example"}, {"x-forwarded-for": "203.0.113.9"}])
def test_once_somebody_came_through_a_forwarder_nobody_is_the_host_by_being_here(
    sign: dict[str, str],
) -> None:
    server = Server()
    server.opened_by(server.browser(), {**AT_HOME, **sign})
    assert not server.opened_by(server.browser()).is_host


def test_a_server_that_others_can_reach_knows_its_host_by_the_link_alone(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(presence_module, "listens_here_alone", lambda: False)
    for single_user in (None, True, False):
        server = Server(single_user)
        assert not server.opened_by(server.browser()).is_host


def test_a_setting_can_make_the_link_the_only_way() -> None:
    server = Server(single_user=False)
    assert not server.opened_by(server.browser()).is_host


def test_the_hosts_link_makes_a_browser_the_hosts_for_good_and_leaves_the_address() -> None:
    server = Server(single_user=False)
    browser = server.browser(("203.0.113.9", 40000))
    welcomed = browser.get(f"/demos?demo=x&host={server.identity.host_token}", headers=PAGE)
    assert welcomed.status_code == 303
    assert welcomed.headers["location"] == "?demo=x"
    assert "httponly" in welcomed.headers["set-cookie"].lower()
    assert server.opened_by(browser, {"host": "coach.example"}).is_host


@pytest.mark.parametrize("token", ["wrong", "", "0" * 32, "é"])
def test_a_wrong_link_makes_nobody_the_host(token: str) -> None:
    server = Server(single_user=False)
    browser = server.browser()
    browser.get("/", params={"host": token}, headers=PAGE)
    assert not server.opened_by(browser).is_host


def test_a_browser_is_the_same_visitor_each_time_and_another_one_is_another() -> None:
    server = Server(single_user=False)
    one, two = server.browser(), server.browser()
    for browser in (one, two):
        cookie = browser.get("/", headers=PAGE).headers["set-cookie"].lower()
        assert "httponly" in cookie
        assert "samesite=lax" in cookie
    assert server.opened_by(one) == server.opened_by(one)
    assert server.opened_by(one) != server.opened_by(two)
    assert "set-cookie" not in one.get("/", headers=PAGE).headers


def test_over_https_a_cookie_is_for_https_alone() -> None:
    secured = Server().browser().get("/", headers={**PAGE, "x-forwarded-proto": "https"})
    assert "secure" in secured.headers["set-cookie"].lower()


@pytest.mark.parametrize("planted", ["a" * 32, "IjAi.aaaaaa.bbbb", "../../etc", ""])
def test_a_planted_cookie_is_refused_and_replaced(planted: str) -> None:
    server = Server(single_user=False)
    browser = server.browser()
    browser.cookies.set(server.identity.visitor_cookie, planted)
    assert server.opened_by(browser).id not in planted.split(".")
    assert "set-cookie" in browser.get("/", headers=PAGE).headers


def test_one_role_s_cookie_is_not_the_other_s() -> None:
    server = Server(single_user=False)
    browser = server.browser()
    browser.cookies.set(server.identity.host_cookie, server.identity.issue_visitor())
    assert not server.opened_by(browser).is_host


def test_another_servers_cookies_count_for_nothing() -> None:
    server, other = Server(single_user=False), Identity(b"key of another server, 32 bytes!!")
    browser = server.browser()
    browser.cookies.set(server.identity.host_cookie, other.issue_host())
    assert not server.opened_by(browser).is_host
    assert server.identity.visitor_cookie != other.visitor_cookie


@pytest.mark.parametrize("said", ["host", "anything host " + "0" * 32, " host 0"])
def test_what_a_client_says_of_itself_does_not_count(said: str) -> None:
    server = Server(single_user=False)
    browser = server.browser()
    assert not server.opened_by(browser, {**AT_HOME, "X-PM-Coach-Visitor": said}).is_host


def test_the_agent_interface_is_never_told_to_be_anybody() -> None:
    server = Server()
    word = server.identity.header(Visitor("0" * 32, is_host=True))[1].decode()
    answer = server.browser().post("/_stcore/agent/interact", headers={**AT_HOME, "X-PM-Coach-Visitor": word})
    assert answer.json() == {"told": False}


def test_every_page_says_what_a_browser_may_load_there() -> None:
    page = Server().browser().get("/library", headers=PAGE)
    headers = page.headers
    policy = dict(rule.split(" ", 1) for rule in headers["content-security-policy"].split("; "))
    assert policy["img-src"] == "'self' data: blob:"
    assert policy["connect-src"] == "'self'"
    assert "unsafe" not in policy["script-src"]
    assert policy["script-src"].count("sha256-") == page.text.count("<script>")
    assert headers["x-content-type-options"] == "nosniff"


def test_the_page_knows_where_its_server_is_and_is_called_by_its_name() -> None:
    page = Server().browser().get("/demos", headers=PAGE)
    assert "<title>PM Coach</title>" in page.text
    assert "BACKEND_BASE_URL" in page.text
    assert int(page.headers["content-length"]) == len(page.content)
