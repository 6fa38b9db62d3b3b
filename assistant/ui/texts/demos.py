"""The demos' page, results and forms."""

from assistant.text import Bilingual

# The page
DEMOS = Bilingual(zh="演示", en="Demos")
GALLERY = Bilingual(
    zh="资料里的说法，能算的这里当场算给你看。{count} 个演示，每个对应一个产品经理要拿的主意；也可以在对话里直接说想看什么。",
    en="Where a claim of the sources can be computed, it is computed here. {count} demos, each for one decision that a product manager has to make; or just say in the chat what you want to see.",
)
RUN_IT = Bilingual(zh="跑一下“{demo}”", en="Run the “{demo}”")
RUN_FOR = Bilingual(zh="{decision}跑一下看看", en="{decision} Run it and see")
ALL_DEMOS = Bilingual(zh="所有演示", en="All demos")
BELONGS_TO = Bilingual(zh="对应章节", en="Belongs to")
EXAMPLES = Bilingual(zh="试试", en="Try")
RUNNING = Bilingual(zh="正在运行，已完成 {share:.0%}", en="Running, {share:.0%} done")
CANCEL = Bilingual(zh="取消", en="Cancel")
CANCELLED = Bilingual(zh="这次运行已取消。", en="This run was cancelled.")
CRASHED = Bilingual(
    zh="演示没有跑完，出了意外。换一组数值再试；如果还是这样，重启教练。",
    en="Something unexpected happened and the demo did not finish. Try other values; if it persists, restart the coach.",
)
RESULT = Bilingual(zh="跑出来的结果", en="What came out")
BEFORE = Bilingual(zh="上次 {value}", en="before: {value}")
DISCUSS = Bilingual(zh="在对话里讨论这次运行", en="Discuss this run in the chat")
NO_DEMOS = Bilingual(zh="还没有演示", en="There are no demos yet")
NO_DEMOS_ADVICE = Bilingual(
    zh="演示跟着资料走：读进了有演示的资料，这里就会出现它的表单。",
    en="Demos come with the sources: where a source that has some is read, their forms appear here.",
)
NO_SUCH_DEMO = Bilingual(
    zh="没有这个演示，下面是现有的。", en="There is no such demo; here is what there is."
)

# Results and forms
VERDICT = Bilingual(zh="{source}的说法，跑出来怎样", en="What {source} claims, and what came out")
HOLDS = Bilingual(zh="成立", en="Holds")
FAILS = Bilingual(zh="不成立", en="Does not hold")
COMPARED = Bilingual(zh="说法：{claimed}；实测：{found}。", en="Claimed: {claimed}; measured: {found}.")
TABLES = Bilingual(zh="数据", en="Figures")
CODE = Bilingual(zh="代码", en="Code")
IN_LINE = Bilingual(
    zh="前面还有人在跑，排在第 {place} 位", en="Others run theirs first: yours is number {place} in line"
)
NOT_KEPT = Bilingual(
    zh="这个对话是导入的，演示的结果不从文件里取，用同样的数值重新跑一次就有。",
    en="This conversation was imported. A demo's result is not taken from a file: run it again with the same values to see it.",
)
NOT_KEPT_THEIRS = Bilingual(
    zh="这个对话是导入的，演示的结果没有一起带来。",
    en="This conversation was imported, without the demo's result.",
)
SHOW_RESULT = Bilingual(zh="重新跑出结果", en="Run it and show the result")
RUN_AGAIN = Bilingual(zh="换一组数值再跑", en="Run it with other values")
RUN = Bilingual(zh="运行", en="Run")
EXACTLY = Bilingual(zh="精确设置", en="Exact values")
EXACTLY_WITH_TABLE = Bilingual(zh="精确设置，或换成自己的表格", en="Exact values, or a table of your own")
TABLE_NOW = Bilingual(zh="现在用的是 {name}", en="In use now: {name}")
TABLE_NOT_FOUND = Bilingual(zh="“{name}”不在这里，请选一个文件。", en="“{name}” is not here; choose a file.")
WHICH_COLUMN = Bilingual(
    zh="按名字认不出“{file}”的这些列，请各选一列，再点“运行”。",
    en="These columns of “{file}” go by names that the demo does not know. Choose one for each, then run it.",
)
CHOOSE_COLUMN = Bilingual(zh="选一列", en="Choose a column")
COLUMN_WITH_EXAMPLES = Bilingual(zh="{column}（{examples}）", en="{column} ({examples})")
COLUMNS_TAKEN = Bilingual(zh="用到的列：{columns}", en="Columns: {columns}")
COLUMNS_OF = Bilingual(zh="{table}：{columns}", en="{table}: {columns}")
COLUMNS_SEPARATOR = Bilingual(zh="；", en="; ")
TABLE_GONE = Bilingual(
    zh="这次运行用的表格 {files} 不在这里：表格不随对话导出，删掉或太久不用也会清掉。把它放进下面的表单或对话里，就能重新跑。",
    en="The table of this run, {files}, is not here: tables are not exported with a conversation, and go when they are deleted "
    "or long unused. Drop it into the form below or into the chat to run it again.",
)
FIGURE = Bilingual(zh="名称", en="Figure")
VALUE = Bilingual(zh="数值", en="Value")

# Sharing, exporting, comparing
SHARE = Bilingual(zh="分享与导出", en="Share and export")
LINK = Bilingual(
    zh="打开这个链接的人看到同一次运行，种子也相同。",
    en="Whoever opens this link sees the same run, the same seed included.",
)
LINK_WITHOUT_TABLE = Bilingual(
    zh="链接里只有“{name}”这个文件名，没有表格本身。",
    en='The link carries only the name "{name}", not the table itself.',
)
TABLE_NOT_HERE = Bilingual(
    zh="链接里只有“{name}”这个文件名，没有表格本身；请选一个文件再运行。",
    en='The link carries only the name "{name}", not the table itself; please choose a file and run.',
)
EXPORT = Bilingual(zh="导出什么", en="What to export")
EVERYTHING = Bilingual(zh="全部，打成一个 zip", en="Everything, as one zip")
DOWNLOAD = Bilingual(zh="下载", en="Download")
NO_PNG = Bilingual(
    zh="这台电脑没有中文字体，图只能导出成 SVG。",
    en="This computer has no Chinese font, so charts with Chinese words are exported as SVG only.",
)
COMPARE = Bilingual(zh="和之前的一次对比", en="Compare with an earlier run")
COMPARE_TITLE = Bilingual(zh="{title}：两次运行对比", en="{title}: two runs compared")
COMPARED_WITH = Bilingual(zh="和哪一次对比", en="Compare with")
RUN_BEFORE = Bilingual(zh="上一次", en="the run before")
RUNS_BEFORE = Bilingual(zh="往前第 {count} 次", en="{count} runs before")
SAME_VALUES = Bilingual(zh="参数相同", en="same parameters")
EARLIER_RUN = Bilingual(zh="之前", en="Before")
THIS_RUN = Bilingual(zh="这次", en="This run")
DIFFERING = Bilingual(
    zh="{count} 行不同，前面标着 ≠，数字加粗。", en="{count} rows differ; they are marked ≠ and bold."
)
ALL_SAME = Bilingual(zh="两次运行完全一样。", en="The two runs are the same in everything.")
PARAMETER_OR_FIGURE = Bilingual(zh="参数和数字", en="Parameter or figure")
EARLIER_GONE = Bilingual(zh="那次运行的结果已经不在了。", en="The result of that run is not there any more.")

# Live controls
LIVE = Bilingual(zh="拖动即重算", en="Drag to run at once")
