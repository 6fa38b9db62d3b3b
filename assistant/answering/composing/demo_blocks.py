"""What an answer says of demos: what a run found, which there are to choose from, what one needs of a table."""

from collections.abc import Iterator, Sequence

from assistant.answering.composing import phrases
from assistant.answering.composing.quoting import Quoter
from assistant.answering.toolbox import Toolbox
from assistant.documents import Section, escaped
from assistant.retrieval.evidence import Evidence
from assistant.store.messages import ToolCall
from assistant.text import Language
from assistant.tools.demo import Demo, Demos
from assistant.tools.matching import TableChoice, table_parameters
from assistant.tools.parameters import wording_of
from assistant.tools.requests import DemoChoice
from assistant.understanding.act import Turn

_MOST_SOURCES = 2


class DemoBlocks:
    """Writes the Markdown blocks of one answer that speak of demos."""

    def __init__(self, demos: Demos, quoter: Quoter) -> None:
        """Write about demos.

        Args:
            demos: The demos that there are here.
            quoter: Numbers the answer's citations.
        """
        self._demos = demos
        self._quoter = quoter
        self._language: Language = quoter.language

    def run(self, call: ToolCall, evidence: Evidence) -> Iterator[str]:
        """Yield what a demo's run found, and what that says of the article's claims."""
        yield from found_by(call, self._language)
        if call.error or call.result is None:
            return
        yield demo_source(call, evidence, self._demos, self._quoter)

    def matched(self, turn: Turn) -> Iterator[str]:
        """Yield why a demo is run that nobody named."""
        if turn.matched and turn.request:
            demo = self._demos[turn.request.name].title.of(self._language)
            yield phrases.TABLE_MATCHED.of(self._language, files=self._files(turn.tables), demo=demo)

    def unused(self, turn: Turn, toolbox: Toolbox) -> Iterator[str]:
        """Yield which of the learner's tables had no place in a run."""
        if left := [name for name in turn.tables if name not in toolbox.files]:
            yield phrases.TABLE_UNUSED.of(self._language, files=self._files(left))

    def table_choice(self, turn: Turn, choice: TableChoice) -> Iterator[str]:
        """Yield which demos a table may be for, and what they need of it; the buttons below run them."""
        opening = phrases.TABLE_FOR_WHICH if choice.is_ready else phrases.TABLE_FOR_NONE
        yield opening.of(self._language, files=self._files(turn.tables))
        yield "\n".join(
            f"- **{fit.demo.title.of(self._language)}** "
            + (fit.demo.description.of(self._language) if choice.is_ready else self._needed(fit.demo))
            for fit in choice.fits
        )
        if not choice.is_ready:
            yield phrases.TABLE_MAP_IT.of(self._language)

    def choice(self, choice: DemoChoice) -> Iterator[str]:
        """Yield which demos there are to choose from; the suggestions below run them."""
        opening = phrases.NO_SUCH_DEMO if choice.missing else phrases.WHICH_DEMO
        yield opening.of(self._language)
        chosen = [self._demos[name] for name in choice.names]
        yield "\n".join(
            f"- **{demo.title.of(self._language)}** {demo.description.of(self._language)}" for demo in chosen
        )

    def offers(self, section: Section) -> Iterator[str]:
        """Yield how to ask for each demo of a section."""
        for demo in self._demos.values():
            if section.ref in demo.homes(section.language) and demo.examples:
                yield phrases.DEMO_OFFER.of(self._language, request=demo.examples[0].of(self._language))

    def _needed(self, demo: Demo) -> str:
        """Return which columns a demo's tables have, each table by its name where there are several."""
        kinds = table_parameters(demo)
        named = [
            (wording_of(demo.parameters.model_fields[name]).title.of(self._language), kind)
            for name, kind in kinds.items()
        ]
        colon, stop = ("：", "；") if self._language == "zh" else (": ", "; ")
        parts = [f"{title}{colon}{kind.named_columns(self._language)}" for title, kind in named]
        return stop.join(parts)

    def _files(self, names: Sequence[str]) -> str:
        return phrases.NAME_SEPARATOR.of(self._language).join(f"**{escaped(name)}**" for name in names)


def found_by(call: ToolCall, language: Language) -> Iterator[str]:
    """Yield what a demo's run found, or why there was none."""
    if call.error or call.result is None:
        yield phrases.DEMO_FAILED.of(language, reason=call.error or "")
        return
    first, *others = call.result["findings"][language]
    yield f"**{first}**"
    if others:
        yield "\n".join(f"- {finding}" for finding in others)


def demo_source(call: ToolCall, evidence: Evidence, demos: Demos, quoter: Quoter) -> str:
    """Return a sentence that cites the sections a demo comes from; "" where none of them was found."""
    language = quoter.language
    sections = {hit.section.ref: hit for hit in evidence.sections}
    homes = [sections[home] for home in demos[call.name].homes(language) if home in sections]
    names = [quoter.cited_name(hit) for hit in homes[:_MOST_SOURCES]]
    if not names:
        return ""
    return phrases.DEMO_SOURCE.of(language, sections=phrases.NAME_SEPARATOR.of(language).join(names))
