"""The learner's own files: added, listed, removed. Whoever runs the coach manages them; visitors read them."""

from collections.abc import Sequence
from functools import partial

import streamlit as st

from assistant.documents import Document, DocumentProblem, Library
from assistant.documents.converting import LIMITS
from assistant.documents.uploads import Upload, UploadError
from assistant.text import Bilingual, Language
from assistant.ui import bridge, navigation, session, states, texts, visitors
from assistant.ui.door.uploads import claim
from assistant.ui.library import place, upload_queue
from assistant.ui.sections import literal

_POLL_SECONDS = 0.4
_KIND = "material"
_ROUND, _TAKEN = "material-round", "material-taken"
_MEGABYTE, _KILOBYTE = 2**20, 2**10


def link(language: Language, *, scope: str) -> None:
    """Show the button that leads to the learner's files.

    Args:
        language: The language of its label.
        scope: Tells the one beside the text ("side") from the one in the drawer.
    """
    count = len(upload_queue.uploads().list())
    if not count and not visitors.is_host():
        return
    words = (
        _named(texts.library.OPEN_MATERIAL, texts.library.OPEN_MATERIAL_SHARED)
        if count
        else texts.library.ADD_MATERIAL
    )
    with st.container(key=f"material-link-{scope}"):
        st.button(
            words.of(language, count=count),
            key=f"material-open-{scope}",
            icon=":material/folder_open:" if count else ":material/note_add:",
            type="tertiary",
            on_click=place.go,
            args=(place.Place(material=True),),
        )


def show(library: Library, language: Language) -> None:
    """Show the learner's files and, to who manages them, what adds and removes them."""
    bridge.mount(language, top="material")
    with st.container(key="material", gap="medium"):
        with st.container(key="material-head", gap="xsmall"):
            title = _named(texts.library.MATERIAL, texts.library.MATERIAL_SHARED)
            st.markdown(f"# {title.of(language)}", anchors=False)
            st.markdown(_named(texts.library.MATERIAL_LEAD, texts.library.MATERIAL_LEAD_SHARED).of(language))
        if visitors.is_host():
            _uploader(language)
        states.undo_line(_KIND, language)
        # Always a fragment, also where nothing moves: a click in one that is gone meanwhile would be lost.
        poll = _POLL_SECONDS if _is_moving() else None
        st.fragment(_files, run_every=poll)(_state(), library, language)
        _problems(library, language)


def _named(own: Bilingual, shared: Bilingual) -> Bilingual:
    return own if visitors.is_host() else shared


