"""The kinds of parameters: each knows what it reads, what it allows in words, and how a model is told of it."""

import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Protocol

from assistant.text import Bilingual, Language
from assistant.tools.tables import Column, DataTable

Value = bool | int | float | str
"""A value that a parameter can take, as it is written down; a table is written down by its file's name."""

_A_NUMBER = Bilingual(zh="数字", en="a number")
_A_WHOLE_NUMBER = Bilingual(zh="整数", en="a whole number")
_BOUNDED = Bilingual(zh="是{bounds} 的{kind}", en="{kind} {bounds}")
_UNBOUNDED = Bilingual(zh="是{kind}", en="{kind}")
_YES_OR_NO = Bilingual(zh="是 true 或 false", en="true or false")
_ONE_OF = Bilingual(zh="是 {values} 之一", en="one of {values}")
_A_TEXT = Bilingual(zh="是 1 到 {longest:,} 个字的文字", en="a text of 1 to {longest:,} characters")
_A_TABLE = Bilingual(
    zh="是一个 CSV 或 Excel 文件，有这些列：{columns}", en="a CSV or Excel file with these columns: {columns}"
)
_OPTIONAL = Bilingual(zh="{column}（可选）", en="{column} (optional)")
_BOUNDS = {
    "gt": Bilingual(zh="大于 {bound:,}", en="above {bound:,}"),
    "ge": Bilingual(zh="不小于 {bound:,}", en="at least {bound:,}"),
    "lt": Bilingual(zh="小于 {bound:,}", en="less than {bound:,}"),
    "le": Bilingual(zh="不超过 {bound:,}", en="at most {bound:,}"),
}
_BOUND_SEPARATOR = Bilingual(zh="、", en=" and ")
_LIST_SEPARATOR = Bilingual(zh="、", en=", ")
_SCHEMA_BOUNDS = {"gt": "exclusiveMinimum", "ge": "minimum", "lt": "exclusiveMaximum", "le": "maximum"}
_YES = frozenset({"true", "yes", "on", "1", "y", "t", "是"})
_NO = frozenset({"false", "no", "off", "0", "n", "f", "否"})


class Kind(Protocol):
    """What values a parameter can have."""

    def read(self, value: object) -> object:
        """Return the value that is meant, from what a model, a form, a flag or a message gives.

        Raises:
            ValueError: It is none of this kind.
        """

    def allowed(self, language: Language) -> str:
        """Return what the value must be, in words that follow "must"."""

    def schema(self) -> dict[str, Any]:
        """Return the JSON Schema of its values."""


@dataclass(frozen=True, slots=True)
class Number:
    """A number within bounds; never infinite."""

    gt: float | None = None
    ge: float | None = None
    lt: float | None = None
    le: float | None = None

    def read(self, value: object) -> float:
        """Return a number, also from text that reads as one."""
        # To Python true and false are 1 and 0; to people they are no numbers.
        if isinstance(value, bool) or not isinstance(value, int | float | str):
            raise ValueError(value)
        number = float(value)
        if not math.isfinite(number) or not _is_within(self, number):
            raise ValueError(value)
        return number

    def allowed(self, language: Language) -> str:
        """Return what the number must be: "a number above 0 and at most 10"."""
        return _bounded(self, _A_NUMBER, language)

    def schema(self) -> dict[str, Any]:
        """Return the JSON Schema of its values."""
        return {"type": "number"} | _schema_bounds(self)


@dataclass(frozen=True, slots=True)
class WholeNumber:
    """A whole number within bounds."""

    gt: int | None = None
    ge: int | None = None
    lt: int | None = None
    le: int | None = None

    def read(self, value: object) -> int:
        """Return a whole number, also from "1e6"."""
        number = Number().read(value)
        # A float holds whole numbers up to 2^53 exactly; an int and its text need no float.
        whole = (
            int(value)
            if isinstance(value, int | str) and str(value).strip().lstrip("+-").isdigit()
            else int(number)
        )
        if whole != number or not _is_within(self, whole):
            raise ValueError(value)
        return whole

    def allowed(self, language: Language) -> str:
        """Return what the number must be: "a whole number at least 1"."""
        return _bounded(self, _A_WHOLE_NUMBER, language)

    def schema(self) -> dict[str, Any]:
        """Return the JSON Schema of its values."""
        return {"type": "integer"} | _schema_bounds(self)


