"""A demo on a page of its own: what it shows, its form, its run, the result beside that of the run before.

The address names the demo and the values of its last run, the seed that was drawn among them, so that whoever opens it
sees the same run.
"""

from collections.abc import Mapping
from typing import Any

import streamlit as st

from assistant.documents import inert
from assistant.text import ExplainedError, Language
from assistant.tools.demo import Demo, DemoResult
from assistant.tools.requests import DemoRequest, requested
from assistant.tools.runner import Run
from assistant.ui import bridge, navigation, session, texts, visitors
from assistant.ui.demos import form, result_view
from assistant.ui.sections import heading, literal

_GRACE_SECONDS = 0.3
_POLL_SECONDS = 0.2


def back(language: Language) -> None:
    """Lead back to all demos."""
    if st.button(
        texts.demos.ALL_DEMOS.of(language), key="bench-back", icon=":material/arrow_back:", type="tertiary"
    ):
        st.query_params.clear()
        st.rerun()


def show(demo: Demo, language: Language) -> None:
    """Show a demo. Values in the address that were not run yet are run at once."""
    _arrive(demo)
    _settle(demo)
    with st.container(key="bench-about", gap="small"):
        st.markdown(f"# {literal(demo.title.of(language))}", anchors=False)
        st.markdown(literal(demo.description.of(language)))
        _sections(demo, language)
    with st.container(key="bench-form", gap="small"):
        form.show(demo, _given(demo), language, _form_key(demo), run=_submitted)
        _examples(demo, language)
    _outcome(demo, language)


def _sections(demo: Demo, language: Language) -> None:
    """Link to the sections that the demo belongs to."""
    library = session.library()
    found = (library.at(home) for home in demo.homes(language))
    with st.container(key="bench-sections", horizontal=True, vertical_alignment="center", gap="xsmall"):
        st.caption(texts.demos.BELONGS_TO.of(language), width="content")
        for section in (section for section in found if section):
            if st.button(heading(section), key=f"bench-section-{section.address}", type="tertiary"):
                navigation.to_library(section)


def _examples(demo: Demo, language: Language) -> None:
    """Offer the runs that the demo gives as examples."""
    requests = {
        words: requested(words, {demo.name: demo}) for words in (e.of(language) for e in demo.examples)
    }
    offered = {words: asked.arguments for words, asked in requests.items() if isinstance(asked, DemoRequest)}
    if not offered:
        return
    with st.container(key="bench-examples", horizontal=True, vertical_alignment="center", gap="xsmall"):
        st.caption(texts.demos.EXAMPLES.of(language), width="content")
        for number, (words, values) in enumerate(offered.items()):
            st.button(
                literal(words),
                key=f"bench-example-{number}",
                on_click=lambda values=values: st.query_params.from_dict(_address(demo, values)),
            )


def _arrive(demo: Demo) -> None:
    """Run what the address asks for where that is not what was run last."""
    asked = st.query_params.to_dict()
    if set(asked) <= {"demo"} or asked in st.session_state.get(f"bench-addresses-{demo.name}", ()):
        return
    st.session_state[f"bench-addresses-{demo.name}"] = [asked]
    # The form is another one now, filled with these values.
    st.session_state[f"bench-form-{demo.name}"] = st.session_state.get(f"bench-form-{demo.name}", 0) + 1
    values = _given(demo)
    problems = form.problems(demo, values)
    form.tell(_form_key(demo), problems)
    if not problems:
        _begin(demo, form.valid(demo, values).written(exclude_defaults=True))


def _submitted(demo: Demo, values: Mapping[str, Any]) -> None:
    """Run what the form gave; the address names it."""
    address = _address(demo, values)
    st.session_state[f"bench-addresses-{demo.name}"] = [address]
    st.query_params.from_dict(address)
    _begin(demo, values)


def _given(demo: Demo) -> dict[str, Any]:
    return form.read(demo, st.query_params.to_dict())


def _form_key(demo: Demo) -> str:
    return f"bench-{demo.name}-{st.session_state.get(f'bench-form-{demo.name}', 0)}"


