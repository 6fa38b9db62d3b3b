"""What happens when a model fails: the failure is told, and the answer comes straight from the sources."""

from collections.abc import Callable, Generator, Iterable
from dataclasses import replace

from assistant.answering.composing.grounded import GroundedEngine
from assistant.answering.engine import Engine, Outcome, UnfinishedError
from assistant.answering.events import Event, TextDelta
from assistant.answering.toolbox import Toolbox
from assistant.checking.cited_lines import shift_marks
from assistant.documents.grammar import block_parser
from assistant.models.circuit_breaker import CircuitBreaker
from assistant.models.model_errors import ModelError, failure
from assistant.retrieval.evidence import Evidence
from assistant.store.messages import Citation
from assistant.text import Bilingual
from assistant.understanding.act import Turn

_NOTICE = Bilingual(
    zh="> **换成了直接摘自资料的回答。** {reason}",
    en="> **From here on straight from the sources.** {reason}",
)
_CUT = "…"


class FallbackEngine:
    """Lets an engine answer, and the grounded one where that fails; what was written till then is kept."""

    def __init__(
        self,
        engine: Engine,
        breaker: CircuitBreaker,
        grounded: GroundedEngine,
        allowed: Callable[[], bool] = lambda: True,
    ) -> None:
        """Put two engines together.

        Args:
            engine: Who is asked first.
            breaker: Of the endpoint behind it.
            grounded: Who answers instead.
            allowed: Returns whether the learner may have one more answer of that endpoint, and counts it.
        """
        self._engine = engine
        self._breaker = breaker
        self._grounded = grounded
        self._allowed = allowed

    @property
    def name(self) -> str:
        """The name of the engine that is asked first."""
        return self._engine.name

    def answer(self, turn: Turn, evidence: Evidence, toolbox: Toolbox) -> Generator[Event, None, Outcome]:
        """Yield the answer; where the engine fails, what it wrote, a sentence on what happened, and the grounded answer."""
        if (refusal := self._breaker.refusal()) is not None:
            return (yield from self._instead(refusal, Outcome(text=""), turn, evidence, toolbox))
        if not self._allowed():
            return (yield from self._instead(failure("used_up"), Outcome(text=""), turn, evidence, toolbox))
        try:
            outcome = yield from self._engine.answer(turn, evidence, toolbox)
            if outcome.engine is None:
                self._breaker.succeeded()
            return outcome
        except UnfinishedError as error:
            failed, begun = error.reason, error.outcome
        except ModelError as error:
            failed, begun = error, Outcome(text="")
        if failed.counts_against_endpoint:
            self._breaker.failed()
        else:
            self._breaker.succeeded()
        return (yield from self._instead(failed, begun, turn, evidence, toolbox))

    def _instead(
        self, failed: ModelError, begun: Outcome, turn: Turn, evidence: Evidence, toolbox: Toolbox
    ) -> Generator[Event, None, Outcome]:
        kept = (begun.text or "").rstrip()
        notice = _NOTICE.of(turn.language, reason=failed.message.of(turn.language))
        cut = _CUT if failed.kind in ("interrupted", "too_long", "filtered", "repeating") else ""
        bridge = f"{cut}{_closing(kept)}\n\n{notice}\n\n" if kept else f"{notice}\n\n"
        yield TextDelta(bridge)
        rest: list[str] = []
        answering = self._grounded.answer(turn, evidence, toolbox)
        outcome = yield from _shifted(answering, len(begun.citations), rest)
        citations = _shifted_citations(outcome.citations, len(begun.citations))
        return replace(
            begun,
            text=kept + bridge + "".join(rest),
            citations=(*begun.citations, *citations),
            refused=outcome.refused,
            engine=self._engine.name if kept else self._grounded.name,
        )


def _closing(markdown: str) -> str:
    """Return what closes a code block that Markdown leaves open."""
    last = next(reversed(block_parser(page=True).parse(markdown)), None)
    if last is None or last.type != "fence" or last.level or last.map is None:
        return ""
    after = markdown.split("\n")[last.map[0] + 1 :]
    end = after[-1].strip() if after else ""
    is_closed = end.startswith(last.markup) and not end.strip(last.markup[0])
    return "" if is_closed else f"\n{last.markup}"


def _shifted_citations(citations: Iterable[Citation], by: int) -> tuple[Citation, ...]:
    return tuple(citation.model_copy(update={"n": citation.n + by}) for citation in citations)


def _shifted(
    answering: Generator[Event, None, Outcome], by: int, written: list[str]
) -> Generator[Event, None, Outcome]:
    """Pass an answer on with its marks numbered after those that are there already, keeping the text."""
    while True:
        try:
            event = next(answering)
        except StopIteration as stopped:
            outcome: Outcome = stopped.value
            return outcome
        if isinstance(event, TextDelta):
            event = TextDelta(shift_marks(event.text, by), _shifted_citations(event.citations or (), by))
            written.append(event.text)
        yield event
