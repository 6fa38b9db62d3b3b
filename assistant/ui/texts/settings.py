"""The settings page."""

from assistant.text import Bilingual

SETTINGS = Bilingual(zh="设置", en="Settings")
SETTINGS_HELP = Bilingual(
    zh="谁来回答、模型服务、资料和数据。", en="Who answers, the model service, the sources, the data."
)

# Who answers
ENGINE = Bilingual(zh="谁来回答", en="Who answers")
ENGINE_LEAD = Bilingual(
    zh="用于这次访问里没有单独选过的对话。在侧栏底部可以只为当前对话换一个。",
    en="For the conversations of this visit that have no choice of their own; the foot of the sidebar changes the open one.",
)
ENGINE_WAITS = Bilingual(zh="资料读好之后才能选。", en="There is a choice once the sources could be read.")
ENGINE_COSTS = {
    "auto": Bilingual(
        zh="有模型服务就用它，其次本机模型，都没有就直接摘自资料。",
        en="The model service where there is one, else the model on this computer, else the sources.",
    ),
    "openai": Bilingual(
        zh="文字最流畅。问题和相关段落会发给模型服务。",
        en="Writes best. Questions and the passages that fit go to the model service.",
    ),
    "local": Bilingual(
        zh="问题不出这台电脑，但要等十几秒到一分钟。",
        en="Nothing leaves this computer, but an answer takes from ten seconds to a minute.",
    ),
    "grounded": Bilingual(
        zh="最快，每句都摘自资料。", en="The fastest: every sentence is taken from the sources."
    ),
}

# The model service
SERVICE = Bilingual(zh="模型服务", en="Model service")
SERVICE_LEAD = Bilingual(
    zh="不接也能用。接上之后，教练说话更流畅；每句话照样要在资料里找到依据。",
    en="The coach works without one. With one it writes more fluently; each sentence is still checked against the sources.",
)
FROM_ENVIRONMENT = Bilingual(zh="来自环境变量", en="From the environment")
FROM_SERVER = Bilingual(zh="由这台服务器提供", en="Provided by this server")
ENTERED = Bilingual(zh="这次访问填写的", en="Entered in this visit")
KEY_KEPT = Bilingual(zh="密钥已填写，不再显示。", en="A key is entered; it is not shown again.")
KEY_SET = Bilingual(zh="密钥已设置，不显示。", en="A key is set; it is not shown.")
NO_KEY = Bilingual(zh="没有密钥。", en="No key.")
KEY_LIVES = Bilingual(
    zh="密钥只留在这次访问的内存里：不进数据库、文件和日志，刷新或关掉页面就没有了。",
    en="The key stays in the memory of this visit: in no database, file or log, and gone when the page is reloaded or closed.",
)
KEY_KEEP = Bilingual(
    zh="想一直用，请写进环境变量 OPENAI_API_KEY。", en=" To keep it, set OPENAI_API_KEY in the environment."
)
USE_OWN = Bilingual(zh="换成自己的", en="Use one of your own")
CHANGE = Bilingual(zh="修改", en="Change it")
PROVIDER = Bilingual(zh="服务商", en="Provider")
PROVIDER_PLACEHOLDER = Bilingual(
    zh="选一个，自动填好地址和模型", en="Choose one to fill in address and model"
)
ADDRESS = Bilingual(zh="地址", en="Address")
ADDRESS_PLACEHOLDER = Bilingual(zh="https://api.example.com/v1", en="https://api.example.com/v1")
MODEL = Bilingual(zh="模型", en="Model")
MODEL_PLACEHOLDER = Bilingual(zh="例如 qwen-plus", en="qwen-plus, for example")
KEY = Bilingual(zh="密钥", en="Key")
KEY_PLACEHOLDER = Bilingual(
    zh="粘贴 API 密钥；本机的 Ollama 不用填", en="Paste the API key; Ollama needs none"
)
KEY_REPLACE = Bilingual(
    zh="已填写（不显示）；要换就粘贴新的", en="Entered (not shown); paste another to replace it"
)
SAVE = Bilingual(zh="保存并测试连接", en="Save and test the connection")
TEST = Bilingual(zh="测试连接", en="Test the connection")
FORGET = Bilingual(zh="忘掉这个密钥", en="Forget this key")
FORGET_SERVICE = Bilingual(zh="不用这个服务了", en="Stop using it")
KEY_DROPPED = Bilingual(
    zh="地址换了，原来的密钥没有发给它，已经忘掉。新地址需要密钥的话，请填写后再保存。",
    en="The address changed: the old key was not sent to it and is forgotten. If the new one needs a key, enter it and save.",
)
NO_ADDRESS = Bilingual(zh="请填写地址，或者选一个服务商。", en="Enter an address, or choose a provider.")