def _uploader(language: Language) -> None:
    # A new key empties the uploader: what it has is on its way already.
    key = f"material-files-{st.session_state.setdefault(_ROUND, 0)}"
    with st.container(key="material-drop", gap="xxsmall"):
        files = st.file_uploader(
            texts.library.ADD_MATERIAL.of(language),
            accept_multiple_files=True,
            key=key,
            label_visibility="collapsed",
            # What is too large is told by the coach: Streamlit would in English alone.
            max_upload_size=st.get_option("server.maxUploadSize"),
            on_change=partial(_take, key),
        )
        claim(files)
        st.caption(texts.library.FILE_KINDS.of(language, megabytes=LIMITS.file // _MEGABYTE))


def _take(key: str) -> None:
    """Take in the files of an uploader, each once: a slow browser may speak of them again before it is emptied."""
    taken: set[str] = st.session_state.setdefault(_TAKEN, set())
    files = [file for file in st.session_state[key] or () if file.file_id not in taken]
    if files and visitors.is_host():
        upload_queue.queue().add([(file.name, file.getvalue()) for file in files])
        taken.update(file.file_id for file in files)
        st.session_state[_ROUND] += 1


def _is_moving() -> bool:
    return upload_queue.queue().running or session.warm_up().rereading


def _state() -> tuple[object, ...]:
    """Names what the page around the moving lines depends on."""
    given = upload_queue.queue().files
    names = tuple(upload.name for upload in upload_queue.uploads().list())
    return (_is_moving(), names, *((each.id, each.state == "ready") for each in given))


def _files(drawn: tuple[object, ...], library: Library, language: Language) -> None:
    """Show the files and what is being added; draw the page again where it depends on what has changed."""
    if _state() != drawn or not place.current().material:
        st.rerun()
    if visitors.is_host():
        upload_queue.show_progress(library, language)
    _rereading(language)
    uploads = upload_queue.uploads().list()
    if not uploads:
        st.caption(texts.library.NO_FILES.of(language))
        return
    documents = {document.id: document for document in library.documents}
    problems = {problem.file: problem for problem in library.problems}
    with st.container(key="material-list", gap=None):
        for number, upload in enumerate(uploads):
            _row(upload, documents.get(upload.name), problems.get(upload.name), language, number)


def _rereading(language: Language) -> None:
    """Tell that the library is brought up to date, that it could not be, or that it should be."""
    warm_up = session.warm_up()
    if warm_up.rereading and not upload_queue.queue().running:
        states.progress(warm_up, language, texts.library.REREADING)
    if _is_moving() or not visitors.is_host():
        return
    error = warm_up.reread_error
    if error and all(file.error is not error for file in upload_queue.queue().files):
        with st.container(key="material-reread-note-warning-0"):
            reason = session.in_words(error, language)
            st.text(texts.settings.REREAD_FAILED.of(language, reason=reason))
    if error or warm_up.changed_files():
        st.button(
            texts.settings.REREAD.of(language),
            key="material-reread",
            icon=":material/refresh:",
            on_click=warm_up.reread,
        )


def _row(
    upload: Upload,
    document: Document | None,
    problem: DocumentProblem | None,
    language: Language,
    number: int,
) -> None:
    with st.container(
        key=f"material-row-{number}", horizontal=True, wrap=False, vertical_alignment="center", gap="small"
    ):
        with st.container(key=f"material-name-{number}", gap=None):
            if document:
                st.button(
                    literal(upload.name),
                    key=f"material-read-{upload.name}",
                    type="tertiary",
                    on_click=place.go,
                    args=(place.Place(document=document.id),),
                )
            else:
                st.markdown(literal(upload.name))
            st.caption(_facts(upload, document, language))
            if problem and not document:
                st.caption(f":material/error: {literal(problem.message.of(language))}")
        if visitors.is_host():
            st.button(
                texts.library.REMOVE_FILE.of(language, name=literal(upload.name)),
                key=f"material-remove-{upload.name}",
                icon=":material/delete:",
                type="tertiary",
                on_click=_remove,
                args=(upload.name, language),
            )


def _facts(upload: Upload, document: Document | None, language: Language) -> str:
    day = upload.added.astimezone(visitors.now().tzinfo)
    facts = [
        _size(upload.size),
        texts.library.ADDED_ON.of(language, year=day.year, month=day.month, day=day.day),
    ]
    if document:
        facts.insert(0, texts.library.SECTION_COUNT.of(language, count=len(document.sections)))
        if document.language != language:
            facts.append(texts.library.LANGUAGES[document.language].of(language))
    else:
        facts.append(texts.library.NOT_READ.of(language))
    return " · ".join(facts)


def _size(size: int) -> str:
    return f"{size / _MEGABYTE:.1f} MB" if size >= _MEGABYTE else f"{max(1, round(size / _KILOBYTE))} KB"


def _remove(name: str, language: Language) -> None:
    if not visitors.is_host():
        return
    try:
        removed = upload_queue.uploads().remove(name)
    except UploadError as error:
        st.toast(literal(error.message.of(language)), icon=":material/error:")
        return
    added = [each.id for each in upload_queue.queue().files if each.name == name]
    upload_queue.queue().forget(*added)
    says = texts.library.FILE_REMOVED.filled(name=literal(name))
    states.offer_undo(_KIND, says, partial(_restore, removed))
    session.warm_up().reread()


def _restore(removed: str) -> Bilingual | None:
    try:
        upload_queue.uploads().restore(removed)
    except UploadError as error:
        return error.message
    session.warm_up().reread()
    return None


def _problems(library: Library, language: Language) -> None:
    """Tell of the knowledge folder's files that can't be read; the learner's own say it in their row."""
    own = {upload.name for upload in upload_queue.uploads().list()}
    problems: Sequence[DocumentProblem] = [p for p in library.problems if p.file not in own]
    if not problems:
        return
    with st.container(key="material-problems-note-warning-0", gap="xsmall"):
        st.markdown(
            f":material/error: **{texts.library.UNREADABLE_FILES.of(language, count=len(problems))}**"
        )
        for problem in problems:
            st.text(problem.message.of(language))
        navigation.settings_link(texts.library.UNREADABLE_FILES_MORE.of(language))
