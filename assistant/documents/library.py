"""Files and folders -> Library."""

import os
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from assistant.documents.assembling import assemble
from assistant.documents.links import OUTWARD, leads_outside
from assistant.documents.manifest import LAST, Manifest, read_manifests
from assistant.documents.model import Document, DocumentProblem, Library, LibraryError
from assistant.documents.outline import Outline
from assistant.documents.reading import HEADINGS_ONLY, SUFFIXES, UnreadableError, check_size, read_document
from assistant.documents.sources import read_sources
from assistant.text import Bilingual, Language

# "~$" marks the files that Word keeps beside those that are open.
_HIDDEN = (".", "~$")
_MISSING = Bilingual(
    "找不到知识库“{path}”。请检查路径，它应该是一个文件（Markdown、文本、PDF、Word 或 PowerPoint），或一个放着这些文件的文件夹。",
    'There is no "{path}". Check the path: it should be a file (Markdown, text, PDF, Word or PowerPoint), or a folder of them.',
)
_NO_FILES = Bilingual(
    "文件夹“{path}”里没有能读的文件（.md、.markdown、.txt、.pdf、.docx 或 .pptx）。请放进至少一个，或换一个文件夹。",
    'The folder "{path}" holds no file to read (.md, .markdown, .txt, .pdf, .docx or .pptx). Put one in, or choose another folder.',
)
_NONE_READABLE = Bilingual(
    "“{path}”里没有读得了的文件：{problems}",
    'Nothing in "{path}" can be read: {problems}',
)
_UNREADABLE = Bilingual(
    "无法读取“{file}”（{reason}）。请检查文件权限。",
    '"{file}" cannot be read ({reason}). Check the file\'s permissions.',
)


@dataclass(frozen=True, slots=True)
class _ReadFile:
    name: str
    """Its path below the folder that was asked for."""
    outline: Outline


def load_library(
    knowledge: str | Path,
    uploads: Path | None = None,
    *,
    cache_dir: Path | None = None,
    on_progress: Callable[[int, int], None] | None = None,
) -> Library:
    """Return what a file, or a folder of files and its folders, holds, and what the learner added to it.

    Files of a folder are read in the order of their paths; those whose front matter names the same document, in the
    same language, are its chapters. Each of the learner's files is a document by itself, whose id is its name. A file
    that cannot be read becomes a problem of the library.

    Args:
        knowledge: A file, or a folder; hidden files and folders in it are left out.
        uploads: The folder of the learner's own files, which may be missing or empty.
        cache_dir: Where PDF, Word and PowerPoint files are kept as Markdown; None converts them each time.
        on_progress: Called with the number of files read and the number to read.

    Raises:
        LibraryError: The knowledge is missing, unreadable, or holds nothing that can be read.
    """
    root = Path(knowledge).expanduser()
    names, problems = _names(root)
    own_names, own_problems = _names(uploads) if uploads is not None and uploads.is_dir() else ([], [])
    total = len(names) + len(own_names)

    def advance(done: int) -> None:
        if on_progress is not None:
            on_progress(done, total)

    files = _with_text(_read_all(root, names, problems, cache_dir, advance), problems)
    if not files:
        raise LibraryError(_none_readable(root, problems) if problems else _NO_FILES.filled(path=root))
    manifests, unread = read_manifests(root)
    documents = sorted(_documents(files), key=lambda document: _position(document, manifests))
    if uploads is not None:
        own = _read_all(uploads, own_names, own_problems, cache_dir, lambda done: advance(len(names) + done))
        documents += _own_documents(_with_text(own, own_problems), {document.id for document in documents})
    sources, unread_sources = read_sources(root)
    problems += [*unread, *unread_sources]
    return Library(tuple(documents), (*problems, *own_problems), manifests, sources)


def _position(document: Document, manifests: Mapping[str, Manifest]) -> int:
    manifest = manifests.get(document.id)
    return manifest.position if manifest else LAST


