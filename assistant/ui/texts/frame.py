"""What stands around the pages: navigation, sidebar, waking up, and what Streamlit itself says."""

from assistant.text import Bilingual, Language
from assistant.ui.texts import chat

# The frame
PRODUCT = "PM Coach"
CHAT = Bilingual(zh="对话", en="Chat")
CHAT_HELP = Bilingual(zh="提问、看出处、跑演示。", en="Ask, check the sources, run the demos.")
LIBRARY = Bilingual(zh="资料库", en="Library")
LIBRARY_HELP = Bilingual(zh="通读教练引用的全部资料。", en="Read everything that the coach quotes from.")
DEMOS = Bilingual(zh="演示", en="Demos")
DEMOS_HELP = Bilingual(zh="把资料里能跑的代码跑一遍。", en="Run what the sources say can be run.")
SIGN_IN = Bilingual(zh="登录", en="Log in")
SIGN_IN_LEAD = Bilingual(
    zh="这个教练由你的团队共用，登录后就能看到自己的对话。",
    en="Your team shares this coach. Log in to see your conversations.",
)
SIGN_OUT = Bilingual(zh="退出", en="Log out")
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

# Who answers in the open conversation
ENGINE = Bilingual(zh="谁来回答", en="Who answers")
ENGINE_HELP = Bilingual(zh="只影响这个对话。", en="For this conversation only.")
ENGINE_AUTO = Bilingual(zh="自动 · {engine}", en="Automatic · {engine}")
ENGINE_RESTS = Bilingual(
    zh="{engine} 接连失败，先歇 {seconds} 秒，这期间直接摘自资料回答。",
    en="{engine} failed several times in a row and rests for {seconds} s; answers come from the sources meanwhile.",
)
MODEL_SETTINGS = Bilingual(zh="模型设置", en="Model settings")

# Streamlit speaks English only: the script of the page says it in Chinese.
_STREAMLIT = {
    "Skip to main content": "跳到正文",
    "Navigate to home page": "回到首页",
    "Logo": "标志",
    "App pages": "页面",
    "Sidebar": "侧边栏",
    "Collapse sidebar": "收起侧边栏",
    "Expand sidebar": "展开侧边栏",
    f"Chat message from {chat.YOU.zh}": "你说的话",
    f"Chat message from {chat.COACH.zh}": "教练的回答",
    "Send message": "发送",
    "Close": "关闭",
    "Dismiss": "关闭",
    "Notifications": "通知",
    "view more": "展开",
    "view less": "收起",
    "Open": "展开选项",
    "Choose an option": "请选择",
    "No results": "没有符合的选项",
    "Clear value": "清除",
    "Show password": "显示密钥",
    "Hide password": "隐藏密钥",
    "Increment": "加",
    "Decrement": "减",
    "Feedback rating": "评价",
    "Copy to clipboard": "复制",
    "Copied": "已复制",
    "Running...": "正在处理",
    "Main menu": "主菜单",
    "Mermaid flowchart": "流程图",
    "Mermaid diagram": "图",
    "Loading mermaid diagram": "正在画图",
    "Upload": "选择文件",
    "file upload": "选择文件",
    "Upload files": "添加文件",
    "Upload or drag and drop files": "添加表格，也可以直接拖进来",
    "Drag and drop files here": "把文件放到这里",
}


def streamlit_words(language: Language) -> dict[str, str]:
    """Return what stands for which of Streamlit's words, so that the page speaks the language.

    For English it leads back from Chinese, for whoever changes the language of an open page.
    """
    if language == "zh":
        return _STREAMLIT
    return {chinese: english for english, chinese in reversed(_STREAMLIT.items())}
