"""Runs the page's server: `python -m assistant.ui.serving PAGE OPTION …`, which `pm-coach serve` becomes."""

import signal
import sys

# Until the server is there to stop, a signal ends the process without a traceback.
signal.signal(signal.SIGINT, signal.SIG_DFL)


def main() -> None:
    """Serve the page until a signal ends it; the arguments are those of `streamlit run`."""
    # Imported after the signal is set: it takes a second.
    from streamlit.web import cli

    cli.main(["run", *sys.argv[1:]])


if __name__ == "__main__":
    main()
