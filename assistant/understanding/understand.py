"""From a message in a conversation to a turn."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace

from assistant.documents import Library, SectionRef
from assistant.store.messages import Message
from assistant.text import Language, detect_language
from assistant.text.language import HAN, is_han
from assistant.tools.demo import Demos
from assistant.tools.tables import DataTable
from assistant.understanding.act import Conversation, Turn
from assistant.understanding.acts import acts
from assistant.understanding.hearing import Hearing
from assistant.understanding.with_tables import with_tables, without_names

_TELLING = re.compile(rf"[{HAN}]|[A-Za-z]{{2,}}")


def understand(
    text: str,
    history: Sequence[Message],
    library: Library,
    demos: Demos,
    hearing: Hearing,
    *,
    preferred: Language | None = None,
    reading: SectionRef | None = None,
    tables: Mapping[str, DataTable] | None = None,
    came_along: bool = True,
) -> Turn:
    """Return the turn that a message makes.

    Args:
        text: The message, cleaned and not blank.
        history: The messages before it, oldest first.
        library: Where the sections lie that earlier answers cited.
        demos: The demos that there are here.
        hearing: Hears which act a message is.
        preferred: The language to answer in where the message itself tells none ("9.2", "BERT").
        reading: The section that is open beside the conversation.
        tables: The learner's tables that came with the message or that it names; their rows don't matter.
        came_along: Whether they came with it.
    """
    # What a file is called tells neither the language nor what is wanted.
    words = without_names(text, tables) if tables and came_along else text
    language = _language(words, history, preferred)
    conversation = Conversation(
        tuple(history), library, demos, language, reading, hearing.likely_demos, hearing.values
    )
    turn = replace(_heard(words or text, conversation, hearing), text=text)
    return with_tables(turn, conversation, tables, came_along=came_along) if tables else turn


def _heard(text: str, conversation: Conversation, hearing: Hearing) -> Turn:
    demos, language = conversation.demos, conversation.language
    for heard in hearing.hear(text, demos, conversation.reply, conversation.run):
        act = acts()[heard.act]
        if turn := act.understand(text, heard.kind, conversation):
            forms = hearing.forms(turn.queries[0]) if turn.queries else frozenset()
            return replace(turn, act=act.reported, kind=heard.kind, forms=forms)
    return Turn(text, text, language, queries=(text,), history=conversation.history)


def _language(text: str, history: Sequence[Message], preferred: Language | None) -> Language:
    """A message with few words of its own ("9.2", "BERT", "ok") stays in the language that is being spoken."""
    telling = _TELLING.findall(text)
    if any(is_han(found) for found in telling) or len(telling) > 2:
        return detect_language(text)
    if history:
        return history[-1].language
    return preferred or (detect_language(text) if telling else "zh")
