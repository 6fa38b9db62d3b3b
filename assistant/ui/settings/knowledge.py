"""The sources: what was read, what could not be and why, and reading them anew."""

from collections.abc import Sequence

import streamlit as st

from assistant.coach import Coach
from assistant.documents import Document, Library
from assistant.documents.converting import isolation
from assistant.documents.converting.sandbox import LAYERS, OF_THE_SYSTEM, Layer
from assistant.settings import BUNDLED_KNOWLEDGE, settings
from assistant.text import Bilingual, Language
from assistant.ui import session, states, texts, visitors
from assistant.ui.sections import literal
from assistant.ui.warming import WarmUp

_POLL_SECONDS = 0.4
_LISTED = 12
_REREAD_TOLD = "reread-told"


def knowledge_section(language: Language) -> None:
    """Show what the coach answers from; who runs the server may have it read anew."""
    warm_up = session.warm_up()
    st.markdown(f"## {texts.settings.KNOWLEDGE.of(language)}", anchors=False)
    st.caption(texts.settings.KNOWLEDGE_LEAD.of(language))
    coach = warm_up.ready
    if warm_up.error:
        _warning("opened", session.in_words(warm_up.error, language))
        st.button(texts.frame.RETRY.of(language), key="open-again", on_click=warm_up.start)
    elif coach is None:
        st.fragment(_waiting, run_every=_POLL_SECONDS)(warm_up, language)
    if coach is None:
        return
    _documents(coach.library, language)
    _problems(coach, language)
    if visitors.is_host():
        _origin(warm_up, language)
        _isolation(language)
        _rereading(warm_up, language)


def _waiting(warm_up: WarmUp, language: Language) -> None:
    if warm_up.ready or warm_up.error:
        st.rerun()
    states.progress(warm_up, language, texts.settings.NOT_READ_YET)


def _documents(library: Library, language: Language) -> None:
    groups: dict[str, list[Document]] = {}
    for document in library.documents:
        groups.setdefault(document.id, []).append(document)
    rows = [_row(editions, language) for editions in groups.values()]
    with st.container(key="settings-documents", gap="xsmall"):
        for row in rows[:_LISTED]:
            st.markdown(row)
    if len(rows) > _LISTED:
        more = texts.settings.MORE_DOCUMENTS.of(language, count=len(rows) - _LISTED)
        with st.expander(more), st.container(key="settings-documents-more", gap="xsmall"):
            for row in rows[_LISTED:]:
                st.markdown(row)


def _row(editions: Sequence[Document], language: Language) -> str:
    """Return a document's title with the size of each of its editions, the reader's first."""
    ordered = sorted(editions, key=lambda document: document.language != language)
    sizes = [
        texts.settings.SIZES.of(
            language,
            edition=texts.settings.LANGUAGES[document.language].of(language),
            sections=len(document.sections),
            passages=sum(len(section.passages) for section in document.sections),
        )
        for document in ordered
    ]
    return f"**{literal(ordered[0].title)}**  \n" + "  \n".join(f":gray[{size}]" for size in sizes)


def _problems(coach: Coach, language: Language) -> None:
    problems = coach.library.problems
    if problems:
        title = texts.settings.PROBLEMS.of(language, count=len(problems))
        _listed("problems", title, [problem.message for problem in problems], language)
    told = {problem.message for problem in problems}
    others = [notice for notice in coach.notices if notice not in told]
    # They name folders of the computer.
    if others and visitors.is_host():
        _listed("notices", texts.settings.NOTICES.of(language), others, language)


def _listed(name: str, title: str, messages: Sequence[Bilingual], language: Language) -> None:
    with st.container(key=f"settings-{name}-note-warning-0", gap="xsmall"):
        st.markdown(f":material/error: **{title}**")
        for message in messages:
            st.text(message.of(language))


def _warning(name: str, message: str) -> None:
    with st.container(key=f"settings-{name}-note-warning-0"):
        st.text(message)


def _origin(warm_up: WarmUp, language: Language) -> None:
    """Say where the sources lie, how that is changed, and how much of the index is new."""
    path = settings().knowledge
    bundled = path == BUNDLED_KNOWLEDGE
    place = (texts.settings.BUNDLED if bundled else texts.settings.FOLDER).of(language, path=path)
    index = texts.settings.INDEX_ADDED if warm_up.computed else texts.settings.INDEX_KEPT
    model = settings().embedding_model
    with st.container(key="settings-origin"):
        st.text("\n".join((place, index.of(language, model=model, count=f"{warm_up.computed:,}"))))


def _isolation(language: Language) -> None:
    """Say what stands between a hostile file and this computer, and which of it the system does not offer."""
    held = isolation()
    missing = [layer for layer in LAYERS if layer in OF_THE_SYSTEM and layer not in held]
    told = [texts.settings.CONVERTED_WITHIN.of(language, layers=_named(held, language))]
    if missing:
        told.append(texts.settings.NOT_OFFERED.of(language, layers=_named(missing, language)))
    with st.container(key="settings-isolation"):
        st.text("\n".join(told) if held else texts.settings.NO_CONVERSION.of(language))


def _named(layers: Sequence[Layer], language: Language) -> str:
    return texts.settings.LAYERS_JOINED.of(language).join(
        texts.settings.LAYERS[layer].of(language) for layer in layers
    )


def _rereading(warm_up: WarmUp, language: Language) -> None:
    if warm_up.rereading:
        st.fragment(_progress, run_every=_POLL_SECONDS)(warm_up, language)
        return
    if warm_up.reread_error:
        reason = session.in_words(warm_up.reread_error, language)
        _warning("reread", texts.settings.REREAD_FAILED.of(language, reason=reason))
    elif st.session_state.pop(_REREAD_TOLD, False):
        st.markdown(f":material/check_circle: {texts.settings.REREAD_DONE.of(language)}")
    changed = warm_up.changed_files()
    if changed:
        st.markdown(f":material/sync: {texts.settings.CHANGED.of(language, count=changed)}")
    st.button(
        texts.settings.REREAD.of(language),
        key="reread",
        icon=":material/refresh:",
        type="primary" if changed else "secondary",
        on_click=_reread,
    )


def _reread() -> None:
    st.session_state[_REREAD_TOLD] = True
    session.warm_up().reread()


def _progress(warm_up: WarmUp, language: Language) -> None:
    if not warm_up.rereading:
        st.rerun()
    states.progress(warm_up, language, texts.settings.REREADING)
