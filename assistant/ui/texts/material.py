"""The learner's own files."""

from assistant.text import Bilingual

MATERIAL = Bilingual(zh="我的资料", en="Your material")
MATERIAL_SHARED = Bilingual(zh="补充的资料", en="Added material")
OPEN = Bilingual(zh="我的资料（{count}）", en="Your material ({count})")
OPEN_SHARED = Bilingual(zh="补充的资料（{count}）", en="Added material ({count})")
ADD = Bilingual(zh="添加资料", en="Add material")
LEAD = Bilingual(
    zh="放进来的文件和别的资料一样可以读、可以搜，教练回答时也会引用。",
    en="Files you add can be read, searched and cited like the other sources.",
)
LEAD_SHARED = Bilingual(
    zh="这些文件和别的资料一样可以读、可以搜，教练回答时也会引用。由运行这台服务器的人添加和移除。",
    en="These files can be read, searched and cited like the other sources. Whoever runs this server adds and removes them.",
)
KINDS = Bilingual(
    zh="Markdown、文本、PDF、Word、PowerPoint，每个最大 {megabytes} MB",
    en="Markdown, text, PDF, Word or PowerPoint, {megabytes} MB each at most",
)
NONE = Bilingual(zh="还没有添加过资料。", en="Nothing has been added yet.")

# A file on its way
WAITING = Bilingual(zh="排队中", en="Waiting")
READING = Bilingual(zh="正在读…", en="Reading…")
READING_PAGES = Bilingual(zh="正在读，第 {done} 页，共 {total} 页", en="Reading page {done} of {total}")
INDEXING = Bilingual(zh="正在编入索引…", en="Indexing…")
INDEXING_PASSAGES = Bilingual(zh="正在编入索引 {done}/{total}", en="Indexing {done}/{total}")
READY = Bilingual(zh="可以用了", en="Ready")
READ_IT = Bilingual(zh="打开《{title}》", en="Open “{title}”")
REPLACE = Bilingual(zh="替换", en="Replace")
CANCEL = Bilingual(zh="取消", en="Cancel")
FORGET = Bilingual(zh="收起“{name}”这一行", en="Dismiss the line of “{name}”")
BROKE = Bilingual(
    zh="读这个文件时出了意外，没有添加。请再试一次。",
    en="Something unexpected went wrong with this file; it was not added. Please try again.",
)

# The list
SECTIONS = Bilingual(zh="{count} 节", en="{count} sections")
DAY = Bilingual(zh="{year}年{month}月{day}日", en="{year}-{month:02}-{day:02}")
NOT_READ = Bilingual(zh="还没有读入", en="Not read yet")
LANGUAGES = {"zh": Bilingual(zh="中文", en="Chinese"), "en": Bilingual(zh="英文", en="English")}
REMOVE = Bilingual(zh="移除“{name}”", en="Remove “{name}”")
REMOVED = Bilingual(zh="已移除“{name}”", en="Removed “{name}”")
REREADING = Bilingual(zh="正在重新整理资料库…", en="Bringing the library up to date…")
PROBLEMS = Bilingual(
    zh="知识文件夹里有 {count} 个文件读不了", en="{count} files in the knowledge folder can't be read"
)
PROBLEMS_MORE = Bilingual(zh="在设置里看资料的情况", en="See the sources in the settings")
