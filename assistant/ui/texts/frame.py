"""The frame around the pages: navigation, sidebar, waking up."""

from assistant.text import Bilingual

# The frame
PRODUCT = "PM Coach"
CHAT = Bilingual(zh="对话", en="Chat")
CHAT_HELP = Bilingual(zh="提问、看出处、跑演示。", en="Ask, check the sources, run the demos.")
LIBRARY = Bilingual(zh="资料库", en="Library")
LIBRARY_HELP = Bilingual(zh="通读教练引用的全部资料。", en="Read everything that the coach quotes from.")
DEMOS = Bilingual(zh="演示", en="Demos")
DEMOS_HELP = Bilingual(zh="把资料里能跑的代码跑一遍。", en="Run what the sources say can be run.")
NEW_CONVERSATION = Bilingual(zh="新对话", en="New conversation")
LANGUAGE = Bilingual(zh="界面语言", en="Language")
LANGUAGES = {"zh": "中文", "en": "English"}

UNREAD = Bilingual(
    zh="有 {count} 个文件没有读进来，原因见设置页的“资料”。",
    en="{count} files could not be read; the settings say why, under Sources.",
)

# Warm-up
WAKING = Bilingual(zh="正在唤醒模型…", en="Waking the model…")
READING_FILES = Bilingual(
    zh="正在读文件：{done:,} / {total:,} 个…", en="Reading files: {done:,} of {total:,}…"
)
INDEXING = Bilingual(
    zh="正在读资料：{done:,} / {total:,} 段…", en="Reading the sources: {done:,} of {total:,} passages…"
)
SOURCES_DOWN = Bilingual(
    zh="资料暂时读不了，请告诉运行这台服务器的人。",
    en="The sources can't be read at the moment; please tell whoever runs this server.",
)
NOT_OPENED = Bilingual(zh="教练没能准备好", en="The coach could not get ready")
NOT_OPENED_ADVICE = Bilingual(
    zh="解决后点“再试一次”，不用重启。已经提的问题可以再问一遍。",
    en="Once that is fixed, press “Try again”; no restart is needed. Questions asked meanwhile can be asked again.",
)
RETRY = Bilingual(zh="再试一次", en="Try again")
