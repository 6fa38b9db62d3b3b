"""The conversations: their list, what can be done with them, and what is wrong with the place they are kept in."""

from assistant.text import Bilingual

TROUBLE = Bilingual(
    zh="对话暂时可能保存不了，请告诉运行这台服务器的人。",
    en="Conversations may not be saved at the moment; please tell whoever runs this server.",
)

# The list
SEARCH = Bilingual(zh="搜索对话", en="Search conversations")
UNTITLED = Bilingual(zh="无标题", en="Untitled")
TODAY = Bilingual(zh="今天", en="Today")
YESTERDAY = Bilingual(zh="昨天", en="Yesterday")
LAST_DAYS = Bilingual(zh="过去 {days} 天", en="Last {days} days")
MONTH = Bilingual(zh="{year} 年 {month} 月", en="{month_name} {year}")
MONTH_NAMES = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)
SHOW_MORE = Bilingual(zh="显示更多", en="Show more")
NO_HITS = Bilingual(
    zh="没有消息提到“{query}”。换个短一点的词试试。",
    en="No message mentions “{query}”. Try a shorter word.",
)
MANY_HITS = Bilingual(zh="只列出最近的 {count} 处。", en="Only the latest {count} are listed.")

# What can be done with one
MENU = Bilingual(zh="“{title}”的菜单", en="Menu of “{title}”")
RENAME = Bilingual(zh="重命名", en="Rename")
SHARE = Bilingual(zh="导出与链接", en="Export and link")
DELETE = Bilingual(zh="删除", en="Delete")
TITLE = Bilingual(zh="名称", en="Name")
TITLE_HELP = Bilingual(zh="留空就用第一个问题。", en="Leave it empty to use the first question.")
SAVE = Bilingual(zh="保存", en="Save")
DELETED = Bilingual(zh="已删除《{title}》", en="Deleted “{title}”")
UNDO = Bilingual(zh="撤销", en="Undo")
MARKDOWN = Bilingual(zh="下载 Markdown 文件，给人读", en="Download as Markdown, to read")
JSON = Bilingual(zh="下载 JSON 文件，可再导入", en="Download as JSON, to import again")
LINK = Bilingual(
    zh="这个对话的链接，拿到它的人能读，不能改",
    en="A link to this conversation: whoever has it can read, not change it",
)
FILE_NAME = Bilingual(zh="对话", en="conversation")
IMPORT = Bilingual(zh="导入对话", en="Import a conversation")
IMPORT_FILE = Bilingual(
    zh="从 PM Coach 导出的 JSON 文件，最大 {megabytes} MB",
    en="A JSON file that PM Coach exported, {megabytes} MB at most",
)
NOT_TEXT = Bilingual(
    zh="这个文件不是文本，读不了。请选 PM Coach 导出的 JSON 文件。",
    en="This file is no text and can't be read. Please choose a JSON file that PM Coach exported.",
)

# Somebody else's
READ_ONLY = Bilingual(zh="别人的对话，只能读", en="Someone else's conversation, read only")
TO_GO_ON = Bilingual(
    zh="想接着问，就存一份自己的。", en="To go on with this conversation, make a copy of your own."
)
COPY = Bilingual(zh="在我的副本里继续", en="Continue in my own copy")
