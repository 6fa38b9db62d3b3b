"""A demo on a page of its own: what it shows, its form, its run, the result beside that of the run before, and controls that
run it while they are moved.

The address names the demo and the values of its last run, the seed that was drawn among them, so that whoever opens it
sees the same run.
"""

from collections.abc import Mapping, Sequence
from functools import partial
from typing import Any

import streamlit as st

from assistant.documents import inert
from assistant.text import Bilingual, ExplainedError, Language
from assistant.tools.demo import Demo, DemoResult
from assistant.tools.matching import table_parameters
from assistant.tools.requests import DemoRequest, requested
from assistant.tools.runner import Run
from assistant.tools.tables import TableError
from assistant.ui import asking, bridge, navigation, session, texts, visitors
from assistant.ui.demos import form, links, live, result_view
from assistant.ui.demos.earlier import in_visit
from assistant.ui.sections import heading, literal

_GRACE_SECONDS = 0.3
_POLL_SECONDS = 0.2
_NAME_CHARACTERS = 80
_REMEMBERED = 8
"""Results of a demo that a visit keeps, to compare with."""


def back(language: Language) -> None:
    """Lead back to all demos."""
    if st.button(
        texts.demos.ALL_DEMOS.of(language), key="bench-back", icon=":material/arrow_back:", type="tertiary"
    ):
        st.query_params.clear()
        st.rerun()


def show(demo: Demo, language: Language) -> None:
    """Show a demo. Values in the address that were not run yet are run at once."""
    bridge.mount(language, top=f"demos {demo.name}")
    _bench(demo, language)


@st.fragment
def _bench(demo: Demo, language: Language) -> None:
    """Show what moves together, without the rest of the page; what moves it stands above, where nothing pushes it away."""
    _arrive(demo)
    _settle(demo)
    about = st.container(key="bench-about", gap="small")
    values = st.container(key="bench-form", gap="small")
    outcome = st.container(key="bench-outcome", gap="medium")
    # First what is looked at while a control is moved: the browser draws what it has.
    with outcome:
        _outcome(demo, language)
    with about:
        st.markdown(f"# {literal(demo.title.of(language))}", anchors=False)
        st.markdown(literal(demo.description.of(language)))
        _sections(demo, language)
    with values:
        _values(demo, language)
        _examples(demo, language)
    if _is_news(demo):
        # It ended while the form was drawn: nothing else would draw the page again.
        st.rerun()


def _values(demo: Demo, language: Language) -> None:
    """Show the controls of a demo that has a result to move, its form folded below; the form alone otherwise."""
    if not (demo.live and _results(demo)):
        form.show(demo, _given(demo), language, _form_key(demo), run=_submitted)
        return
    _controls(demo, language)
    folded = st.expander(
        (texts.demos.EXACTLY_WITH_TABLE if table_parameters(demo) else texts.demos.EXACTLY).of(language),
        expanded=bool(form.told(_form_key(demo))),
        key=f"{_form_key(demo)}-exactly",
        icon=":material/tune:",
        type="compact",
    )
    with folded:
        form.show(demo, _given(demo), language, _form_key(demo), run=_submitted)


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
                on_click=lambda values=values: st.query_params.from_dict(links.address(demo, values)),
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
    problems = form.problems(demo, values) | _missing_tables(demo, values)
    form.tell(_form_key(demo), problems)
    if not problems:
        _begin(demo, form.valid(demo, values).written(exclude_defaults=True))


def _missing_tables(demo: Demo, values: Mapping[str, Any]) -> dict[str, Bilingual]:
    """Return what is said of tables that the address names and that are not this visitor's."""
    found: dict[str, Bilingual] = {}
    for name, table in links.own_tables(demo, values).items():
        try:
            session.tables().open(table)
        except TableError:
            found[name] = texts.demos.TABLE_NOT_HERE.filled(name=table[:_NAME_CHARACTERS])
    return found


def _submitted(demo: Demo, values: Mapping[str, Any]) -> None:
    """Run what the form gave; the address names it."""
    address = links.address(demo, values)
    st.session_state[f"bench-addresses-{demo.name}"] = [address]
    st.query_params.from_dict(address)
    _begin(demo, values)


def _given(demo: Demo) -> dict[str, Any]:
    return form.read(demo, st.query_params.to_dict())


def _form_key(demo: Demo) -> str:
    return f"bench-{demo.name}-{st.session_state.get(f'bench-form-{demo.name}', 0)}"


