"""Questions and answers as the chat shows them."""

from collections.abc import Sequence

import streamlit as st

from assistant.demos import demos
from assistant.documents import escaped
from assistant.store.messages import Citation, Message
from assistant.text import Language, detect_language
from assistant.ui import asking, sections, session, texts
from assistant.ui.chat import annotations, dropped
from assistant.ui.demos import form, result_view

_SHOWN_CHARACTERS = {"zh": 300, "en": 600}
_SHOWN_LINES = 12


def show_question(text: str, language: Language, key: str, files: Sequence[str] = ()) -> None:
    """Show what the learner wrote, as plain text, and the tables that came with it; a very long text is folded."""
    with (
        st.container(key=key),
        st.chat_message(texts.chat.YOU.of(language), avatar=":material/person:"),
        st.container(gap="xxsmall"),
    ):
        if files:
            dropped.chips(files, language, key=f"{key}-files")
            if text == ", ".join(files):
                return
        beginning = "\n".join(text.split("\n")[:_SHOWN_LINES])[: _SHOWN_CHARACTERS[detect_language(text)]]
        if beginning == text:
            st.text(text)
            return
        st.text(f"{beginning.rstrip()}…")
        with st.expander(texts.chat.SHOW_ALL.of(language, count=len(text)), type="compact"):
            st.text(text)


def show_answer(message: Message, language: Language) -> None:
    """Show an answer with its sources and demo results."""
    with (
        st.container(key=f"answer-{message.id}"),
        st.chat_message(texts.chat.COACH.of(language), avatar=":material/school:"),
    ):
        show_reasoning(message.reasoning, message.id, language)
        show_text(
            annotations.enclose_doubts(message),
            message.id,
            message.citations,
            annotations.doubt_reasons(message, language),
        )
        for number, call in enumerate(message.tool_calls):
            key = f"demo-{message.id}-{number}"
            result_view.show_call(call, language, key, may_run=session.is_mine())
        _unsupported(message, language)
        _sources(message, language)


def show_reasoning(reasoning: str, anchor: str, language: Language) -> None:
    """Show, folded, what a model thought before it answered."""
    if reasoning.strip():
        with st.expander(
            texts.chat.REASONING.of(language),
            icon=":material/neurology:",
            type="compact",
            key=f"reasoning-{anchor}",
        ):
            st.text(reasoning.strip())


def show_problem(explanation: str, language: Language, key: str) -> None:
    """Show why something could not be done."""
    with (
        st.chat_message(texts.chat.COACH.of(language), avatar=":material/school:"),
        st.container(key=key),
    ):
        st.text(explanation)


def show_text(
    text: str, anchor: str, citations: tuple[Citation, ...] | None, reasons: Sequence[str] = ()
) -> None:
    """Show an answer's Markdown with its marks as links.

    Args:
        text: The Markdown.
        anchor: The id of the message or turn.
        citations: None while the answer is being written.
        reasons: Why nothing supports the sentences that `annotations.enclose_doubts` marked.
    """
    if text:
        linked = annotations.link_marks(sections.typeset(text), anchor, citations)
        st.markdown(annotations.link_doubts(linked, anchor, reasons) if reasons else linked, anchors=False)


def _unsupported(message: Message, language: Language) -> None:
    if message.unsupported:
        with st.container(key=f"unsupported-{message.id}", gap=None):
            st.markdown(texts.chat.UNSUPPORTED.of(language))
            lines = zip(message.unsupported, annotations.doubt_reasons(message, language), strict=True)
            sections.markdown(
                "\n".join(f"- {' '.join(sentence.split())} *{escaped(reason)}*" for sentence, reason in lines)
            )


def _sources(message: Message, language: Language) -> None:
    """List the cited sections, one line each, with the numbers that cite them."""
    if not message.citations:
        return
    by_section: dict[tuple[str, str, str], list[Citation]] = {}
    for citation in message.citations:
        by_section.setdefault((citation.document, citation.language, citation.section), []).append(citation)
    lines = []
    for cited in by_section.values():
        numbers = "".join(annotations.citation_link(str(c.n), message.id, c) for c in cited)
        name = escaped(sections.with_unicode_formulas(cited[0].name))
        lines.append(f"- {annotations.citation_link(name, message.id, cited[0])} {numbers}")
    with st.container(key=f"sources-{message.id}", gap=None):
        st.caption(" · ".join([texts.chat.SOURCES.of(language), *_making(message, language)]))
        st.markdown("\n".join(lines), anchors=False)


def _making(message: Message, language: Language) -> list[str]:
    """Return how the answer was made: the engine, and how long it took."""
    seconds = f"{message.timings_ms.total / 1000:.2g}"
    parts = [texts.chat.ENGINES[message.engine].of(language)] if message.engine in texts.chat.ENGINES else []
    return [*parts, texts.chat.SECONDS.of(language, seconds=seconds)] if message.timings_ms.total else parts


def show_offers(message: Message, language: Language) -> None:
    """Offer the runs that an answer names, each by a button."""
    offered = [(each, known) for each in message.offers if (known := demos().get(each.demo))]
    if not offered:
        return
    with st.container(key=f"offers-{message.id}", horizontal=True, gap="small"):
        for number, (offer, demo) in enumerate(offered):
            label = texts.chat.RUN_IT if offer.is_ready else texts.chat.MATCH_COLUMNS
            st.button(
                sections.literal(label.of(language, demo=demo.title.of(language))),
                key=f"offer-{message.id}-{number}",
                icon=":material/play_arrow:" if offer.is_ready else ":material/rule:",
                on_click=form.run_in_chat,
                args=(demo, offer.arguments),
            )


def show_follow_ups(message: Message, language: Language) -> None:
    """Offer what to ask next."""
    if not message.suggestions:
        return
    with st.container(key=f"follow-ups-{message.id}", gap="xsmall"):
        st.caption(texts.chat.FOLLOW_UPS.of(language))
        for number, question in enumerate(message.suggestions):
            st.button(
                sections.literal(question),
                key=f"follow-up-{message.id}-{number}",
                icon=":material/subdirectory_arrow_right:",
                type="tertiary",
                on_click=asking.ask,
                args=(question,),
            )
