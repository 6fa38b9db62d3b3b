"""The library, sections wherever they are shown, and the learner's own files."""

from assistant.text import Bilingual

# Sections
NOTES = {
    "tip": (Bilingual(zh="行动建议", en="Try this"), ":material/lightbulb:"),
    "note": (Bilingual(zh="说明", en="Note"), ":material/info:"),
    "important": (Bilingual(zh="重点", en="Important"), ":material/priority_high:"),
    "warning": (Bilingual(zh="勘误与提醒", en="Correction"), ":material/error:"),
    "caution": (Bilingual(zh="小心", en="Caution"), ":material/error:"),
}

SOURCES = Bilingual(zh="这一节依据", en="What this section rests on")
SOURCE = Bilingual(
    zh="{authors}（{year}）：{title}，{published}。", en="{authors} ({year}): {title}. {published}."
)

# Library
CONTENTS = Bilingual(zh="目录", en="Contents")
DOCUMENT = Bilingual(zh="资料", en="Document")
OTHER_LANGUAGE = {
    "zh": Bilingual(zh="这份资料是中文的", en="This document is in Chinese"),
    "en": Bilingual(zh="这份资料是英文的", en="This document is in English"),
}
EMPTY_LIBRARY = Bilingual(zh="资料库还是空的", en="The library is empty")
EMPTY_ADVICE = Bilingual(
    zh="添加自己的资料，或者往知识文件夹里放进 Markdown、文本、PDF、Word 或 PowerPoint 文件。",
    en="Add material of your own, or put Markdown, text, PDF, Word or PowerPoint files into the knowledge folder.",
)
UNREADABLE = Bilingual(zh="资料读不出来", en="The library can't be read")
NO_SECTION = Bilingual(
    zh="没有编号为“{address}”的章节，先从第一节读起。",
    en="There is no section “{address}”; here is the first one.",
)
PART = Bilingual(zh="第 {part} 部分，共 {parts} 部分", en="Part {part} of {parts}")
PREVIOUS = Bilingual(zh="上一章", en="Previous")
NEXT = Bilingual(zh="下一章", en="Next")

# Search
SEARCH = Bilingual(zh="搜索资料", en="Search the library")
SEARCH_WAITS = Bilingual(
    zh="先列出含有这些词的章节；模型醒来之后，意思相近的也会列出来。",
    en="These sections contain the words; once the model is awake, those that mean the same are listed as well.",
)
RESULTS = Bilingual(zh="“{query}”的搜索结果", en="Results for “{query}”")
HITS = Bilingual(zh="出现 {hits} 处，在 {sections} 节里。", en="Found {hits}× in {sections} of the sections.")
FIRST_HITS = Bilingual(
    zh="出现 {hits} 处，在 {sections} 节里，先列最相关的 {shown} 节。",
    en="Found {hits}× in {sections} of the sections; the {shown} closest are listed.",
)
OTHERS = Bilingual(zh="另有 {sections} 节意思相近。", en=" {sections} more come near in meaning.")
SECTION_HITS = Bilingual(zh="{hits} 处", en="{hits}×")
NO_RESULTS = Bilingual(
    zh="资料里没有相关的内容，换个说法试试。", en="Nothing in the library fits; try other words."
)
BY_MEANING = Bilingual(
    zh="没有一处用了这些词，下面几节讲的是这个意思。",
    en="No section uses these words; these say what they mean.",
)
ONLY_NEAR = Bilingual(
    zh="没有直接讲到它的章节，下面是最接近的。", en="No section covers it directly; these come nearest."
)
HIGHLIGHTED = Bilingual(zh="已标出“{query}”", en="“{query}” is marked")
BACK_TO_RESULTS = Bilingual(zh="回到结果", en="Back to results")
CLEAR = Bilingual(zh="清除", en="Clear")

