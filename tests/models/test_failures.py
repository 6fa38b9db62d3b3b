"""Every way in which an endpoint fails ends, in bounded time, with a notice and the answer from the sources."""

import logging
import re
import socket
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
import trustme

from assistant.answering.events import Event, TextDelta
from assistant.documents.grammar import block_parser
from assistant.models.model_errors import FailureKind, failure
from assistant.store.messages import Message
from assistant.ui import sections
from tests.conversing import EN, KEY, SUPPORTED, ZH, CoachAt, Serve, answer_of, answered, events_of
from tests.models import scripted
from tests.models.scripted import Reply, Step, breaks_off, fails, hangs, keeps_alive, says, whole

TIMEOUT = 0.7
MARGIN = 2.5
"""Seconds for what is not waiting: the search and the checks, on a busy computer."""
UPSTREAM = "secret-upstream-body"
QUOTA = {"error": {"message": UPSTREAM, "code": "insufficient_quota"}}
BAD_GATEWAY = f"<html><body><h1>Down</h1>{UPSTREAM}</body></html>"
LATER = {"Retry-After": "3600"}

FIRST_WORDS: dict[str, tuple[Reply, FailureKind]] = {
    "401": (fails(401, {"error": {"message": f"{UPSTREAM} {KEY}"}}), "wrong_key"),
    "402": (fails(402), "no_credit"),
    "403": (fails(403), "forbidden"),
    "404": (fails(404, BAD_GATEWAY), "not_found"),
    "400": (fails(400, {"error": {"message": UPSTREAM}}), "rejected"),
    "429": (fails(429), "rate_limited"),
    "429, to be asked again in an hour": (fails(429, headers=LATER), "rate_limited"),
    "429 without credit": (fails(429, QUOTA), "no_credit"),
    "500": (fails(500), "overloaded"),
    "502 with a page": (fails(502, BAD_GATEWAY), "overloaded"),
    "200 with a page": (scripted.page(), "not_an_api"),
    "no headers": (hangs(), "timeout"),
    "nothing but keep-alives": (keeps_alive(), "timeout"),
    "an empty stream": (Reply((b"data: [DONE]\n\n",)), "empty"),
    "an empty answer": (says(""), "empty"),
    "an error in the stream": (
        Reply((b'data: {"error": {"message": "%s"}}\n\n' % UPSTREAM.encode(),)),
        "overloaded",
    ),
    "a stream that is no JSON": (Reply((b"data: {oops\n\n",)), "not_an_api"),
    "an answer that is filtered from the start": (says(finish="content_filter"), "filtered"),
}
"""Endpoints that fail before the first words."""

MID_ANSWER: dict[str, tuple[Reply, FailureKind]] = {
    "cut": (breaks_off(SUPPORTED, "定期对模型做安全"), "interrupted"),
    "silent": (keeps_alive(SUPPORTED, "定期对模型做安全"), "interrupted"),
    "ended without a word why": (says(SUPPORTED, "定期对模型做安全", finish=None), "interrupted"),
    "at its limit": (says(SUPPORTED, "定期对模型做安全", finish="length"), "too_long"),
    "filtered": (says(SUPPORTED, "定期对模型做安全", finish="content_filter"), "filtered"),
    "a million characters": (says(SUPPORTED, *["定期对模型做安全审计。" * 1000] * 100), "too_long"),
    "a million characters at once": (says(SUPPORTED, "定期对模型做安全审计。" * 100_000), "too_long"),
}
"""Endpoints that fail after the first words."""


def notice(kind: FailureKind, language: str = "zh", **values: Any) -> str:
    """Return what people are told of a failure."""
    message = failure(kind, model="gpt-4.1-mini", **values).message
    return message.zh if language == "zh" else message.en


def assert_marks_are_citations(message: Message) -> None:
    """Marks and citations have the same numbers, from 1, in the order of their first use."""
    marks = [int(n) for n in re.findall(r"\[(\d+)\]", message.text)]
    assert list(dict.fromkeys(marks)) == [citation.n for citation in message.citations]
    assert [citation.n for citation in message.citations] == list(range(1, len(message.citations) + 1))


def assert_tells_no_secrets(events: list[Event], log: pytest.LogCaptureFixture) -> None:
    """Neither key, header, prompt nor the endpoint's words are in what people see or what is logged."""
    for told in (repr(events), log.text):
        for secret in (KEY, "Bearer", UPSTREAM, "<sources>", "你只根据资料说话"):
            assert secret not in told