# The connection test
STEPS = {
    "address": Bilingual(zh="地址", en="Address"),
    "key": Bilingual(zh="密钥", en="Key"),
    "model": Bilingual(zh="模型", en="Model"),
    "answer": Bilingual(zh="回答", en="Answer"),
    "tools": Bilingual(zh="工具", en="Tools"),
}
TESTING = Bilingual(zh="正在测试，最多 {seconds} 秒…", en="Testing, {seconds} s at most…")
CANCEL = Bilingual(zh="停止测试", en="Stop the test")
CANCELLED = Bilingual(zh="测试停下了。", en="The test was stopped.")
WORKS = Bilingual(zh="连接正常，可以用了", en="The connection works")
FAILS = Bilingual(zh="还用不了", en="It can't be used yet")
BROKE = Bilingual(
    zh="测试时出了意外，请再试一次。", en="Something unexpected went wrong in the test; please try again."
)
USE_ADDRESS = Bilingual(zh="改用这个地址", en="Use this address")
OFFERED = Bilingual(zh="换一个服务上的模型", en="Choose another model of the service")
OFFERED_PLACEHOLDER = Bilingual(zh="有 {count} 个可选", en="{count} to choose from")

# The model on this computer
LOCAL = Bilingual(zh="本机模型", en="Model on this computer")
LOCAL_LEAD = Bilingual(
    zh="一个小模型，在这台电脑上跑：不用密钥，不联网。运行时占约 1.5 GB 内存，普通笔记本每秒写十来个字；文字不如大模型。",
    en="A small model that runs here: no key, no network. It takes some 1.5 GB of memory and writes about ten words a second "
    "on an ordinary laptop, less well than a large model.",
)
LOCAL_OWN = Bilingual(
    zh="用的是环境变量 PM_COACH_LOCAL_MODEL 指定的文件：{name}（{size}）。",
    en="The file that PM_COACH_LOCAL_MODEL names in the environment is used: {name} ({size}).",
)
LOCAL_OWN_MISSING = Bilingual(
    zh="环境变量 PM_COACH_LOCAL_MODEL 指定的文件 {name} 不在那里。请检查路径，或者去掉这个变量。",
    en="The file {name} that PM_COACH_LOCAL_MODEL names is not there. Check the path, or unset the variable.",
)
LOCAL_READY = Bilingual(zh="已就绪，占 {size} 磁盘空间。", en="Ready; it takes {size} of the disk.")
LOCAL_ABSENT = Bilingual(
    zh="还没有下载。要下载 {missing}，磁盘剩 {free}。",
    en="Not downloaded yet: {missing} to fetch, {free} free on the disk.",
)
LOCAL_PARTLY = Bilingual(
    zh="下载了一部分，还差 {missing}，磁盘剩 {free}。",
    en="Partly downloaded: {missing} still to fetch, {free} free on the disk.",
)
LOCAL_NO_RUNTIME = Bilingual(
    zh="还缺运行模型的组件，在终端里装上，再重启 PM Coach：",
    en="What runs the model is not installed. Install it in a terminal, then restart PM Coach:",
)
LOCAL_OF_SERVER = Bilingual(
    zh="本机模型由管理这台服务器的人下载和删除。",
    en="Whoever runs this server downloads and removes its model.",
)
PULL = Bilingual(zh="下载", en="Download")
PULL_ON = Bilingual(zh="继续下载", en="Go on with the download")
PULLING = Bilingual(zh="已下载 {done} / {total}", en="{done} of {total}")
PULL_STARTS = Bilingual(zh="正在连接…", en="Connecting…")
PULL_STOP = Bilingual(zh="暂停下载", en="Pause the download")
REMOVE = Bilingual(zh="删除", en="Remove")
REMOVE_SURE = Bilingual(
    zh="删除后腾出 {size}。再用要重新下载。",
    en="This frees {size}. To use it again, it must be fetched again.",
)
REMOVE_YES = Bilingual(zh="确认删除", en="Remove it")

