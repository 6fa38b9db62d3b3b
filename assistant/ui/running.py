"""Answers that are being written, each in a thread of its own, so that no click on the page can lose one."""

from __future__ import annotations

import logging
from collections.abc import Callable, Generator, Iterator, Sequence
from contextlib import ExitStack
from threading import Event as Flag
from threading import Lock, Thread
from typing import TYPE_CHECKING, cast
from uuid import uuid4

from assistant.answering.events import (
    Completed,
    Event,
    Failed,
    ReasoningDelta,
    Retrieved,
    TextDelta,
    ToolFinished,
    ToolProgress,
    ToolStarted,
    Understood,
)
from assistant.retrieval.evidence import Evidence
from assistant.store.messages import Message, ToolCall
from assistant.tools.line import Line

if TYPE_CHECKING:
    from assistant.coach import Coach

_log = logging.getLogger(__name__)

Ask = Callable[["Coach"], Iterator[Event]]


class RunningAnswer:
    """A question and what the coach has answered so far.

    The thread writes, any number of pages read: each attribute is replaced as a whole, never changed in place.
    """

    def __init__(
        self,
        conversation_id: str,
        question: str,
        ask: Ask,
        coach: Callable[[], Coach],
        line: Line,
        visit: str = "",
        replaces: str = "",
        owner: str = "",
        tables: Sequence[str] = (),
    ) -> None:
        self.id = uuid4().hex
        self.conversation_id = conversation_id
        self.question = question.strip() or ", ".join(tables)
        self.words = question
        """What was written; nothing where tables came alone."""
        self.tables = tuple(tables)
        """The tables of the learner's that came with it."""
        self.visit = visit
        """The visit that asked: a tab of a browser."""
        self.replaces = replaces
        """The id of the stored question that is answered once more, or in a new wording; empty for a new one."""
        self.owner = owner
        """Whose question it is; empty for the host's."""
        self.queued = False
        """Whether an earlier answer of the conversation is still being written."""
        self.waking = True
        """Whether the coach itself is still being opened."""
        self.stored_before: int | None = None
        """How many messages the conversation had before this turn; None until it is known."""
        self.understood: Understood | None = None
        self.evidence: Evidence | None = None
        self.calls: tuple[ToolCall, ...] = ()
        self.share = 0.0
        """How far the demo that runs is, 0 to 1."""
        self.reasoning = ""
        self.text = ""
        self.message: Message | None = None
        self.failure: Failed | None = None
        self.crash: Exception | None = None
        """Why the coach could not even be asked."""
        self._ask = ask
        self._coach = coach
        self._line = line
        self._stopping = Flag()
        self._ended = Flag()

    @property
    def running(self) -> bool:
        """Whether more may come."""
        return not self._ended.is_set()

    @property
    def place(self) -> int:
        """Its place in the line of questions that wait for others' answers to be finished; 0 where it does not wait."""
        return self._line.place(self)

    @property
    def stopping(self) -> bool:
        """Whether the learner asked it to stop."""
        return self._stopping.is_set()

    def stop(self) -> None:
        """End the turn at its next event; the coach keeps what was written."""
        self._stopping.set()

    def wait(self, timeout: float | None = None) -> bool:
        """Wait until the turn has ended; return whether it has."""
        return self._ended.wait(timeout)

    def run(self, after: RunningAnswer | None = None) -> None:
        """Answer the question, in the calling thread, once an earlier turn of the conversation has ended."""
        try:
            if after is not None:
                self.queued = after.running
                after.wait()
                self.queued = False
            coach = self._coach()
            self.stored_before = len(coach.conversations.outline(self.conversation_id))
            self.waking = False
            # Both ways into the coach are generators; closing one lets it keep the part that was written.
            events = cast(Generator[Event, None, None], self._ask(coach))
            with ExitStack() as place:
                for event in events:
                    self._take(event)
                    if isinstance(event, Understood):
                        # The question is stored by now, so that nobody's is lost in the line; what takes long comes next.
                        place.enter_context(self._line.through(self, lambda: self.stopping, self.owner))
                    if self.stopping:
                        events.close()
                        break
        except Exception as error:  # The page tells what happened; a thread has nobody to raise to.
            _log.exception("the turn ended early")
            self.crash = error
        finally:
            self._ended.set()

    def _take(self, event: Event) -> None:
        match event:
            case Understood():
                self.understood = event
            case Retrieved(evidence):
                self.evidence = evidence
            case ToolStarted(call):
                self.calls, self.share = (*self.calls, call), 0.0
            case ToolProgress(_, share):
                self.share = share
            case ToolFinished(call):
                self.calls = (*self.calls[:-1], call)
            case ReasoningDelta(text):
                self.reasoning += text
            case TextDelta(text):
                self.text += text
            case Completed(message):
                self.message = message
            case Failed():
                self.failure = event


class RunningAnswers:
    """The answers of each conversation in this process that run, and the one that ran last. Safe to use from several threads."""

    def __init__(self, coach: Callable[[], Coach], at_once: int, each: int | None = None) -> None:
        """Begin without any.

        Args:
            coach: Waits for the coach and returns it.
            at_once: How many answers are written at a time, of all conversations together; the others wait in line.
            each: How many of one visitor's.
        """
        self._coach = coach
        self._line = Line(at_once, each)
        self._turns: dict[str, tuple[RunningAnswer, ...]] = {}
        self._lock = Lock()

    def latest(self, conversation_id: str) -> RunningAnswer | None:
        """Return the turn that was begun last in a conversation."""
        with self._lock:
            return next(reversed(self._turns.get(conversation_id, ())), None)

    def of(self, conversation_id: str) -> tuple[RunningAnswer, ...]:
        """Return the answers of a conversation that run: the one that is being answered, then those that wait for it."""
        with self._lock:
            return tuple(turn for turn in self._turns.get(conversation_id, ()) if turn.running)

    def start(
        self,
        conversation_id: str,
        question: str,
        ask: Ask,
        visit: str = "",
        replaces: str = "",
        owner: str = "",
        tables: Sequence[str] = (),
    ) -> RunningAnswer:
        """Begin a turn in the background, after the one that still runs.

        That one is stopped, its answer so far kept, where the same visit began it; another tab's is waited for.
        """
        turn = RunningAnswer(
            conversation_id, question, ask, self._coach, self._line, visit, replaces, owner, tables
        )
        with self._lock:
            earlier = self._turns.get(conversation_id, ())
            self._turns[conversation_id] = (*(t for t in earlier if t.running), turn)
        before = next(reversed(earlier), None)
        if before is not None and before.visit == visit:
            before.stop()
        Thread(target=turn.run, args=(before,), name="turn", daemon=True).start()
        return turn
