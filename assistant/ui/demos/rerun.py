"""Results that no message holds, for the message came with a file: computed here when somebody wants to see them."""

from __future__ import annotations

import logging

import streamlit as st
from pydantic import ValidationError

from assistant.store.messages import ToolCall
from assistant.text import ExplainedError, Language
from assistant.tools.demo import Demo, DemoResult
from assistant.tools.parameters import own_tables
from assistant.tools.runner import Run
from assistant.ui import session, texts, visitors
from assistant.ui.demos import form
from assistant.ui.sections import literal

_GRACE_SECONDS = 1.0
_POLL_SECONDS = 0.3
_REMEMBERED = 8
"""Runs of a visit; an older one is stopped and forgotten."""

_log = logging.getLogger(__name__)


def result_of(call: ToolCall) -> DemoResult | None:
    """Return what a call's run came to: as the message holds it, or as this visit computed it again."""
    if call.result is None:
        run = _runs().get(call.id)
        return run.result if run else None
    try:
        return DemoResult.model_validate(call.result)
    except ValidationError:
        _log.exception("the result of the call %s can't be read", call.id)
        return None


def offer(call: ToolCall, demo: Demo, language: Language, key: str, *, may_run: bool) -> None:
    """Say what was run, and offer to run it again; while that takes, show how far it is."""
    with st.container(key=f"{key}-kept", gap="xsmall"):
        st.markdown(f"#### {demo.title.of(language)}", anchors=False)
        if values := form.values_in_words(demo, call.used, language):
            st.caption(literal(values))
        if not may_run:
            st.caption(texts.demos.NOT_KEPT_THEIRS.of(language))
            return
        run = _runs().get(call.id)
        if run and run.running:
            _progress(run, language)
            return
        if run and run.error:
            st.text(_in_words(run.error, language))
        if gone := _gone(call, demo):
            st.caption(texts.demos.TABLE_GONE.of(language, files=literal("、".join(gone))))
            return
        st.caption(texts.demos.NOT_KEPT.of(language))
        st.button(
            texts.demos.SHOW_RESULT.of(language),
            key=f"{key}-rerun",
            icon=":material/play_arrow:",
            on_click=_begin,
            args=(call, demo),
        )


def _gone(call: ToolCall, demo: Demo) -> list[str]:
    """Return the tables of a run that the visitor does not have, or has no more."""
    kept = {table.name for table in session.shelves().kept(visitors.owner())}
    return [name for name in own_tables(demo.parameters, call.used) if name not in kept]


def _begin(call: ToolCall, demo: Demo) -> None:
    runs = _runs()
    while len(runs) >= _REMEMBERED:
        runs.pop(next(iter(runs))).stop()
    runs[call.id] = run = Run(demo, call.used, session.tables().open)
    run.wait(_GRACE_SECONDS)


@st.fragment(run_every=_POLL_SECONDS)
def _progress(run: Run, language: Language) -> None:
    if not run.running:
        st.rerun()
    st.progress(run.share, text=texts.demos.RUNNING.of(language, share=run.share))


def _runs() -> dict[str, Run]:
    """The runs of this visit, by the call's id, the oldest first."""
    runs: dict[str, Run] = st.session_state.setdefault("reruns", {})
    return runs


def _in_words(error: Exception, language: Language) -> str:
    return (
        error.message.of(language) if isinstance(error, ExplainedError) else texts.demos.CRASHED.of(language)
    )
