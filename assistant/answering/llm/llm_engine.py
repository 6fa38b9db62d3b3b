"""The engine that lets a model speak: it gives it sources and tools, and holds it to them afterwards."""

import json
import re
from collections.abc import Callable, Generator
from dataclasses import replace
from threading import Thread
from typing import Any
from uuid import uuid4

from assistant.answering.composing.demo_blocks import demo_source, found_by
from assistant.answering.composing.grounded import GroundedEngine
from assistant.answering.composing.quoting import Quoter, sources_in
from assistant.answering.engine import Outcome, UnfinishedError
from assistant.answering.events import Event
from assistant.answering.llm.listening import Listener
from assistant.answering.llm.output import presentable
from assistant.answering.llm.prompt import (
    ChatMessage,
    Sources,
    conversation,
    estimated_tokens,
    question_message,
    system_prompt,
    worth_giving,
)
from assistant.answering.llm.runs import facts, own_files, retold
from assistant.answering.llm.tools import ModelTools, Search, arguments_of, schemas
from assistant.answering.toolbox import Toolbox
from assistant.checking.citing import cite, source_texts
from assistant.checking.support import SupportChecker
from assistant.demos import demos
from assistant.documents import Library, Passage, Section
from assistant.models.deltas import ModelCall
from assistant.models.endpoint import Endpoint, stream_completion
from assistant.models.model_errors import ModelError, failure
from assistant.retrieval.evidence import Evidence
from assistant.store.messages import PassageKey, ToolCall
from assistant.text import Language
from assistant.tools.demo import active
from assistant.tools.requests import DemoRequest
from assistant.understanding.act import Turn

_ROUNDS = 5
"""How often a model may call tools; after that it is asked once more, without any."""
_CALLS_A_ROUND = 8
_NOT_IN_NAMES = re.compile(r"[^A-Za-z0-9_-]")
_LONGEST_NAME = 64


class LLMEngine:
    """Answers through a model; what needs none, and what the sources don't cover, never reaches it."""

    def __init__(
        self,
        name: str,
        endpoint: Callable[[], Endpoint],
        library: Library,
        search: Search,
        checker: SupportChecker,
    ) -> None:
        """Make an engine.

        Args:
            name: What messages call it, e.g. "openai".
            endpoint: Returns where the model is; may start it, and raises ModelError where that fails.
            library: The documents.
            search: Finds evidence for a query of the model's own.
            checker: Decides what supports what.
        """
        self.name = name
        self._endpoint = endpoint
        self._library = library
        self._search = search
        self._checker = checker
        self._grounded = GroundedEngine(library)

    def warm_up(self, language: Language) -> None:
        """Start the model and let it read what every prompt begins with, so that the first question need not wait.

        Raises:
            ModelError: The model can't be started or reached.
        """
        endpoint = replace(self._endpoint(), answer_tokens=1)
        messages = [{"role": "system", "content": system_prompt(language)}, {"role": "user", "content": "-"}]
        for _ in stream_completion(
            endpoint, messages, schemas(language, active(demos(), self._library), self._library)
        ):
            pass

    def answer(self, turn: Turn, evidence: Evidence, toolbox: Toolbox) -> Generator[Event, None, Outcome]:
        """Yield the model's words as they come; return them with their citations computed.

        Raises:
            ModelError: The model can't be started.
            UnfinishedError: It broke off.
        """
        if turn.act == "chat" or not evidence.answerable:
            return (yield from self._grounded.answer(turn, evidence, toolbox))
        endpoint = self._endpoint()
        if turn.request and (endpoint.small or self._is_kept_from(endpoint, turn.request, toolbox)):
            return (yield from self._grounded.answer(turn, evidence, toolbox))
        answer = _Answer(turn, evidence, toolbox, endpoint, self._library, self._search, self._checker)
        return (yield from answer.write())

    @staticmethod
    def _is_kept_from(endpoint: Endpoint, request: DemoRequest, toolbox: Toolbox) -> bool:
        """Whether a run is on a table of the learner's that the model may not see: nobody can word what it has not read."""
        return not _may_tell(endpoint, toolbox) and bool(toolbox.own_tables(request.name, request.arguments))


def _may_tell(endpoint: Endpoint, toolbox: Toolbox) -> bool:
    """Whether a model may be told what stands in the learner's tables: what runs inside this computer sends it nowhere."""
    return toolbox.tables_shared or endpoint.embedded


