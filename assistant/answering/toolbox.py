"""The tools of an answer: runs demos and tells how far they are."""

from collections.abc import Generator, Mapping
from typing import Any
from uuid import uuid4

from assistant.answering.events import Event, ToolFinished, ToolProgress, ToolStarted
from assistant.store.messages import ToolCall
from assistant.text import Bilingual, ExplainedError, Language
from assistant.tools.demo import Demos
from assistant.tools.parameters import own_tables
from assistant.tools.runner import Run
from assistant.tools.tables import Tables, no_tables

_POLL_SECONDS = 0.05
_UNKNOWN = Bilingual(
    zh="这里没有叫“{name}”的演示。现有的演示：{names}。",
    en='There is no demo called "{name}" here. There is: {names}.',
)
_CRASHED = Bilingual(
    zh="演示没有跑完，出了意外。换一组数值再试。",
    en="Something unexpected happened and the demo did not finish. Please try other values.",
)


class Toolbox:
    """Runs the demos that one answer asks for, and keeps the calls."""

    def __init__(
        self,
        language: Language,
        demos: Demos,
        tables: Tables = no_tables,
        person: str = "",
        *,
        tables_shared: bool = False,
    ) -> None:
        """Offer demos.

        A model that asks for the same run again gets what it showed.

        Args:
            language: The language in which a refusal is told.
            demos: Those that there are here.
            tables: Opens the learner's tables.
            person: Whose runs they are, where these wait for one another.
            tables_shared: Whether a model service may be told what stands in the learner's tables.
        """
        self.demos = demos
        self.calls: list[ToolCall] = []
        self.tables_shared = tables_shared
        self.tables_seen = False
        """Whether a model has been told of them; whoever tells it sets this."""
        self._language = language
        self._tables = tables
        self._person = person

    def own_tables(self, name: str, values: Mapping[str, Any]) -> tuple[str, ...]:
        """Return the learner's own tables among a demo's values."""
        demo = self.demos.get(name)
        return own_tables(demo.parameters, values) if demo else ()

    @property
    def files(self) -> tuple[str, ...]:
        """The learner's own tables that the runs took."""
        taken = (name for call in self.calls for name in self.own_tables(call.name, call.used))
        return tuple(dict.fromkeys(taken))

    def run(
        self, name: str, arguments: dict[str, Any], taken_over: Mapping[str, Any] | None = None
    ) -> Generator[Event, None, ToolCall]:
        """Run a demo, yielding its events; return the finished call, whose `result` or `error` is set.

        Args:
            name: The demo's.
            arguments: The values that were asked for.
            taken_over: Values that the run before drew and this one keeps.
        """
        if ran := next(
            (call for call in self.calls if (call.name, call.arguments) == (name, arguments)), None
        ):
            return ran
        call = ToolCall(id=uuid4().hex, name=name, arguments=arguments)
        yield ToolStarted(call)
        demo = self.demos.get(name)
        if demo is None:
            known = Bilingual("、".join(self.demos), ", ".join(self.demos))
            call = self._refused(call, _UNKNOWN.filled(name=name[:40], names=known))
        else:
            running = Run(demo, {**(taken_over or {}), **arguments}, self._tables, self._person)
            try:
                while not running.wait(_POLL_SECONDS):
                    yield ToolProgress(call, running.share)
            finally:
                # Who closes the answer stops the work too.
                running.stop()
            if running.result is not None:
                call = call.model_copy(update={"result": running.result.model_dump(mode="json")})
                # What a model asked for wrongly before is mended now.
                self.calls = [each for each in self.calls if each.name != name or each.error is None]
            else:
                error = running.error
                call = self._refused(call, error.message if isinstance(error, ExplainedError) else _CRASHED)
        self.calls.append(call)
        yield ToolFinished(call)
        return call

    def _refused(self, call: ToolCall, reason: Bilingual) -> ToolCall:
        return call.model_copy(update={"error": reason.of(self._language)})
