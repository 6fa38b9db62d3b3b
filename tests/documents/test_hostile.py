"""Broken and hostile files: each gives one clear line and hurts nothing."""

import struct
import sys
import threading
import warnings
import zipfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from http.server import BaseHTTPRequestHandler, HTTPServer
from io import BytesIO
from pathlib import Path

import docx
import pytest
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml.ns import qn

from assistant.documents import load_library
from assistant.documents.converting import LIMITS, ConversionError, convert
from tests.documents import samples

DOCUMENT = "word/document.xml"
LAUGHS = b"""<?xml version="1.0"?><!DOCTYPE w [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>
<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body><w:p><w:r><w:t>&b;</w:t></w:r></w:p></w:body></w:document>"""


def problem(data: bytes, file: str = "文件.docx", **options: object) -> str:
    with pytest.raises(ConversionError) as caught:
        convert(data, file, **options)  # type: ignore[arg-type]
    message = caught.value.message
    assert file in message.zh
    assert file in message.en
    assert "\n" not in message.zh + message.en
    assert "{" not in message.zh + message.en
    return caught.value.problem


def child(code: str) -> tuple[str, ...]:
    return (sys.executable, "-c", code)


def test_a_zip_bomb() -> None:
    assert (
        problem(samples.office(samples.word(), {"word/media/bomb.bin": bytes(60 * 2**20)})) == "too_unpacked"
    )


def test_sizes_that_the_archive_lies_about() -> None:
    data = bytearray(samples.office(samples.word(), {"word/media/bomb.bin": bytes(60 * 2**20)}))
    size = struct.pack("<L", 60 * 2**20)
    position = 0
    while (position := data.find(size, position)) >= 0:
        data[position : position + 4] = struct.pack("<L", 100)
    assert problem(bytes(data)) == "broken"


def test_members_are_counted_as_they_unpack() -> None:
    limits = replace(LIMITS, unpacked=10_000)
    assert problem(samples.word(), limits=limits) == "too_unpacked"


@pytest.mark.parametrize("name", ["../../evil.xml", "/etc/evil.xml", "word\\..\\..\\evil.xml"])
def test_members_that_climb_out(name: str) -> None:
    assert problem(samples.office(samples.word(), {name: b"x"})) == "unsafe"


def test_more_members_than_any_document_has() -> None:
    assert problem(samples.office(samples.word(), {f"x/{n}": b"" for n in range(6000)})) == "unsafe"


def test_two_members_of_one_name() -> None:
    packed = BytesIO(samples.word())
    with warnings.catch_warnings(), zipfile.ZipFile(packed, "a") as archive:
        warnings.simplefilter("ignore")
        archive.writestr(DOCUMENT, b"<x/>")
    assert problem(packed.getvalue()) == "unsafe"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_a_billion_laughs(encoding: str) -> None:
    text = LAUGHS.decode().replace('"1.0"', f'"1.0" encoding="{encoding}"')
    assert problem(samples.office(samples.word(), {DOCUMENT: text.encode(encoding)})) == "unsafe"


def test_an_entity_that_names_a_file() -> None:
    text = LAUGHS.replace(b'"ha"', b'SYSTEM "file:///etc/hostname"')
    assert problem(samples.office(samples.word(), {DOCUMENT: text})) == "unsafe"


def test_a_definition_behind_a_megabyte_of_comment() -> None:
    padded = LAUGHS.replace(b"<!DOCTYPE", b"<!--" + b"x" * (2**20 - 30) + b"--><!DOCTYPE")
    assert problem(samples.office(samples.word(), {DOCUMENT: padded})) == "unsafe"


def test_a_pdf_of_ten_thousand_pages() -> None:
    assert problem(samples.blank_pdf(10_000), "书.pdf") == "too_many_pages"


def test_a_presentation_of_too_many_slides() -> None:
    assert problem(samples.slides(), "a.pptx", limits=replace(LIMITS, slides=2)) == "too_many_slides"


def test_pages_without_text() -> None:
    assert problem(samples.blank_pdf(3), "扫描.pdf") == "no_text"


def test_passwords() -> None:
    assert problem(samples.pdf(password="secret"), "密码.pdf") == "password"
    assert problem(samples.encrypted_office()) == "password"


def test_files_of_the_old_kinds() -> None:
    assert problem(samples.old_word(), "旧.doc") == "old_word"


