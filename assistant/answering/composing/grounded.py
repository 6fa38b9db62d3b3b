"""The engine that needs no model: it composes the answer from the passages themselves."""

from collections.abc import Callable, Generator, Iterable, Iterator, Sequence
from itertools import chain, groupby

from assistant.answering.composing import phrases
from assistant.answering.composing.content_words import content_tokens
from assistant.answering.composing.phrases import reply_to
from assistant.answering.composing.selection import Selection, bold_name, introduces, select
from assistant.answering.engine import Outcome
from assistant.answering.events import Event, TextDelta
from assistant.answering.toolbox import Toolbox
from assistant.checking.cited_lines import escape_marks, mark_sentences
from assistant.checking.citing import Citations
from assistant.documents import Library, Passage, Section, escaped
from assistant.documents.naming import beside_others, section_name, speakers
from assistant.retrieval.evidence import Evidence, SectionHit
from assistant.store.messages import ToolCall
from assistant.text import Language, sentences
from assistant.tools.demo import Demo, Demos
from assistant.tools.matching import TableChoice, table_parameters
from assistant.tools.parameters import wording_of
from assistant.tools.requests import DemoChoice
from assistant.understanding.act import Reference, Turn
from assistant.understanding.asking import compared_terms

_ITEM_SENTENCES = 3
_NEAREST = 2


class GroundedEngine:
    """Quotes the passages that answer, each sentence with its citation; refuses where there are none."""

    name = "grounded"

    def __init__(self, library: Library) -> None:
        """Compose from a library's passages."""
        self._library = library

    def answer(self, turn: Turn, evidence: Evidence, toolbox: Toolbox) -> Generator[Event, None, Outcome]:
        """Yield the answer paragraph by paragraph; return its citations and whether it refused."""
        writer = _Writer(turn.language, toolbox.demos, self._library)
        refused = False
        if reply := reply_to(turn, self._library):
            blocks: Iterable[str] = (reply.of(turn.language),)
        elif turn.request:
            # Where a model that broke off has run just this already, the toolbox knows what it showed.
            call = yield from toolbox.run(turn.request.name, turn.request.arguments, turn.request.drawn)
            blocks = chain(writer.matched(turn), writer.demo(call, evidence), writer.unused(turn, toolbox))
        elif turn.table_choice:
            blocks = writer.table_choice(turn, turn.table_choice)
        elif turn.choice:
            blocks = writer.choice(turn.choice)
        elif turn.reference:
            blocks = writer.reference(turn.reference)
        elif not evidence.answerable:
            refused = True
            blocks = writer.refusal(evidence)
        else:
            blocks = chain(writer.answer(turn, evidence), writer.elsewhere(evidence))
        for number, block in enumerate(block for block in blocks if block):
            yield TextDelta(block if number == 0 else f"\n\n{block}", writer.citations.all())
        return Outcome(writer.citations.all(), refused, engine=self.name)


