"""The child process: a file on standard input; on standard output, in lines of JSON, how far it is, and then its Markdown or
what is wrong with it.
"""

import contextlib
import json
import os
import sys
from collections.abc import Callable

from assistant.documents.converting.containers import container, inspect
from assistant.documents.converting.limits import Advance, Limits
from assistant.documents.converting.problems import Refusal
from assistant.text import clean

# What a document could have a library do that reading it does not take.
_FORBIDDEN = (
    "socket.",
    "subprocess.",
    "os.exec",
    "os.fork",
    "os.posix_spawn",
    "os.system",
    "os.startfile",
    "webbrowser.",
)

_WRITING = os.O_WRONLY | os.O_RDWR | os.O_CREAT


def main() -> None:
    """Convert what comes in, under the limits that the first argument gives as JSON."""
    limits = Limits.from_json(sys.argv[1])
    _limit(limits)
    data, output = sys.stdin.buffer.read(), sys.stdout.buffer

    def say(message: object) -> None:
        output.write(json.dumps(message).encode() + b"\n")
        output.flush()

    # A library that prints must not be taken for the answer.
    with contextlib.redirect_stdout(sys.stderr):
        answer = _answer(data, limits, lambda done, total: say([done, total]))
    say(answer)


def _answer(data: bytes, limits: Limits, advance: Advance) -> dict[str, object]:
    try:
        markdown = _markdown(data, limits, advance)
        if len(markdown) > limits.characters:
            raise Refusal("too_long", limit=f"{limits.characters:,}")
    except Refusal as refusal:
        return {"problem": refusal.problem, "values": refusal.values}
    except (MemoryError, RecursionError):
        return {"problem": "too_heavy", "values": {}}
    except ImportError as error:
        return {"problem": "no_process", "values": {"reason": str(error)}}
    except Exception:  # The libraries tell of a damaged file in errors of every kind.
        return {"problem": "broken", "values": {}}
    if not markdown:
        return {"problem": "no_text", "values": {}}
    return {"markdown": markdown}


def _markdown(data: bytes, limits: Limits, advance: Advance) -> str:
    outside = container(data)
    convert = _converter("pdf" if outside == "pdf" else inspect(data, limits))
    sys.addaudithook(_forbid)
    return clean(convert(data, limits, advance)).strip()


def _converter(kind: str) -> Callable[[bytes, Limits, Advance], str]:
    """Import only what the file needs: each library takes a good part of a second."""
    if kind == "pdf":
        from assistant.documents.converting.pdf import pages_markdown

        return pages_markdown
    if kind == "pptx":
        from assistant.documents.converting.powerpoint import slides_markdown

        return slides_markdown
    from assistant.documents.converting.word import word_markdown

    # Word is read at one go.
    return lambda data, *_: word_markdown(data)


def _forbid(event: str, arguments: tuple[object, ...]) -> None:
    writes = event == "open" and isinstance(arguments[2], int) and arguments[2] & _WRITING
    if writes or event.startswith(_FORBIDDEN):
        raise PermissionError(event)


def _limit(limits: Limits) -> None:
    """Have the system hold this process to its limits, where it can."""
    if sys.platform == "win32":
        return
    import resource

    seconds = int(limits.seconds) + 1
    for what, most in (
        (resource.RLIMIT_AS, limits.memory),
        (resource.RLIMIT_CPU, seconds),
        (resource.RLIMIT_CORE, 0),
        (resource.RLIMIT_FSIZE, 0),
    ):
        # macOS knows the names but refuses some of the limits.
        with contextlib.suppress(OSError, ValueError):
            resource.setrlimit(what, (most, most))


if __name__ == "__main__":
    main()
