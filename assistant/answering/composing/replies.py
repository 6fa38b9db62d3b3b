"""What the coach says to small talk: a greeting, thanks, a farewell, a nod, a mood, and who it is."""

from assistant.documents import Library
from assistant.documents.naming import document_name, only_manifest
from assistant.text import Bilingual
from assistant.understanding.turn import Turn

_MOST_NAMED = 5
_GREETING = Bilingual(
    zh="你好！我是 PM Coach。我的回答都出自{sources}，每句话后面的编号点开就是原文。可以先试试：",
    en="Hello! I am PM Coach. Everything I say comes from {sources}: click a number to read the passage behind a sentence. "
    "Try one of these:",
)
_ABILITIES = Bilingual(
    zh="我根据{sources}回答问题，每句话都标出处；被引用的章节可以打开核对；资料里有演示的，我当场跑给你看。资料没讲的，我会直说。可以先试试：",
    en="I answer questions from {sources} and show the source of each sentence; I open the cited section so that you can check "
    "it; where the sources have demos, I run them for you. What they do not cover, I tell you. Try one of these:",
)
_THANKS = Bilingual(
    zh="不客气！想继续的话，可以接着聊这些：",
    en="You're welcome! If you want to go on, here are some ideas:",
)
_FAREWELL = Bilingual(
    zh="再见，祝产品顺利！下次可以从这些问题接着聊：",
    en="Goodbye, and good luck with your product! Next time we could take up one of these:",
)
_NOD = Bilingual(
    zh="好的。想继续的话，可以接着聊这些：", en="Good. If you want to go on, here are some ideas:"
)
_MOOD = Bilingual(
    zh="我听到了。我能帮上忙的是产品经理的功课；想继续的时候，可以从这些开始：",
    en="I hear you. What I can help with is the work of a product manager; whenever you like, begin with one of these:",
)
_AND = Bilingual(zh="、", en=", ")
_AND_MORE = Bilingual(zh="{names}等 {count} 份资料", en="{names} and others, {count} documents in all")


def reply_to(turn: Turn, library: Library) -> Bilingual | None:
    """Return what is said to small talk; None where a message is none."""
    if turn.act != "chat":
        return None
    own = only_manifest(library)
    match turn.kind:
        case "greeting":
            return (own.greeting if own else None) or _GREETING.filled(sources=_sources(library))
        case "identity":
            return (own.abilities if own else None) or _ABILITIES.filled(sources=_sources(library))
        case "thanks":
            return _THANKS
        case "farewell":
            return _FAREWELL
        case "ack":
            return _NOD
        case _:
            return _MOOD


def _sources(library: Library) -> Bilingual:
    named = [
        library.manifests[document].name
        if document in library.manifests
        else document_name(library, document)
        for document in library.ids[:_MOST_NAMED]
    ]
    names = Bilingual(*(_AND.of(language).join(n.of(language) for n in named) for language in ("zh", "en")))
    return names if len(named) == len(library.ids) else _AND_MORE.filled(names=names, count=len(library.ids))
