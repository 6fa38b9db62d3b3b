"""What a model may call: the demos, and looking further in the library."""

import json
from collections.abc import Callable, Generator, Iterator
from typing import Any

from assistant.answering.events import Event, Retrieved
from assistant.answering.llm.prompt import LONGEST_RESULT, Sources, bounded, fenced, worth_giving
from assistant.answering.llm.runs import describe_call
from assistant.answering.toolbox import Toolbox
from assistant.documents import Library, Passage, Section
from assistant.documents.addresses import section_addresses
from assistant.documents.naming import beside_others, document_name, documents_named
from assistant.models.deltas import ModelCall
from assistant.retrieval.evidence import Evidence
from assistant.store.messages import PassageKey
from assistant.text import Bilingual, Language
from assistant.tools.demo import Demos
from assistant.understanding.act import Turn

Search = Callable[[str, Language], Evidence]

SEARCH, OPEN = "search_sources", "open_section"
_SEARCH_FOR = Bilingual(zh="在资料里找另外的内容", en="Find other passages in the sources.")
_QUERY = Bilingual(zh="要找什么，一句话", en="What to look for, in a sentence")
_OPEN_FOR = Bilingual(zh="读一节的全文", en="Read a whole section.")
_SECTION = Bilingual(zh='章节号，例如 "9.2"', en='The section\'s number, e.g. "9.2"')
_FOUND_NOTHING = Bilingual(zh="资料里没有这方面的内容。", en="The sources have nothing on this.")
_DOCUMENT = Bilingual(zh="哪一份资料：{known}", en="Which document: {known}")
_NO_SECTION = Bilingual(
    zh="没有 {address} 这一节。现有：{known}", en="There is no section {address}. There are: {known}"
)
_WHICH_DOCUMENT = Bilingual(
    zh="有几份资料都有 {address} 这一节，请用 document 指明：{known}",
    en="Several documents have a section {address}; name one with document: {known}",
)
_UNKNOWN = Bilingual(
    zh="错误：没有叫“{name}”的工具。能用的：{known}。",
    en='Error: there is no tool "{name}". You may use: {known}.',
)
_MALFORMED = Bilingual(
    zh="错误：参数要是一个 JSON 对象，例如 {example}。",
    en="Error: arguments must be a JSON object, e.g. {example}.",
)
_LONG = Bilingual(
    zh="错误：参数太长，最多 {limit:,} 个字符。",
    en="Error: the arguments are too long; the limit is {limit:,} characters.",
)
_MISSING = Bilingual(zh="错误：缺少参数 {name}。", en="Error: the argument {name} is missing.")
_CUT = Bilingual(
    zh="（这一节太长，后面的没有列出；需要的话用 search_sources 找。）",
    en="(The section is too long to be given whole; look for the rest with search_sources.)",
)
_LONGEST_ARGUMENTS = 10_000
_LONGEST_NAMED = 200
"""Characters of a section or a document that a model names."""
_LONGEST_QUERY = 1_000


