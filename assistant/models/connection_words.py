"""What the connection test says of each step."""

from assistant.text import Bilingual

REACHED = Bilingual(zh="连上了 {host}，用时 {seconds} 秒。", en="{host} answers, after {seconds} s.")
SECURE = Bilingual(
    zh="连上了 {host}，证书有效，用时 {seconds} 秒。",
    en="{host} answers with a valid certificate, after {seconds} s.",
)
V1 = Bilingual(
    zh="这个地址上没有模型接口，加上 /v1 就有：{address}",
    en="No model service answers at this address; with /v1 added one does: {address}",
)
NOTHING_THERE = Bilingual(
    zh="服务器连上了，但这个地址上没有模型接口。请对照服务商的说明检查地址，多半以 /v1 结尾。",
    en="The server answers, but there is no model service at this address. Compare it with the provider's instructions; "
    "it mostly ends in /v1.",
)
KEY_WORKS = Bilingual(zh="可用。", en="Accepted.")
NO_MODEL = Bilingual(
    zh="还没有填模型名。服务上有这些可选：{names}。", en="No model is named yet. The service offers {names}."
)
NO_MODEL_NO_LIST = Bilingual(
    zh="还没有填模型名，服务也没有给出列表。请到服务商的说明里找。",
    en="No model is named yet, and the service gives no list; look in the provider's instructions.",
)
KNOWN = Bilingual(zh="“{model}”可用。", en='"{model}" can be used.')
UNKNOWN = Bilingual(zh="服务上没有模型“{model}”。", en='The service has no model "{model}".')
NEAREST = Bilingual(
    zh="服务上没有模型“{model}”，名字最像的是：{names}。",
    en='The service has no model "{model}"; the nearest names are {names}.',
)
STREAMS = Bilingual(
    zh="边写边显示，{seconds} 秒后出第一个字。",
    en="Answers arrive as they are written; the first word took {seconds} s.",
)
AT_ONCE = Bilingual(
    zh="能回答，但要写完才一次送到，用了 {seconds} 秒。",
    en="It answers, but only when all is written: {seconds} s.",
)
TOOLS_WORK = Bilingual(
    zh="会用工具：能自己运行演示、再查资料。", en="It uses tools: it can run demos and look things up itself."
)
TOOLS_UNUSED = Bilingual(
    zh="没有用上工具，回答不受影响；演示由教练来运行。",
    en="It used no tool; answers don't suffer, and the coach runs the demos.",
)
TOOLS_REJECTED = Bilingual(
    zh="这个模型不接受工具，教练的问题都会被它拒绝。请换一个支持工具调用的模型。",
    en="This model accepts no tools and would reject the coach's questions; choose one that supports tool calls.",
)
TOOLS_UNTRIED = Bilingual(
    zh="这次没来得及试工具，不影响使用。", en="The tools could not be tried this time; that does no harm."
)