def _begin(demo: Demo, values: Mapping[str, Any], *, moving: bool = False) -> None:
    """Run a demo; while a control is moving, each result takes the place of the one before."""
    if before := _run(demo):
        before.stop()
    st.session_state[f"bench-run-{demo.name}"] = run = Run(
        demo, values, session.tables().open, visitors.owner()
    )
    st.session_state[f"bench-moving-{demo.name}"] = moving
    run.wait(_GRACE_SECONDS)


def _moved(demo: Demo, name: str, value: object) -> None:
    """Run the latest run with another value, its seed included, and let the form say so."""
    wanted = {**_standing(demo), name: value}
    st.session_state[f"bench-standing-{demo.name}"] = wanted
    form.enter(demo, _form_key(demo), name, value)
    found = form.problems(demo, wanted)
    form.tell(_form_key(demo), found)
    if not found:
        _begin(demo, form.valid(demo, wanted).written(exclude_defaults=True), moving=True)


def _standing(demo: Demo) -> Mapping[str, Any]:
    """Return where the controls stand: at the values of the latest result, or where they were moved to since."""
    latest = _results(demo)[0].parameters
    standing: Mapping[str, Any] = st.session_state.get(f"bench-standing-{demo.name}") or latest
    return standing


def _run(demo: Demo) -> Run | None:
    run: Run | None = st.session_state.get(f"bench-run-{demo.name}")
    return run


def _results(demo: Demo) -> tuple[DemoResult, ...]:
    """Return the results of this visit's last runs, the latest first."""
    results: tuple[DemoResult, ...] = st.session_state.get(f"bench-results-{demo.name}", ())
    return results


def _settle(demo: Demo) -> None:
    """Keep the result of a run that has ended, and let the address name every value of it, the drawn seed too."""
    run = _run(demo)
    if run and run.result and _is_news(demo):
        _keep(demo, run.result, _results(demo))
    addresses = st.session_state.get(f"bench-addresses-{demo.name}", ())
    if st.query_params.to_dict() in addresses and run and run.result:
        bridge.name(addresses[-1])


def _is_news(demo: Demo) -> bool:
    """Return whether a run has ended with a result that is not kept yet."""
    run = _run(demo)
    return bool(run and run.result and run.result is not next(iter(_results(demo)), None))


def _keep(demo: Demo, result: DemoResult, before: tuple[DemoResult, ...]) -> None:
    moving = bool(st.session_state.get(f"bench-moving-{demo.name}"))
    # What a control passed on its way is no run that somebody wants to compare with.
    passed = moving and st.session_state.get(f"bench-passing-{demo.name}")
    st.session_state[f"bench-passing-{demo.name}"] = moving
    st.session_state[f"bench-results-{demo.name}"] = (result, *before[bool(passed) :])[:_REMEMBERED]
    st.session_state[f"bench-standing-{demo.name}"] = None
    st.session_state[f"bench-addresses-{demo.name}"].append(links.address(demo, result.parameters))


def _outcome(demo: Demo, language: Language) -> None:
    run = _run(demo)
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
        findings = st.container(key="bench-findings", gap="xsmall")
        result_view.show_result(
            latest,
            demo,
            language,
            key="demo-bench-result",
            before=before[0] if before else None,
            earlier=in_visit(tuple(before)),
            controlled=live.controlled(demo, latest.parameters) if demo.live else (),
            findings=partial(_say, latest.findings[language][1:]),
        )
        with findings:
            _first_finding(latest, language)
        if st.button(
            texts.demos.DISCUSS.of(language), key="bench-discuss", icon=":material/forum:", type="primary"
        ):
            values = form.valid(demo, latest.parameters).written(exclude_defaults=True)
            asking.run_demo(demo.name, values, form.label(demo, values, language))
            navigation.to_chat()


def _first_finding(result: DemoResult, language: Language) -> None:
    st.markdown(f"## {texts.demos.RESULT.of(language)}", anchors=False)
    with st.container(key="bench-first"):
        st.markdown(inert(f"**{next(iter(result.findings[language]), '')}**"), anchors=False)


def _say(sentences: Sequence[str]) -> None:
    for sentence in sentences:
        st.markdown(inert(sentence), anchors=False)


def _controls(demo: Demo, language: Language) -> None:
    """Show what runs the demo while it is moved."""
    standing = _standing(demo)
    problems = form.problems(demo, standing) if standing is not _results(demo)[0].parameters else {}
    live.show(demo, standing, problems, language, moved=partial(_moved, demo))


def _in_words(error: Exception, language: Language) -> str:
    return (
        error.message.of(language) if isinstance(error, ExplainedError) else texts.demos.CRASHED.of(language)
    )
