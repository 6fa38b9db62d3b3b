"""Write the vectors that ship with a knowledge folder: `python -m scripts.write_vectors [FOLDER …]`."""

import sys
from pathlib import Path

from rich.progress import Progress

from assistant.retrieval.opening import write_seed
from assistant.retrieval.questions import QUESTIONS_FILE
from assistant.settings import BUNDLED_KNOWLEDGE, settings


def main(names: list[str]) -> None:
    """Write the seed of each folder named, or of every prepared folder of the bundled knowledge and of all together."""
    folders = [Path(name) for name in names] or [
        *sorted(file.parent for file in BUNDLED_KNOWLEDGE.rglob(QUESTIONS_FILE)),
        BUNDLED_KNOWLEDGE,
    ]
    for folder in folders:
        sys.stdout.write(f"{folder.name}: {_write(folder)} vectors\n")


def _write(folder: Path) -> int:
    with Progress(transient=True) as progress:
        task = progress.add_task(f"Embedding {folder.name}", total=None)
        return write_seed(
            folder, settings(), lambda done, total: progress.update(task, completed=done, total=total)
        )


if __name__ == "__main__":
    main(sys.argv[1:])
