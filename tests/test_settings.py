import subprocess

import pytest

from assistant.settings import Extra, install_command


@pytest.mark.parametrize(
    ("extra", "requirement"), [("local", "xllamacpp=="), ("postgres", "psycopg[binary]>=")]
)
def test_the_command_that_people_are_told_installs_the_part_beside_this_program(
    extra: Extra, requirement: str
) -> None:
    command = install_command(extra)
    assert requirement in command
    # The tests' environment has both: pip finds them there without asking an index.
    told = subprocess.run(
        f"{command} --no-index --dry-run", shell=True, capture_output=True, text=True, check=True
    )
    assert "already satisfied" in told.stdout
