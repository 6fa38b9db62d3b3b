"""Everything that the pages say, in both languages."""

from assistant.text import Bilingual

# The frame
PRODUCT = "PM Coach"
TAGLINE = Bilingual(zh="创业产品经理的大模型教练", en="A coach for product managers in the age of AI")
CHAT = Bilingual(zh="对话", en="Chat")
CHAT_HELP = Bilingual(zh="提问、看出处、跑演示。", en="Ask, check the sources, run the demos.")
LIBRARY = Bilingual(zh="资料库", en="Library")
LIBRARY_HELP = Bilingual(zh="通读教练引用的全部资料。", en="Read everything that the coach quotes from.")
NEW_CONVERSATION = Bilingual(zh="新对话", en="New conversation")
CONVERSATIONS = Bilingual(zh="本次访问的对话", en="Conversations of this visit")
LANGUAGE = Bilingual(zh="界面语言", en="Language")
LANGUAGES = {"zh": "中文", "en": "English"}

# Warm-up
WAKING = Bilingual(zh="正在唤醒模型…", en="Waking the model…")
INDEXING = Bilingual(
    zh="正在读资料：{done:,} / {total:,} 段…", en="Reading the sources: {done:,} of {total:,} passages…"
)
NOT_OPENED = Bilingual(zh="教练没能准备好", en="The coach could not get ready")
NOT_OPENED_ADVICE = Bilingual(
    zh="解决后点“再试一次”，不用重启。已经提的问题可以再问一遍。",
    en="Once that is fixed, press “Try again”; no restart is needed. Questions asked meanwhile can be asked again.",
)
RETRY = Bilingual(zh="再试一次", en="Try again")

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
UNSUPPORTED = Bilingual(
    zh="下面的话在资料里找不到依据，请当作未经核实：",
    en="The sources do not support these sentences; take them as unverified:",
)
NO_SUPPORT = Bilingual(zh="资料里找不到依据", en="Nothing in the sources supports this")
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

# Sections
CLOSE = Bilingual(zh="关闭", en="Close")
OPEN_IN_LIBRARY = Bilingual(zh="在资料库里读", en="Read in the library")
READER = Bilingual(zh="引用的原文", en="The cited passage")
PENDING = Bilingual(
    zh="回答一写完，就在这里打开引用 {n}。", en="Citation {n} opens here as soon as the answer is complete."
)
GONE = Bilingual(
    zh="这处引用的原文已经不在资料库里了。", en="The passage cited here is no longer in the library."
)
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

# Demos
VERDICT = Bilingual(zh="文章的说法，跑出来怎样", en="What the article claims, and what came out")
HOLDS = Bilingual(zh="成立", en="Holds")
FAILS = Bilingual(zh="不成立", en="Does not hold")
COMPARED = Bilingual(zh="文章：{claimed}；实测：{found}。", en="Article: {claimed}; measured: {found}.")
CHARTS = Bilingual(zh="图", en="Charts")
TABLES = Bilingual(zh="数据", en="Figures")
CODE = Bilingual(zh="代码", en="Code")
RUN_AGAIN = Bilingual(zh="换一组数值再跑", en="Run it with other values")
RUN = Bilingual(zh="运行", en="Run")
RUN_LABEL = Bilingual(zh="运行“{demo}”", en="Run “{demo}”")
DEFAULTS = Bilingual(zh="全部按默认值", en="All defaults")
ALL_FIGURES = Bilingual(zh="全部数字", en="All figures")
FIGURE = Bilingual(zh="名称", en="Figure")
VALUE = Bilingual(zh="数值", en="Value")
STATUSES = {
    "converged": Bilingual(zh="收敛", en="converged"),
    "crawling": Bilingual(zh="太慢，没走到底", en="too slow"),
    "diverged": Bilingual(zh="发散", en="diverged"),
}
YES = Bilingual(zh="是", en="yes")
NO = Bilingual(zh="否", en="no")

# Who answers
ENGINE = Bilingual(zh="谁来回答", en="Who answers")
ENGINE_HELP = Bilingual(zh="只影响这个对话。", en="For this conversation only.")
ENGINE_AUTO = Bilingual(zh="自动 · {engine}", en="Automatic · {engine}")
ENGINE_RESTS = Bilingual(
    zh="{engine} 接连失败，先歇 {seconds} 秒，这期间直接摘自资料回答。",
    en="{engine} failed several times in a row and rests for {seconds} s; answers come from the sources meanwhile.",
)
LOCAL_MODEL = Bilingual(zh="本机模型", en="A model on this computer")
LOCAL_MODEL_OFFER = Bilingual(
    zh="下载一个 {size} 的小模型，不用密钥，问题不出这台电脑。还要 {missing}，磁盘剩 {free}。",
    en="A small model of {size}: no key, and no question leaves this computer. {missing} to fetch, {free} free.",
)
PULL = Bilingual(zh="下载本机模型", en="Download the model")
PULLING = Bilingual(zh="已下载 {done} / {total}", en="{done} of {total}")
PULL_STARTS = Bilingual(zh="正在连接…", en="Connecting…")
PULL_STOP = Bilingual(zh="暂停下载", en="Pause the download")
