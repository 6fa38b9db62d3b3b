import pytest

from assistant.demos import demos
from assistant.text import Language
from scripts.write_demo_tables import READMES, table, with_table


@pytest.mark.parametrize("language", list(READMES))
def test_the_readme_names_the_demos_that_there_are(language: Language) -> None:
    text = READMES[language].read_text("utf-8")
    assert table(language) in text, "make readme"
    assert with_table(text, language) == text
    assert all(f"`{name}`" in table(language) for name in demos())


def test_an_outdated_table_is_written_anew_and_nothing_else() -> None:
    written = with_table("a\n\n<!-- demos -->\n\n| old |\n\n<!-- /demos -->\n\nb\n", "en")
    assert written == f"a\n\n<!-- demos -->\n\n{table('en')}<!-- /demos -->\n\nb\n"
