"""The library, and sections wherever they are shown."""

from assistant.text import Bilingual

# Sections
NOTES = {
    "tip": (Bilingual(zh="行动建议", en="Try this"), ":material/lightbulb:"),
    "note": (Bilingual(zh="说明", en="Note"), ":material/info:"),
    "important": (Bilingual(zh="重点", en="Important"), ":material/priority_high:"),
    "warning": (Bilingual(zh="勘误与提醒", en="Correction"), ":material/error:"),
    "caution": (Bilingual(zh="小心", en="Caution"), ":material/error:"),
}

# Library
CONTENTS = Bilingual(zh="目录", en="Contents")
SEARCH = Bilingual(zh="搜索资料", en="Search the library")
SEARCH_WAITS = Bilingual(
    zh="模型醒来之后就能搜索，目录现在就能读。",
    en="Search works once the model is awake; the contents can be read now.",
)
RESULTS = Bilingual(zh="“{query}”最相关的章节", en="Sections closest to “{query}”")
NO_RESULTS = Bilingual(
    zh="资料里没有和“{query}”相关的内容，换个说法试试。",
    en="Nothing in the library fits “{query}”; try other words.",
)
ONLY_NEAR = Bilingual(
    zh="没有直接讲到“{query}”的章节，下面是最接近的。",
    en="No section covers “{query}” directly; these come nearest.",
)
PREVIOUS = Bilingual(zh="上一节", en="Previous")
NEXT = Bilingual(zh="下一节", en="Next")
ASK_ABOUT = Bilingual(zh="就这一节提问", en="Ask about this section")
ASK_ABOUT_QUESTION = Bilingual(zh="{address}《{title}》讲了什么？", en="What does {address} “{title}” say?")
RUN_DEMO = Bilingual(zh="运行“{demo}”", en="Run “{demo}”")
EMPTY_LIBRARY = Bilingual(
    zh="资料库里还没有这种语言的资料。", en="The library has nothing in this language yet."
)
NO_SECTION = Bilingual(
    zh="没有编号为“{address}”的章节，先从第一节读起。",
    en="There is no section “{address}”; here is the first one.",
)
SECTION_HERE = Bilingual(zh="这一节分成下面几节：", en="This section has these parts:")