class ModelTools:
    """Runs the calls that a model makes for one answer."""

    def __init__(
        self,
        turn: Turn,
        sources: Sources,
        toolbox: Toolbox,
        library: Library,
        search: Search,
        tokens: int,
        *,
        tables_told: bool,
    ) -> None:
        self.given: list[PassageKey] = []
        """What the calls brought."""
        self._turn = turn
        self._sources = sources
        self._toolbox = toolbox
        self._library = library
        self._search = search
        self._tokens = tokens
        self._tables_told = tables_told

    @property
    def names(self) -> tuple[str, ...]:
        """Everything that can be called."""
        return (*self._toolbox.demos, SEARCH, OPEN)

    def run(self, call: ModelCall) -> Generator[Event, None, str]:
        """Run a call, yielding its events; return what the model is told, errors that it can mend among it."""
        language = self._turn.language
        arguments = arguments_of(call)
        if call.name not in self.names:
            return _UNKNOWN.of(language, name=call.name[:40], known=", ".join(self.names))
        if isinstance(call.arguments, str) and len(call.arguments) > _LONGEST_ARGUMENTS:
            return _LONG.of(language, limit=_LONGEST_ARGUMENTS)
        if arguments is None:
            example = {SEARCH: '{"query": "…"}', OPEN: '{"section": "9.2"}'}.get(call.name, "{}")
            return _MALFORMED.of(language, example=example)
        if call.name == SEARCH:
            return (yield from self._searched(str(arguments.get("query") or "")[:_LONGEST_QUERY]))
        if call.name == OPEN:
            section, document = (
                str(arguments.get(name) or "")[:_LONGEST_NAMED] for name in ("section", "document")
            )
            return self._opened(section, document)
        ran = yield from self._toolbox.run(call.name, arguments)
        return describe_call(ran, self._toolbox.demos, language, tables_told=self._tables_told)

    def _searched(self, query: str) -> Generator[Event, None, str]:
        if not query.strip():
            return _MISSING.of(self._turn.language, name="query")
        evidence = self._search(query, self._turn.language)
        if not evidence.answerable:
            return _FOUND_NOTHING.of(self._turn.language)
        yield Retrieved(evidence)
        return self._give(evidence)

    def _opened(self, address: str, document: str) -> str:
        language = self._turn.language
        found = self._found(address, document)
        if not found:
            known = ", ".join(self._name(each) for each in self._sections())
            # Where sections have no numbers, their titles are their addresses: text of the document as well.
            return fenced(bounded(_NO_SECTION.of(language, address=address[:20], known=known)))
        if len(found) > 1:
            known = ", ".join(document_name(self._library, each.document).of(language) for each in found)
            return fenced(bounded(_WHICH_DOCUMENT.of(language, address=address[:20], known=known)))
        read = list(_first_passages(found[0]))
        block, keys = self._sources.give([(found[0], passage) for passage in read], language)
        self.given += keys
        return block if len(read) == len(found[0].passages) else f"{block}\n{_CUT.of(language)}"

    def _name(self, section: Section) -> str:
        document = beside_others(self._library, section.document)
        return f"{document.of(self._turn.language)} {section.address}" if document else section.address

    def _give(self, evidence: Evidence) -> str:
        block, keys = self._sources.give(worth_giving(evidence, self._tokens), self._turn.language)
        self.given += keys
        return block

    def _sections(self) -> list[Section]:
        return [each for each in self._library.sections(self._turn.language) if each.passages]

    def _found(self, address: str, document: str) -> list[Section]:
        """Return the sections that a model may mean: of the document that it names, else of each, one a document."""
        wanted = {address.strip(), *section_addresses(address)}
        meant = {each for _, each in documents_named(self._library, document)}
        same = (each for each in self._sections() if each.address in wanted or each.title in wanted)
        first: dict[str, Section] = {}
        for each in same:
            if not meant or each.document in meant:
                first.setdefault(each.document, each)
        return list(first.values())


def _first_passages(section: Section) -> Iterator[Passage]:
    """Yield a section's passages, as many as one call tells."""
    left = LONGEST_RESULT
    for passage in section.passages:
        left -= len(passage.plain)
        if left < 0:
            return
        yield passage


def schemas(language: Language, demos: Demos, library: Library) -> list[dict[str, Any]]:
    """Return the tools as the OpenAI API takes them; the same in every turn of a language."""
    opening = _looking(OPEN, _OPEN_FOR, "section", _SECTION, language)
    if len(library.ids) > 1:
        known = ", ".join(document_name(library, document).of(language) for document in library.ids)
        described = {"type": "string", "description": _DOCUMENT.of(language, known=known)}
        opening["function"]["parameters"]["properties"]["document"] = described
    return [
        *(demo.tool(language) for demo in demos.values()),
        _looking(SEARCH, _SEARCH_FOR, "query", _QUERY, language),
        opening,
    ]


def arguments_of(call: ModelCall) -> dict[str, Any] | None:
    """Return a call's arguments, or None where they are no JSON object, or too long for any call."""
    if isinstance(call.arguments, dict):
        return call.arguments
    if len(call.arguments) > _LONGEST_ARGUMENTS:
        return None
    try:
        value = json.loads(call.arguments or "{}")
    except (ValueError, RecursionError):
        return None
    return value if isinstance(value, dict) else None


def _looking(
    name: str, purpose: Bilingual, parameter: str, meaning: Bilingual, language: Language
) -> dict[str, Any]:
    properties = {parameter: {"type": "string", "description": meaning.of(language)}}
    return {
        "type": "function",
        "function": {
            "name": name,
            "description": purpose.of(language),
            "parameters": {"type": "object", "properties": properties, "required": [parameter]},
        },
    }
