"""The child process: a file on standard input; on standard output, in lines of JSON, how far it is, and then its Markdown or
what is wrong with it.
"""

import contextlib
import json
import sys
from collections.abc import Callable

from assistant.documents.converting import audit, sandbox
from assistant.documents.converting.containers import container, inspect
from assistant.documents.converting.limits import Advance, Limits
from assistant.documents.converting.problems import Refusal
from assistant.text import clean


def main() -> None:
    """Convert what comes in, under the limits that the first argument gives as JSON; the answer names the walls that stood."""
    limits = Limits.from_json(sys.argv[1])
    held = sandbox.enter(limits)
    data, output = sys.stdin.buffer.read(), sys.stdout.buffer

    def say(message: object) -> None:
        output.write(json.dumps(message).encode() + b"\n")
        output.flush()

    # A library that prints must not be taken for the answer.
    with contextlib.redirect_stdout(sys.stderr):
        answer = _answer(data, limits, lambda done, total: say([done, total]))
    say({**answer, "layers": held})


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
    audit.forbid(sandbox.readable_paths())
    return clean(convert(data, limits, advance)).strip()


def _converter(kind: str) -> Callable[[bytes, Limits, Advance], str]:
    """Import only what the file needs: each library takes a good part of a second."""
    if kind == "xlsx":
        raise Refusal("unknown")
    if kind == "pdf":
        from assistant.documents.converting.pdf import pages_markdown

        return pages_markdown
    if kind == "pptx":
        from assistant.documents.converting.powerpoint import slides_markdown

        return slides_markdown
    from assistant.documents.converting.word import word_markdown

    # Word is read at one go.
    return lambda data, *_: word_markdown(data)


if __name__ == "__main__":
    main()
