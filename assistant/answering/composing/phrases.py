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
DEMO_FAILED = Bilingual(zh="演示没有运行：{reason}", en="The demo did not run: {reason}")
DEMO_SOURCE = Bilingual(zh="这个演示出自 {sections}。", en="The demo comes from {sections}.")