@dataclass(frozen=True, slots=True)
class YesNo:
    """Yes or no."""

    def read(self, value: object) -> bool:
        """Return true or false, also from the words for them."""
        if isinstance(value, bool):
            return value
        word = str(value).strip().lower() if isinstance(value, str | int | float) else ""
        word = word.removesuffix(".0")
        if word not in _YES | _NO:
            raise ValueError(value)
        return word in _YES

    def allowed(self, language: Language) -> str:
        """Return what the value must be."""
        return _YES_OR_NO.of(language)

    def schema(self) -> dict[str, Any]:
        """Return the JSON Schema of its values."""
        return {"type": "boolean"}


@dataclass(frozen=True, slots=True)
class Choice:
    """One of a fixed set of values, each with a label and the words for it."""

    labels: Mapping[str, Bilingual]
    """What each value is called, in the order in which they are offered."""
    phrases: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """Words that ask for a value by themselves: {"half_mean": ("除以 2m",)}."""
    terms: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """Terms of the field that name a value; on their own they may be what is talked about."""

    def read(self, value: object) -> str:
        """Return one of the values."""
        if not isinstance(value, str) or value not in self.labels:
            raise ValueError(value)
        return value

    def allowed(self, language: Language) -> str:
        """Return which values there are."""
        return _ONE_OF.of(language, values=_LIST_SEPARATOR.of(language).join(self.labels))

    def schema(self) -> dict[str, Any]:
        """Return the JSON Schema of its values."""
        return {"type": "string", "enum": list(self.labels)}


@dataclass(frozen=True, slots=True)
class Text:
    """Words of the learner's."""

    longest: int = 2000
    """Characters."""
    is_long: bool = False
    """Whether people write more than a line."""

    def read(self, value: object) -> str:
        """Return the text, trimmed."""
        text = value.strip() if isinstance(value, str) else ""
        if not 0 < len(text) <= self.longest:
            raise ValueError(value)
        return text

    def allowed(self, language: Language) -> str:
        """Return how long it may be."""
        return _A_TEXT.of(language, longest=self.longest)

    def schema(self) -> dict[str, Any]:
        """Return the JSON Schema of its values."""
        return {"type": "string", "minLength": 1, "maxLength": self.longest}


@dataclass(frozen=True, slots=True)
class Table:
    """A file of rows and columns; it is written down by its name and read before the demo runs."""

    columns: tuple[Column, ...]
    """Those that the demo needs, and those that it uses where they are there."""

    def read(self, value: object) -> DataTable:
        """Return the table with the columns that the demo needs, under the demo's names for them.

        Raises:
            ValueError: It is no table.
            TableError: A column is missing.
        """
        if not isinstance(value, DataTable):
            raise ValueError(value)
        return value.with_columns(self.columns)

    def allowed(self, language: Language) -> str:
        """Return which columns it must have."""
        return _A_TABLE.of(language, columns=self.named_columns(language))

    def named_columns(self, language: Language) -> str:
        """Return what its columns are called, those that may be left out marked."""
        names = (
            (_OPTIONAL.filled(column=column.title) if column.optional else column.title).of(language)
            for column in self.columns
        )
        return _LIST_SEPARATOR.of(language).join(names)

    def schema(self) -> dict[str, Any]:
        """Return the JSON Schema of its name."""
        return {"type": "string", "format": "file-name"}


def _is_within(kind: Number | WholeNumber, number: float) -> bool:
    return (
        (kind.gt is None or number > kind.gt)
        and (kind.ge is None or number >= kind.ge)
        and (kind.lt is None or number < kind.lt)
        and (kind.le is None or number <= kind.le)
    )


def _set_bounds(kind: Number | WholeNumber) -> dict[str, float]:
    return {name: bound for name in _BOUNDS if (bound := getattr(kind, name)) is not None}


def _bounded(kind: Number | WholeNumber, noun: Bilingual, language: Language) -> str:
    bounds = [_BOUNDS[name].of(language, bound=bound) for name, bound in _set_bounds(kind).items()]
    words = _BOUNDED if bounds else _UNBOUNDED
    return words.of(language, kind=noun, bounds=_BOUND_SEPARATOR.of(language).join(bounds))


def _schema_bounds(kind: Number | WholeNumber) -> dict[str, float]:
    return {_SCHEMA_BOUNDS[name]: bound for name, bound in _set_bounds(kind).items()}
