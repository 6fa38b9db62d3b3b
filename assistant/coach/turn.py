"""One turn of conversation, as a stream of events."""

import logging
import time
from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any
from uuid import uuid4

from assistant.answering.allowance import Allowance
from assistant.answering.engines import ANYBODY, EngineInfo, Engines, EngineUnavailableError, Learner
from assistant.answering.events import Completed, Event, Failed, Retrieved, Understood
from assistant.answering.evidence_search import find_evidence
from assistant.answering.recording import Clock, Record, completed
from assistant.answering.suggestions import follow_up_suggestions, offers, opening_suggestions
from assistant.answering.toolbox import Toolbox
from assistant.coach.intake import MAX_QUESTION_CHARACTERS, Asked, Intake
from assistant.demos import demos
from assistant.documents import Library
from assistant.models.service import ModelService
from assistant.retrieval.evidence import Evidence
from assistant.retrieval.retriever import Retriever
from assistant.retrieval.vectors import VectorCache
from assistant.settings import Settings
from assistant.store.failures import NotYoursError
from assistant.store.memory import Conversations, MemoryConversations
from assistant.store.messages import Message
from assistant.text import Bilingual, Language, clean
from assistant.tools.demo import Demos, active
from assistant.tools.parameters import own_tables
from assistant.tools.requests import DemoRequest
from assistant.tools.shelves import Shelves
from assistant.tools.tables import TableShelf
from assistant.understanding.act import Turn
from assistant.understanding.hearing import Hearing
from assistant.understanding.understand import understand

if TYPE_CHECKING:
    # Who answers one question need not wait for the database's library to be imported.
    from assistant.store.stores import Stores

_log = logging.getLogger(__name__)

_BROKEN = Bilingual(
    zh="回答这个问题时出了意外，问题已经保留，可以再问一次。",
    en="Something unexpected went wrong while answering. Your question is kept; please ask again.",
)


