"""A coach that plays a script, for what the page does with slow, stopped and failing answers."""

import time
from collections.abc import Collection, Iterator, Sequence
from typing import Any
from uuid import uuid4

from assistant.answering.allowance import Allowance
from assistant.answering.engines import ANYBODY, EngineInfo, Learner
from assistant.answering.events import (
    Completed,
    Event,
    Retrieved,
    TextDelta,
    ToolFinished,
    ToolProgress,
    ToolStarted,
    Understood,
)
from assistant.coach import Coach
from assistant.demos import demos, run_demo
from assistant.documents import Library, Section
from assistant.models.service import ModelService
from assistant.retrieval.evidence import Evidence, Hit, SectionHit
from assistant.settings import Settings
from assistant.store.conversations import ConversationStore
from assistant.store.messages import Citation, Message, Timings, ToolCall
from assistant.store.stores import Stores
from assistant.text import Bilingual, Language, detect_language

ADDRESS = "9.2"


class ScriptedCoach(Coach):
    """Answers every question with the passages of section 9.2, one at a time, at the pace that a test chooses."""

    def __init__(self, library: Library, pause: float = 0.0) -> None:
        # Without the retriever, and so without the model, that the real coach is made of.
        self.read = library
        self.pause = pause
        self.told: tuple[Bilingual, ...] = ()
        self.learners: dict[str, Learner] = {}
        """Who asked each question last."""
        self.stores = Stores()
        self.conversations: ConversationStore = self.stores.conversations
        self._allowance = Allowance(Settings())

    @property
    def library(self) -> Library:
        return self.read

    @property
    def notices(self) -> tuple[Bilingual, ...]:
        return self.told

    def warm_up(self) -> None:
        pass

    def warm_up_engine(self, language: Language) -> None:
        pass

    def engines(self, service: ModelService | None = None) -> tuple[EngineInfo, ...]:
        grounded = EngineInfo("grounded", Bilingual("直接摘自资料", "Straight from the sources"), True)
        if service is None:
            return (grounded,)
        return (EngineInfo("openai", Bilingual(service.model, service.model), True), grounded)

    def suggestions(self, language: Language, sources: Collection[str] = ()) -> tuple[str, ...]:
        if language == "zh":
            return (
                "训练任务排队排到下周，怎么提速？",
                "预算只有几万块，挑哪种规模的模型？",
                "跑一下线性回归",
                "大模型有什么缺点？",
                "文科生从哪本书看起？",
                "怎么保证大模型的安全？",
            )
        return ("How do I train faster?", "Which model fits a small budget?", "Run the linear regression")

    def search(self, query: str, language: Language | None = None, limit: int = 8) -> Evidence:
        section = self._section(language or detect_language(query))
        return Evidence(query, section.language, (SectionHit(section, 1.0, _hits(section)),), 0.9, "answers")

    def reply(
        self,
        conversation_id: str,
        text: str,
        learner: Learner = ANYBODY,
        *,
        replaces: str = "",
        tables: Sequence[str] = (),
    ) -> Iterator[Event]:
        text = text or ", ".join(tables)
        language = detect_language(text)
        self.learners[text] = learner
        question = _message(conversation_id, "user", text, language, replaces=replaces, files=tuple(tables))
        self.conversations.save(question, learner.owner)
        yield from self._played(question, learner)

    def answer_again(
        self, conversation_id: str, question_id: str, learner: Learner = ANYBODY
    ) -> Iterator[Event]:
        asked = (m for m in self.messages(conversation_id) if m.id == question_id)
        yield from self._played(next(asked), learner)

    def _played(self, question: Message, learner: Learner) -> Iterator[Event]:
        conversation_id, text, language = question.conversation_id, question.text, question.language
        section = self._section(language)
        answer = _message(
            conversation_id,
            "assistant",
            "",
            language,
            status="stopped",
            engine="grounded",
            answers=question.id,
        )
        citations = tuple(
            _citation(section, n, index) for n, index in enumerate(range(len(section.passages)), start=1)
        )
        written = ""
        try:
            yield Understood(text, language, "question")
            time.sleep(self.pause)
            yield Retrieved(self.search(text, language))
            for citation in citations:
                time.sleep(self.pause)
                written += f"- {section.passages[citation.passage].text} [{citation.n}]\n"
                yield TextDelta(written[-len(written.splitlines()[-1]) - 1 :])
            answer = answer.model_copy(
                update={
                    "status": "complete",
                    "citations": citations,
                    "suggestions": self.suggestions(language)[:3],
                    "timings_ms": Timings(total=40),
                }
            )
        finally:
            answer = answer.model_copy(update={"text": written})
            self.conversations.save(answer, learner.owner)
        yield Completed(answer)

    def run_demo(
        self,
        conversation_id: str,
        name: str,
        arguments: dict[str, Any],
        learner: Learner = ANYBODY,
    ) -> Iterator[Event]:
        language = learner.language or "zh"
        title = demos()[name].title.of(language)
        question = _message(conversation_id, "user", title, language)
        self.conversations.save(question, learner.owner)
        yield Understood(title, language, "demo")
        call = ToolCall(id=uuid4().hex, name=name, arguments=arguments)
        yield ToolStarted(call)
        for share in (0.2, 0.6, 1.0):
            time.sleep(self.pause)
            yield ToolProgress(call, share)
        result = run_demo(name, arguments).model_dump(mode="json")
        call = call.model_copy(update={"result": result})
        yield ToolFinished(call)
        text = f"**{result['findings'][language][0]}**"
        yield TextDelta(text)
        answer = _message(
            conversation_id,
            "assistant",
            text,
            language,
            tool_calls=(call,),
            engine="grounded",
            answers=question.id,
        )
        self.conversations.save(answer, learner.owner)
        yield Completed(answer)

    def _section(self, language: Language) -> Section:
        return next(s for s in self.library.sections(language) if s.address == ADDRESS)


def _hits(section: Section) -> tuple[Hit, ...]:
    return tuple(Hit(passage, 1.0) for passage in section.passages)


def _citation(section: Section, n: int, index: int) -> Citation:
    return Citation(
        n=n,
        document=section.document,
        section=section.address,
        title=section.title,
        quote=section.passages[index].plain,
        language=section.language,
        passage=index,
    )


def _message(conversation_id: str, role: Any, text: str, language: Language, **values: Any) -> Message:
    return Message(
        id=uuid4().hex, conversation_id=conversation_id, role=role, text=text, language=language, **values
    )
