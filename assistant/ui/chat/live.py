"""The answer that is being written: its steps, and the text so far."""

import streamlit as st

from assistant.answering.events import Understood
from assistant.demos import demos
from assistant.retrieval.evidence import Evidence
from assistant.text import Bilingual, Language
from assistant.ui import session, states, texts
from assistant.ui.chat import answers
from assistant.ui.running import RunningAnswer
from assistant.ui.sections import heading, literal

_POLL_SECONDS = 0.15
_NAMED_SECTIONS = 3


@st.fragment(run_every=_POLL_SECONDS)
def live_answer(turn: RunningAnswer) -> None:
    """Show a running turn again and again until it has ended; then the page draws the stored answer."""
    if not turn.running:
        st.rerun()
    language = session.language()
    with (
        st.container(key=f"live-answer-{turn.id}"),
        st.chat_message(texts.chat.COACH.of(language), avatar=":material/school:"),
    ):
        with st.container(key=f"steps-{turn.id}", gap="xxsmall"):
            _steps(turn, language)
        answers.show_reasoning(turn.reasoning, turn.id, language)
        with st.container(key=f"live-text-{turn.id}"):
            answers.show_text(turn.text, turn.id, None)


def _steps(turn: RunningAnswer, language: Language) -> None:
    if turn.queued:
        _step(texts.chat.QUEUED.of(language), done=False)
        return
    if turn.waking:
        _step(states.progress_words(session.warm_up(), language), done=False)
        return
    understood = turn.understood
    if place := turn.place:
        _step(texts.chat.IN_LINE.of(language, place=place), done=False)
        return
    _step(_understanding(understood, turn.question, language), done=understood is not None)
    if understood and understood.intent in ("question", "demo"):
        _step(_found(turn.evidence, language), done=turn.evidence is not None)
    for call in turn.calls:
        name = demos()[call.name].title.of(language) if call.name in demos() else call.name
        finished = call.result is not None or call.error is not None
        label = texts.chat.RAN_NOT if call.error else texts.chat.RAN if finished else texts.chat.RUNNING
        _step(label.of(language, demo=name), done=finished)
        if not finished:
            st.progress(min(max(turn.share, 0.0), 1.0))
    if turn.stopping:
        _step(texts.chat.STOPPING.of(language), done=False)
    elif turn.text:
        _step(texts.chat.WRITING.of(language), done=False)
    elif turn.reasoning or (turn.evidence and turn.evidence.answerable and all(c.result for c in turn.calls)):
        _step(texts.chat.THINKING.of(language), done=False)


def _step(label: str, *, done: bool) -> None:
    icon = ":material/check_circle:" if done else ":material/progress_activity:"
    st.markdown(f"{icon} {label}" if done else f"{icon} :shimmer[{label}]", anchors=False)


def _understanding(understood: Understood | None, question: str, language: Language) -> str:
    if understood is None:
        return texts.chat.UNDERSTANDING.of(language)
    if understood.question == question:
        return texts.chat.UNDERSTOOD_AS_ASKED.of(language)
    return texts.chat.UNDERSTOOD.of(language, question=literal(understood.question))


def _found(evidence: Evidence | None, language: Language) -> str:
    if evidence is None:
        warm_up = session.warm_up()
        return (
            texts.chat.SEARCHING.of(language) if warm_up.awake else states.progress_words(warm_up, language)
        )
    found = evidence.sections[:_NAMED_SECTIONS]
    if not found or evidence.coverage == "none":
        return texts.chat.FOUND_NOTHING.of(language)
    names = texts.chat.SECTION_SEPARATOR.of(language).join(heading(hit.section) for hit in found)
    label: Bilingual = texts.chat.FOUND if evidence.answerable else texts.chat.FOUND_NEAR
    return label.of(language, sections=names)
