"""A demo's result inside an answer: the verdict, figures, charts, tables, the code, and a form to run it again."""

from collections.abc import Callable, Collection, Mapping, Sequence
from typing import Any

import streamlit as st

from assistant.demos import demos
from assistant.documents import inert
from assistant.documents.naming import document_name
from assistant.store.messages import ToolCall
from assistant.text import Language
from assistant.text.numerals import grouped
from assistant.tools.demo import Claim, Demo, DemoResult, Listing, Table
from assistant.tools.exporting import ALL_FIGURES
from assistant.ui import session, texts
from assistant.ui.demos import chart_view, columns, comparing, form, rerun, sharing
from assistant.ui.demos.earlier import Earlier, in_conversation
from assistant.ui.sections import literal

_LARGE_FIGURES = 6


def show_call(call: ToolCall, language: Language, key: str, *, may_run: bool) -> None:
    """Show what a demo's run returned, and the form; where it did not run, the answer's text says why.

    Args:
        call: The run, as the answer keeps it.
        language: The language of the words around it.
        key: The key of its container.
        may_run: Whether it may be run again here; the form is left out otherwise.
    """
    demo = demos().get(call.name)
    if demo is None:
        return
    result = rerun.result_of(call)
    with st.container(key=key, border=True, gap="medium"):
        if result:
            show_result(result, demo, language, key, earlier=in_conversation(call))
        elif not call.error:
            rerun.offer(call, demo, language, key, may_run=may_run)
        if may_run and call.error is not None:
            # What is missing is asked for here: nothing else stands in this card.
            form.show(demo, call.used, language, key=f"{key}-form", run=form.run_in_chat)
        elif may_run:
            _again(demo, result.parameters if result else call.used, language, key)


def _again(demo: Demo, values: Mapping[str, Any], language: Language, key: str) -> None:
    """Show the folded form to run the demo again."""
    again = st.expander(
        texts.demos.RUN_AGAIN.of(language), icon=":material/tune:", key=f"{key}-again", on_change="rerun"
    )
    if again.open:
        with again:
            form.show(demo, values, language, key=f"{key}-form", run=form.run_in_chat)


def show_result(
    result: DemoResult,
    demo: Demo,
    language: Language,
    key: str,
    *,
    before: DemoResult | None = None,
    earlier: Sequence[Earlier] = (),
    controlled: Collection[str] = (),
    findings: Callable[[], None] | None = None,
) -> None:
    """Show what a run returned, and what can be done with it.

    Args:
        result: The run's.
        demo: Which one was run.
        language: The language of the words.
        key: Tells it from other results on the page.
        before: The run whose figures stand beside the first ones of this.
        earlier: The runs that it can be compared with, the newest first.
        controlled: Parameters whose values controls on the page show. What is moved there is the chart: it comes first, so
            that figures which gain or lose a line leave it where it is.
        findings: Shows what there is to say of it; None where it is said elsewhere.
    """
    order = ("charts", "head", "numbers") if controlled else ("head", "numbers", "charts")
    places = {
        part: st.container(key=f"{key}-{part}", gap=None if part == "head" else "small") for part in order
    }
    # The chart comes first to the browser: it takes longest to draw, and is what is looked at.
    with places["charts"]:
        _tabs(result, demo, language, key)
    with places["head"]:
        st.markdown(f"#### {demo.title.of(language)}", anchors=False)
        values = {name: value for name, value in result.parameters.items() if name not in controlled}
        if said := form.values_in_words(demo, values, language):
            st.caption(literal(said))
        if took := columns.in_words(result, language):
            st.caption(texts.demos.COLUMNS_TAKEN.of(language, columns=literal(took)))
    with places["numbers"]:
        _metrics(result, demo, language, key=f"{key}-metrics", before=before)
    if findings:
        with st.container(key=f"{key}-findings", gap="xsmall"):
            findings()
    with st.container(key=f"{key}-actions", horizontal=True, gap="medium"):
        comparing.show(result, earlier, demo, language, key)
        sharing.show(result, demo, language, key)
    if result.claims:
        with st.container(key=f"{key}-verdict", gap="xsmall"):
            st.caption(
                texts.demos.VERDICT.of(language, source=document_name(session.library(), demo.document))
            )
            for number, claim in enumerate(result.claims):
                _claim(
                    claim,
                    language,
                    key=f"{key}-claim-{'holds' if claim.holds else 'fails'}-{number}",
                    first=number == 0,
                )


