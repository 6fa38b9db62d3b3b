"""The pictures of the demos: one of a run's charts, without words, beside each demo. `make pictures` draws them."""

from dataclasses import dataclass
from functools import cache
from pathlib import Path
from xml.etree import ElementTree as ET

from assistant.text import Bilingual

PICTURE_FILE = "picture.svg"
SVG = "http://www.w3.org/2000/svg"
_FOLDER = Path(__file__).parent
_LANG = "{http://www.w3.org/XML/1998/namespace}lang"


@dataclass(frozen=True, slots=True)
class Picture:
    """A demo's picture."""

    svg: str
    """The drawing, in colours that stand out on paper and on near-black."""
    seen: Bilingual
    """What is to be seen in it, for who can't see it."""
    form: str
    """A digest of how its chart was built: another one means that the picture is to be drawn anew."""


def picture_path(demo: str) -> Path:
    """Return where the picture of a demo lies, there or not."""
    return _FOLDER / demo / PICTURE_FILE


@cache
def picture(demo: str) -> Picture | None:
    """Return the picture of a demo; None where it has none."""
    path = picture_path(demo)
    if not path.is_file():
        return None
    svg = path.read_text("utf-8")
    root = ET.fromstring(svg)  # noqa: S314 - it ships with the coach
    seen = {each.get(_LANG): each.text or "" for each in root.findall(f"{{{SVG}}}desc")}
    return Picture(svg, Bilingual(seen["zh"], seen["en"]), root.findtext(f"{{{SVG}}}metadata", ""))