# The knowledge
KNOWLEDGE = Bilingual(zh="资料", en="Sources")
KNOWLEDGE_LEAD = Bilingual(zh="教练只根据这些资料回答。", en="The coach answers from these alone.")
BUNDLED = Bilingual(
    zh="用的是自带的资料。要换，用环境变量 PM_COACH_KNOWLEDGE 指定文件或文件夹。",
    en="These come with the coach. PM_COACH_KNOWLEDGE in the environment names others: a file or a folder.",
)
FOLDER = Bilingual(
    zh="读自 {path}。要换，用环境变量 PM_COACH_KNOWLEDGE 指定文件或文件夹。",
    en="Read from {path}. PM_COACH_KNOWLEDGE in the environment names another file or folder.",
)
SIZES = Bilingual(
    zh="{edition} · {sections} 节 · {passages} 段",
    en="{edition} · sections: {sections} · passages: {passages}",
)
LANGUAGES = {"zh": Bilingual(zh="中文", en="Chinese"), "en": Bilingual(zh="英文", en="English")}
MORE_DOCUMENTS = Bilingual(zh="另外 {count} 份", en="{count} more")
PROBLEMS = Bilingual(zh="有 {count} 个文件没有读进来", en="Files that could not be read: {count}")
NOTICES = Bilingual(zh="另外要知道", en="Also worth knowing")
INDEX_KEPT = Bilingual(
    zh="检索模型 {model}；索引是之前建好的。", en="Search model {model}; the index was there from before."
)
INDEX_ADDED = Bilingual(
    zh="检索模型 {model}；这次新编入索引 {count} 段，其余是之前建好的。",
    en="Search model {model}; passages new in the index: {count}; the others were there from before.",
)
CONVERTED_WITHIN = Bilingual(
    zh="文件转换在隔离的进程里进行：{layers}。", en="Files are converted in a process of its own: {layers}."
)
LAYERS: dict[str, Bilingual] = {
    "namespace": Bilingual(zh="没有网络（命名空间）", en="no network (namespaces)"),
    "landlock": Bilingual(
        zh="不能写文件，只能读程序自己的文件（Landlock）",
        en="it writes no file and reads the program's own alone (Landlock)",
    ),
    "seccomp": Bilingual(
        zh="不能联网、启动程序、改动文件（seccomp）",
        en="it connects nowhere, starts no program, changes no file (seccomp)",
    ),
    "limits": Bilingual(zh="时间和内存有上限", en="its time and memory are limited"),
    "environment": Bilingual(zh="看不到密钥和环境变量", en="it is told no keys"),
    "audit": Bilingual(
        zh="Python 自己也拒绝联网、写文件和启动程序（审计钩子）",
        en="Python itself refuses connections, writing and programs (audit hook)",
    ),
}
LAYERS_JOINED = Bilingual(zh="；", en="; ")
NOT_OFFERED = Bilingual(
    zh="这个系统没有提供：{layers}。",
    en="This system does not offer: {layers}.",
)
NO_CONVERSION = Bilingual(
    zh="转换文件的进程启动不了：现在读不了 PDF、Word 和 PowerPoint。",
    en="The process that converts files does not start: PDF, Word and PowerPoint can't be read now.",
)
REREAD = Bilingual(zh="重新读取", en="Read them anew")
REREADING = Bilingual(
    zh="正在重新读取；这期间照旧回答。", en="Reading anew; questions are answered as before meanwhile."
)
REREAD_DONE = Bilingual(zh="已重新读取。", en="The sources were read anew.")
REREAD_FAILED = Bilingual(
    zh="没能重新读取，还在用之前读到的资料。{reason}",
    en="They could not be read anew; what was read before is still used. {reason}",
)
CHANGED = Bilingual(zh="有 {count} 个文件在读取之后变了。", en="Files changed since they were read: {count}")
NOT_READ_YET = Bilingual(zh="正在读资料…", en="Reading the sources…")