def _metrics(result: DemoResult, demo: Demo, language: Language, key: str, before: DemoResult | None) -> None:
    """Show the first figures large; the rest stand in a table."""
    with st.grid(3, min_column_width=130, gap="small", key=key):
        for name in list(demo.metrics)[:_LARGE_FIGURES]:
            value = form.figure_text(demo, result.metrics.get(name), language, short=True)
            earlier = (
                form.figure_text(demo, before.metrics.get(name), language, short=True) if before else value
            )
            st.metric(
                demo.metrics[name].of(language),
                value,
                texts.demos.BEFORE.of(language, value=earlier) if earlier != value else None,
                delta_color="off",
                delta_arrow="off",
            )


def _claim(claim: Claim, language: Language, key: str, *, first: bool) -> None:
    icon, word = (
        (":material/check:", texts.demos.HOLDS) if claim.holds else (":material/close:", texts.demos.FAILS)
    )
    statement = inert(claim.statement.get(language) or claim.claimed)
    label = f"**{word.of(language)}** · {claim.section} {statement}"
    with st.container(key=key), st.expander(label, icon=icon, expanded=first, type="compact"):
        if reason := claim.reason.get(language):
            st.markdown(inert(reason), anchors=False)
        st.markdown(
            inert(texts.demos.COMPARED.of(language, claimed=claim.claimed, found=claim.found)), anchors=False
        )


def _tabs(result: DemoResult, demo: Demo, language: Language, key: str) -> None:
    """Show one chart at a time, or the tables, or the programs."""
    names = [chart.title[language] for chart in result.charts]
    names += [texts.demos.TABLES.of(language), *([texts.demos.CODE.of(language)] if result.listings else [])]
    # Only what is open is drawn: charts are what takes a browser longest.
    tabs = st.tabs(names, key=f"{key}-tabs", on_change="rerun")
    opened = next((number for number, tab in enumerate(tabs) if tab.open), 0)
    with tabs[opened]:
        if opened < len(result.charts):
            chart = result.charts[opened]
            chart_view.show(chart, language, key=f"{key}-{chart.id}")
        elif opened == len(result.charts):
            for table in (*result.tables, _all_figures(result, demo, language)):
                _table(table, language)
        else:
            for listing in result.listings:
                _listing(listing, language)


def _all_figures(result: DemoResult, demo: Demo, language: Language) -> Table:
    return Table(
        title={language: ALL_FIGURES.of(language)},
        columns={language: [texts.demos.FIGURE.of(language), texts.demos.VALUE.of(language)]},
        rows={
            language: [
                [title.of(language), form.figure_text(demo, result.metrics.get(n), language)]
                for n, title in demo.metrics.items()
            ]
        },
    )


def _table(table: Table, language: Language) -> None:
    columns = table.columns[language]
    rows = [[grouped(cell, language) for cell in row] for row in table.rows[language]]
    lines = [
        " | ".join(cell.replace("|", "\\|") for cell in row)
        for row in (columns, ["---"] * len(columns), *rows)
    ]
    st.markdown(f"**{inert(table.title[language])}**\n\n" + inert("\n".join(f"| {line} |" for line in lines)))


def _listing(listing: Listing, language: Language) -> None:
    st.markdown(f"**{inert(listing.title[language])}**", anchors=False)
    st.code(listing.code[language], language="python")
