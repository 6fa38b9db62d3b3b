"""Answers that are not complete: being written, broken off, failed or missing; what happened, and the offer to go on."""

import time

import streamlit as st

from assistant.answering.events import Understood
from assistant.demos import demos
from assistant.documents import Section, inert
from assistant.documents.naming import beside_others
from assistant.retrieval.evidence import Evidence
from assistant.store.messages import Message
from assistant.store.rounds import Round
from assistant.text import Bilingual, Language
from assistant.ui import asking, session, states, texts
from assistant.ui.chat import answers
from assistant.ui.running import RunningAnswer
from assistant.ui.sections import heading, literal

_LIVE_SECONDS = 0.15
_NAMED_SECTIONS = 3
_NOT_TAKEN = ("empty_question", "question_too_long", "wording_outdated", "no_room")
"""Failures of what was typed: it is not stored, and goes back to where it was typed."""
_NOTE_ONLY = (*_NOT_TAKEN, "question_outdated", "question_gone", "not_yours")
_ELSEWHERE_SECONDS = 2.0
_SILENCE_SECONDS = 30.0
"""An answer that another process writes is taken for broken off when nothing came for so long."""


@st.fragment(run_every=_LIVE_SECONDS)
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


def problem(turn: RunningAnswer | None, language: Language) -> str | None:
    """Return why a turn has no stored answer, in the learner's words; None where it has one or runs."""
    if turn is None or turn.running:
        return None
    if turn.failure and turn.failure.message is None:
        return turn.failure.explanation
    return session.in_words(turn.crash, language) if turn.crash else None


def belongs_to(turn: RunningAnswer, last: Round | None) -> bool:
    """Return whether the last round is the turn's question, stored and without an answer."""
    if last is None or last.latest.answer or (turn.failure and turn.failure.error in _NOTE_ONLY):
        return False
    question = last.latest.question
    return question is not None and question.text.strip() == turn.question.strip()


def show_failure(turn: RunningAnswer, explanation: str, language: Language) -> None:
    """Show why a question was not taken; one that is kept nowhere else is shown, to be asked again."""
    is_lost = not turn.replaces and (turn.failure is None or turn.failure.error not in _NOTE_ONLY)
    if is_lost:
        answers.show_question(turn.question, language, key="question-failed", files=turn.tables)
    with st.container(key="answer-failed", gap="xsmall"):
        answers.show_problem(explanation, language, key="answer-failed-note-warning-0")
        if is_lost:
            st.button(
                texts.chat.ASK_AGAIN.of(language),
                key="ask-again",
                icon=":material/refresh:",
                on_click=asking.ask,
                args=(turn.words,),
                kwargs={"tables": turn.tables},
            )


def given_back(turn: RunningAnswer | None) -> str | None:
    """Return, once, what this visit typed and the coach could not take."""
    if turn is None or turn.running or turn.failure is None or turn.failure.error not in _NOT_TAKEN:
        return None
    if turn.visit != session.visit() or st.session_state.get("given_back") == turn.id:
        return None
    st.session_state["given_back"] = turn.id
    return turn.words


def show_unanswered(question: Message, problem: str | None, language: Language, *, latest: bool) -> None:
    """Show that a question has no answer, why if that is known, and offer to answer it."""
    with st.container(key=f"unanswered-{question.id}", gap="xsmall"):
        if problem:
            answers.show_problem(problem, language, key=f"unanswered-{question.id}-note-warning-0")
        else:
            st.caption(texts.chat.UNANSWERED.of(language))
        if latest:
            _offer(question, texts.chat.ANSWER_THIS.of(language))


def show_ending(answer: Message, question: Message | None, language: Language, *, latest: bool) -> None:
    """Say how an answer ended that is not complete, and offer to write it anew."""
    if answer.status == "streaming" and not _is_silent(answer):
        _written_elsewhere(answer, language)
        return
    told = texts.chat.FAILED if answer.status == "failed" else texts.chat.STOPPED
    with st.container(key=f"unfinished-{answer.id}", gap="xsmall"):
        st.caption((told if answer.text else texts.chat.STOPPED_EMPTY).of(language))
        if latest and question:
            _offer(question, (texts.chat.GO_ON if answer.text else texts.chat.ANSWER_THIS).of(language))


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
    if understood and understood.act != "chat":
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
    names = texts.chat.SECTION_SEPARATOR.of(language).join(_name(hit.section, language) for hit in found)
    label: Bilingual = texts.chat.FOUND if evidence.answerable else texts.chat.FOUND_NEAR
    return label.of(language, sections=names)


def _name(section: Section, language: Language) -> str:
    document = beside_others(session.library(), section.document)
    return f"{inert(document.of(language))} {heading(section)}" if document else heading(section)


def _offer(question: Message, label: str) -> None:
    st.button(
        label,
        key=f"go-on-{question.id}",
        icon=":material/play_arrow:",
        on_click=asking.answer_again,
        args=(question.id, question.text),
    )


@st.fragment(run_every=_ELSEWHERE_SECONDS)
def _written_elsewhere(answer: Message, language: Language) -> None:
    """Wait for an answer that no turn of this process writes; the page is drawn again when there is more of it."""
    now = session.messages(answer.conversation_id, {answer.id})
    if now != (answer,) or _is_silent(answer):
        st.rerun()
    st.caption(f":shimmer[{texts.chat.ELSEWHERE.of(language)}]")


def _is_silent(answer: Message) -> bool:
    """Whether nothing was added to an answer for long, as far as this visit has seen."""
    state = (answer.id, len(answer.text), len(answer.reasoning))
    now = time.monotonic()
    since: dict[tuple[str, int, int], float] = st.session_state.setdefault("elsewhere", {})
    return now - since.setdefault(state, now) > _SILENCE_SECONDS
