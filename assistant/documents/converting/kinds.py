"""What a file is, from its content: a name proves nothing."""

from typing import Literal

from assistant.documents.converting.problems import Refusal

Container = Literal["pdf", "archive"]

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
# Readers look for a PDF's mark in its first kilobyte; some programs write before it.
_PDF_HEAD = 1024
_STREAMS = (
    ("EncryptedPackage", "password"),
    ("WordDocument", "old_word"),
    ("PowerPoint Document", "old_powerpoint"),
)


def container(data: bytes) -> Container:
    """Return which of the two containers a file is: a PDF, or the archive that .docx and .pptx are.

    Raises:
        Refusal: It is neither; Office's older container is told apart by the names of its streams.
    """
    if data.startswith(b"PK\x03\x04"):
        return "archive"
    if b"%PDF-" in data[:_PDF_HEAD]:
        return "pdf"
    if data.startswith(_OLE):
        for stream, problem in _STREAMS:
            if stream.encode("utf-16-le") in data:
                raise Refusal(problem)
    raise Refusal("unknown")