# Language, data
LANGUAGE = Bilingual(zh="界面语言", en="Language")
LANGUAGE_LEAD = Bilingual(
    zh="只影响界面。回答用提问的语言。", en="Of the pages alone; an answer has the language of its question."
)
TAKE_ALONG = Bilingual(zh="带走我的数据", en="Take my data along")
TAKE_ALONG_LEAD = Bilingual(
    zh="你的全部对话和评价，存成一个 JSON 文件。侧边栏的“导入对话”能把它读回来。",
    en="All your conversations and ratings in one JSON file; “Import a conversation” in the sidebar reads it back.",
)
DOWNLOAD_ALL = Bilingual(zh="下载全部", en="Download everything")
DATA = Bilingual(zh="对话和数据", en="Conversations and data")
CONVERSATIONS_KEPT = Bilingual(zh="对话", en="Conversations")
NONE_YET = Bilingual(zh="还没有，以后存在 {place}", en="None yet; they will be kept in {place}")
COUNTED = Bilingual(zh="{count} 个，存在 {place}", en="{count}, kept in {place}")
IN_MEMORY = Bilingual(
    zh="{count} 个，只在内存里，关掉 PM Coach 就没有了",
    en="{count}, in memory alone and gone when PM Coach ends",
)
UNCOUNTED = Bilingual(zh="存在 {place}，现在读不了", en="Kept in {place}, which can't be read now")
DATA_FOLDER = Bilingual(zh="数据文件夹", en="Data folder")
CACHE_FOLDER = Bilingual(zh="缓存文件夹", en="Cache folder")
VERSION = Bilingual(zh="版本", en="Version")

# The visitor's tables
TABLES = Bilingual(zh="我的表格", en="Your tables")
TABLES_LEAD = Bilingual(
    zh="放进对话或演示的表格只有你能用。它跟着对话：最后一个用它的对话删掉，它也删掉；没有对话用的，{days} 天不跑就删掉。",
    en="Tables that you drop into the chat or a demo are yours alone. They go with your conversations: with the last one that "
    "uses it a table is deleted, and one that none uses after {days} days without a run.",
)
SHARE_TABLES = Bilingual(
    zh="允许把表格里的内容发给模型服务", en="Let model services see what stands in your tables"
)
SHARE_TABLES_HELP = Bilingual(
    zh="打开后，模型会读到演示从你的表格里得出的发现，里面可能有表里的姓名、商品、留言。本机模型不算发出去。",
    en="When on, a model reads what a demo found in your tables, which may quote names, products and messages from them. The "
    "model on this computer sends nothing anywhere.",
)
TABLES_NOT_SHARED = Bilingual(
    zh="现在：模型服务只得到数字和结论，表里的任何一格都不发出去。",
    en="Now: model services get figures and verdicts, and no cell of a table.",
)
TABLES_SHARED = Bilingual(
    zh="现在：对话里用到的表格内容会发给模型服务，直到在这里关掉或页面重新打开。",
    en="Now: what your conversations use of your tables goes to the model service, until you turn this off or reload the page.",
)
NO_TABLES = Bilingual(zh="还没有表格。", en="There are no tables yet.")
USED_IN = Bilingual(zh="{count} 个对话在用", en="in {count} of your conversations")
USED_LAST = Bilingual(zh="没有对话在用，最近用于 {day}", en="in no conversation, last used on {day}")
DELETE_TABLE = Bilingual(zh="删除 {name}", en="Delete {name}")
TABLE_NOT_DELETED = Bilingual(zh="{name} 没有删掉：{reason}。", en="{name} was not deleted: {reason}.")
