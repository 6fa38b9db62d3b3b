"""Streamlit's page is known in one file only."""

import re
from pathlib import Path

import pytest

from assistant.ui.streamlit_page import PARTS, in_css, in_script

UI = Path(__file__).parents[2] / "assistant" / "ui"
SHEETS = sorted(UI.rglob("*.css"))
SCRIPTS = sorted(UI.rglob("*.js"))
OF_STREAMLIT = re.compile(r"data-testid|data-baseweb|\.st[A-Z]\w*|\.katex|stApp")


@pytest.mark.parametrize("file", [*SHEETS, *SCRIPTS], ids=lambda file: file.name)
def test_no_style_sheet_and_no_script_names_a_part_of_streamlits_page_by_itself(file: Path) -> None:
    assert OF_STREAMLIT.findall(file.read_text("utf-8")) == []


def test_every_part_is_used_and_every_part_that_is_used_is_known() -> None:
    in_sheets = {name for file in SHEETS for name in re.findall(r":--(\w+)", file.read_text("utf-8"))}
    in_scripts = {
        name for file in SCRIPTS for name in re.findall(r"STREAMLIT\.(\w+)", file.read_text("utf-8"))
    }
    assert in_sheets | in_scripts == set(PARTS)


def test_a_style_sheet_and_the_script_get_the_selectors() -> None:
    assert (
        in_css(":--main > :--markdown p { color: red }")
        == '[data-testid="stMain"] > .stMarkdown p { color: red }'
    )
    assert '"main": "[data-testid=\\"stMain\\"]"' in in_script()
    with pytest.raises(KeyError):
        in_css(":--nothing { color: red }")
