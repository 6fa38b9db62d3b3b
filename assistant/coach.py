"""One turn of conversation, as a stream of events."""

import logging
import time
from collections.abc import Callable, Generator, Iterator, Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any
from uuid import uuid4

from assistant.answering.allowance import TURNS_USED_UP, Allowance
from assistant.answering.engines import ANYBODY, EngineInfo, Engines, EngineUnavailableError, Learner
from assistant.answering.events import Completed, Event, Failed, Retrieved, Understood
from assistant.answering.evidence_search import find_evidence
from assistant.answering.kept_tables import KeptTables
from assistant.answering.recording import Clock, Record, completed
from assistant.answering.suggestions import follow_up_suggestions, offers, opening_suggestions
from assistant.answering.toolbox import Toolbox
from assistant.demos import demos
from assistant.documents import Library
from assistant.files import close_to_others, private_folder
from assistant.models.service import ModelService
from assistant.retrieval.evidence import Evidence
from assistant.retrieval.retriever import Retriever, build_retriever
from assistant.retrieval.vectors import VectorCache
from assistant.settings import Settings
from assistant.store.failures import NotYoursError, QuotaError, StoreError
from assistant.store.memory import Conversations, MemoryConversations
from assistant.store.messages import Message
from assistant.store.rounds import before, current
from assistant.text import Bilingual, Language, clean, detect_language
from assistant.tools.demo import Demos, active
from assistant.tools.parameters import own_tables
from assistant.tools.requests import DemoRequest
from assistant.tools.shelves import Shelves
from assistant.tools.tables import DataTable, TableError, TableShelf
from assistant.understanding.act import Turn
from assistant.understanding.hearing import Hearing
from assistant.understanding.understand import understand

if TYPE_CHECKING:
    # Who answers one question need not wait for the database's library to be imported.
    from assistant.store.stores import Stores

MAX_QUESTION_CHARACTERS = 4000
HISTORY_ROUNDS = 20
"""How far back a question can lean, and what a model is told of a conversation at most."""

_log = logging.getLogger(__name__)