@pytest.mark.parametrize(("reply", "kind"), FIRST_WORDS.values(), ids=FIRST_WORDS)
def test_an_endpoint_that_fails_leaves_the_answer_to_the_sources(
    reply: Reply, kind: FailureKind, serve: Serve, coach_at: CoachAt, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO)
    began = time.monotonic()
    events = events_of(coach_at(serve(reply), TIMEOUT), ZH)
    assert time.monotonic() - began < 2 * TIMEOUT + MARGIN
    message = answer_of(events)
    assert message.text.startswith(f"> **换成了直接摘自资料的回答。** {notice(kind)}\n\n")
    assert message.engine == "grounded"
    assert message.citations
    assert_marks_are_citations(message)
    assert_tells_no_secrets(events, caplog)


@pytest.mark.parametrize(("reply", "kind"), MID_ANSWER.values(), ids=MID_ANSWER)
def test_what_was_written_is_kept_before_the_answer_from_the_sources(
    reply: Reply, kind: FailureKind, serve: Serve, coach_at: CoachAt, caplog: pytest.LogCaptureFixture
) -> None:
    began = time.monotonic()
    events = events_of(coach_at(serve(reply), TIMEOUT), ZH)
    assert time.monotonic() - began < 2 * TIMEOUT + MARGIN
    message = answer_of(events)
    written, _, rest = message.text.partition("\n\n> **换成了直接摘自资料的回答。** ")
    assert written.startswith(f"{SUPPORTED}[1] 定期对模型做安全")
    assert written.endswith("…")
    assert len(written) < 50_000
    assert rest.startswith(f"{notice(kind)}\n\n")
    assert message.engine == "openai"
    assert_marks_are_citations(message)
    assert_tells_no_secrets(events, caplog)
    assert sum(len(event.text) for event in events if isinstance(event, TextDelta)) < 50_000


@pytest.mark.parametrize("kind", ["refused", "tls"])
def test_a_connection_that_can_not_be_made_is_told_as_what_it_is(
    kind: FailureKind, serve: Serve, coach_at: CoachAt, caplog: pytest.LogCaptureFixture
) -> None:
    with socket.socket() as unused:
        unused.bind(("127.0.0.1", 0))
        nobody = f"http://127.0.0.1:{unused.getsockname()[1]}/v1"
        plain = serve(says(SUPPORTED)).base_url.replace("http:", "https:")
        events = events_of(coach_at(nobody if kind == "refused" else plain, TIMEOUT), EN)
    message = answer_of(events)
    assert message.text.startswith(f"> **From here on straight from the sources.** {notice(kind, 'en')}\n\n")
    assert message.engine == "grounded"
    assert_marks_are_citations(message)
    assert_tells_no_secrets(events, caplog)


