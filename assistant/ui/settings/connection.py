"""The connection test on the page: runs in a thread, step by step, and can be left alone."""

from __future__ import annotations

import logging
from threading import Event, Thread
from typing import TYPE_CHECKING
from uuid import uuid4

import streamlit as st

from assistant.settings import settings
from assistant.text import Bilingual, Language
from assistant.ui import texts
from assistant.ui.sections import literal

if TYPE_CHECKING:
    from assistant.models.connection import Finding
    from assistant.models.service import ModelService

_KEY = "connection-test"
_POLL_SECONDS = 0.3
_ICONS = {True: "check_circle", False: "error", None: "info"}
_WORDS = {True: "works", False: "fails", None: "aside"}

_log = logging.getLogger(__name__)


class ConnectionTest:
    """One test of a service; what it has found so far may be read while it runs."""

    def __init__(self, service: ModelService, note: Bilingual | None = None) -> None:
        self.id = uuid4().hex
        self.note = note
        """What there is to know besides of the service that is tested."""
        self.findings: tuple[Finding, ...] = ()
        self.problem: Bilingual | None = None
        self._stopped = Event()
        self._thread = Thread(target=self._run, args=(service,), name="connection-test", daemon=True)
        self._thread.start()

    @property
    def running(self) -> bool:
        """Whether more may be found."""
        return self._thread.is_alive() and not self._stopped.is_set()

    @property
    def stopped(self) -> bool:
        """Whether it was left before its end."""
        return self._stopped.is_set()

    @property
    def passed(self) -> bool:
        """Whether the service can be used."""
        found = {finding.step: finding.works for finding in self.findings}
        return "answer" in found and False not in found.values()

    def stop(self) -> None:
        """Leave the test alone; a request that is under way ends by itself."""
        self._stopped.set()

    def wait(self, seconds: float) -> None:
        """Wait for its end, so long at most."""
        self._thread.join(seconds)

    def _run(self, service: ModelService) -> None:
        from assistant.models.connection import check_service

        try:
            for finding in check_service(service, settings()):
                if self._stopped.is_set():
                    return
                self.findings = (*self.findings, finding)
        except (
            Exception
        ) as error:  # The page must not wait for ever; the error's own words may hold anything.
            _log.error("the connection test broke: %s", type(error).__name__)
            self.problem = texts.settings.BROKE


def start(service: ModelService, note: Bilingual | None = None) -> None:
    """Test a service in place of any test before; the note stays as long as what the test finds."""
    forget()
    st.session_state[_KEY] = ConnectionTest(service, note)


def forget() -> None:
    """Stop the test there is, and show nothing of it."""
    test: ConnectionTest | None = st.session_state.pop(_KEY, None)
    if test:
        test.stop()


def current() -> ConnectionTest | None:
    """Return the test that runs or ran last."""
    test: ConnectionTest | None = st.session_state.get(_KEY)
    return test


def show(test: ConnectionTest, language: Language) -> None:
    """Show what a test has found, step by step while it runs."""
    # A refused connection is told at once: no need to show a test under way.
    test.wait(_POLL_SECONDS)
    if test.running:
        st.fragment(_running, run_every=_POLL_SECONDS)(test, language)
        return
    outcome = "stopped" if test.stopped else "passed" if test.passed else "failed"
    with st.container(key=f"test-{outcome}", gap="xsmall"):
        if test.stopped:
            st.markdown(f"**{texts.settings.CANCELLED.of(language)}**")
        else:
            words = texts.settings.WORKS if test.passed else texts.settings.FAILS
            icon = "check_circle" if test.passed else "error"
            st.markdown(f":material/{icon}: **{words.of(language)}**")
        _findings(test, language)


def _running(test: ConnectionTest, language: Language) -> None:
    if not test.running:
        st.rerun()
    with st.container(key="test-running", gap="xsmall"):
        limit = texts.settings.TESTING.of(language, seconds=round(settings().timeout))
        st.markdown(f":shimmer[{limit}]")
        _findings(test, language)
        st.button(
            texts.settings.CANCEL.of(language),
            key="stop-test",
            icon=":material/close:",
            type="tertiary",
            on_click=test.stop,
        )


def _findings(test: ConnectionTest, language: Language) -> None:
    if test.problem:
        st.markdown(test.problem.of(language))
    for finding in test.findings:
        with st.container(key=f"finding-{_WORDS[finding.works]}-{finding.step}"):
            name = texts.settings.STEPS[finding.step].of(language)
            message = literal(finding.message.of(language))
            st.markdown(f":material/{_ICONS[finding.works]}: **{name}**\N{EN SPACE}{message}")