def _begin(demo: Demo, values: Mapping[str, Any]) -> None:
    if before := _run(demo):
        before.stop()
    st.session_state[f"bench-run-{demo.name}"] = run = Run(
        demo, values, session.tables().open, visitors.owner()
    )
    run.wait(_GRACE_SECONDS)


def _run(demo: Demo) -> Run | None:
    run: Run | None = st.session_state.get(f"bench-run-{demo.name}")
    return run


def _results(demo: Demo) -> tuple[DemoResult, ...]:
    """Return the results of the last two runs, the latest first."""
    results: tuple[DemoResult, ...] = st.session_state.get(f"bench-results-{demo.name}", ())
    return results


def _settle(demo: Demo) -> None:
    """Keep the result of a run that has ended, and let the address name every value of it, the drawn seed too."""
    run, results = _run(demo), _results(demo)
    if run and run.result and run.result is not next(iter(results), None):
        st.session_state[f"bench-results-{demo.name}"] = results = (run.result, *results)[:2]
        st.session_state[f"bench-addresses-{demo.name}"].append(_address(demo, run.result.parameters))
    addresses = st.session_state.get(f"bench-addresses-{demo.name}", ())
    named = st.query_params.to_dict() in addresses and run and run.result
    bridge.mount(session.language(), top=f"demos {demo.name}", address=addresses[-1] if named else None)


def _address(demo: Demo, values: Mapping[str, Any]) -> dict[str, str]:
    """Return what the address says of a run: the demo and the values that are no defaults; of a run with defaults, that."""
    defaults = {name: field.default for name, field in demo.parameters.model_fields.items()}
    given = {n: form.typed(v) for n, v in values.items() if v is not None and v != defaults.get(n)}
    return {"demo": demo.name, **(given or {"run": "1"})}


def _outcome(demo: Demo, language: Language) -> None:
    run = _run(demo)
    if run and run.result and run.result is not next(iter(_results(demo)), None):
        # It ended while the form was drawn: nothing else would draw the page again.
        st.rerun()
    if run and run.running:
        _progress(run, language)
    elif run and run.stopped:
        st.caption(texts.demos.CANCELLED.of(language))
    elif run and run.error:
        with st.container(key="bench-note-warning-0"):
            st.text(_in_words(run.error, language))
    if results := _results(demo):
        _result(results, demo, language)


@st.fragment(run_every=_POLL_SECONDS)
def _progress(run: Run, language: Language) -> None:
    if not run.running:
        st.rerun()
    with st.container(key="bench-progress", horizontal=True, vertical_alignment="center", gap="small"):
        place = run.place
        words = (
            texts.demos.IN_LINE.of(language, place=place)
            if place
            else texts.demos.RUNNING.of(language, share=run.share)
        )
        st.progress(run.share, text=words, width="stretch")
        if st.button(texts.demos.CANCEL.of(language), key="bench-cancel", icon=":material/stop_circle:"):
            run.stop()
            st.rerun()


def _result(results: tuple[DemoResult, ...], demo: Demo, language: Language) -> None:
    latest, *before = results
    with st.container(key="demo-bench", gap="medium"):
        with st.container(key="bench-findings", gap="xsmall"):
            st.markdown(f"## {texts.demos.RESULT.of(language)}", anchors=False)
            first, *others = latest.findings[language] or [""]
            st.markdown(inert(f"**{first}**"), anchors=False)
            for sentence in others:
                st.markdown(inert(sentence), anchors=False)
        result_view.show_result(
            latest, demo, language, key="demo-bench-result", before=before[0] if before else None
        )
        if st.button(
            texts.demos.DISCUSS.of(language), key="bench-discuss", icon=":material/forum:", type="primary"
        ):
            values = form.valid(demo, latest.parameters).written(exclude_defaults=True)
            session.run_demo(demo.name, values, form.label(demo, values, language))
            navigation.to_chat()


def _in_words(error: Exception, language: Language) -> str:
    return (
        error.message.of(language) if isinstance(error, ExplainedError) else texts.demos.CRASHED.of(language)
    )
