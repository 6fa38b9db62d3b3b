"""One turn of conversation, as a stream of events."""

import logging
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from threading import Lock
from typing import Any
from uuid import uuid4

from assistant.answering.citations import without_marks
from assistant.answering.engine import Outcome
from assistant.answering.engines import EngineChoice, EngineInfo, Engines, EngineUnavailableError
from assistant.answering.events import Completed, Event, Failed, Retrieved, Understood
from assistant.answering.recording import Clock, Written
from assistant.answering.suggestions import follow_up_suggestions, opening_suggestions
from assistant.answering.support import SupportChecker
from assistant.answering.toolbox import Toolbox
from assistant.answering.understanding import Turn, understand
from assistant.demos.registry import demos
from assistant.demos.requests import DemoRequest
from assistant.documents import Library, Section
from assistant.retrieval.evidence import Evidence, Hit, SectionHit
from assistant.retrieval.retriever import Retriever, build_retriever
from assistant.settings import Settings
from assistant.store.conversations import ConversationStore
from assistant.store.messages import Message
from assistant.text import Bilingual, Language, clean, detect_language

MAX_QUESTION_CHARACTERS = 4000

_log = logging.getLogger(__name__)

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


class Coach:
    """Answers questions from a library and runs its demos.

    `reply` is the only way in: the page, the command line and the evaluation all read its events.
    """

    def __init__(
        self,
        retriever: Retriever,
        settings: Settings,
        store: ConversationStore | None = None,
        uploads: Path | None = None,
    ) -> None:
        self._settings, self._uploads = settings, uploads
        self._store = store or ConversationStore()
        self._reading = Lock()
        self._use(retriever)

    def _use(self, retriever: Retriever) -> None:
        checker = SupportChecker(retriever.encode)
        engines = Engines(self._settings, retriever.library, retriever.search, checker)
        self._retriever, self._engines = retriever, engines

    def read_again(self, on_progress: Callable[[int, int], None] | None = None) -> None:
        """Read the knowledge and the learner's own files anew and answer from them; only new text is embedded.

        Until it is done, and where it fails, answers come from what was read before.

        Args:
            on_progress: Called with (done, total) texts while vectors are computed.

        Raises:
            LibraryError: The knowledge can't be read.
            EmbeddingError: The embedding model can't be loaded.
        """
        chosen = self._settings
        with self._reading:
            vectors = self._retriever.vectors
            self._use(
                build_retriever(chosen.knowledge, chosen, on_progress, uploads=self._uploads, vectors=vectors)
            )

    @property
    def library(self) -> Library:
        """The documents that answers come from."""
        return self._retriever.library

    @property
    def notices(self) -> tuple[Bilingual, ...]:
        """What people should be told once: files that could not be read, a cache that can't be written."""
        return (*(problem.message for problem in self.library.problems), *self._retriever.notices)

    def warm_up(self) -> None:
        """Load the embedding model, so that the first question need not wait for it.

        Raises:
            EmbeddingError: The model can't be loaded.
        """
        self._retriever.warm_up()

    def warm_up_engine(self, language: Language) -> None:
        """Start the model on this computer where it is the one to speak; takes up to half a minute."""
        self._engines.warm_up(language)

    def engines(self) -> Sequence[EngineInfo]:
        """Return the engines that there are, the one that `auto` prefers first."""
        return self._engines.infos()

    def messages(self, conversation_id: str) -> tuple[Message, ...]:
        """Return a conversation's messages, oldest first."""
        return self._store.messages(conversation_id)

    def search(self, query: str, language: Language | None = None, limit: int = 8) -> Evidence:
        """Return the sections that fit a query best."""
        return self._retriever.search(clean(query), language, limit=limit)

    def suggestions(self, language: Language) -> tuple[str, ...]:
        """Return questions to begin with."""
        return opening_suggestions(self._retriever.questions, self.library, language)

    def reply(
        self,
        conversation_id: str,
        text: str,
        preferred: Language | None = None,
        engine: EngineChoice = "auto",
    ) -> Iterator[Event]:
        """Answer a message as a stream of events, the last of which is Completed or Failed.

        The message is stored before anything is computed, the answer when the stream ends, also where it is closed early.

        Args:
            conversation_id: Any name; a new one begins a conversation.
            text: What the learner wrote.
            preferred: The language for messages that have none of their own, such as "9.2".
            engine: Who should answer.
        """
        started = time.perf_counter()
        text = clean(text).strip()
        history = self._store.messages(conversation_id)
        language: Language = detect_language(text) if text else preferred or "zh"
        if not text:
            yield Failed("empty_question", _EMPTY_QUESTION.of(language))
            return
        if len(text) > MAX_QUESTION_CHARACTERS:
            explanation = _LONG_QUESTION.of(language, length=len(text), limit=MAX_QUESTION_CHARACTERS)
            yield Failed("question_too_long", explanation)
            return
        self._store.save(
            Message(
                id=uuid4().hex, conversation_id=conversation_id, role="user", text=text, language=language
            )
        )
        turn = understand(text, history, self.library, preferred)
        yield from self._answer(conversation_id, turn, started, engine)

    def run_demo(
        self,
        conversation_id: str,
        name: str,
        arguments: dict[str, Any],
        language: Language,
        engine: EngineChoice = "auto",
    ) -> Iterator[Event]:
        """Run a demo from its form, as a turn of the conversation, with the same events as `reply`."""
        demo = demos()[name]
        request = DemoRequest(name, arguments)
        values = "".join(
            f"{'，' if language == 'zh' else ', '}{key} = {value}" for key, value in arguments.items()
        )
        text = demo.title.of(language) + values
        history = self._store.messages(conversation_id)
        self._store.save(
            Message(
                id=uuid4().hex, conversation_id=conversation_id, role="user", text=text, language=language
            )
        )
        turn = Turn(text, text, language, "demo", request=request, history=history)
        yield from self._answer(conversation_id, turn, time.perf_counter(), engine)

    def _answer(
        self, conversation_id: str, turn: Turn, started: float, choice: EngineChoice
    ) -> Iterator[Event]:
        try:
            engine = self._engines.engine(choice)
        except EngineUnavailableError as error:
            yield Failed("engine_unavailable", error.message.of(turn.language))
            return
        message = Message(
            id=uuid4().hex,
            conversation_id=conversation_id,
            role="assistant",
            text="",
            question=turn.question,
            language=turn.language,
            status="stopped",
            engine=engine.name,
        )
        clock = Clock(started)
        toolbox = Toolbox(turn.language)
        written = Written(clock)
        try:
            yield Understood(turn.question, turn.language, turn.intent)
            evidence = self._evidence(turn)
            clock.retrieved()
            yield Retrieved(evidence)
            outcome = yield from written.passed_on(engine.answer(turn, evidence, toolbox))
            suggestions = follow_up_suggestions(
                turn, evidence, outcome, self._retriever.questions, self.library
            )
            message = _completed(message, outcome, suggestions)
            if outcome.text is not None:
                written.text = outcome.text
        except Exception:
            # Whatever breaks, the learner's question and what was written stay; the details go to the log, not to the page.
            _log.exception("answering failed")
            message = message.model_copy(update={"status": "failed"})
        finally:
            message = message.model_copy(
                update={
                    # The marks of an answer that did not come to its end have no citations yet.
                    "text": written.text if message.status == "complete" else without_marks(written.text),
                    "reasoning": written.reasoning,
                    "tool_calls": tuple(toolbox.calls),
                    "timings_ms": clock.timings(),
                }
            )
            self._store.save(message)
        if message.status == "failed":
            yield Failed("internal", _BROKEN.of(turn.language), message)
        else:
            yield Completed(message)

    def _evidence(self, turn: Turn) -> Evidence:
        if turn.reference:
            return _evidence_at((turn.reference.section,), turn)
        if turn.request:
            demo = demos()[turn.request.name]
            sections = (
                self.library.section(demo.document, turn.language, address) for address in demo.sections
            )
            return _evidence_at([section for section in sections if section], turn)
        if not turn.queries:
            return Evidence(turn.text, turn.language, (), 0.0, "none")
        found = [self._retriever.search(turn.queries[0], turn.language, context=turn.context)]
        for query in turn.queries[1:]:
            if found[-1].answerable:
                break
            found.append(self._retriever.search(query, turn.language, context=turn.context))
        return max(found, key=lambda evidence: (evidence.answerable, evidence.confidence))


