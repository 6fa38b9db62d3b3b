"""The engine that needs no model: it composes the answer from the passages themselves."""

import re
from collections.abc import Generator, Iterable, Iterator
from itertools import chain

from assistant.answering.composing import phrases
from assistant.answering.composing.content_words import content_tokens
from assistant.answering.composing.demo_blocks import DemoBlocks
from assistant.answering.composing.phrases import reply_to
from assistant.answering.composing.quoting import Quoter
from assistant.answering.composing.selection import Selection, bold_name, select
from assistant.answering.engine import Outcome
from assistant.answering.events import Event, TextDelta
from assistant.answering.toolbox import Toolbox
from assistant.documents import Library, Passage, Section
from assistant.documents.naming import said_by, speakers
from assistant.retrieval.evidence import Evidence, SectionHit
from assistant.text import Language, sentences
from assistant.understanding.act import Reference, Turn
from assistant.understanding.asking import compared_terms

_ITEM_SENTENCES = 3
_NEAREST = 2
_STRUCTURED = re.compile(r"[-|>$`#]|\d{1,9}\. ")


class GroundedEngine:
    """Quotes the passages that answer, each sentence with its citation; refuses where there are none."""

    name = "grounded"

    def __init__(self, library: Library) -> None:
        """Compose from a library's passages."""
        self._library = library

    def answer(self, turn: Turn, evidence: Evidence, toolbox: Toolbox) -> Generator[Event, None, Outcome]:
        """Yield the answer paragraph by paragraph; return its citations and whether it refused."""
        quoter = Quoter(self._library, turn.language)
        of_demos = DemoBlocks(toolbox.demos, quoter)
        writer = _Writer(self._library, quoter, of_demos)
        refused = False
        if reply := reply_to(turn, self._library):
            blocks: Iterable[str] = (reply.of(turn.language),)
        elif turn.request:
            # Where a model that broke off has run just this already, the toolbox knows what it showed.
            call = yield from toolbox.run(turn.request.name, turn.request.arguments, turn.request.drawn)
            blocks = chain(
                of_demos.matched(turn), of_demos.run(call, evidence), of_demos.unused(turn, toolbox)
            )
        elif turn.table_choice:
            blocks = of_demos.table_choice(turn, turn.table_choice)
        elif turn.choice:
            blocks = of_demos.choice(turn.choice)
        elif turn.reference:
            blocks = writer.reference(turn.reference)
        elif not evidence.answerable:
            refused = True
            blocks = writer.refusal(evidence)
        else:
            blocks = chain(writer.answer(turn, evidence), writer.elsewhere(evidence))
        for number, block in enumerate(block for block in blocks if block):
            yield TextDelta(block if number == 0 else f"\n\n{block}", quoter.citations.all())
        return Outcome(quoter.citations.all(), refused, engine=self.name)


