"""What stands in a sheet's cells that have no value: formulas that nobody computed yet, and Excel's errors."""

import io
import re
import zipfile
from xml.etree import ElementTree
from xml.parsers import expat

from assistant.tools.tables.table import UNCOMPUTED

Place = tuple[int, int]
"""Row and column, counted from 0."""

_MOST = 200_000
"""Cells that are marked; where there are more, the first tell enough."""
_LONGEST = 200
_PLACE = re.compile(r"([A-Z]{1,3})(\d{1,7})")
_MARKS = (b"<f", b":f", b't="e"', b"t='e'")
_BLOCK = 2**20
_UNTOLD = "…"
"""A formula that another cell holds the text of."""


def marks(data: bytes, sheet: str) -> dict[Place, str]:
    """Return what stands in the cells of a sheet without a value: "#=SUM(A1:A3)", "#REF!".

    Args:
        data: An .xlsx file that was looked through (`containers.inspect`): its XML defines nothing.
        sheet: What the sheet is called.
    """
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        part = _part(archive, sheet)
        if part is None or not _has_any(archive, part):
            return {}
        found = _Marks()
        parser = expat.ParserCreate(namespace_separator=" ")
        parser.StartElementHandler, parser.EndElementHandler = found.start, found.end
        parser.CharacterDataHandler = found.characters
        with archive.open(part) as file:
            while (block := file.read(_BLOCK)) and len(found.marks) < _MOST:
                parser.Parse(block)
        return found.marks


class _Marks:
    """The cells of a sheet as they pass by."""

    def __init__(self) -> None:
        self.marks: dict[Place, str] = {}
        self._place: Place | None = None
        self._is_error = False
        self._inside = ""
        self._formula: str | None = None
        self._value = ""

    def start(self, name: str, attributes: dict[str, str]) -> None:
        tag = name.rpartition(" ")[2]
        if tag == "c":
            match = _PLACE.fullmatch(attributes.get("r", ""))
            self._place = None if match is None else (int(match[2]) - 1, _column(match[1]))
            self._is_error, self._formula, self._value = attributes.get("t") == "e", None, ""
        elif tag == "f":
            self._formula = ""
        self._inside = tag

    def end(self, name: str) -> None:
        self._inside = ""
        if name.rpartition(" ")[2] != "c" or self._place is None:
            return
        if self._is_error:
            self.marks[self._place] = self._value or "#REF!"
        elif self._formula is not None and not self._value:
            self.marks[self._place] = UNCOMPUTED + (self._formula or _UNTOLD)

    def characters(self, text: str) -> None:
        if self._inside == "f" and self._formula is not None:
            self._formula = (self._formula + text)[:_LONGEST]
        elif self._inside == "v":
            self._value = (self._value + text)[:_LONGEST]


def _has_any(archive: zipfile.ZipFile, part: str) -> bool:
    tail = b""
    with archive.open(part) as file:
        while block := file.read(_BLOCK):
            if any(mark in tail + block for mark in _MARKS):
                return True
            tail = block[-8:]
    return False


def _part(archive: zipfile.ZipFile, sheet: str) -> str | None:
    """Return which member of the archive holds a sheet."""
    book = "xl/workbook.xml"
    relations = "xl/_rels/workbook.xml.rels"
    if not {book, relations} <= set(archive.namelist()):
        return None
    # No entity is defined in them: `inspect` refuses what defines any.
    targets = {
        each.get("Id"): each.get("Target", "")
        for each in ElementTree.fromstring(archive.read(relations))  # noqa: S314
    }
    for each in ElementTree.fromstring(archive.read(book)).iter():  # noqa: S314
        if each.tag.endswith("}sheet") and each.get("name") == sheet:
            ids = (value for name, value in each.attrib.items() if name.endswith("}id"))
            target = targets.get(next(ids, ""), "")
            path = target.removeprefix("/") if target.startswith("/") else f"xl/{target}"
            return path if path in archive.namelist() else None
    return None


def _column(letters: str) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - ord("A") + 1
    return number - 1
