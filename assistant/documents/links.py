"""Symbolic links that lead out of a folder: what lies elsewhere on the computer was never put into the library."""

import os
from pathlib import Path

from assistant.text import Bilingual

OUTWARD = Bilingual(
    "“{file}”是一个指向文件夹外面的链接，没有读取。请放入文件本身，或者移除这个链接。",
    '"{file}" is a link that leads out of the folder, so it was not read. Put the file itself there, or remove the link.',
)


def leads_outside(path: Path, root: Path) -> bool:
    """Return whether a path below a folder is a link to something outside it; the folder itself may be a link."""
    if not path.is_symlink():
        return False
    return not Path(os.path.realpath(path)).is_relative_to(os.path.realpath(root))