class Coach:
    """Answers questions from a library and runs its demos.

    `reply` is the only way in: the page, the command line and the evaluation all read its events.
    """

    def __init__(self, retriever: Retriever, settings: Settings, stores: "Stores | None" = None) -> None:
        self._retriever = retriever
        self._stores = stores
        self.conversations: Conversations = stores.conversations if stores else MemoryConversations()
        """Where the conversations are kept."""
        self._hearing = Hearing(retriever.vectors.embedder)
        allowance = Allowance(settings)
        self._engines = Engines(settings, retriever.encode, allowance)
        self._shelves = Shelves(settings.tables_dir)
        self._intake = Intake(self.conversations, allowance, self._shelves)

    @property
    def vectors(self) -> VectorCache:
        """What was embedded, for a coach that takes this one's place."""
        return self._retriever.vectors

    @property
    def library(self) -> Library:
        """The documents that answers come from."""
        return self._retriever.library

    @property
    def demos(self) -> Demos:
        """The demos that there are here: those whose document is loaded."""
        return active(demos(), self.library)

    def tables(self, owner: str) -> TableShelf:
        """Return where a learner's tables are kept."""
        return self._shelves.of(owner)

    @property
    def notices(self) -> tuple[Bilingual, ...]:
        """What people should be told once: files that could not be read, a cache that can't be written."""
        problems = (problem.message for problem in self.library.problems)
        return (*problems, *self._retriever.notices, *(self._stores.notices if self._stores else ()))

    def warm_up(self) -> None:
        """Load the embedding model, so that the first question need not wait for it.

        Raises:
            EmbeddingError: The model can't be loaded.
        """
        self._retriever.warm_up()

    def warm_up_engine(self, language: Language) -> None:
        """Start the model on this computer where it is the one to speak; takes up to half a minute."""
        self._engines.warm_up(language, self.library, self._retriever.search)

    def engines(self, service: ModelService | None = None) -> Sequence[EngineInfo]:
        """Return the engines that there are for who entered a model service, the one that `auto` prefers first."""
        return self._engines.infos(service)

    def messages(self, conversation_id: str) -> tuple[Message, ...]:
        """Return a conversation's messages, oldest first; `store.rounds` tells which of them count."""
        return self.conversations.messages(conversation_id)

    def search(self, query: str, language: Language | None = None, limit: int = 8) -> Evidence:
        """Return the sections that fit a query best; of a longer one than a question may be, its beginning counts."""
        return self._retriever.search(clean(query[:MAX_QUESTION_CHARACTERS]), language, limit=limit)

    def suggestions(self, language: Language, sources: Collection[str] = ()) -> tuple[str, ...]:
        """Return questions to begin with.

        Args:
            language: The language of the questions.
            sources: The documents that they are put to; all where none is named.
        """
        asked = self._asked(sources)
        there = active(demos(), asked.library)
        return opening_suggestions(asked.questions, asked.library, there, language)

    def _asked(self, sources: Collection[str]) -> Retriever:
        """Return what searches the chosen documents alone."""
        return self._retriever.within(self.library.chosen(sources))

    def reply(
        self,
        conversation_id: str,
        text: str,
        learner: Learner = ANYBODY,
        *,
        replaces: str = "",
        tables: Sequence[str] = (),
    ) -> Iterator[Event]:
        """Answer a message as a stream of events, the last of which is Completed or Failed.

        The message is stored before anything is computed, the answer while it is written and when the stream ends, also
        where it is closed early. Somebody else's conversation is left as it is.

        Args:
            conversation_id: Any name; a new one begins a conversation.
            text: What the learner wrote.
            learner: Who asks.
            replaces: The id of an earlier question that this one is a new wording of.
            tables: The learner's tables that came with it, by the names under which they are kept; what is written may
                then be nothing.
        """
        started = time.perf_counter()
        asked = yield from self._intake.written(conversation_id, text, learner, replaces, tables)
        if asked:
            yield from self._answer(asked.question, self._understood(asked, learner), started, learner)

    def answer_again(
        self, conversation_id: str, question_id: str, learner: Learner = ANYBODY
    ) -> Iterator[Event]:
        """Answer a stored question once more, with the same events as `reply`; earlier answers are kept."""
        started = time.perf_counter()
        asked = yield from self._intake.again(conversation_id, question_id, learner)
        if asked:
            yield from self._answer(asked.question, self._understood(asked, learner), started, learner)

    def run_demo(
        self, conversation_id: str, name: str, arguments: dict[str, Any], learner: Learner = ANYBODY
    ) -> Iterator[Event]:
        """Run a demo from its form, as a turn of the conversation, with the same events as `reply`."""
        language = learner.language or "zh"
        demo = self.demos[name]
        request = DemoRequest(name, arguments)
        files = own_tables(demo.parameters, arguments)
        # The tables stand beside the words.
        values = "".join(
            f"{'，' if language == 'zh' else ', '}{key} = {value}"
            for key, value in arguments.items()
            if value not in files
        )
        text = (demo.title.of(language) + values)[:MAX_QUESTION_CHARACTERS]
        asked = yield from self._intake.worded(conversation_id, text, language, learner, tables=files)
        if asked is None:
            return
        # A form is filled with what a run drew from a table as well: what goes on from here leaves that out.
        told = demo.title.of(language) if files else text
        turn = Turn(text, told, language, "demo", request=request, history=asked.history)
        yield from self._answer(asked.question, turn, time.perf_counter(), learner)

    def _understood(self, asked: Asked, learner: Learner) -> Turn:
        library = self._asked(learner.sources).library
        return understand(
            asked.question.text,
            asked.history,
            library,
            active(demos(), library),
            self._hearing,
            preferred=learner.language,
            reading=learner.reading,
            tables=self._intake.headers(asked.question, learner.owner),
            came_along=bool(asked.question.files),
        )

    def _answer(self, question: Message, turn: Turn, started: float, learner: Learner) -> Iterator[Event]:
        retriever = self._asked(learner.sources)
        library = retriever.library
        # A form can run a demo whose document is not asked.
        there = self.demos if turn.request else active(demos(), library)
        try:
            engine = self._engines.engine(learner, library, retriever.search)
        except EngineUnavailableError as error:
            yield Failed("engine_unavailable", error.message.of(turn.language))
            return
        message = Message(
            id=uuid4().hex,
            conversation_id=question.conversation_id,
            role="assistant",
            text="",
            question=turn.question,
            answers=question.id,
            language=turn.language,
            engine=engine.name,
            files=turn.tables,
        )
        clock = Clock(started)
        toolbox = Toolbox(
            turn.language,
            there,
            self._shelves.opener(learner.owner),
            learner.owner,
            tables_shared=learner.shares_tables,
        )
        try:
            record = Record(message, clock, toolbox, lambda m: self.conversations.save(m, learner.owner))
        except NotYoursError as error:
            yield Failed("not_yours", error.message.of(turn.language))
            return
        ending: Mapping[str, object] = {"status": "stopped"}
        try:
            yield Understood(turn.question, turn.language, turn.act)
            evidence = find_evidence(turn, retriever.search, library, there)
            clock.retrieved()
            yield Retrieved(evidence)
            outcome = yield from record.passed_on(engine.answer(turn, evidence, toolbox))
            record.text = record.text if outcome.text is None else outcome.text
            suggestions = follow_up_suggestions(
                turn, evidence, outcome, retriever.questions, library, there, retriever.closeness
            )
            ending = completed(outcome, outcome.engine or engine.name, suggestions, offers(turn))
        except Exception:
            # Whatever breaks, the learner's question and what was written stay; the details go to the log, not to the page.
            _log.exception("answering failed")
            ending = {"status": "failed"}
        finally:
            message = record.end(ending)
        if message.status == "failed":
            yield Failed("internal", _BROKEN.of(turn.language), message)
        else:
            yield Completed(message)
