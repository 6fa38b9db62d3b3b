"""What the coach says in its own words: around the passages of an answer, and to small talk."""

from collections.abc import Mapping

from assistant.documents import Library, PassageKind
from assistant.documents.naming import document_name, only_manifest
from assistant.text import Bilingual
from assistant.understanding.act import Turn

WARNING = Bilingual(zh="**要留意**：{text}", en="**Mind this:** {text}")
CAPTIONS: Mapping[PassageKind, Bilingual] = {
    "formula": Bilingual(zh="公式：{mark}", en="Formula: {mark}"),
    "code": Bilingual(zh="代码：{mark}", en="Code: {mark}"),
    "table": Bilingual(zh="对照：{mark}", en="Compared: {mark}"),
    "diagram": Bilingual(zh="流程图：{mark}", en="Flow chart: {mark}"),
}
SIBLINGS = Bilingual(zh="同一节还讲到：{names}。", en="The same section also covers: {names}.")
NAME_SEPARATOR = Bilingual(zh="、", en="; ")
DEMO_OFFER = Bilingual(
    zh="想亲眼看看吗？输入“{request}”，我现在就算给你看。",
    en='Want to see for yourself? Type "{request}" and I will run it now.',
)
CHAPTER = Bilingual(zh="第 {number} 章分 {count} 节：", en="Chapter {number} has {count} sections:")
COMPARISON = Bilingual(zh="把两者放在一起看：", en="Side by side:")
NOTHING_MORE = Bilingual(
    zh="{section}的内容都讲到了，最后记住这一条就好：",
    en="That is all of {section}. If you keep one thing of it, keep this:",
)
NOT_COVERED = Bilingual(
    zh="这个问题{speakers}没有讲到。最接近的是 {sections}，要看看吗？",
    en="{speakers} {do} not cover this. The nearest {they_have}: {sections}. Shall we look there?",
)
NEAR = Bilingual(
    zh="{speakers}没有直接回答这个问题，最接近的是 {sections}。",
    en="{speakers} {do} not answer this directly. The nearest {they_have}: {sections}.",
)
ONE_SPEAKS = {"do": "does", "they_have": "it has"}
SEVERAL_SPEAK = {"do": "do", "they_have": "they have"}
"""The verbs of an English refusal, by whether one document speaks."""
SAYS = Bilingual(zh="{section}说：", en="{section} says:")
SAYS_ALONE = Bilingual(
    zh="{silent}没有讲这一点；{section}说：", en="{silent} {do} not cover this; {section} says:"
)
"""Where a document that comes first has nothing to say and another answers."""
ADDS = Bilingual(zh="{section}补充：", en="{section} adds:")
"""Where a second document answers as well."""
ALSO_ELSEWHERE = Bilingual(zh="同名的还有 {sections}。", en="There is also {sections}.")
ABOUT_SECTION = Bilingual(zh="{section} 讲了什么？", en="What does {section} say?")
NOT_COVERED_AT_ALL = Bilingual(
    zh="这个问题我手上的资料没有讲到。换个问法，或者问问资料里的内容试试？",
    en="My sources do not cover this. Try other words, or ask about something they do cover.",
)
SECTION_AND = Bilingual(zh=" 和 ", en=" and ")
WHICH_DEMO = Bilingual(
    zh="这里有几个演示，要跑哪一个？", en="There are several demos here. Which one shall I run?"
)
NO_SUCH_DEMO = Bilingual(
    zh="没有这样的演示。和它最接近的是：", en="There is no such demo. The nearest to it:"
)
DEMO_FAILED = Bilingual(zh="演示没有运行：{reason}", en="The demo did not run: {reason}")
TABLE_MATCHED = Bilingual(
    zh="按列名看，{files} 可以用来跑“{demo}”，已经用它跑了。",
    en="By its columns, {files} is for the “{demo}”: here it is, run on that table.",
)
TABLE_UNUSED = Bilingual(
    zh="{files} 没有用上：这次的演示不需要它。它留在你的表格里，可以再指定别的演示。",
    en="{files} was not used: this demo has no need of it. It stays among your tables, and you can name another demo for it.",
)
TABLE_FOR_WHICH = Bilingual(
    zh="{files} 的列够几个演示用，要跑哪一个？",
    en="{files} has the columns of several demos. Which one shall I run?",
)
TABLE_FOR_NONE = Bilingual(
    zh="{files} 收到了，但按列名对不上任何演示。下面这些演示能用你自己的表格，各需要这些列：",
    en="{files} has arrived, but its columns go by no name that a demo knows. These demos take a table of your own, with "
    "these columns:",
)
TABLE_MAP_IT = Bilingual(
    zh="选一个演示，再告诉我表里的哪一列是它要的哪一列。",
    en="Choose a demo, then tell me which column of your table is which.",
)
DEMO_SOURCE = Bilingual(zh="这个演示出自 {sections}。", en="The demo comes from {sections}.")


_MOST_NAMED = 5
_GREETING = Bilingual(
    zh="你好！我是 PM Coach。我的回答都出自{sources}，每句话后面的编号点开就是出处。可以先试试：",
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
