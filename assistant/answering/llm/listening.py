"""Listening to a model while it writes one answer: its words as they come, the calls that it makes, where it is cut short."""

import time
from collections.abc import Collection, Generator, Iterator, Sequence
from typing import Any

from assistant.answering.events import Event, ReasoningDelta, TextDelta, Waiting
from assistant.answering.llm.prompt import ChatMessage
from assistant.models.deltas import DeltaReader, ModelCall, WrittenPart
from assistant.models.endpoint import NOTHING, CallDelta, Endpoint, stream_completion
from assistant.models.model_errors import failure

_LONGEST_ANSWER = 8_000
_LONGEST_OUTPUT = 100_000
"""Everything that a model writes for one answer: reasoning and calls as well."""
_REPEATED_CHARACTERS, _REPEATS = 12, 2
_TIMEOUTS_AN_ANSWER = 10
_FINISHED = tuple("。！？.!?…”\"')）】]`:：*|")


class Listener:
    """Passes on what a model writes for one answer, round after round, and holds it to its limits."""

    def __init__(self, endpoint: Endpoint) -> None:
        """Begin to count characters and time.

        Args:
            endpoint: Where the model is.
        """
        self.written = ""
        """The answer so far, in the model's own words."""
        self._endpoint = endpoint
        self._received = 0
        self._end = time.monotonic() + _TIMEOUTS_AN_ANSWER * endpoint.timeout

    def listen(
        self, messages: Sequence[ChatMessage], tools: Sequence[dict[str, Any]], names: Collection[str]
    ) -> Generator[Event, None, list[ModelCall]]:
        """Yield what the model says once; return the calls that it makes.

        Args:
            messages: What it is told.
            tools: What it may call, as the API takes it; nothing where it has to come to an end.
            names: Names that make JSON in its text a call.

        Raises:
            ModelError: The endpoint failed, or the model wrote too much, took too long, repeats itself or broke off.
        """
        reader = DeltaReader(names)
        parts: list[CallDelta] = []
        finish: str | None = None
        if self.written:
            yield self._text("\n\n")
        for piece in stream_completion(self._endpoint, messages, tools):
            if piece == NOTHING:
                yield Waiting()
                continue
            # A piece may be of any length as well.
            left = _LONGEST_OUTPUT - self._received
            if piece.reasoning:
                yield from self._events([WrittenPart(piece.reasoning[:left], "reasoning")])
            yield from self._events(reader.feed(piece.text[:left]))
            parts += piece.calls
            finish = piece.finish or finish
            self._received += len(piece.text) + len(piece.reasoning)
            self._received += sum(len(call.name) + len(call.arguments) for call in piece.calls)
            self._hold_to_limits()
        yield from self._events(reader.end())
        self._hold_to_limits()
        calls = [*_joined(parts), *reader.calls]
        self._check_end(finish, calls)
        return calls

    def _events(self, said: Sequence[WrittenPart]) -> Iterator[Event]:
        for each in said:
            yield self._text(each.text) if each.kind == "answer" else ReasoningDelta(each.text)

    def _text(self, text: str) -> TextDelta:
        if not self.written:
            text = text.lstrip()
        # One character more than is allowed tells that the limit was passed.
        text = text[: _LONGEST_ANSWER + 1 - len(self.written)]
        self.written += text
        return TextDelta(text)

    def _hold_to_limits(self) -> None:
        if len(self.written) > _LONGEST_ANSWER or self._received > _LONGEST_OUTPUT:
            raise failure("too_long")
        if _repeats(self.written):
            raise failure("repeating")
        if time.monotonic() > self._end:
            raise failure("interrupted" if self.written else "timeout")

    def _check_end(self, finish: str | None, calls: Sequence[ModelCall]) -> None:
        """Raise where a completion did not come to its end; some endpoints never say that it did."""
        if finish == "content_filter":
            raise failure("filtered")
        if finish == "length" and not calls:
            raise failure("too_long")
        if finish is None and not calls and self.written and not self.written.rstrip().endswith(_FINISHED):
            raise failure("interrupted")


def _repeats(text: str) -> bool:
    """Whether the last whole line, numbers aside, has been written several times before: small models get caught in loops."""
    lines = [line.strip(" -*0123456789.") for line in text[: text.rfind("\n") + 1].splitlines()]
    last = next((line for line in reversed(lines) if line), "")
    return len(last) >= _REPEATED_CHARACTERS and lines.count(last) > _REPEATS


def _joined(parts: Sequence[CallDelta]) -> list[ModelCall]:
    """Return the calls whose parts came one by one; some endpoints give every call the same index."""
    calls: dict[tuple[int, str], list[CallDelta]] = {}
    latest: dict[int, str] = {}
    for part in parts:
        id_ = latest[part.index] = part.id or latest.get(part.index, "")
        calls.setdefault((part.index, id_), []).append(part)
    return [
        ModelCall("".join(each.name for each in of_one), "".join(each.arguments for each in of_one), id_)
        for (_, id_), of_one in calls.items()
    ]
