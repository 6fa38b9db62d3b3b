"""The model on this computer: whether it is there, its download, its removal."""

import logging
from threading import Event, Lock, Thread

import streamlit as st

from assistant.models import local
from assistant.models.local import Status
from assistant.settings import install_command, settings
from assistant.text import Language
from assistant.ui import session, texts, visitors
from assistant.ui.sections import literal

_POLL_SECONDS = 1.0
_GIGABYTE, _MEGABYTE = 1e9, 1e6

_log = logging.getLogger(__name__)


class ModelPull:
    """One download for the whole process, in a thread so that no click ends it. Safe to use from several sessions."""

    def __init__(self) -> None:
        self.progress = (0, 0)
        """Bytes that are there, and of how many; (0, 0) until the first have come."""
        self.error: Exception | None = None
        self._stopping = Event()
        self._thread: Thread | None = None
        self._lock = Lock()

    @property
    def running(self) -> bool:
        """Whether bytes are still being fetched."""
        return self._thread is not None and self._thread.is_alive()

    def start(self) -> None:
        """Begin, or go on where an earlier download stopped."""
        with self._lock:
            if self.running:
                return
            self.error, self.progress = None, (0, 0)
            self._stopping.clear()
            self._thread = Thread(target=self._run, name="model-pull", daemon=True)
            self._thread.start()

    def stop(self) -> None:
        """Stop at the next piece; what has come is kept."""
        self._stopping.set()

    def _run(self) -> None:
        try:
            local.pull(settings(), self._on_progress, should_stop=self._stopping.is_set)
        except local.PullStoppedError:
            return
        except Exception as error:  # The page shows it in the learner's words.
            reason = error if isinstance(error, local.LocalModelError) else type(error).__name__
            _log.warning("the download of the model ended early: %s", reason)
            self.error = error

    def _on_progress(self, done: int, total: int) -> None:
        self.progress = (done, total)


@st.cache_resource(show_spinner=False)
def model_pull() -> ModelPull:
    """Return the download of this process."""
    return ModelPull()


def local_section(language: Language) -> None:
    """Show the state of the model on this computer; who runs the server may download and remove it."""
    st.markdown(f"## {texts.settings.LOCAL.of(language)}", anchors=False)
    st.caption(texts.settings.LOCAL_LEAD.of(language))
    status, pull = local.status(settings()), model_pull()
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
        local.local_server(settings()).stop()
        local.remove(settings())
    except local.LocalModelError as error:
        model_pull().error = error


def _absent(status: Status, pull: ModelPull, language: Language) -> None:
    partly = status.missing < local.DEFAULT_MODEL.size
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