_NOTHING = Message(id="", conversation_id="", role="user", text="", language="zh")
_EMPTY_QUESTION = Bilingual(
    zh="还没有写问题。想了解什么？", en="There is no question yet. What would you like to know?"
)
_LONG_QUESTION = Bilingual(
    zh="这条消息有 {length:,} 个字符，最多 {limit:,} 个。请把问题写短一点，或者分几次问。",
    en="This message has {length:,} characters; the limit is {limit:,}. Please shorten the question or ask it in parts.",
)
_BROKEN = Bilingual(
    zh="回答这个问题时出了意外，问题已经保留，可以再问一次。",
    en="Something unexpected went wrong while answering. Your question is kept; please ask again.",
)
_QUESTION_GONE = Bilingual(
    zh="这个问题已经不在对话里了。", en="This question is no longer in the conversation."
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
        self._allowance = Allowance(settings)
        self._engines = Engines(
            settings, retriever.library, retriever.search, retriever.encode, self._allowance
        )
        self._shelves = Shelves(settings.tables_dir)

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
        self._engines.warm_up(language)

    def engines(self, service: ModelService | None = None) -> Sequence[EngineInfo]:
        """Return the engines that there are for who entered a model service, the one that `auto` prefers first."""
        return self._engines.infos(service)

    def messages(self, conversation_id: str) -> tuple[Message, ...]:
        """Return a conversation's messages, oldest first; `store.rounds` tells which of them count."""
        return self.conversations.messages(conversation_id)

    def search(self, query: str, language: Language | None = None, limit: int = 8) -> Evidence:
        """Return the sections that fit a query best; of a longer one than a question may be, its beginning counts."""
        return self._retriever.search(clean(query[:MAX_QUESTION_CHARACTERS]), language, limit=limit)

    def suggestions(self, language: Language) -> tuple[str, ...]:
        """Return questions to begin with."""
        return opening_suggestions(self._retriever.questions, self.library, self.demos, language)

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
        words = clean(text).strip()
        text = words or ", ".join(tables)
        language: Language = detect_language(words) if words else learner.language or "zh"
        if not text:
            yield Failed("empty_question", _EMPTY_QUESTION.of(language))
            return
        if too_long := _too_long(text, language):
            yield too_long
            return
        history = self._history(conversation_id, replaces)
        if replaces and not tables:
            tables = next(iter(self.conversations.messages(conversation_id, [replaces])), _NOTHING).files
        question = yield from self._asked(conversation_id, text, language, learner, replaces, tables)
        if question is None:
            return
        turn = self._understood(text, history, learner, tables)
        yield from self._answer(question, turn, started, learner)

    def answer_again(
        self, conversation_id: str, question_id: str, learner: Learner = ANYBODY
    ) -> Iterator[Event]:
        """Answer a stored question once more, with the same events as `reply`; earlier answers are kept."""
        started = time.perf_counter()
        asked = (m for m in self.messages(conversation_id) if m.role == "user" and m.id == question_id)
        question = next(asked, None)
        if question is None:
            yield Failed("question_gone", _QUESTION_GONE.of(learner.language or "zh"))
            return
        # It may have come with a conversation that somebody else exported.
        if too_long := _too_long(question.text, question.language):
            yield too_long
            return
        if not self._allowance.take_turn(learner.owner):
            yield self._used_up(question.language)
            return
        history = self._history(conversation_id, question_id)
        turn = self._understood(question.text, history, learner, question.files)
        yield from self._answer(question, turn, started, learner)

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
        history = self._history(conversation_id)
        question = yield from self._asked(conversation_id, text, language, learner, tables=files)
        if question is None:
            return
        # A form is filled with what a run drew from a table as well: what goes on from here leaves that out.
        told = demo.title.of(language) if files else text
        turn = Turn(text, told, language, "demo", request=request, history=history)
        yield from self._answer(question, turn, time.perf_counter(), learner)

    def _understood(
        self, text: str, history: tuple[Message, ...], learner: Learner, files: Sequence[str] = ()
    ) -> Turn:
        kept = [table.name for table in self._shelves.kept(learner.owner)]
        return understand(
            text,
            history,
            self.library,
            self.demos,
            self._hearing,
            preferred=learner.language,
            reading=learner.reading,
            tables=self._headers(learner.owner, files or [name for name in kept if name in text]),
            came_along=bool(files),
        )

    def _headers(self, owner: str, names: Sequence[str]) -> dict[str, DataTable]:
        """Return tables by their names, without rows; what is not on the shelf any more is left out."""
        found: dict[str, DataTable] = {}
        for name in names:
            with suppress(TableError):
                found[name] = self.tables(owner).outline(name)
        return found

    def _history(self, conversation_id: str, replaced: str = "") -> tuple[Message, ...]:
        """Return the latest messages that a new question follows; those before the question that it replaces."""
        outline = self.conversations.outline(conversation_id)
        counting = before(outline, replaced) if replaced else current(outline)
        latest = [message.id for message in counting[-2 * HISTORY_ROUNDS :]]
        read = {message.id: message for message in self.conversations.messages(conversation_id, latest)}
        return tuple(read[message_id] for message_id in latest if message_id in read)

    def _asked(
        self,
        conversation_id: str,
        text: str,
        language: Language,
        learner: Learner,
        replaces: str = "",
        tables: Sequence[str] = (),
    ) -> Generator[Event, None, Message | None]:
        """Store a question and return it; None, and why, where the learner may not ask it."""
        if not self._allowance.take_turn(learner.owner):
            yield self._used_up(language)
            return None
        question = Message(
            id=uuid4().hex,
            conversation_id=conversation_id,
            role="user",
            text=text,
            language=language,
            replaces=replaces,
            files=tuple(tables),
        )
        try:
            self.conversations.save(question, learner.owner)
        except (NotYoursError, QuotaError) as error:
            kind = "no_room" if isinstance(error, QuotaError) else "not_yours"
            yield Failed(kind, error.message.of(language))
            return None
        return question

    def _used_up(self, language: Language) -> Failed:
        return Failed("used_up", TURNS_USED_UP.of(language, limit=self._allowance.daily_turns))

    def _answer(self, question: Message, turn: Turn, started: float, learner: Learner) -> Iterator[Event]:
        try:
            engine = self._engines.engine(learner.engine, learner.service, learner.owner)
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
            self.demos,
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
            evidence = find_evidence(turn, self._retriever.search, self.library, self.demos)
            clock.retrieved()
            yield Retrieved(evidence)
            outcome = yield from record.passed_on(engine.answer(turn, evidence, toolbox))
            record.text = record.text if outcome.text is None else outcome.text
            suggestions = follow_up_suggestions(
                turn,
                evidence,
                outcome,
                self._retriever.questions,
                self.library,
                self.demos,
                self._retriever.closeness,
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


def _too_long(text: str, language: Language) -> Failed | None:
    """Return why a message is not answered where it is too long."""
    if len(text) <= MAX_QUESTION_CHARACTERS:
        return None
    explanation = _LONG_QUESTION.of(language, length=len(text), limit=MAX_QUESTION_CHARACTERS)
    return Failed("question_too_long", explanation)


def open_coach(
    settings: Settings,
    on_progress: Callable[[int, int], None] | None = None,
    stores: "Stores | None" = None,
    *,
    on_read: Callable[[int, int], None] | None = None,
    with_uploads: bool = True,
    after: Coach | None = None,
) -> Coach:
    """Return a coach for the knowledge that the settings name, its index built or read from disk.

    Args:
        settings: Where the knowledge lies and which model embeds it.
        on_progress: Called with (done, total) texts while vectors are computed.
        stores: Keep what is to be remembered; without them conversations live as long as the coach.
        on_read: Called with (done, total) files while the knowledge is read.
        with_uploads: Whether the learner's own files are answered from as well.
        after: A coach that this one takes the place of: what it embedded is not embedded again.

    Raises:
        LibraryError: The knowledge can't be read.
        EmbeddingError: The embedding model can't be loaded.
    """
    _close_folders(settings)
    if stores:
        # What can't be looked up now stays until the next time.
        with suppress(StoreError, OSError):
            KeptTables(stores.conversations, Shelves(settings.tables_dir)).tidy()
    uploads = settings.uploads_dir if with_uploads else None
    vectors = after.vectors if after else None
    retriever = build_retriever(
        settings.knowledge, settings, on_progress, on_read=on_read, uploads=uploads, vectors=vectors
    )
    return Coach(retriever, settings, stores)


def _close_folders(settings: Settings) -> None:
    """Let nobody else on this machine look into what an earlier version, or another program, left open."""
    with suppress(OSError):
        for folder in filter(Path.exists, (settings.data_dir, settings.cache_dir)):
            private_folder(folder)
        close_to_others(settings.uploads_dir, settings.tables_dir, settings.converted_dir)
        close_to_others(*settings.cache_dir.glob("*.npz"))