class _Writer:
    """Writes the Markdown blocks of one answer and numbers its citations."""

    def __init__(self, language: Language, demos: Demos, library: Library) -> None:
        self.citations = Citations(sources_in(library, language))
        self._library = library
        self._demos = demos
        self._language: Language = language

    def answer(self, turn: Turn, evidence: Evidence) -> Iterator[str]:
        """Yield the blocks of an answer from evidence that covers the question."""
        if (chapter := _chapter(evidence)) is not None:
            yield from self._chapter(chapter)
            return
        if "comparison" in turn.forms and (pair := _comparison(turn.question, evidence)):
            yield phrases.COMPARISON.of(self._language)
            yield "\n".join(f"- {self._quote(section, passage)}" for section, passage in pair)
            yield from self._notes(select(turn.question, _hit_of(pair[0][0], evidence), turn.forms))
            return
        question = turn.queries[0] if turn.queries else turn.question
        selection = select(question, evidence.sections[0], turn.forms)
        yield from self._selection(selection)
        yield from self._demo_offer(selection.section)

    def elsewhere(self, evidence: Evidence) -> Iterator[str]:
        """Yield which other documents have a section of the same name."""
        if evidence.elsewhere:
            names = (section_name(self._library, each, self._language) for each in evidence.elsewhere)
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
        yield from self._passages(section, content, item_sentences=None)
        yield from self._note_blocks(section, notes)

    def _nothing_more(self, section: Section) -> Iterator[str]:
        """Yield that a section is told, with its last word once more."""
        last = next((p for p in reversed(section.passages) if p.note != "warning"), section.passages[-1])
        yield phrases.NOTHING_MORE.of(
            self._language, section=section_name(self._library, section, self._language)
        )
        yield self._quote(section, last)

    def refusal(self, evidence: Evidence) -> Iterator[str]:
        """Yield one friendly sentence with the nearest sections."""
        nearest = evidence.sections[:_NEAREST]
        if not nearest:
            yield phrases.NOT_COVERED_AT_ALL.of(self._language)
            return
        names = [_section_name(hit, self._library, self.citations, self._language) for hit in nearest]
        phrase = phrases.NEAR if evidence.coverage == "near" else phrases.NOT_COVERED
        said = speakers(self._library).of(self._language)
        verbs = phrases.ONE_SPEAKS if len(self._library.ids) == 1 else phrases.SEVERAL_SPEAK
        yield phrase.of(
            self._language,
            speakers=said[:1].upper() + said[1:],
            sections=phrases.SECTION_AND.of(self._language).join(names),
            **verbs,
        )

    def demo(self, call: ToolCall, evidence: Evidence) -> Iterator[str]:
        """Yield what a demo's run found, and what that says of the article's claims."""
        yield from found_by(call, self._language)
        if call.error or call.result is None:
            return
        yield demo_source(call, evidence, self._library, self.citations, self._demos, self._language)

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

    def choice(self, choice: DemoChoice) -> Iterator[str]:
        """Yield which demos there are to choose from; the suggestions below run them."""
        opening = phrases.NO_SUCH_DEMO if choice.missing else phrases.WHICH_DEMO
        yield opening.of(self._language)
        chosen = [self._demos[name] for name in choice.names]
        yield "\n".join(
            f"- **{demo.title.of(self._language)}** {demo.description.of(self._language)}" for demo in chosen
        )

    def _selection(self, selection: Selection) -> Iterator[str]:
        section = selection.section
        yield from self._passages(section, (*selection.lead, *selection.body), item_sentences=_ITEM_SENTENCES)
        if selection.siblings:
            names = [f"{bold_name(p)} {self.citations.mark(section, p)}" for p in selection.siblings]
            yield phrases.SIBLINGS.of(
                self._language, names=phrases.NAME_SEPARATOR.of(self._language).join(names)
            )
        yield from self._notes(selection)

    def _notes(self, selection: Selection) -> Iterator[str]:
        yield from self._note_blocks(selection.section, (*selection.warnings, *selection.tips[:1]))

    def _note_blocks(self, section: Section, notes: Iterable[Passage]) -> Iterator[str]:
        for note in notes:
            text = self._quote(section, note)
            yield (
                phrases.WARNING.of(self._language, text=text) if note.note in ("warning", "caution") else text
            )

    def _passages(
        self, section: Section, passages: Iterable[Passage], *, item_sentences: int | None
    ) -> Iterator[str]:
        """Yield passages in order as blocks: neighbouring items become one list, neighbouring formulas share a caption."""
        introduced = False
        groups = [list(group) for _, group in groupby(passages, key=_group)]
        for members, following in zip(groups, [*groups[1:], []], strict=True):
            first = members[0]
            if first.kind == "item":
                yield "\n".join(
                    self._item(section, p, item_sentences, alone=len(members) == 1) for p in members
                )
            elif first.kind in phrases.CAPTIONS:
                if not introduced:
                    yield phrases.CAPTIONS[first.kind].of(self._language, mark=self._marks(section, members))
                yield from (passage.text for passage in members)
            else:
                introduced = introduces(first) and bool(following) and following[0].kind in phrases.CAPTIONS
                yield self._quote(section, first) + (self._marks(section, following) if introduced else "")

    def _marks(self, section: Section, passages: Iterable[Passage]) -> str:
        return "".join(self.citations.mark(section, passage) for passage in passages)

    def _item(self, section: Section, passage: Passage, limit: int | None, *, alone: bool) -> str:
        text = self._quote(section, passage, limit)
        if alone:
            return text
        bullet = f"{passage.item}." if _is_ordered(section, passage) else "-"
        return f"{bullet} {_indented(text)}"

    def _quote(self, section: Section, passage: Passage, limit: int | None = None) -> str:
        """Return a passage's Markdown with its mark after each sentence; what has no sentences stays whole."""
        mark = self.citations.mark(section, passage)
        if passage.kind in phrases.CAPTIONS or "```" in passage.text or "$$" in passage.text:
            return f"{passage.text}\n\n{mark}"
        return mark_sentences(escape_marks(passage.text), mark, limit)

    def _chapter(self, hits: tuple[SectionHit, ...]) -> Iterator[str]:
        parent = hits[0].section.parent or ""
        yield phrases.CHAPTER.of(self._language, number=parent, count=len(hits))
        lines = []
        for hit in hits:
            content = next((p for p in hit.section.passages if p.note is None), None)
            name = section_name(self._library, hit.section, self._language)
            lines.append(f"- **{name}** {self._quote(hit.section, content, 1) if content else ''}")
        yield "\n".join(lines)

    def _demo_offer(self, section: Section) -> Iterator[str]:
        for demo in self._demos.values():
            if section.ref in demo.homes(section.language) and demo.examples:
                yield phrases.DEMO_OFFER.of(self._language, request=demo.examples[0].of(self._language))


