"""Whether files changed since they were read, told by their names, sizes and times alone."""

import os
from pathlib import Path

FileState = frozenset[tuple[str, int, int]]
"""Of each file its path, size and time of change."""


def file_state(*roots: Path) -> FileState:
    """Return the state of files, and of all files in folders but the hidden ones; what can't be read is left out."""
    found: set[tuple[str, int, int]] = set()
    for root in roots:
        for path in [root, *_files(root)]:
            try:
                facts = path.stat()
            except OSError:
                continue
            if not path.is_dir():
                found.add((str(path), facts.st_size, facts.st_mtime_ns))
    return frozenset(found)


def changed_files(before: FileState, after: FileState) -> int:
    """Return how many files were added, changed or removed."""
    return len({path for path, _, _ in before ^ after})


def _files(root: Path) -> list[Path]:
    found: list[Path] = []
    for folder, folders, files in os.walk(root):
        folders[:] = [name for name in folders if not name.startswith(".")]
        found += [Path(folder, name) for name in files if not name.startswith(".")]
    return found