class _Answer:
    """One answer as it is written."""

    def __init__(
        self,
        turn: Turn,
        evidence: Evidence,
        toolbox: Toolbox,
        endpoint: Endpoint,
        library: Library,
        search: Search,
        checker: SupportChecker,
    ) -> None:
        self._turn = turn
        self._evidence = evidence
        self._toolbox = toolbox
        self._endpoint = endpoint
        self._library = library
        self._checker = checker
        self._sources = Sources(library)
        self._tables_told = _may_tell(endpoint, toolbox)
        self._tools = ModelTools(
            turn,
            self._sources,
            toolbox,
            library,
            search,
            endpoint.evidence_tokens,
            tables_told=self._tables_told,
        )
        self._given: list[PassageKey] = []
        self._listener = Listener(endpoint)

    def write(self) -> Generator[Event, None, Outcome]:
        """Yield the answer's events, round after round; return the answer with its citations."""
        try:
            messages = self._opening()
            for round_ in range(_ROUNDS + 1):
                before = len(self._listener.written)
                tools = self._schemas() if round_ < _ROUNDS else []
                calls = yield from self._listener.listen(messages, tools, self._tools.names)
                if not calls or round_ == _ROUNDS:
                    break
                said = self._listener.written[before:].strip()
                for call in calls[:_CALLS_A_ROUND]:
                    # Before it runs: whatever becomes of the answer, what it quotes is known to be the learner's.
                    named = self._toolbox.own_tables(call.name, arguments_of(call) or {})
                    self._toolbox.tables_seen |= self._tables_told and bool(named)
                    messages += _call_messages(call, (yield from self._tools.run(call)), said)
                    said = ""
            if self._turn.request and not self._ran:
                # What was asked for in so many words is run, also where the model only talks about it or gets it wrong.
                self._toolbox.calls.clear()
                raise failure("no_demo")
            if not self._listener.written.strip():
                raise failure("no_answer" if calls else "empty")
            outcome = self._outcome()
            if not outcome.citations and not self._ran:
                raise failure("unfounded")
        except ModelError as error:
            raise UnfinishedError(error, self._outcome()) from error
        return outcome

    @property
    def _ran(self) -> list[ToolCall]:
        """The demos that came to a result."""
        return [call for call in self._toolbox.calls if call.result is not None]

    def _schemas(self) -> list[dict[str, Any]]:
        """Return the tools that the model may call, as the API takes them."""
        return schemas(self._turn.language, self._toolbox.demos, self._library)

    def _opening(self) -> list[ChatMessage]:
        """Return the messages to begin with: instructions, the turns before, the question with its sources."""
        turn, endpoint = self._turn, self._endpoint
        chosen = self._chosen()
        own = estimated_tokens(turn.text) + sum(estimated_tokens(passage.plain) for _, passage in chosen)
        room = endpoint.context_tokens - endpoint.answer_tokens - own
        tells = retold(self._toolbox.demos, tables_told=self._tables_told)
        before = conversation(turn.history, self._sources, self._library, turn.language, room, tells)
        asked_for = turn.request and self._toolbox.own_tables(turn.request.name, turn.request.arguments)
        quoted = any(each.files or each.saw_tables for each in turn.history)
        self._toolbox.tables_seen |= self._tables_told and bool(asked_for or quoted)
        block, keys = self._sources.give(chosen, turn.language)
        self._given += keys
        # Read for the check while the model still reads for the answer.
        texts = source_texts(self._sources.passages)
        Thread(target=self._checker.prepare, args=(texts,), name="prepare-check", daemon=True).start()
        instructions = {"role": "system", "content": system_prompt(turn.language)}
        return [instructions, *before, question_message(turn, block)]

    def _chosen(self) -> list[tuple[Section, Passage]]:
        if self._turn.reference and self._turn.reference.passages:
            reference = self._turn.reference
            return [(reference.section, passage) for passage in reference.passages]
        return worth_giving(self._evidence, self._endpoint.evidence_tokens)

    def _outcome(self) -> Outcome:
        turn = self._turn
        shown = [
            fact for call in self._toolbox.calls for fact in facts(call, self._toolbox.demos, turn.language)
        ]
        # A sentence may sum up several of them.
        shown += ["\n".join(shown)] if shown else []
        cited = cite(
            presentable(self._listener.written),
            self._sources.passages,
            self._checker,
            shown,
            (turn.text, turn.question),
            sources_in(self._library, turn.language),
        )
        text, citations = cited.text, cited.citations
        if not citations and self._ran and text.strip():
            quoter = Quoter(self._library, turn.language)
            source = demo_source(self._ran[-1], self._evidence, self._toolbox.demos, quoter)
            text, citations = f"{text}\n\n{source}".rstrip(), quoter.citations.all()
        if kept := self._kept_from_the_model():
            text = "\n\n".join(filter(None, (text.rstrip(), *kept)))
        return Outcome(
            citations,
            unsupported=cited.unsupported,
            doubts=cited.doubts,
            text=text,
            draft=self._listener.written,
            given=(*self._given, *self._tools.given),
        )

    def _kept_from_the_model(self) -> list[str]:
        """Return what the runs on the learner's own tables found, which the model could not tell."""
        if self._tables_told:
            return []
        calls = [call for call in self._toolbox.calls if own_files(call, self._toolbox.demos)]
        return [block for call in calls for block in found_by(call, self._turn.language)]


def _call_messages(call: ModelCall, result: str, said: str) -> list[ChatMessage]:
    """Return a call, what was said before it and what it brought, as the API wants them: names and arguments well-formed."""
    id_ = call.id or uuid4().hex
    arguments = json.dumps(arguments_of(call) or {}, ensure_ascii=False)
    name = _NOT_IN_NAMES.sub("_", call.name[:_LONGEST_NAME]) or "_"
    function = {"name": name, "arguments": arguments}
    asked = {"id": id_, "type": "function", "function": function}
    return [
        {"role": "assistant", "content": said or None, "tool_calls": [asked]},
        {"role": "tool", "tool_call_id": id_, "content": result},
    ]