class _Writer:
    """Writes the Markdown blocks of one answer that come from passages."""

    def __init__(self, library: Library, quoter: Quoter, of_demos: DemoBlocks) -> None:
        self._library = library
        self._quoter = quoter
        self._of_demos = of_demos
        self._language: Language = quoter.language

    def answer(self, turn: Turn, evidence: Evidence) -> Iterator[str]:
        """Yield the blocks of an answer from evidence that covers the question."""
        if (chapter := _chapter(evidence)) is not None:
            yield from self._chapter(chapter)
            return
        if "comparison" in turn.forms and (pair := _comparison(turn.question, evidence)):
            yield phrases.COMPARISON.of(self._language)
            yield "\n".join(f"- {self._quoter.quote(section, passage)}" for section, passage in pair)
            yield from self._notes(select(turn.question, _hit_of(pair[0][0], evidence), turn.forms))
            return
        question = turn.queries[0] if turn.queries else turn.question
        selection = select(question, evidence.sections[0], turn.forms)
        yield from _introduced(self._speaker(selection.section, evidence), self._selection(selection))
        yield from self._additions(question, turn, evidence)
        yield from self._of_demos.offers(selection.section)

    def _speaker(self, section: Section, evidence: Evidence) -> str:
        """Return which document answers, where another comes before it or has something to add; else ""."""
        name = _capital(self._quoter.name(section))
        if evidence.silent:
            silent = said_by(self._library, evidence.silent).of(self._language)
            verbs = phrases.ONE_SPEAKS if len(evidence.silent) == 1 else phrases.SEVERAL_SPEAK
            return phrases.SAYS_ALONE.of(
                self._language, silent=_capital(silent), section=self._quoter.name(section), do=verbs["do"]
            )
        return phrases.SAYS.of(self._language, section=name) if evidence.also else ""

    def _additions(self, question: str, turn: Turn, evidence: Evidence) -> Iterator[str]:
        """Yield the point of each further document that answers as well."""
        for hit in evidence.also:
            selection = select(question, hit, turn.forms)
            told = (selection.lead or selection.body)[:1]
            adds = phrases.ADDS.of(self._language, section=_capital(self._quoter.name(hit.section)))
            blocks = self._quoter.quotes(hit.section, told, item_sentences=_ITEM_SENTENCES)
            yield from _introduced(adds, blocks)

    def elsewhere(self, evidence: Evidence) -> Iterator[str]:
        """Yield which other documents have a section of the same name."""
        if evidence.elsewhere:
            names = (self._quoter.name(each) for each in evidence.elsewhere)
            joined = phrases.NAME_SEPARATOR.of(self._language).join(names)
            yield phrases.ALSO_ELSEWHERE.of(self._language, sections=joined)

    def reference(self, reference: Reference) -> Iterator[str]:
        """Yield the passages that a follow-up points at."""
        section = reference.section
        if not reference.passages:
            yield from self._nothing_more(section)
            return
        content = [p for p in reference.passages if p.note is None]
        notes = [p for p in reference.passages if p.note]
        yield from self._quoter.quotes(section, content, item_sentences=None)
        yield from self._note_blocks(section, notes)

    def _nothing_more(self, section: Section) -> Iterator[str]:
        """Yield that a section is told, with its last word once more."""
        last = next((p for p in reversed(section.passages) if p.note != "warning"), section.passages[-1])
        yield phrases.NOTHING_MORE.of(self._language, section=self._quoter.name(section))
        yield self._quoter.quote(section, last)

    def refusal(self, evidence: Evidence) -> Iterator[str]:
        """Yield one friendly sentence with the nearest sections."""
        nearest = evidence.sections[:_NEAREST]
        if not nearest:
            yield phrases.NOT_COVERED_AT_ALL.of(self._language)
            return
        names = [self._quoter.cited_name(hit) for hit in nearest]
        phrase = phrases.NEAR if evidence.coverage == "near" else phrases.NOT_COVERED
        said = speakers(self._library).of(self._language)
        verbs = phrases.ONE_SPEAKS if len(self._library.ids) == 1 else phrases.SEVERAL_SPEAK
        yield phrase.of(
            self._language,
            speakers=_capital(said),
            sections=phrases.SECTION_AND.of(self._language).join(names),
            **verbs,
        )

    def _selection(self, selection: Selection) -> Iterator[str]:
        section = selection.section
        yield from self._quoter.quotes(
            section, (*selection.lead, *selection.body), item_sentences=_ITEM_SENTENCES
        )
        if selection.siblings:
            names = [f"{bold_name(p)} {self._quoter.citations.mark(section, p)}" for p in selection.siblings]
            yield phrases.SIBLINGS.of(
                self._language, names=phrases.NAME_SEPARATOR.of(self._language).join(names)
            )
        yield from self._notes(selection)

    def _notes(self, selection: Selection) -> Iterator[str]:
        yield from self._note_blocks(selection.section, (*selection.warnings, *selection.tips[:1]))

    def _note_blocks(self, section: Section, notes: Iterable[Passage]) -> Iterator[str]:
        for note in notes:
            text = self._quoter.quote(section, note)
            yield (
                phrases.WARNING.of(self._language, text=text) if note.note in ("warning", "caution") else text
            )

    def _chapter(self, hits: tuple[SectionHit, ...]) -> Iterator[str]:
        parent = hits[0].section.parent or ""
        yield phrases.CHAPTER.of(self._language, number=parent, count=len(hits))
        lines = []
        for hit in hits:
            content = next((p for p in hit.section.passages if p.note is None), None)
            name = self._quoter.name(hit.section)
            lines.append(f"- **{name}** {self._quoter.quote(hit.section, content, 1) if content else ''}")
        yield "\n".join(lines)


def _introduced(words: str, blocks: Iterable[str]) -> Iterator[str]:
    """Yield blocks behind words that say whose they are: on the line of a first paragraph, else above what follows."""
    for number, block in enumerate(blocks):
        if number or not words:
            yield block
        elif _STRUCTURED.match(block):
            yield from (words, block)
        else:
            yield f"{words}{'' if words.endswith('：') else ' '}{block}"


def _capital(words: str) -> str:
    return words[:1].upper() + words[1:]


def _chapter(evidence: Evidence) -> tuple[SectionHit, ...] | None:
    """Return the hits of a whole chapter where the question was about a chapter."""
    first = evidence.sections[0]
    siblings = tuple(
        hit
        for hit in evidence.sections
        if hit.section.parent == first.section.parent and hit.score == first.score
    )
    return siblings if len(siblings) > 1 and first.section.parent else None


def _hit_of(section: Section, evidence: Evidence) -> SectionHit:
    return next(hit for hit in evidence.sections if hit.section is section)


def _comparison(
    question: str, evidence: Evidence
) -> tuple[tuple[Section, Passage], tuple[Section, Passage]] | None:
    """Return the passage that says most of each of two compared things, or None."""
    terms = compared_terms(question)
    if not terms:
        return None
    found = [_best_for(term, evidence) for term in terms]
    if found[0] is None or found[1] is None or found[0][1] is found[1][1]:
        return None
    return found[0], found[1]


def _best_for(term: str, evidence: Evidence) -> tuple[Section, Passage] | None:
    wanted = content_tokens(term)
    best: tuple[float, Section, Passage] | None = None
    for rank, hit in enumerate(evidence.sections):
        for passage in hit.section.passages:
            if passage.note or passage.kind not in ("item", "paragraph"):
                continue
            named = len(wanted & content_tokens(bold_name(passage))) * 2
            score = (
                named
                + len(wanted & content_tokens(sentences(passage.plain)[0] if passage.plain else ""))
                - 0.1 * rank
            )
            if wanted and score >= len(wanted) and (best is None or score > best[0]):
                best = (score, hit.section, passage)
    return best[1:] if best else None
