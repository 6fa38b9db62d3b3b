"""Installs PyTorch's CPU build where no NVIDIA card is there to use the other one: `python -m scripts.install_torch`.

On Linux the package index's PyTorch brings some gigabytes of CUDA along. Whatever keeps the small build away, the next
`pip install` takes the package index's: this script never fails. It needs nothing but Python and pip.
"""

import subprocess
import sys
from pathlib import Path

CPU_INDEX = "https://download.pytorch.org/whl/cpu"
_ROOT = Path(__file__).parents[1]
_NVIDIA = ("proc/driver/nvidia/version", "usr/lib/wsl/lib/libcuda.so.1")
"""What the driver shows: on Linux itself, and on Linux inside Windows."""
_TIMEOUT_SECONDS = 10
_RETRIES = 2
_FALLBACK = (
    "没能从 {index} 取到 PyTorch 的 CPU 版，改用软件包索引里的版本（会带上 CUDA）。 / "
    "PyTorch's CPU build could not be fetched from {index}; the package index's is taken, which brings CUDA along."
)


def wants_cpu_build(platform: str, root: Path) -> bool:
    """Return whether the CPU build is the right one: on Linux, where no NVIDIA driver shows under the root folder."""
    return platform == "linux" and not any((root / file).exists() for file in _NVIDIA)


def install_cpu_build(index: str, python: str) -> bool:
    """Install the CPU build for an interpreter, unless it has a PyTorch already; return whether it has one now.

    Only PyTorch itself comes from that index: what it depends on is left to the `pip install` that follows.
    """
    command = [sys.executable, "-m", "pip", "--python", python, "install", "--quiet", "--no-deps"]
    command += ["--constraint", str(_ROOT / "constraints.txt"), "--index-url", index]
    command += ["--timeout", str(_TIMEOUT_SECONDS), "--retries", str(_RETRIES), "torch"]
    return subprocess.run(command, capture_output=True, check=False).returncode == 0


def main() -> None:
    """Install the CPU build where it is wanted, and say where it could not be had."""
    if wants_cpu_build(sys.platform, Path("/")) and not install_cpu_build(CPU_INDEX, sys.executable):
        print(_FALLBACK.format(index=CPU_INDEX))


if __name__ == "__main__":
    main()