def test_a_certificate_of_ones_own_authority_is_accepted_where_it_is_named(
    coach_at: CoachAt, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    authority = trustme.CA()
    authority.cert_pem.write_to_path(tmp_path / "ca.pem")
    monkeypatch.setenv("SSL_CERT_FILE", str(tmp_path / "ca.pem"))
    authority.issue_cert("127.0.0.1").private_key_and_cert_chain_pem.write_to_path(tmp_path / "server.pem")
    with scripted.running(tmp_path / "server.pem") as server:
        assert answered(coach_at(server.add(says(SUPPORTED)))).engine == "openai"


YESTERDAY = datetime.now(UTC) - timedelta(days=1)


@pytest.mark.parametrize(
    ("host", "expiry", "is_trusted"),
    [("127.0.0.1", None, False), ("127.0.0.1", YESTERDAY, True), ("elsewhere.example", None, True)],
    ids=["signed by nobody known", "expired", "of another host"],
)
def test_a_certificate_that_can_not_be_verified_is_told_and_nothing_is_sent(
    host: str,
    expiry: datetime | None,
    is_trusted: bool,
    coach_at: CoachAt,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    authority = trustme.CA()
    if is_trusted:
        authority.cert_pem.write_to_path(tmp_path / "ca.pem")
        monkeypatch.setenv("SSL_CERT_FILE", str(tmp_path / "ca.pem"))
    certificate = authority.issue_cert(host, not_after=expiry)
    certificate.private_key_and_cert_chain_pem.write_to_path(tmp_path / "server.pem")
    with scripted.running(tmp_path / "server.pem") as server:
        endpoint = server.add(says(SUPPORTED))
        began = time.monotonic()
        events = events_of(coach_at(endpoint, TIMEOUT), EN)
        assert time.monotonic() - began < 2 * TIMEOUT + MARGIN
    message = answer_of(events)
    assert message.text.startswith(
        f"> **From here on straight from the sources.** {notice('certificate', 'en')}\n\n"
    )
    assert message.engine == "grounded"
    assert not endpoint.requests
    assert_marks_are_citations(message)
    assert_tells_no_secrets(events, caplog)


@pytest.mark.parametrize(
    "reply",
    [
        fails(429, headers={"Retry-After": "0"}),
        fails(429, headers={"Retry-After": "Wed, 21 Oct 2015 07:28:00 GMT"}),
        fails(500),
        fails(503, headers={"Retry-After": "0.1"}),
        Reply(),
    ],
    ids=["429 now", "429 with a date", "500", "503", "an empty stream"],
)
def test_what_passes_is_tried_again_and_nobody_hears_of_it(
    reply: Reply, serve: Serve, coach_at: CoachAt
) -> None:
    endpoint = serve(reply, says(SUPPORTED))
    message = answered(coach_at(endpoint))
    assert message.text == f"{SUPPORTED}[1]"
    assert message.engine == "openai"
    assert len(endpoint.requests) == 2


def test_an_endpoint_that_wants_to_be_asked_at_once_again_and_again_is_not_stormed(
    serve: Serve, coach_at: CoachAt
) -> None:
    endpoint = serve(fails(429, headers={"Retry-After": "0"}))
    assert answered(coach_at(endpoint, TIMEOUT)).engine == "grounded"
    assert len(endpoint.requests) <= 4


@pytest.mark.parametrize("status", [400, 401, 403, 404])
def test_what_does_not_pass_is_asked_once(status: int, serve: Serve, coach_at: CoachAt) -> None:
    endpoint = serve(fails(status))
    answered(coach_at(endpoint))
    assert len(endpoint.requests) == 1


def test_where_nothing_listens_nobody_waits_for_a_second_try(coach_at: CoachAt) -> None:
    with socket.socket() as unused:
        unused.bind(("127.0.0.1", 0))
        coach = coach_at(f"http://127.0.0.1:{unused.getsockname()[1]}/v1", 30.0)
        began = time.monotonic()
        message = answered(coach)
    assert notice("refused") in message.text
    assert time.monotonic() - began < MARGIN


def test_an_endpoint_that_can_not_stream_answers_all_the_same(serve: Serve, coach_at: CoachAt) -> None:
    message = answered(coach_at(serve(whole(SUPPORTED))))
    assert (message.text, message.engine) == (f"{SUPPORTED}[1]", "openai")


def test_a_proxy_of_the_environment_is_not_asked_for_this_machine(
    serve: Serve, coach_at: CoachAt, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("HTTP_PROXY", "http_proxy", "ALL_PROXY"):
        monkeypatch.setenv(name, "http://127.0.0.1:9")
    assert answered(coach_at(serve(says(SUPPORTED)))).engine == "openai"


@pytest.mark.parametrize("opened", ["```python\nx = 1", "~~~\nx = 1", "$$\nx = 1", "> ```\n> x = 1"])
def test_a_block_that_was_left_open_does_not_swallow_the_notice(
    opened: str, serve: Serve, coach_at: CoachAt
) -> None:
    message = answered(coach_at(serve(breaks_off(f"{SUPPORTED}\n\n{opened}"))))
    shown = block_parser(page=True).parse(sections.typeset(message.text))
    assert any(token.type == "inline" and notice("interrupted") in token.content for token in shown)


@pytest.mark.parametrize("opening", ["<tool_call>", "```json\n{", '{"name": "'])
def test_a_call_without_end_is_not_waited_for(opening: str, serve: Serve, coach_at: CoachAt) -> None:
    began = time.monotonic()
    message = answered(coach_at(serve(says(opening, *["好。" * 5_000] * 100))))
    assert time.monotonic() - began < 2 * TIMEOUT + MARGIN
    assert notice("too_long") in message.text


def test_an_endpoint_that_trickles_is_cut_off(serve: Serve, coach_at: CoachAt) -> None:
    drops: tuple[Step, ...] = ({"reasoning_content": "嗯"}, 0.05) * 100
    began = time.monotonic()
    message = answered(coach_at(serve(Reply(drops)), timeout=0.1))
    assert time.monotonic() - began < 10 * 0.1 + MARGIN
    assert notice("timeout") in message.text
    assert message.reasoning.startswith("嗯嗯")
