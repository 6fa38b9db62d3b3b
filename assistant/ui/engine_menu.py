"""Who answers: the engine of the open conversation, and the model that can be put on this computer."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

import streamlit as st

from assistant.text import Language
from assistant.ui import session, texts
from assistant.ui.sections import literal

if TYPE_CHECKING:
    from assistant.answering.engines import EngineChoice, EngineInfo, EngineName
    from assistant.ui.model_pull import ModelPull

_POLL_SECONDS = 1.0
_GIGABYTE, _MEGABYTE = 1e9, 1e6


def engine_menu(language: Language) -> None:
    """Show which engine speaks; a click lets the learner choose another, or fetch one."""
    coach = session.warm_up().ready
    if coach is None:
        return
    # How an endpoint fares is known once it has answered.
    session.latest_turn()
    infos = {info.name: info for info in coach.engines()}
    first = next(info for info in infos.values() if info.available)
    choice = session.engine_choice()
    speaks = infos.get(choice, first) if choice != "auto" else first
    for info in infos.values():
        if info.resting_seconds and info.name == speaks.name:
            label = literal(info.label.of(language))
            st.caption(
                texts.engines.ENGINE_RESTS.of(language, engine=label, seconds=round(info.resting_seconds))
            )
    with (
        st.container(key="engine-menu"),
        st.popover(
            literal(speaks.label.of(language)),
            icon=":material/record_voice_over:",
            width="stretch",
            type="tertiary",
        ),
    ):
        _choices(infos, first, choice, language)
        local = infos.get("local")
        if local and not local.available:
            _local_model(local, language)


def _choices(
    infos: Mapping[EngineName, EngineInfo], first: EngineInfo, choice: EngineChoice, language: Language
) -> None:
    labels: dict[EngineChoice, str] = {
        name: literal(info.label.of(language)) for name, info in infos.items() if info.available
    }
    labels["auto"] = texts.engines.ENGINE_AUTO.of(language, engine=labels[first.name])
    options = sorted(labels, key=lambda name: name != "auto")
    key = f"engine-{session.conversation()}"
    st.radio(
        texts.engines.ENGINE.of(language),
        options,
        index=options.index(choice) if choice in options else 0,
        format_func=labels.__getitem__,
        help=texts.engines.ENGINE_HELP.of(language),
        key=key,
        on_change=lambda: session.choose_engine(st.session_state[key]),
    )
    for info in infos.values():
        if info.reason and info.name != "local":
            st.caption(literal(info.reason.of(language)))


def _local_model(info: EngineInfo, language: Language) -> None:
    """Offer the model for this computer, or show how far its download is; it goes on whatever the page does."""
    from assistant.answering import local_model
    from assistant.settings import settings
    from assistant.ui.model_pull import model_pull

    pull = model_pull()
    status = local_model.status(settings())
    st.markdown(f"**{texts.engines.LOCAL_MODEL.of(language)}**")
    if pull.running:
        st.fragment(_progress, run_every=_POLL_SECONDS)(pull, language)
        return
    if pull.error:
        st.warning(literal(session.in_words(pull.error, language)))
    if not status.runtime:
        st.caption(literal(info.reason.of(language) if info.reason else ""))
        return
    size, missing, free = (
        _gigabytes(each) for each in (local_model.DEFAULT_MODEL.size, status.missing, status.free)
    )
    st.caption(texts.engines.LOCAL_MODEL_OFFER.of(language, size=size, missing=missing, free=free))
    if st.button(
        texts.engines.PULL.of(language), key="pull-model", icon=":material/download:", width="stretch"
    ):
        pull.start()
        st.rerun()


def _progress(pull: ModelPull, language: Language) -> None:
    if not pull.running:
        st.rerun()
    done, total = pull.progress
    label = (
        texts.engines.PULLING.of(
            language, done=f"{done / _MEGABYTE:,.0f} MB", total=f"{total / _MEGABYTE:,.0f} MB"
        )
        if total
        else texts.engines.PULL_STARTS.of(language)
    )
    st.progress(min(done / total, 1.0) if total else 0.0, text=label)
    st.button(
        texts.engines.PULL_STOP.of(language),
        key="stop-pull",
        icon=":material/pause:",
        on_click=pull.stop,
        width="stretch",
    )


def _gigabytes(size: int) -> str:
    return f"{size / _GIGABYTE:.1f} GB"
