"""How far the coach is with its sources before it can answer from them: files read, passages indexed."""

import streamlit as st

from assistant.text import Bilingual, Language
from assistant.ui import texts
from assistant.ui.warming import WarmUp


def words(warm_up: WarmUp, language: Language, otherwise: Bilingual = texts.frame.WAKING) -> str:
    """Return what is being done and how much of it; where that can't be told, the other words."""
    label, (done, total) = _stage(warm_up)
    return (label or otherwise).of(language, done=done, total=total)


def show(warm_up: WarmUp, language: Language, otherwise: Bilingual = texts.frame.WAKING) -> None:
    """Show the words, with a bar where it can be told how much is done."""
    _, (done, total) = _stage(warm_up)
    said = words(warm_up, language, otherwise)
    if total:
        st.progress(min(done / total, 1.0), text=said)
    else:
        st.markdown(f":material/progress_activity: :shimmer[{said}]")


def _stage(warm_up: WarmUp) -> tuple[Bilingual | None, tuple[int, int]]:
    if warm_up.progress[1]:
        return texts.frame.INDEXING, warm_up.progress
    read, files = warm_up.reading
    return (texts.frame.READING_FILES, (read, files)) if read < files else (None, (0, 0))
