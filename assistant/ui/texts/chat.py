"""The chat: before the first question, while it works, answers and their citations, what can be done with them."""

from assistant.store.messages import Reason
from assistant.text import Bilingual

# Before the first question
OPENING = Bilingual(zh="正在打开对话", en="Opening the conversation")
MISSING = Bilingual(zh="没有这个对话", en="There is no such conversation")
MISSING_ADVICE = Bilingual(
    zh="它可能已经删除，也可能链接没有复制完整。可以直接在下面提问，会开始一个新对话。",
    en="It may have been deleted, or the link is incomplete. Ask below, and a new conversation begins.",
)
WELCOME = Bilingual(zh="今天想弄懂什么？", en="What would you like to understand today?")
WELCOME_LEAD = Bilingual(
    zh="问我读过的资料：每句话都标出处，点开就能核对；资料里有演示的，我当场跑给你看。",
    en="Ask about what I have read. Every sentence cites its source, and one click opens it; where the sources have demos, "
    "I run them for you on the spot.",
)
SUGGESTIONS = Bilingual(zh="可以从这些问题开始", en="Questions to start with")

# The composer
PLACEHOLDER = Bilingual(zh="问一个问题…", en="Ask a question…")
FINE_PRINT = Bilingual(
    zh="回答只出自资料库。资料没写的，教练会直说。",
    en="Answers come from the library alone; the coach says what it does not cover.",
)
FILE_SEPARATOR = Bilingual(zh="、", en=", ")
NO_TABLE = Bilingual(
    zh="“{file}”放不进对话：这里收表格（{kinds}）。写好的话还在输入框里。",
    en="“{file}” can't be taken in here: the chat takes tables ({kinds}). What you wrote is still in the box.",
)
NOT_THE_HOST = Bilingual(
    zh="“{file}”是一份文档：只有开教练的人能往资料库里加文档。这里收你自己的表格。写好的话还在输入框里。",
    en="“{file}” is a document, and only whoever runs the coach adds those to the library. The chat takes tables of your own. "
    "What you wrote is still in the box.",
)
TO_THE_LIBRARY = Bilingual(
    zh="{files} 正在读进资料库，读好就能问。",
    en="{files} is being read into the library; ask as soon as it is there.",
)
SEE_IN_LIBRARY = Bilingual(zh="看看读到哪了", en="See how far it is")
RUN_IT = Bilingual(zh="跑{demo}", en="Run the {demo}")
MATCH_COLUMNS = Bilingual(zh="对应列：{demo}", en="Match columns: {demo}")
STOP = Bilingual(zh="停止", en="Stop")

# While it works
QUEUED = Bilingual(
    zh="前一个回答写完，就来回答这个", en="Waiting for the answer before this one to be finished"
)
IN_LINE = Bilingual(
    zh="现在提问的人多，排在第 {place} 位，轮到就回答",
    en="Many questions right now: yours is number {place} in line",
)
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
SECTION_SEPARATOR = Bilingual(zh=" · ", en=" · ")

# Answers
YOU = Bilingual(zh="你", en="You")
COACH = Bilingual(zh="教练", en="Coach")
SOURCES = Bilingual(zh="出处", en="Sources")
REASONING = Bilingual(zh="思考过程", en="How it got there")
STOPPED = Bilingual(
    zh="回答停在了这里，写出的部分都留着。", en="The answer stopped here; what was written is kept."
)
STOPPED_EMPTY = Bilingual(
    zh="回答停下了，还没有写出内容。", en="The answer stopped before anything was written."
)
FAILED = Bilingual(
    zh="回答没有写完，写出的部分都留着。", en="The answer was cut short; what was written is kept."
)
UNANSWERED = Bilingual(zh="这个问题还没有回答。", en="This question has not been answered yet.")
ELSEWHERE = Bilingual(zh="这个回答正在另一处写", en="This answer is being written elsewhere")
GO_ON = Bilingual(zh="把回答写完", en="Finish the answer")
ANSWER_THIS = Bilingual(zh="回答这个问题", en="Answer this question")
ASK_AGAIN = Bilingual(zh="再问一次", en="Ask again")
WORDING_OUTDATED = Bilingual(
    zh="这段对话在别的窗口里有了新的内容，上面就是现在的样子。没有替换任何内容，改写的问题放回了输入框。",
    en="This conversation went on in another window; above is how it stands now. Nothing was replaced, and your new "
    "wording is back in the input box.",
)
QUESTION_OUTDATED = Bilingual(
    zh="这段对话在别的窗口里有了新的内容，上面就是现在的样子。只有最后一个问题可以重新回答。",
    en="This conversation went on in another window; above is how it stands now. Only the last question can be "
    "answered again.",
)
CRASHED = Bilingual(
    zh="出了意外，问题没有答成。请再问一次；如果还是这样，重启教练。",
    en="Something unexpected happened and the question was not answered. Please ask again; if it persists, restart the coach.",
)
EARLIER = Bilingual(zh="显示更早的 {count} 轮问答", en="Show {count} earlier questions and answers")
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

