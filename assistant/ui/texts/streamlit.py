"""What Streamlit itself says, which it does in English only: the script of the page says it in Chinese."""

from assistant.text import Language
from assistant.ui.texts import chat

_CHINESE = {
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
}


def words(language: Language) -> dict[str, str]:
    """Return what stands for what, so that the page speaks the language.

    For English it leads back from Chinese, for whoever changes the language of an open page.
    """
    if language == "zh":
        return _CHINESE
    return {chinese: english for english, chinese in reversed(_CHINESE.items())}