def _names(root: Path) -> tuple[list[str], list[DocumentProblem]]:
    """Return the names of the files to read, relative to the root, and what cannot be: folders, and links out of the root."""
    try:
        if root.is_file():
            return [root.name], []
        if not root.is_dir():
            raise LibraryError(_MISSING.filled(path=root))
    except (OSError, ValueError) as error:
        raise LibraryError(_MISSING.filled(path=root)) from error
    problems: list[DocumentProblem] = []

    def refused(error: OSError) -> None:
        name = os.path.relpath(error.filename or root, root)
        problems.append(DocumentProblem(name, _UNREADABLE.filled(file=name, reason=error.strerror)))

    found: list[Path] = []
    linked: list[Path] = []
    for folder, folders, files in os.walk(root, onerror=refused):
        # A folder behind a link is not walked through: one that lies within is read where it lies.
        folders[:] = [name for name in folders if not name.startswith(".")]
        readable = [name for name in files if not name.startswith(_HIDDEN) and _is_read(name)]
        paths = [Path(folder, name) for name in (*folders, *readable)]
        linked += [path for path in paths if leads_outside(path, root)]
        found += paths[len(folders) :]
    names = [path.relative_to(root).as_posix() for path in sorted(set(found) - set(linked))]
    outward = [path.relative_to(root).as_posix() for path in sorted(linked)]
    problems += [DocumentProblem(name, OUTWARD.filled(file=name)) for name in outward]
    return names, problems


def _is_read(name: str) -> bool:
    return Path(name).suffix.lower() in SUFFIXES


def _read_all(
    root: Path,
    names: Sequence[str],
    problems: list[DocumentProblem],
    cache_dir: Path | None,
    advance: Callable[[int], None],
) -> list[_ReadFile]:
    """Return the files that can be read; what cannot is added to the problems."""
    files: list[_ReadFile] = []
    for number, name in enumerate(names, start=1):
        try:
            files.append(_ReadFile(name, _read(root / name if root.is_dir() else root, name, cache_dir)))
        except UnreadableError as error:
            problems.append(DocumentProblem(name, error.message))
        advance(number)
    return files


def _with_text(files: Sequence[_ReadFile], problems: list[DocumentProblem]) -> list[_ReadFile]:
    """Return the files that say something, or belong to a document that does; the others are added to the problems."""
    documents = {file.outline.document for file in files if file.outline.has_text} - {None}
    kept: list[_ReadFile] = []
    for file in files:
        if file.outline.has_text or file.outline.document in documents:
            kept.append(file)
        else:
            problems.append(DocumentProblem(file.name, HEADINGS_ONLY.filled(file=file.name)))
    return kept


def _read(path: Path, name: str, cache_dir: Path | None) -> Outline:
    try:
        check_size(path.stat().st_size, name)
        data = path.read_bytes()
    except OSError as error:
        reason = error.strerror or type(error).__name__
        raise UnreadableError(_UNREADABLE.filled(file=name, reason=reason)) from error
    return read_document(data, name, cache_dir)


def _documents(files: Sequence[_ReadFile]) -> Iterable[Document]:
    stems = Counter(
        (Path(file.name).stem, file.outline.language) for file in files if not file.outline.document
    )
    groups: dict[tuple[str, Language], list[Outline]] = {}
    for file in files:
        language = file.outline.language
        stem = Path(file.name).stem
        # Two files that say nothing of belonging together are two documents, whatever they are called.
        name = file.outline.document or (stem if stems[stem, language] == 1 else file.name)
        groups.setdefault((name, language), []).append(file.outline)
    return [assemble(outlines, name, language) for (name, language), outlines in groups.items()]


def _own_documents(files: Sequence[_ReadFile], taken: set[str]) -> Iterable[Document]:
    """Return a document for each of the learner's files; an id of the knowledge is never theirs."""
    for file in files:
        name, number = file.name, 2
        while name in taken:
            name, number = f"{file.name} ({number})", number + 1
        title = file.outline.title or Path(file.name).stem
        yield replace(assemble([file.outline], name, file.outline.language, title), is_own=True)


def _none_readable(root: Path, problems: Sequence[DocumentProblem]) -> Bilingual:
    first = [problem.message for problem in problems[:5]]
    return Bilingual(
        _NONE_READABLE.of("zh", path=root, problems=" ".join(message.zh for message in first)),
        _NONE_READABLE.of("en", path=root, problems=" ".join(message.en for message in first)),
    )