# Citations: the marks in the sentence
CITATION_MARK = Bilingual(zh="出处 {n}：{title}", en="Source {n}: {title}")

# Sentences that nothing supports
UNSUPPORTED = Bilingual(
    zh="画线的句子资料不支持，请当作未经核实：",
    en="The sources do not support what is underlined; take it as unverified:",
)
DOUBT_REASONS: dict[Reason, Bilingual] = {
    "meaning": Bilingual(zh="资料里找不到这个意思", en="The sources do not say this"),
    "number": Bilingual(zh="数字和资料对不上", en="The numbers differ from the sources"),
    "name": Bilingual(zh="名称和资料对不上", en="The names differ from the sources"),
    "negation": Bilingual(zh="和资料说的相反", en="The sources say the opposite"),
    "list": Bilingual(zh="列举的有一项不在资料里", en="One of the items listed is not in the sources"),
}
STRANGE_NUMBER = Bilingual(
    zh="资料里没有“{about}”这个数字", en="The sources do not have the number “{about}”"
)
STRANGE_NAME = Bilingual(zh="资料里没有提到“{about}”", en="The sources do not mention “{about}”")

# The panel with the cited passage
SOURCE_CHOICE = Bilingual(zh="从哪里回答", en="Answer from")
SOURCES_ALL = Bilingual(zh="全部资料", en="All sources")
SOURCES_OWN = Bilingual(zh="我的全部文件", en="All my files")
SOURCES_ASKED = Bilingual(zh="来源：{sources}", en="Sources: {sources}")
SOURCES_HELP = Bilingual(
    zh="只对这段对话有效，随链接一起带走；之前的回答不变。",
    en="Holds for this conversation and goes along in its link; earlier answers stay as they are.",
)
CITED_PASSAGE = Bilingual(zh="引用的段落", en="The cited passage")
CLOSE_READER = Bilingual(zh="关闭", en="Close")
OPEN_IN_LIBRARY = Bilingual(zh="在资料库里读", en="Read in the library")
CITATION_PENDING = Bilingual(
    zh="回答一写完，就在这里打开引用 {n}。", en="Citation {n} opens here as soon as the answer is complete."
)
PASSAGE_GONE = Bilingual(
    zh="这处引用的段落已经不在资料库里了。资料改过或者删掉之后，旧回答里的引用就找不到出处。",
    en="The passage cited here is no longer in the library: it was changed or removed after the answer was written.",
)
NO_SECTION = Bilingual(
    zh="资料库里没有“{address}”这一节，可以到资料库的目录里找。",
    en="There is no section “{address}” in the library. Its contents list what there is.",
)
PREVIOUS_SECTION = Bilingual(zh="上一节", en="Previous section")
NEXT_SECTION = Bilingual(zh="下一节", en="Next section")

# What can be done with a question and its answer
COPY = Bilingual(zh="复制回答和出处", en="Copy the answer and its sources")
COPY_LINK = Bilingual(zh="复制这条回答的链接", en="Copy the link to this answer")
COPIED = Bilingual(zh="已复制", en="Copied")
AGAIN = Bilingual(zh="重新回答", en="Answer again")
PREVIOUS_TAKE = Bilingual(zh="上一个版本", en="Previous version")
NEXT_TAKE = Bilingual(zh="下一个版本", en="Next version")
EDIT = Bilingual(zh="改写问题", en="Edit the question")
SAVE_AND_ASK = Bilingual(zh="保存并重新提问", en="Save and ask again")
CANCEL = Bilingual(zh="取消", en="Cancel")

# What the learner thinks of an answer
THUMBS = {
    "up": Bilingual(zh="有帮助", en="Helpful"),
    "down": Bilingual(zh="没有帮助", en="Not helpful"),
}
THUMBS_GIVEN = {
    "up": Bilingual(zh="已标为有帮助，点一下撤回", en="Marked as helpful; click to take it back"),
    "down": Bilingual(zh="已标为没有帮助，点一下撤回", en="Marked as not helpful; click to take it back"),
}
WHY = Bilingual(zh="哪里不好？", en="What was wrong with it?")
REASONS = (
    Bilingual(zh="答非所问", en="Not what I asked"),
    Bilingual(zh="和出处对不上", en="Differs from its sources"),
    Bilingual(zh="漏了要点", en="Leaves out what matters"),
    Bilingual(zh="太长、太绕", en="Too long or unclear"),
)
OWN_WORDS = Bilingual(zh="也可以用自己的话说", en="Or in your own words")
SEND = Bilingual(zh="提交", en="Send")
NO_REASON = Bilingual(zh="不说了", en="Rather not say")
NOTED = Bilingual(zh="已记下：{reason}", en="Noted: {reason}")
NOTED_BARE = Bilingual(zh="已记下：没有帮助", en="Noted: not helpful")
CHANGE_REASON = Bilingual(zh="修改", en="Change")
GIVE_REASON = Bilingual(zh="说说原因", en="Say why")
