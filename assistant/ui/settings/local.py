"""The model on this computer: whether it is there, its download, its removal."""

import streamlit as st

from assistant.extras import install_command
from assistant.models import local as local_model
from assistant.models.local import Status
from assistant.settings import settings
from assistant.text import Language
from assistant.ui import session, texts, visitors
from assistant.ui.sections import literal
from assistant.ui.settings.model_pull import ModelPull, model_pull

_POLL_SECONDS = 1.0
_GIGABYTE, _MEGABYTE = 1e9, 1e6


def local_section(language: Language) -> None:
    """Show the state of the model on this computer; who runs the server may download and remove it."""
    st.markdown(f"## {texts.settings.LOCAL.of(language)}", anchors=False)
    st.caption(texts.settings.LOCAL_LEAD.of(language))
    status, pull = local_model.status(settings()), model_pull()
    if settings().local_model:
        _own_file(status, language)
    elif pull.running:
        st.fragment(_progress, run_every=_POLL_SECONDS)(pull, language)
    elif status.present:
        _ready(status, pull, language)
    else:
        _absent(status, pull, language)
    if not status.runtime and visitors.is_host():
        st.markdown(texts.settings.LOCAL_NO_RUNTIME.of(language))
        st.code(install_command("local"), language="shell")


def _own_file(status: Status, language: Language) -> None:
    name = status.path.name
    if status.present:
        st.markdown(texts.settings.LOCAL_OWN.of(language, name=literal(name), size=_size(status.size)))
    else:
        _warning(texts.settings.LOCAL_OWN_MISSING.of(language, name=name))


def _ready(status: Status, pull: ModelPull, language: Language) -> None:
    st.markdown(f":material/check_circle: {texts.settings.LOCAL_READY.of(language, size=_size(status.size))}")
    if not visitors.is_host():
        return
    _problem(pull, language)
    with st.popover(texts.settings.REMOVE.of(language), icon=":material/delete:", key="remove-model"):
        st.markdown(texts.settings.REMOVE_SURE.of(language, size=_size(status.size)))
        st.button(
            texts.settings.REMOVE_YES.of(language), key="remove-model-yes", type="primary", on_click=_remove
        )


def _remove() -> None:
    model_pull().error = None
    try:
        local_model.local_server(settings()).stop()
        local_model.remove(settings())
    except local_model.LocalModelError as error:
        model_pull().error = error


def _absent(status: Status, pull: ModelPull, language: Language) -> None:
    partly = status.missing < local_model.DEFAULT_MODEL.size
    words = texts.settings.LOCAL_PARTLY if partly else texts.settings.LOCAL_ABSENT
    st.markdown(words.of(language, missing=_size(status.missing), free=_size(status.free)))
    if not visitors.is_host():
        st.caption(texts.settings.LOCAL_OF_SERVER.of(language))
        return
    _problem(pull, language)
    label = texts.settings.PULL_ON if partly else texts.settings.PULL
    st.button(label.of(language), key="pull-model", icon=":material/download:", on_click=pull.start)


def _progress(pull: ModelPull, language: Language) -> None:
    if not pull.running:
        st.rerun()
    done, total = pull.progress
    sizes = {"done": f"{done / _MEGABYTE:,.0f} MB", "total": f"{total / _MEGABYTE:,.0f} MB"}
    label = (texts.settings.PULLING if total else texts.settings.PULL_STARTS).of(language, **sizes)
    st.progress(min(done / total, 1.0) if total else 0.0, text=label)
    if visitors.is_host():
        st.button(
            texts.settings.PULL_STOP.of(language),
            key="stop-pull",
            icon=":material/pause:",
            on_click=pull.stop,
        )


def _problem(pull: ModelPull, language: Language) -> None:
    """Say why the last download or removal failed."""
    if pull.error:
        _warning(session.in_words(pull.error, language))


def _warning(message: str) -> None:
    with st.container(key="local-note-warning-0"):
        st.text(message)


def _size(size: int) -> str:
    return f"{size / _GIGABYTE:.1f} GB" if size >= _GIGABYTE else f"{size / _MEGABYTE:,.0f} MB"
