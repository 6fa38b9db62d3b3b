"""Sees to the proxies before which the page's door is tried: `python -m scripts.install_proxies`.

Not part of `make test`: on a computer that runs services, a package manager would start these as well.
"""

import os
import shutil
import sys

from scripts.browsers import package_manager, succeeds

PROXIES = {"nginx": "nginx-light", "caddy": "caddy"}
"""Each program, with the package of Debian that brings it."""


def main() -> int:
    """Install what is missing; return 1, having said so, where something is missing still."""
    missing = [package for program, package in PROXIES.items() if not _is_there(program)]
    found = package_manager()
    if missing and found is not None:
        manager, root = found
        for command in manager.commands(missing, root):
            print(f"正在安装代理 / Installing proxies: {' '.join(command)} …", flush=True)
            succeeds(command)
    lacking = [program for program in PROXIES if not _is_there(program)]
    if lacking:
        print(f"没有装上 / Not installed: {', '.join(lacking)}", file=sys.stderr)
    return 1 if lacking else 0


def _is_there(program: str) -> bool:
    # Debian keeps servers where only root looks.
    return shutil.which(program, path=f"{os.environ.get('PATH', '')}{os.pathsep}/usr/sbin") is not None


if __name__ == "__main__":
    sys.exit(main())
