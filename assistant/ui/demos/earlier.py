"""The runs of a demo before a run: those of its conversation, or those of a visit to the demos' page."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any

import streamlit as st

from assistant.store.messages import Message, ToolCall
from assistant.tools.demo import DemoResult
from assistant.ui import session
from assistant.ui.demos import rerun


@dataclass(frozen=True, slots=True)
class Earlier:
    """A run, its result read when somebody wants to see it."""

    name: str
    """The demo's."""
    values: Mapping[str, Any]
    result: Callable[[], DemoResult | None]


@dataclass(frozen=True, slots=True)
class _Call:
    """What is remembered of a call: results are large, and a conversation may hold hundreds."""

    id: str
    name: str
    values: Mapping[str, Any]
    message_id: str


def in_visit(results: tuple[DemoResult, ...]) -> list[Earlier]:
    """Return runs whose results are at hand, the newest first."""
    return [Earlier(result.name, result.parameters, partial(_same, result)) for result in results]


def in_conversation(call: ToolCall) -> list[Earlier]:
    """Return the runs of the same demo before a call of the open conversation, the newest first."""
    conversation = session.conversation()
    calls = _calls(conversation)
    at = next((number for number, each in enumerate(calls) if each.id == call.id), len(calls))
    return [
        Earlier(each.name, each.values, partial(_result, conversation, each))
        for each in reversed(calls[:at])
        if each.name == call.name
    ]


def _calls(conversation: str) -> list[_Call]:
    """Return all runs of a conversation that have a result, in their order; each answer is read once a visit."""
    known: dict[str, list[_Call]] = st.session_state.setdefault(f"runs-{conversation}", {})
    answers = [
        each.id
        for each in session.outline(conversation)
        if each.role == "assistant" and each.status != "streaming"
    ]
    if new := set(answers) - known.keys():
        known |= {message.id: _of(message) for message in session.messages(conversation, new)}
    return [call for answer in answers for call in known.get(answer, ())]


def _of(message: Message) -> list[_Call]:
    return [_Call(call.id, call.name, call.used, message.id) for call in message.tool_calls if call.result]


def _same(result: DemoResult) -> DemoResult:
    return result


def _result(conversation: str, wanted: _Call) -> DemoResult | None:
    for message in session.messages(conversation, {wanted.message_id}):
        for call in message.tool_calls:
            if call.id == wanted.id:
                return rerun.result_of(call)
    return None
