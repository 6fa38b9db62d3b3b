"""What a file is, from its content, since a name proves nothing; an archive is looked through before any library reads it."""

import re
import zipfile
import zlib
from io import BytesIO
from pathlib import PurePosixPath
from typing import Literal

from assistant.documents.converting.limits import MEGABYTE, Limits
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
Office = Literal["docx", "pptx", "xlsx"]
_CONTENT_TYPES = "[Content_Types].xml"
_MAIN_PARTS: tuple[tuple[bytes, Office], ...] = (
    (b"wordprocessingml.document.main", "docx"),
    (b"wordprocessingml.template.main", "docx"),
    (b"ms-word.document.macroEnabled.main", "docx"),
    (b"presentationml.presentation.main", "pptx"),
    (b"presentationml.slideshow.main", "pptx"),
    (b"presentationml.template.main", "pptx"),
    (b"ms-powerpoint.presentation.macroEnabled.main", "pptx"),
    (b"spreadsheetml.sheet.main", "xlsx"),
    (b"spreadsheetml.template.main", "xlsx"),
    (b"ms-excel.sheet.macroEnabled.main", "xlsx"),
)
# Office writes none of these into its XML, and no library should have to expand what they define.
_DEFINITION = re.compile(rb"<!(?:DOCTYPE|ENTITY)", re.IGNORECASE)
_LONGEST_DEFINITION = 9
_XML = (".xml", ".rels", ".vml")
_CHUNK = MEGABYTE
_ENCRYPTED = 0x1
_METHODS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)


def container(data: bytes) -> Container:
    """Return which of the two containers a file is: a PDF, or the archive that .docx, .pptx and .xlsx are.

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


def inspect(data: bytes, limits: Limits) -> Office:
    """Return which kind of Office file an archive is, after unpacking every member once without keeping it.

    What the archive says of its members' sizes is only believed where it forbids: the bytes are counted as they come.

    Raises:
        Refusal: It is no Office file, is damaged, or would hurt.
    """
    try:
        with zipfile.ZipFile(BytesIO(data)) as archive:
            members = archive.infolist()
            _check_directory(members, len(data), limits)
            _check_content(archive, members, limits)
            return _kind(archive)
    except (zipfile.BadZipFile, zlib.error, EOFError, UnicodeDecodeError) as error:
        raise Refusal("broken") from error


def _check_directory(members: list[zipfile.ZipInfo], size: int, limits: Limits) -> None:
    names = [member.filename for member in members]
    if len(names) > limits.members or len(set(names)) < len(names):
        raise Refusal("unsafe")
    for member in members:
        path = PurePosixPath(member.filename.replace("\\", "/"))
        if path.is_absolute() or ".." in path.parts or member.compress_type not in _METHODS:
            raise Refusal("unsafe")
        if member.flag_bits & _ENCRYPTED:
            raise Refusal("password")
    unpacked = sum(member.file_size for member in members)
    if unpacked > limits.unpacked or unpacked > max(limits.ratio * size, 20 * MEGABYTE):
        raise Refusal("too_unpacked")


def _check_content(archive: zipfile.ZipFile, members: list[zipfile.ZipInfo], limits: Limits) -> None:
    unpacked = 0
    for member in members:
        is_xml = member.filename.lower().endswith(_XML)
        tail = b""
        with archive.open(member) as file:
            while chunk := file.read(_CHUNK):
                unpacked += len(chunk)
                if unpacked > limits.unpacked:
                    raise Refusal("too_unpacked")
                # Without the zeros UTF-16 reads like ASCII.
                text = tail + chunk.replace(b"\0", b"")
                if is_xml and _DEFINITION.search(text):
                    raise Refusal("unsafe")
                tail = text[-_LONGEST_DEFINITION:]


def _kind(archive: zipfile.ZipFile) -> Office:
    if _CONTENT_TYPES not in archive.namelist():
        raise Refusal("unknown")
    types = archive.read(_CONTENT_TYPES).replace(b"\0", b"")
    for mark, kind in _MAIN_PARTS:
        if mark in types:
            return kind
    raise Refusal("unknown")
