"""Two runs of a demo side by side: what differs between them, and their charts on the same axes."""

from collections.abc import Mapping, Sequence
from typing import Any

import streamlit as st

from assistant.text import Language
from assistant.tools import comparison
from assistant.tools.comparison import Row
from assistant.tools.demo import Demo, DemoResult
from assistant.ui import texts
from assistant.ui.demos import chart_view, form
from assistant.ui.demos.earlier import Earlier
from assistant.ui.sections import literal

_NARROWEST = 300
"""Pixels of a chart; where two have no room beside each other, one stands below the other."""


def show(result: DemoResult, earlier: Sequence[Earlier], demo: Demo, language: Language, key: str) -> None:
    """Show the button that opens the comparison, where there is something to compare with.

    Args:
        result: The run.
        earlier: Those before it, the newest first.
        demo: Whose runs they are.
        language: The language of the words.
        key: Tells its button from others.
    """
    if earlier and st.button(
        texts.demos.COMPARE.of(language),
        key=f"{key}-compare",
        icon=":material/compare_arrows:",
        type="tertiary",
    ):
        title = texts.demos.COMPARE_TITLE.of(language, title=demo.title.of(language))
        st.dialog(title, width="large")(_compare)(result, earlier, demo, language, key)


def _compare(
    result: DemoResult, earlier: Sequence[Earlier], demo: Demo, language: Language, key: str
) -> None:
    with st.container(key=f"{key}-comparison", gap="medium"):
        chosen = st.selectbox(
            texts.demos.COMPARED_WITH.of(language),
            range(len(earlier)),
            format_func=lambda number: _name(number, earlier[number], result, demo, language),
            key=f"{key}-compared",
            filter_mode=None,
        )
        before = earlier[chosen or 0].result()
        if before is None:
            st.caption(texts.demos.EARLIER_GONE.of(language))
            return
        rows = _rows(demo, before, result)
        differing = sum(row.differs for row in rows)
        st.caption(
            texts.demos.DIFFERING.of(language, count=differing)
            if differing
            else texts.demos.ALL_SAME.of(language)
        )
        _charts(before, result, language, key)
        _table(rows, demo, language, key)


def _rows(demo: Demo, before: DemoResult, after: DemoResult) -> tuple[Row, ...]:
    """Return what differs or not; a parameter that the figures repeat, such as the seed, is said once."""
    given = comparison.parameters(demo, before, after)
    said = {(row.name, row.before, row.after) for row in given}
    figures = comparison.figures(demo, before, after)
    return (*given, *(row for row in figures if (row.name, row.before, row.after) not in said))


def _name(number: int, run: Earlier, result: DemoResult, demo: Demo, language: Language) -> str:
    """Return how a run is told from the others: how long ago, and by the values in which it differs."""
    when = (
        texts.demos.RUNS_BEFORE.of(language, count=number + 1)
        if number
        else texts.demos.RUN_BEFORE.of(language)
    )
    return f"{when} · {_differing(run.values, result.parameters, demo, language)}"


def _differing(values: Mapping[str, Any], others: Mapping[str, Any], demo: Demo, language: Language) -> str:
    differing = {name: value for name, value in values.items() if value != others.get(name)}
    return form.values_in_words(demo, differing, language) or texts.demos.SAME_VALUES.of(language)


def _charts(before: DemoResult, after: DemoResult, language: Language, key: str) -> None:
    pairs = comparison.charts(before, after)
    if not pairs:
        return
    tabs = st.tabs(
        [after.title[language] for _, after in pairs], key=f"{key}-compared-tabs", on_change="rerun"
    )
    opened = next((number for number, tab in enumerate(tabs) if tab.open), 0)
    with tabs[opened], st.grid(2, min_column_width=_NARROWEST, gap="small"):
        for name, chart in zip((texts.demos.EARLIER_RUN, texts.demos.THIS_RUN), pairs[opened], strict=True):
            with st.container(gap="xxsmall"):
                st.markdown(f"**{name.of(language)}**", anchors=False)
                chart_view.show(chart, language, key=f"{key}-{name.en}-{chart.id}".replace(" ", ""))


def _table(rows: Sequence[Row], demo: Demo, language: Language, key: str) -> None:
    head = (texts.demos.PARAMETER_OR_FIGURE, texts.demos.EARLIER_RUN, texts.demos.THIS_RUN)
    lines = [" | ".join(each.of(language) for each in head), "--- | ---: | ---:"]
    lines += [_line(row, demo, language) for row in rows]
    with st.container(key=f"{key}-differences"):
        # Every cell is literal already; what escapes a bracket would be read as a formula if it were made inert as well.
        st.markdown("\n".join(f"| {line} |" for line in lines))


def _line(row: Row, demo: Demo, language: Language) -> str:
    cells = [_said(row, value, demo, language) for value in (row.before, row.after)]
    cells = [literal(cell) for cell in cells]
    title = literal(row.title.of(language))
    # Colour alone would not reach everybody.
    return " | ".join(
        [f"≠ **{title}**", *(f"**{cell}**" for cell in cells)] if row.differs else [title, *cells]
    )


def _said(row: Row, value: object, demo: Demo, language: Language) -> str:
    if row.of == "parameter":
        return form.value_text(demo.parameters.model_fields[row.name], value, language)
    return form.figure_text(demo, value, language)
