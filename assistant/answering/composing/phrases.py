"""What the grounded engine says in its own words, around the passages."""

from collections.abc import Mapping

from assistant.documents import PassageKind
from assistant.text import Bilingual

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
    zh="{address}《{title}》的内容都讲到了，最后记住这一条就好：",
    en='That is all of {address} "{title}". If you keep one thing of it, keep this:',
)
NOT_COVERED = Bilingual(
    zh="这个问题文章没有讲到。最接近的是 {sections}，要看看吗？",
    en="The article does not cover this. The nearest it has: {sections}. Shall we look there?",
)
NEAR = Bilingual(
    zh="文章没有直接回答这个问题，最接近的是 {sections}。",
    en="The article does not answer this directly. The nearest it has: {sections}.",
)
NOT_COVERED_AT_ALL = Bilingual(
    zh="这个问题我手上的资料没有讲到。换个问法，或者问问资料里的内容试试？",
    en="My sources do not cover this. Try other words, or ask about something they do cover.",
)
SECTION_NAME = Bilingual(zh="{address}《{title}》", en='{address} "{title}"')
SECTION_AND = Bilingual(zh=" 和 ", en=" and ")
WHICH_DEMO = Bilingual(
    zh="这里有几个演示，要跑哪一个？", en="There are several demos here. Which one shall I run?"
)
DEMO_FAILED = Bilingual(zh="演示没有运行：{reason}", en="The demo did not run: {reason}")
CLAIM = Bilingual(
    zh="文章 {section} 说的“{claimed}”：{found}",
    en='What {section} claims ("{claimed}"): {found}',
)
DEMO_SOURCE = Bilingual(zh="这个演示出自 {sections}。", en="The demo comes from {sections}.")
