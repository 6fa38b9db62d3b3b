"""Demo results and their forms."""

from assistant.text import Bilingual

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
