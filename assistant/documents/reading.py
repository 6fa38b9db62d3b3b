"""The bytes of one file -> what it holds, or why it can't be read."""

from collections.abc import Callable
from pathlib import Path, PurePosixPath

from assistant.documents.converting import CONVERTIBLE, ConversionError, convert
from assistant.documents.decoding import UndecodableError, decode
from assistant.documents.outline import Outline, read_outline
from assistant.text import Bilingual, ExplainedError

TEXT_SUFFIXES = frozenset({".md", ".markdown", ".txt"})
SUFFIXES = TEXT_SUFFIXES | CONVERTIBLE
LARGEST_FILE = 64 * 2**20

_EMPTY = Bilingual("“{file}”是空的，没有可读的内容。", '"{file}" is empty: there is nothing to read.')
HEADINGS_ONLY = Bilingual(
    "“{file}”只有标题，没有正文，没有读取。请给标题写上内容。",
    '"{file}" has headings but no text, so it was not read. Write something under the headings.',
)
_TOO_LARGE = Bilingual(
    "“{file}”有 {size} MB，超过 {limit} MB 的上限，没有读取。请把它分成几个文件。",
    '"{file}" has {size} MB, more than the limit of {limit} MB, and was not read. Split it into several files.',
)
_UNPARSABLE = Bilingual(
    "“{file}”的结构无法解析（{reason}），没有读取。请检查其中嵌套过深的列表或引用。",
    'The structure of "{file}" cannot be parsed ({reason}), so it was not read. Check it for deeply nested lists or quotes.',
)


class UnreadableError(ExplainedError):
    """A file can't be read; `message` names it, says why and what to do."""


def read_document(
    data: bytes,
    file: str,
    cache_dir: Path | None = None,
    *,
    on_progress: Callable[[int, int], None] | None = None,
) -> Outline:
    """Return what a file holds: Markdown and text as they are, PDF, Word and PowerPoint as Markdown.

    Args:
        data: The file.
        file: Its name, or its path below the folder that was asked for; the suffix says whether it is text.
        cache_dir: Where conversions are kept; None keeps none.
        on_progress: Called with the number of pages or slides read and the number to read, where the kind has any.

    Raises:
        UnreadableError: It is no text, can't be converted, is too large or empty.
    """
    path = PurePosixPath(file)
    check_size(len(data), file)
    try:
        converted = path.suffix.lower() in CONVERTIBLE
        text = convert(data, file, cache_dir, on_progress=on_progress) if converted else decode(data)
    except ConversionError as error:
        raise UnreadableError(error.message) from error
    except UndecodableError as error:
        raise UnreadableError(error.message.filled(file=file)) from error
    try:
        outline = read_outline(text, path.stem)
    except (
        Exception
    ) as error:  # A parser can fail on one file in ways of its own; the others must still load.
        raise UnreadableError(_UNPARSABLE.filled(file=file, reason=type(error).__name__)) from error
    if not outline.parts:
        raise UnreadableError(_EMPTY.filled(file=file))
    return outline


def check_size(size: int, file: str) -> None:
    """Refuse a file before it is read whole.

    Raises:
        UnreadableError: It is too large for any kind.
    """
    if size > LARGEST_FILE:
        raise UnreadableError(_TOO_LARGE.filled(file=file, size=size // 2**20, limit=LARGEST_FILE // 2**20))
