"""Runs the page's server: `python -m assistant.ui.serving [--public] PAGE OPTION …`, which `pm-coach serve` becomes."""

import os
import signal
import sys

from assistant.text import Bilingual

_PUBLIC = "--public"
_OPEN = Bilingual(
    zh="没有启动，这些设置会把页面敞开：", en="Not started, for these settings would leave the page open:"
)


def main() -> None:
    """Serve the page until a signal ends it; the arguments are those of `streamlit run`."""
    # How the server is meant to end: without a traceback while it starts, and as a success once it has stopped.
    for ending in (signal.SIGINT, signal.SIGTERM):
        signal.signal(ending, lambda *_: sys.exit(0))
    arguments = [argument for argument in sys.argv[1:] if argument != _PUBLIC]
    if _PUBLIC in sys.argv:
        _require_closed(arguments[0])
        os.environ["PM_COACH_SINGLE_USER"] = "false"
    # Imported after the signal is set: it takes a second.
    from streamlit.web import cli

    cli.main(["run", *arguments])


def _require_closed(page: str) -> None:
    """End with what leaves the page open to others, where anything does."""
    from assistant.ui.door import exposure

    if found := exposure.problems(page):
        told = "\n".join(f"  - {problem.side_by_side()}" for problem in found)
        sys.exit(f"Error: {_OPEN.side_by_side()}\n{told}")


if __name__ == "__main__":
    main()
