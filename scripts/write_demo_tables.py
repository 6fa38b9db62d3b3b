"""Write the table of the demos into the README of each language, from the demos themselves: `make readme`."""

import re
import sys
from pathlib import Path

from assistant.demos import demos
from assistant.text import Bilingual, Language
from assistant.tools.demo import Demo

ROOT = Path(__file__).parent.parent
READMES: dict[Language, Path] = {"en": ROOT / "README.md", "zh": ROOT / "README.zh-CN.md"}

_HEAD = Bilingual(zh="| 演示 | 帮你拿的主意 | 章节 |", en="| Demo | What it helps you decide | Sections |")
_TABLE = re.compile(r"(?<=<!-- demos -->\n\n)[^<]*(?=<!-- /demos -->)")


def table(language: Language) -> str:
    """Return the table in a language: the name by which the command line calls a demo, its decision, its sections."""
    lines = [_HEAD.of(language), "| --- | --- | --- |"]
    for demo in sorted(demos().values(), key=_place):
        cells = f"`{demo.name}`", demo.decision.of(language), ", ".join(demo.sections)
        lines.append(f"| {' | '.join(cells)} |")
    return "\n".join(lines) + "\n\n"


def with_table(text: str, language: Language) -> str:
    """Return a README's text with the table as it has to be between its marks."""
    return _TABLE.sub(lambda _: table(language), text)


def _place(demo: Demo) -> tuple[list[int], int]:
    return [int(part) for part in demo.sections[0].split(".") if part.isdigit()], len(demo.sections)


def main() -> None:
    """Write the table into each README."""
    for language, path in READMES.items():
        path.write_text(with_table(path.read_text("utf-8"), language), "utf-8")
        sys.stdout.write(f"{path.name}\n")


if __name__ == "__main__":
    main()
