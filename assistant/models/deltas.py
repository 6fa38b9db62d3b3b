"""Sorts what a model writes: its answer, its reasoning, and tool calls that it wrote as text."""

import json
import re
from collections.abc import Collection
from dataclasses import dataclass
from typing import Any, Literal

_THINK, _CALL, _FENCE, _OBJECT = "<think>", "<tool_call>", "```", "{"
_CLOSERS = {_THINK: "</think>", _CALL: "</tool_call>", _FENCE: _FENCE}
_OPENER = re.compile(r"<think>|<tool_call>|```|(?<=\n)[ \t]*(?=(?:\[\s*)?\{\s*\")")
_LAST_OPENER = re.compile(r"(?<=\n)[ \t]{0,80}+(?:\[\s{0,80}+)?(?:\{\s{0,80}+)?\Z|<[a-z_]{0,9}\Z|`{1,2}\Z")
"""What may become an opener with the next piece; nobody writes a call behind much space."""
_FENCE_HEAD = re.compile(r"```([a-z_]{0,20}+)\s*+(\S)?")
_CALL_FENCES = ("", "json", "tool_call", "tool_code")
_LONGEST_CALL = 4_000
"""Characters; what is longer is part of the answer, so that no more than this is held back and read again."""


@dataclass(frozen=True, slots=True)
class ModelCall:
    """A tool call as the model wrote it."""

    name: str
    arguments: str | dict[str, Any]
    """JSON, which may be malformed, or what was read from it."""
    id: str = ""


@dataclass(frozen=True, slots=True)
class WrittenPart:
    """A piece of the answer or of the reasoning."""

    text: str
    kind: Literal["answer", "reasoning"] = "answer"


class DeltaReader:
    """Reads a model's text as it streams; what may turn out to be a call is held back until that is known."""

    def __init__(self, tools: Collection[str]) -> None:
        """Begin to read.

        Args:
            tools: Names that make a JSON object a call; other JSON is part of the answer.
        """
        self.calls: list[ModelCall] = []
        self._tools = tools
        self._held = ""
        self._open: Literal["think", "code"] | None = None
        self._said: list[WrittenPart] = []
        self._last = "\n"
        """The character before what is held: an object is a call only at the beginning of a line."""
        self._after_block = False
        """Whether a call or reasoning has just ended: the blank space after it belongs to nothing."""

    def feed(self, text: str) -> list[WrittenPart]:
        """Return what is known to be answer or reasoning after the next piece of text."""
        self._held += text
        while self._advance():
            pass
        return self._take_parts()

    def end(self) -> list[WrittenPart]:
        """Return what is still held when the stream has ended."""
        if self._open == "think" or not self._take_calls(self._held.removeprefix(_CALL)):
            self._release(len(self._held), "reasoning" if self._open == "think" else "answer")
        return self._take_parts()

    def _take_parts(self) -> list[WrittenPart]:
        said, self._said = [each for each in self._said if each.text], []
        return said

    def _advance(self) -> bool:
        """Settle the next part of what is held; return whether there may be more to settle at once."""
        if self._after_block:
            self._held = self._held.lstrip()
            self._after_block = not self._held
        if self._open:
            return self._until_closed(self._open)
        line = self._last + self._held
        opener = _OPENER.search(line, 1)
        if opener is None:
            unfinished = _LAST_OPENER.search(line, 1)
            self._release(unfinished.start() - 1 if unfinished else len(self._held))
            return False
        self._release(opener.start() - 1)
        handle = {_THINK: self._think, _CALL: self._tagged_call, _FENCE: self._fence}
        return handle.get(opener.group(), self._object)()

    def _release(self, length: int, kind: Literal["answer", "reasoning"] = "answer") -> None:
        self._said.append(WrittenPart(self._held[:length], kind))
        self._last = self._held[:length][-1:] or self._last
        self._held = self._held[length:]

    def _until_closed(self, what: Literal["think", "code"]) -> bool:
        kind: Literal["answer", "reasoning"] = "reasoning" if what == "think" else "answer"
        closer = _CLOSERS[_THINK if what == "think" else _FENCE]
        end = self._held.find(closer)
        if end < 0:
            self._release(max(len(self._held) - len(closer) + 1, 0), kind)
            return False
        self._release(end, kind)
        if what == "think":
            self._drop(len(closer))
        else:
            self._release(len(closer))
        self._open = None
        return True

    def _think(self) -> bool:
        self._held = self._held[len(_THINK) :]
        self._open = "think"
        return True

    def _tagged_call(self) -> bool:
        end = self._held.find(_CLOSERS[_CALL])
        if end < 0:
            return self._let_go()
        body = self._held[len(_CALL) : end]
        self._settle(body, end + len(_CLOSERS[_CALL]))
        return True

    def _fence(self) -> bool:
        head = _FENCE_HEAD.match(self._held)
        may_wait = len(self._held) <= _LONGEST_CALL
        if head is None or (head[2] is None and may_wait):
            return False
        is_call = head[1] in _CALL_FENCES and head[2] in ("[", "{")
        end = self._held.find(_FENCE, len(_FENCE))
        if is_call and end < 0 and may_wait:
            return False
        if is_call and end >= 0:
            self._settle(self._held[head.start(2) : end], end + len(_FENCE))
        else:
            self._release(len(_FENCE))
            self._open = "code"
        return True

    def _object(self) -> bool:
        start = len(self._held) - len(self._held.lstrip())
        try:
            _, end = json.JSONDecoder().raw_decode(self._held, start)
        except (ValueError, RecursionError):
            if len(self._held) < _LONGEST_CALL:
                return False
            end = len(self._held)
        self._settle(self._held[start:end], end)
        return True

    def _let_go(self) -> bool:
        """Let what is held go as text where it is too long for a call."""
        if len(self._held) <= _LONGEST_CALL:
            return False
        self._release(len(self._held))
        return True

    def _settle(self, body: str, length: int) -> None:
        """Take a block as a call, or let it go as text."""
        if self._take_calls(body):
            self._drop(length)
        else:
            self._release(length)

    def _drop(self, length: int) -> None:
        self._held = self._held[length:]
        self._after_block, self._last = True, "\n"

    def _take_calls(self, text: str) -> bool:
        found = parse_calls(text, self._tools)
        self.calls += found
        return bool(found)


def parse_calls(text: str, tools: Collection[str]) -> list[ModelCall]:
    """Return the tool calls that a JSON text consists of, in any of the shapes in which models write them."""
    try:
        value = json.loads(text.strip())
    except (ValueError, RecursionError):
        return []
    written = value.get("tool_calls", value) if isinstance(value, dict) else value
    each = written if isinstance(written, list) else [written]
    calls = [_parse_call(one) for one in each]
    return [call for call in calls if call] if all(call and call.name in tools for call in calls) else []


def _parse_call(written: object) -> ModelCall | None:
    if not isinstance(written, dict):
        return None
    inner = written.get("function")
    fields = inner if isinstance(inner, dict) else written
    name = fields.get("name") or inner
    arguments: object = next(
        (fields[key] for key in ("arguments", "parameters", "args") if key in fields), {}
    )
    if not isinstance(name, str) or not isinstance(arguments, dict | str):
        return None
    return ModelCall(name, arguments)
