"""The chat: before the first question, while it works, answers."""

from assistant.text import Bilingual

# Before the first question
WELCOME = Bilingual(zh="今天想弄懂什么？", en="What would you like to understand today?")
WELCOME_LEAD = Bilingual(
    zh="我陪创业产品经理弄懂大模型：每句话都标出处，点开就是原文；文章里能跑的代码，我当场跑给你看。",
    en="I help start-up product managers make sense of large models: every sentence cites its source, one click "
    "opens it, and what the article says can be run, I run for you.",
)
SUGGESTIONS = Bilingual(zh="可以从这些问题开始", en="Questions to start with")

# The composer
PLACEHOLDER = Bilingual(zh="问一个问题…", en="Ask a question…")
FINE_PRINT = Bilingual(
    zh="回答只出自资料库。资料没写的，教练会直说。",
    en="Answers come from the library alone. What it does not cover, the coach says so.",
)
STOP = Bilingual(zh="停止", en="Stop")

# While it works
UNDERSTANDING = Bilingual(zh="正在理解问题", en="Understanding the question")
UNDERSTOOD_AS_ASKED = Bilingual(zh="读懂了问题", en="Understood the question")
UNDERSTOOD = Bilingual(zh="问题理解为：{question}", en="Understood as: {question}")
SEARCHING = Bilingual(zh="正在查资料", en="Searching the sources")
FOUND = Bilingual(zh="找到 {sections}", en="Found {sections}")
FOUND_NEAR = Bilingual(zh="没有直接的答案，最接近的是 {sections}", en="No direct answer; nearest: {sections}")
FOUND_NOTHING = Bilingual(zh="资料里没有找到", en="Nothing found in the sources")
RUNNING = Bilingual(zh="正在运行“{demo}”", en="Running “{demo}”")
RAN = Bilingual(zh="“{demo}”运行完毕", en="“{demo}” has run")
RAN_NOT = Bilingual(zh="“{demo}”没有运行", en="“{demo}” did not run")
THINKING = Bilingual(zh="模型正在想", en="The model is thinking")
WRITING = Bilingual(zh="正在写回答", en="Writing the answer")
STOPPING = Bilingual(zh="正在停下…", en="Stopping…")
SECTION = Bilingual(zh="{address}《{title}》", en="{address} “{title}”")
SECTION_SEPARATOR = Bilingual(zh="、", en=", ")

# Answers
YOU = Bilingual(zh="你", en="You")
COACH = Bilingual(zh="教练", en="Coach")
SOURCES = Bilingual(zh="出处", en="Sources")
REASONING = Bilingual(zh="思考过程", en="How it got there")
STOPPED = Bilingual(zh="已停止，写出的部分都留着。", en="Stopped; what was written is kept.")
STOPPED_EMPTY = Bilingual(zh="已停止，还没有写出内容。", en="Stopped before anything was written.")
FAILED = Bilingual(
    zh="回答没有写完，写出的部分都留着。", en="The answer was cut short; what was written is kept."
)
CRASHED = Bilingual(
    zh="出了意外，问题没有答成。请再问一次；如果还是这样，重启教练。",
    en="Something unexpected happened and the question was not answered. Please ask again; if it persists, restart the coach.",
)
FOLLOW_UPS = Bilingual(zh="接着问", en="Ask next")
ENGINES = {
    "grounded": Bilingual(zh="逐句摘自资料", en="Quoted from the sources"),
    "openai": Bilingual(
        zh="模型组织语言，逐句核对过出处", en="Worded by a model, checked against the sources"
    ),
    "local": Bilingual(
        zh="本机模型组织语言，逐句核对过出处",
        en="Worded by the model on this computer, checked against the sources",
    ),
}
SECONDS = Bilingual(zh="{seconds} 秒", en="{seconds} s")
SHOW_ALL = Bilingual(zh="展开全部 {count:,} 个字符", en="Show all {count:,} characters")