@pytest.mark.parametrize("make", [samples.word, samples.slides, samples.pdf])
def test_a_truncated_file(make: Callable[[], bytes]) -> None:
    data = make()
    assert problem(data[: len(data) // 2]) in ("broken", "no_text")


@pytest.mark.parametrize(
    "data", [b"", b"<html><body>hello</body></html>", "只是文字".encode(), bytes(1000), b"\x89PNG\r\n\x1a\n"]
)
def test_what_is_something_else(data: bytes) -> None:
    assert problem(data, "网页.pdf") == "unknown"


def test_an_archive_of_something_else() -> None:
    packed = BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("a.txt", "text")
    assert problem(packed.getvalue()) == "unknown"


def test_a_file_that_is_too_large() -> None:
    assert problem(b"%PDF-" + bytes(100), limits=replace(LIMITS, file=50)) == "too_large"


def test_more_text_than_can_be_indexed() -> None:
    assert problem(samples.word(), limits=replace(LIMITS, characters=20)) == "too_long"


def test_a_conversion_that_hangs() -> None:
    limits = replace(LIMITS, seconds=0.5)
    assert problem(samples.word(), limits=limits, program=child("import time; time.sleep(60)")) == "too_slow"


def test_a_conversion_that_wants_more_memory_than_there_is() -> None:
    limits = replace(LIMITS, memory=100 * 2**20)
    assert problem(samples.word(), limits=limits) == "too_heavy"


def test_a_conversion_that_the_system_kills() -> None:
    killed = child("import os, signal; os.kill(os.getpid(), signal.SIGKILL)")
    assert problem(samples.word(), program=killed) == "too_heavy"


def test_a_conversion_that_answers_nonsense() -> None:
    assert problem(samples.word(), program=child("print('nonsense')")) == "broken"
    assert problem(samples.word(), program=("/nowhere/python",)) == "no_process"


@contextmanager
def server() -> Iterator[tuple[str, list[str]]]:
    """An HTTP server, and the paths that it was asked for."""
    asked: list[str] = []

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            asked.append(self.path)
            self.send_error(404)

    with HTTPServer(("127.0.0.1", 0), Handler) as listening:
        threading.Thread(target=listening.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{listening.server_port}/x.png", asked
        listening.shutdown()


def linked_picture(target: str) -> bytes:
    """A Word file with a picture that lies elsewhere."""

    def build(document: "docx.document.Document") -> None:
        document.add_paragraph("正文")
        document.add_picture(str(Path(__file__).parents[2] / "docs" / "images" / "chat.png"))
        blip = next(document.element.body.iter(qn("a:blip")))
        del blip.attrib[qn("r:embed")]
        blip.set(qn("r:link"), document.part.relate_to(target, RELATIONSHIP_TYPE.IMAGE, is_external=True))

    return samples.word(build)


def test_nothing_is_fetched() -> None:
    with server() as (address, asked):
        converted = convert(linked_picture(address), "链接.docx")
        assert asked == []
        assert "正文" in converted


def test_no_file_of_the_computer_is_read_into_a_document(tmp_path: Path) -> None:
    secret = tmp_path / "secret.png"
    secret.write_bytes(b"the secret")
    markdown = convert(linked_picture(secret.as_uri()), "链接.docx")
    assert "正文" in markdown
    assert "secret" not in markdown


def test_a_conversion_knows_no_key(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("OPENAI_API_KEY", "AWS_SECRET_ACCESS_KEY", "DATABASE_URL"):
        monkeypatch.setenv(name, "secret")
    code = "import json, os; print(json.dumps({'markdown': ' '.join(os.environ.values())}))"
    assert "secret" not in convert(samples.word(), "a.docx", program=child(code)).split()


def test_the_other_files_of_the_folder_load(tmp_path: Path) -> None:
    (tmp_path / "好的.md").write_text("# 好的\n\n正文。", encoding="utf-8")
    (tmp_path / "手册.docx").write_bytes(samples.word())
    (tmp_path / "炸弹.docx").write_bytes(samples.office(samples.word(), {"word/b": bytes(60 * 2**20)}))
    (tmp_path / "密码.pdf").write_bytes(samples.pdf(password="secret"))
    (tmp_path / "旧.doc").write_bytes(samples.old_word())
    (tmp_path / "~$手册.docx").write_bytes(b"\x05Zhang")
    library = load_library(tmp_path)
    assert [document.title for document in library.documents] == ["好的", "用户研究手册"]
    assert sorted(each.file for each in library.problems) == ["密码.pdf", "旧.doc", "炸弹.docx"]