def _completed(message: Message, outcome: Outcome, suggestions: tuple[str, ...]) -> Message:
    """Return the message of an answer that came to its end."""
    return message.model_copy(
        update={
            "status": "complete",
            "engine": outcome.engine or message.engine,
            "citations": outcome.citations,
            "refused": outcome.refused,
            "unsupported": outcome.unsupported,
            "draft": outcome.draft,
            "given": outcome.given,
            "suggestions": suggestions,
        }
    )


def _evidence_at(sections: Sequence[Section], turn: Turn) -> Evidence:
    """Return evidence that consists of sections named beforehand, all their passages in reading order."""
    hits = tuple(
        SectionHit(section, 1.0, tuple(Hit(passage, 1.0) for passage in section.passages))
        for section in sections
    )
    return Evidence(turn.question, turn.language, hits, 1.0, "answers")


def open_coach(
    settings: Settings, on_progress: Callable[[int, int], None] | None = None, *, with_uploads: bool = True
) -> Coach:
    """Return a coach for the knowledge that the settings name, its index built or read from disk.

    Args:
        settings: Where the knowledge lies and which model embeds it.
        on_progress: Called with (done, total) texts while vectors are computed.
        with_uploads: Whether the learner's own files are answered from as well.

    Raises:
        LibraryError: The knowledge can't be read.
        EmbeddingError: The embedding model can't be loaded.
    """
    uploads = settings.uploads_dir if with_uploads else None
    retriever = build_retriever(settings.knowledge, settings, on_progress, uploads=uploads)
    return Coach(retriever, settings, uploads=uploads)