# What can be done with a section
ASK_ABOUT = Bilingual(zh="就这一节提问", en="Ask about this")
ASK_ABOUT_QUESTION = Bilingual(zh="{address}《{title}》讲了什么？", en="What does {address} “{title}” say?")
ASK_ABOUT_TITLE = Bilingual(zh="《{title}》讲了什么？", en="What does “{title}” say?")
COPY_LINK = Bilingual(zh="复制链接", en="Copy link")
COPIED = Bilingual(zh="已复制", en="Copied")
CITED_BY = Bilingual(zh="引用过这一节的对话（{count}）", en="Conversations citing it ({count})")

# The learner's own files
MATERIAL = Bilingual(zh="我的资料", en="Your material")
MATERIAL_SHARED = Bilingual(zh="补充的资料", en="Added material")
OPEN_MATERIAL = Bilingual(zh="我的资料（{count}）", en="Your material ({count})")
OPEN_MATERIAL_SHARED = Bilingual(zh="补充的资料（{count}）", en="Added material ({count})")
ADD_MATERIAL = Bilingual(zh="添加资料", en="Add material")
MATERIAL_LEAD = Bilingual(
    zh="放进来的文件和别的资料一样可以读、可以搜，教练回答时也会引用。",
    en="Files you add can be read, searched and cited like the other sources.",
)
MATERIAL_LEAD_SHARED = Bilingual(
    zh="这些文件和别的资料一样可以读、可以搜，教练回答时也会引用。由运行这台服务器的人添加和移除。",
    en="These files can be read, searched and cited like the other sources. Whoever runs this server adds and removes them.",
)
FILE_KINDS = Bilingual(
    zh="Markdown、文本、PDF、Word、PowerPoint，每个最大 {megabytes} MB",
    en="Markdown, text, PDF, Word or PowerPoint, {megabytes} MB each at most",
)
NO_FILES = Bilingual(zh="还没有添加过资料。", en="Nothing has been added yet.")

# A file on its way
FILE_WAITING = Bilingual(zh="排队中", en="Waiting")
FILE_READING = Bilingual(zh="正在读…", en="Reading…")
FILE_READING_PAGES = Bilingual(zh="正在读，第 {done} 页，共 {total} 页", en="Reading page {done} of {total}")
FILE_INDEXING = Bilingual(zh="正在编入索引…", en="Indexing…")
FILE_INDEXING_PASSAGES = Bilingual(zh="正在编入索引 {done}/{total}", en="Indexing {done}/{total}")
FILE_READY = Bilingual(zh="可以用了", en="Ready")
OPEN_DOCUMENT = Bilingual(zh="打开《{title}》", en="Open “{title}”")
REPLACE = Bilingual(zh="替换", en="Replace")
CANCEL = Bilingual(zh="取消", en="Cancel")
DISMISS_FILE = Bilingual(zh="收起“{name}”这一行", en="Dismiss the line of “{name}”")
FILE_FAILED = Bilingual(
    zh="读这个文件时出了意外，没有添加。请再试一次。",
    en="Something unexpected went wrong with this file; it was not added. Please try again.",
)

# The list of files
SECTION_COUNT = Bilingual(zh="{count} 节", en="{count} sections")
ADDED_ON = Bilingual(zh="{year}年{month}月{day}日", en="{year}-{month:02}-{day:02}")
NOT_READ = Bilingual(zh="还没有读入", en="Not read yet")
LANGUAGES = {"zh": Bilingual(zh="中文", en="Chinese"), "en": Bilingual(zh="英文", en="English")}
REMOVE_FILE = Bilingual(zh="移除“{name}”", en="Remove “{name}”")
FILE_REMOVED = Bilingual(zh="已移除“{name}”", en="Removed “{name}”")
REREADING = Bilingual(zh="正在重新整理资料库…", en="Bringing the library up to date…")
UNREADABLE_FILES = Bilingual(
    zh="知识文件夹里有 {count} 个文件读不了", en="{count} files in the knowledge folder can't be read"
)
UNREADABLE_FILES_MORE = Bilingual(zh="在设置里看资料的情况", en="See the sources in the settings")