def found_by(call: ToolCall, language: Language) -> Iterator[str]:
    """Yield what a demo's run found, or why there was none."""
    if call.error or call.result is None:
        yield phrases.DEMO_FAILED.of(language, reason=call.error or "")
        return
    first, *others = call.result["findings"][language]
    yield f"**{first}**"
    if others:
        yield "\n".join(f"- {finding}" for finding in others)


def demo_source(
    call: ToolCall,
    evidence: Evidence,
    library: Library,
    citations: Citations,
    demos: Demos,
    language: Language,
) -> str:
    """Return a sentence that cites the sections a demo comes from; "" where none of them was found."""
    sections = {hit.section.ref: hit for hit in evidence.sections}
    homes = [sections[home] for home in demos[call.name].homes(language) if home in sections]
    names = [_section_name(hit, library, citations, language) for hit in homes[:_NEAREST]]
    if not names:
        return ""
    return phrases.DEMO_SOURCE.of(language, sections=phrases.NAME_SEPARATOR.of(language).join(names))


def sources_in(library: Library, language: Language) -> Callable[[str], str]:
    """Return what names a citation's document, where more than one is loaded."""

    def source_of(document: str) -> str:
        name = beside_others(library, document)
        return name.of(language) if name else ""

    return source_of


def _section_name(hit: SectionHit, library: Library, citations: Citations, language: Language) -> str:
    passage = hit.passages[0].passage if hit.passages else None
    mark = citations.mark(hit.section, passage) if passage else ""
    return section_name(library, hit.section, language) + mark


def _group(passage: Passage) -> tuple[str, int]:
    """Passages with the same key are told together."""
    if passage.kind == "item":
        return "item", passage.block
    return (passage.kind, -1) if passage.kind in phrases.CAPTIONS else ("other", passage.index)


def _is_ordered(section: Section, passage: Passage) -> bool:
    return section.markdown[passage.start : passage.start + 4].lstrip()[:1].isdigit()


def _indented(markdown: str) -> str:
    """Return Markdown that stays inside its list item."""
    return markdown.replace("\n", "\n   ")


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
