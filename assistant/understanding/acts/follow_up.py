"""A message that leans on the reply before it: "那第二点呢", "还有吗", "缺点呢？", "它贵吗", "in English please"."""

import re

from assistant.documents import Passage, Section
from assistant.documents.addresses import section_addresses
from assistant.text import Bilingual, Language
from assistant.understanding.act import Act, Conversation, Reference, Turn
from assistant.understanding.asking import ordinal

_FOLLOW_UP_QUESTION = Bilingual(zh="{topic}：{rest}", en="{topic}: {rest}")
_MORE = Bilingual(zh="还有什么", en="what else")
# Standard deviations of the retriever's scores.
_MILD = 0.5
_STRONG = 1.5
_BOLD_NAME = re.compile(r"^\*\*(.+?)\*\*")
_LANGUAGES: tuple[tuple[Language, re.Pattern[str]], ...] = (
    ("en", re.compile(r"英[文语]|\benglish\b", re.IGNORECASE)),
    ("zh", re.compile(r"中文|汉语|普通话|\bchinese\b|\bmandarin\b", re.IGNORECASE)),
)
_OPENING = re.compile(
    r"^(?:(?:那么|那|然后|还有|而)[,，]?\s*|(?:and|what|how|about|but|so|then|the|its|their)\b[,]?\s+)+",
    re.IGNORECASE,
)
_CLOSING = re.compile(r"(?:呢|怎么样|如何)$")
_PUNCTUATION = " \t\n，,。.!！?？、~～:："


def _understand(text: str, kind: str, conversation: Conversation) -> Turn | None:
    answer = conversation.answer
    # A section's number is an address, whatever was said before.
    if answer is None or section_addresses(text):
        return None
    if kind == "reshape":
        return _reshaped(text, conversation)
    bare = text.strip(_PUNCTUATION)
    if reference := _reference(bare, kind, conversation):
        return _about(reference, bare, kind, text, conversation)
    language = conversation.language
    rest = _CLOSING.sub("", _OPENING.sub("", bare)).strip(_PUNCTUATION) or bare
    combined = _FOLLOW_UP_QUESTION.of(language, topic=_topic(conversation), rest=rest)
    context = conversation.context(_STRONG if kind == "pronoun" else _MILD)
    queries = (combined,) if kind == "more" else (rest, combined)
    return Turn(text, combined, language, queries=queries, context=context, history=conversation.history)


def _topic(conversation: Conversation) -> str:
    return (conversation.answer.question if conversation.answer else "").rstrip("？?。. ")


def _reshaped(text: str, conversation: Conversation) -> Turn:
    """Ask the question before once more, in the language that the message names."""
    language = next((each for each, name in _LANGUAGES if name.search(text)), conversation.language)
    question = _topic(conversation)
    return Turn(
        text,
        question,
        language,
        queries=(question,),
        context=conversation.context(_STRONG),
        history=conversation.history,
    )


def _about(reference: Reference, bare: str, kind: str, text: str, conversation: Conversation) -> Turn:
    """Ask for the passages that the conversation points at."""
    language = conversation.language
    name = _FOLLOW_UP_QUESTION.of(language, topic=reference.section.title, rest=_rest(bare, kind, reference))
    return Turn(
        text,
        name,
        language,
        queries=(name,),
        context=conversation.context(_MILD),
        reference=reference,
        history=conversation.history,
    )


def _reference(bare: str, kind: str, conversation: Conversation) -> Reference | None:
    """Resolve a point of the last answer's list, or what its section holds beyond what was told."""
    answer = conversation.answer
    if answer is None or not answer.citations or answer.refused:
        return None
    cited = answer.citations[0]
    section = conversation.library.at(cited.ref)
    if section is None:
        return None
    told = {c.passage for m in conversation.history for c in m.citations if c.ref == section.ref}
    if kind == "ordinal" and (meant := ordinal(bare)):
        return _item(section, meant.position, told, conversation)
    if kind == "more":
        untold = tuple(p for p in section.passages if p.index not in told)
        return Reference(section, untold)
    return None


def _item(section: Section, position: int, told: set[int], conversation: Conversation) -> Reference | None:
    """Return the n-th point as the learner saw it, with what else its section says of it or has not told yet."""
    seen: list[tuple[Section, Passage]] = []
    for citation in conversation.answer.citations if conversation.answer else ():
        home = conversation.library.at(citation.ref)
        if home and citation.passage < len(home.passages) and home.passages[citation.passage].kind == "item":
            seen.append((home, home.passages[citation.passage]))
    listed = [(section, passage) for passage in section.passages if passage.kind == "item"]
    for candidates in (seen, listed):
        if 1 <= abs(position) <= len(candidates):
            home, passage = candidates[position - 1 if position > 0 else position]
            untold = (p for p in home.passages if p.kind == "paragraph" and p.index not in told)
            return Reference(home, (passage, *(_mentions(home, passage) or tuple(untold)[:1])))
    return None


def _mentions(section: Section, passage: Passage) -> tuple[Passage, ...]:
    """Return the section's other passages that name the same thing, notes included."""
    if not (found := _BOLD_NAME.match(passage.text)):
        return ()
    name = found.group(1).strip("：:. ")
    return tuple(
        other for other in section.passages if other is not passage and name.lower() in other.plain.lower()
    )


def _rest(bare: str, kind: str, reference: Reference) -> str:
    """Name what is asked for: the point's own name, else the learner's words."""
    found = _BOLD_NAME.match(reference.passages[0].text) if kind == "ordinal" else None
    return found.group(1).strip("：:. ") if found else (bare or _MORE.of(reference.section.language))


ACT = Act(
    "follow_up",
    reported="answer",
    needs="reply",
    understand=_understand,
    # To look where the last answer came from costs a question little.
    sure=0.35,
    kinds=("pronoun", "ellipsis", "ordinal", "more", "reshape"),
)
