"""The tools of an answer: runs demos and tells how far they are."""

import queue
from collections.abc import Generator
from concurrent.futures import ThreadPoolExecutor
from typing import Any
from uuid import uuid4

from assistant.answering.events import Event, ToolFinished, ToolProgress, ToolStarted
from assistant.store.messages import ToolCall
from assistant.text import Language
from assistant.tools.registry import DemoInputError, run_demo

_POLL_SECONDS = 0.05


class Toolbox:
    """Runs the demos that one answer asks for, and keeps the calls."""

    def __init__(self, language: Language) -> None:
        self.calls: list[ToolCall] = []
        self._language = language

    def run(self, name: str, arguments: dict[str, Any]) -> Generator[Event, None, ToolCall]:
        """Run a demo, yielding its events; return the finished call, whose `result` or `error` is set.

        A model that asks for the same run again gets what it showed.
        """
        if ran := next(
            (call for call in self.calls if (call.name, call.arguments) == (name, arguments)), None
        ):
            return ran
        call = ToolCall(id=uuid4().hex, name=name, arguments=arguments)
        yield ToolStarted(call)
        shares: queue.SimpleQueue[float] = queue.SimpleQueue()
        with ThreadPoolExecutor(max_workers=1, thread_name_prefix="demo") as pool:
            running = pool.submit(run_demo, name, arguments, shares.put)
            while not running.done():
                try:
                    yield ToolProgress(call, shares.get(timeout=_POLL_SECONDS))
                except queue.Empty:
                    continue
        try:
            call = call.model_copy(update={"result": running.result().model_dump(mode="json")})
            # What a model asked for wrongly before is mended now.
            self.calls = [each for each in self.calls if each.name != name or each.error is None]
        except DemoInputError as error:
            call = call.model_copy(update={"error": error.message.of(self._language)})
        self.calls.append(call)
        yield ToolFinished(call)
        return call
