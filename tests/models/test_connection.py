"""The connection test tells each failure from the others, in time, and gives nothing away."""

import logging
import socket
import time
from dataclasses import replace
from typing import Any

import pytest

from assistant.models.connection import Finding, Step, check, nearest
from assistant.models.endpoint import Endpoint
from assistant.models.model_errors import FailureKind, failure
from tests.conversing import KEY, Serve
from tests.models.scripted import (
    Reply,
    calls,
    fails,
    hangs,
    keeps_alive,
    lists,
    page,
    says,
    whole,
)

MODELS = lists("qwen-plus", "qwen-max", "deepseek-chat")
# The second is for a machine that does other things as well.
TIMEOUT, MARGIN = 2.5, 2.5
UPSTREAM = "secret-upstream-body"


def endpoint_at(base_url: str, **values: Any) -> Endpoint:
    return Endpoint(base_url, KEY, **{"model": "qwen-plus", "timeout": TIMEOUT, **values})


def found(endpoint: Endpoint) -> list[Finding]:
    began = time.monotonic()
    findings = list(check(endpoint))
    assert time.monotonic() - began < endpoint.timeout + MARGIN
    assert KEY not in repr(findings)
    assert UPSTREAM not in repr(findings)
    return findings


def failed(endpoint: Endpoint) -> tuple[Step, str]:
    """Return the step that failed, and in which words; it is the last one."""
    *before, last = found(endpoint)
    assert all(finding.works is not False for finding in before)
    assert last.works is False
    return last.step, last.message.zh


def words(kind: FailureKind, model: str = "qwen-plus") -> str:
    return failure(kind, model=model).message.zh


def test_where_everything_works_each_step_says_so(serve: Serve) -> None:
    findings = found(
        endpoint_at(serve(says("re", "ady"), calls(("report_ready", {})), models=MODELS).base_url)
    )
    assert [(f.step, f.works) for f in findings] == [
        ("address", True), ("key", True), ("model", True), ("answer", True), ("tools", True),
    ]  # fmt: skip
    assert findings[0].models == ("deepseek-chat", "qwen-max", "qwen-plus")
    assert "秒后出第一个字" in findings[3].message.zh


def test_what_does_no_harm_is_no_failure(serve: Serve) -> None:
    findings = found(endpoint_at(serve(whole("ready"), says("I can't.")).base_url))
    assert [(f.step, f.works) for f in findings][3:] == [("answer", None), ("tools", None)]


def test_a_model_that_thinks_before_it_speaks_passes(serve: Serve) -> None:
    findings = found(endpoint_at(serve(says("ready", reasoning="hm"), models=MODELS).base_url))
    assert findings[3].works


@pytest.mark.parametrize(
    ("reply", "step", "kind"),
    [
        (fails(401), "key", "wrong_key"),
        (fails(403), "key", "forbidden"),
        (fails(402), "key", "no_credit"),
        (fails(429, {"error": {"message": UPSTREAM, "code": "insufficient_quota"}}), "key", "no_credit"),
        (fails(429), "answer", "rate_limited"),
        (fails(500, UPSTREAM), "answer", "overloaded"),
        (fails(400, {"error": {"message": UPSTREAM}}), "answer", "rejected"),
        (hangs(), "answer", "timeout"),
        (keeps_alive(), "answer", "timeout"),
        (page(), "answer", "not_an_api"),
        (Reply(), "answer", "empty"),
    ],
)
def test_a_model_that_does_not_answer_is_told_as_what_it_is(
    reply: Reply, step: Step, kind: FailureKind, serve: Serve, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO)
    assert failed(endpoint_at(serve(reply, models=MODELS).base_url)) == (step, words(kind))
    assert KEY not in caplog.text


def test_a_key_that_is_refused_with_the_list_is_not_tried_further(serve: Serve) -> None:
    endpoint = serve(says("ready"), models=fails(401, {"error": {"message": UPSTREAM}}))
    assert failed(endpoint_at(endpoint.base_url)) == ("key", words("wrong_key"))
    assert endpoint.requests == []


def test_a_key_that_may_not_list_the_models_may_still_ask_one(serve: Serve) -> None:
    findings = found(endpoint_at(serve(says("re", "ady"), models=fails(403)).base_url))
    assert findings[3].works


def test_a_model_that_is_not_there_is_told_with_the_nearest_names(serve: Serve) -> None:
    endpoint = endpoint_at(serve(fails(404), models=MODELS).base_url, model="qwen-pluss")
    step, told = failed(endpoint)
    assert step == "model"
    assert "qwen-plus、qwen-max" in told
    assert nearest("zzz", ["qwen-plus"]) == []


def test_without_a_model_name_the_models_are_offered(serve: Serve) -> None:
    *_, last = found(endpoint_at(serve(says("ready"), models=MODELS).base_url, model=""))
    assert (last.step, last.works, len(last.models)) == ("model", False, 3)


