"""Which encoding a large file of text is in, without ever holding all of it."""

import codecs
from typing import BinaryIO

from assistant.documents.decoding import BYTE_ORDER_MARKS, UndecodableError, decode, unknown_encoding
from assistant.tools.progress import Progress, untold

_BLOCK = 2**20
_SAMPLE = 2**16
"""Bytes by which it is judged whether text that is no UTF-8 is Chinese."""


def encoding_of(file: BinaryIO, on_progress: Progress = untold) -> str:
    """Return the encoding of a file's text: UTF-8, UTF-16 or UTF-32 with a byte order mark, or GB18030 where it reads as Chinese.

    Raises:
        UndecodableError: It is no text, or text in an unknown encoding.
    """
    file.seek(0)
    head = file.read(_SAMPLE)
    for mark, encoding in BYTE_ORDER_MARKS:
        if head.startswith(mark):
            return encoding
    if whole := head[: head.rfind(b"\n") + 1]:
        # Tells binary files from text.
        decode(whole)
    file.seek(0)
    decoder, lines = codecs.getincrementaldecoder("utf-8")(), 0
    while block := file.read(_BLOCK):
        if b"\0" in block:
            decode(b"\0")
        try:
            decoder.decode(block)
        except UnicodeDecodeError as error:
            _check_chinese(error, lines)
            return "gb18030"
        lines += block.count(b"\n")
        on_progress(0.0)
    try:
        decoder.decode(b"", final=True)
    except UnicodeDecodeError as error:
        raise unknown_encoding(lines + 1) from error
    return "utf-8"


def _check_chinese(error: UnicodeDecodeError, lines: int) -> None:
    """Judge the lines from the one on that is no UTF-8; `lines` stand before what was being decoded."""
    data, start = error.object, error.object.rfind(b"\n", 0, error.start) + 1
    end = data.rfind(b"\n", error.end, start + _SAMPLE)
    try:
        decode(data[start:end] if end >= 0 else data[start:])
    except UndecodableError as reason:
        raise unknown_encoding(lines + data.count(b"\n", 0, error.start) + 1) from reason