def test_an_address_without_v1_is_told_the_one_that_works(serve: Serve) -> None:
    right = serve(says("ready"), models=MODELS).base_url
    wrong = right.removesuffix("/v1")
    (finding,) = found(endpoint_at(wrong))
    assert (finding.step, finding.works, finding.address) == ("address", False, right)
    assert right.removeprefix("http://") in finding.message.zh


def test_a_web_page_is_no_model_service(serve: Serve) -> None:
    step, told = failed(endpoint_at(serve(says("ready"), models=page()).base_url))
    assert step == "address"
    assert "没有模型接口" in told


@pytest.mark.parametrize("body", [b"[]", b"{}", b"{", b"null", b'{"data": 1}'])
def test_a_list_that_is_none_is_no_model_service(body: bytes, serve: Serve) -> None:
    listing = Reply((body,), media_type="application/json")
    assert failed(endpoint_at(serve(says("ready"), models=listing).base_url))[0] == "address"


def test_hostile_names_of_models_are_left_out(serve: Serve) -> None:
    listing = lists("good", "x" * 1000, "line\nbreak", "\u202eevil")
    findings = found(endpoint_at(serve(says("re", "ady"), models=listing).base_url))
    assert findings[0].models == ("good",)


def test_a_list_without_end_is_not_waited_for(serve: Serve) -> None:
    trickle = Reply((b'{"data": [', 0.2) * 50, media_type="application/json")
    assert failed(endpoint_at(serve(says("ready"), models=trickle).base_url))[0] == "address"


def test_an_address_that_can_not_be_reached_is_told_as_what_it_is(serve: Serve) -> None:
    with socket.socket() as unused:
        unused.bind(("127.0.0.1", 0))
        refused = endpoint_at(f"http://127.0.0.1:{unused.getsockname()[1]}/v1")
        assert failed(refused) == ("address", words("refused"))
    secure = serve(says("ready")).base_url.replace("http:", "https:")
    assert failed(endpoint_at(secure)) == ("address", words("tls"))
    unknown = endpoint_at("http://nobody.invalid/v1", timeout=5.0)
    assert failed(unknown) == ("address", words("unknown_host"))
    silent = endpoint_at(serve(says("ready"), models=Reply(silence=5)).base_url)
    assert failed(silent) == ("address", words("timeout"))


def test_a_model_without_tools_is_a_failure(serve: Serve) -> None:
    endpoint = endpoint_at(serve(says("re", "ady"), fails(400), models=MODELS).base_url)
    assert failed(endpoint)[0] == "tools"


@pytest.mark.parametrize(
    "host", ["127.0.0.1", "localhost", "[::1]", "[::ffff:127.0.0.1]", "2130706433", "0.0.0.0"]
)
def test_a_visitor_of_a_shared_server_reaches_nothing_within_it(host: str, serve: Serve) -> None:
    script = serve(says("ready"), models=MODELS)
    inside = endpoint_at(script.base_url.replace("127.0.0.1", host), public_only=True)
    assert failed(inside) == ("address", words("not_public"))
    assert script.requests == []


@pytest.mark.parametrize(
    "host", ["10.0.0.1", "192.168.1.1", "169.254.169.254", "172.16.0.1", "[fd00::1]", "[64:ff9b::a00:1]"]
)
def test_neither_does_an_address_of_its_networks(host: str) -> None:
    inside = endpoint_at(f"http://{host}/v1", public_only=True)
    assert failed(inside) == ("address", words("not_public"))


def test_a_redirect_into_the_server_is_not_followed(serve: Serve, monkeypatch: pytest.MonkeyPatch) -> None:
    from assistant.models import public

    inside = serve(says("secret"), models=MODELS)
    outside = serve(
        says("ready"),
        models=Reply(
            status=307, headers={"Location": f"{inside.base_url.replace('127.0.0.1', 'localhost')}/models"}
        ),
    )
    # The test's own server stands for one on the internet; only its other name is within.
    real = public.public_address
    monkeypatch.setattr(
        public, "public_address", lambda host, port: host if host == "127.0.0.1" else real(host, port)
    )
    assert failed(endpoint_at(outside.base_url, public_only=True)) == ("address", words("not_public"))


def test_a_visitors_service_learns_nothing_of_the_servers_environment(
    serve: Serve, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("OPENAI_ORG_ID", "org-of-the-server")
    monkeypatch.setenv(
        "OPENAI_CUSTOM_HEADERS", "Authorization: Bearer of-the-server\nX-Gateway: of-the-server"
    )
    monkeypatch.setattr("assistant.models.public.public_address", lambda host, _: host)
    script = serve(says("re", "ady"), models=MODELS)
    found(endpoint_at(script.base_url, public_only=True))
    assert script.requests
    for asked in script.requests:
        assert asked.headers["authorization"] == f"Bearer {KEY}"
        assert "of-the-server" not in repr(asked.headers)


def test_the_time_of_the_test_is_the_endpoints(serve: Serve) -> None:
    slow = replace(endpoint_at(serve(hangs(), models=MODELS).base_url), timeout=1.0)
    assert failed(slow) == ("answer", words("timeout"))
