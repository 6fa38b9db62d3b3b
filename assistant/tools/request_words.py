"""The words in which people ask for a run, in Chinese and English, as regular expressions over lower-case text."""

import re
from collections.abc import Iterable


def _words(zh: str, en: str) -> re.Pattern[str]:
    """Return a pattern for any of the words, given as alternatives; English ones are matched whole."""
    return re.compile(rf"{zh}|\b(?:{_spaced(en)})\b")


def _spaced(words: str) -> str:
    return words.replace(" ", r"\s+")


RUN = _words(
    zh="重跑|跑跑看|跑起来|跑出来|跑|运行|执行|演示|复现|重现|再现|示范|来一[次遍]|做一[次遍]|练一[次遍]",
    en="re-?run|run(?:ning)?|execute|demo(?:nstrate|nstration)?s?|reproduce|replicate",
)
"""Words that ask for a run."""

TRY = _words(
    zh="重新训练|训练|再训|[来做搞整]一?[个发把波]|拟合|试试看?|试一?下|试一试|试|模拟|算一?下|算算|算|验证|检验|核实|画出?|对比|比较",
    en="re-?train(?:ing)?|train(?:ing)?|fit|try|simulate|test|verify|show me|let(?:'s| me) see|plot|visuali[sz]e",
)
"""Words that ask for a run together with a demo or with values."""

SEE = _words(zh="想看|要看|看看|看一?下|看一看|瞧瞧|展示|给我看", en="show|see|watch|look at")
"""Words that ask for a run together with what is to be seen of it, or with values."""

REPRODUCE = _words(zh="复现|重现|再现", en="reproduce|replicate")
"""Words that ask for a run by what came out of it."""


def outcome(happenings: Iterable[str]) -> re.Pattern[str]:
    """Return a pattern for what is to be seen of a run: its results, and what can happen in it."""
    return _words(
        zh="|".join(
            (
                "的(?:效果|结果|表现|样子|情况|过程)|(?:运行|训练)?(?:效果|表现)",
                *_of_script(happenings, zh=True),
            )
        ),
        en="|".join(("results?|outcome|looks? like", *_of_script(happenings, zh=False))),
    )


REPEAT = _words(
    zh="再来(?:一[次遍下轮回]|(?=[\\s、,。!吧]|$))|再(?:跑|试|做|训|训练|演示|运行)+|重来|重跑|重新(?:跑|来|运行|训练)",
    en="again|once more|one more time|repeat|redo|re-?run",
)
"""Words that ask for the run before once more."""

AGAIN = _words(
    zh="再[来跑试做训练]*一?[次遍下轮回]|再来|重来|重新|再|又|接着|继续|还是|仍然|保持|其[他它](?:的|参数)?(?:都)?不变|不变|同样|一样|相同"
    "|刚才|刚刚|上次|上一次|多[跑训练来]*几[轮次遍]",
    en="again|once more|one more time|repeat|redo|same|instead|now|keep(?:ing)?|everything else|the rest|last time|previous",
)
"""Words that lean on the run before."""

CHANGE = _words(
    zh="改|换|调|变|翻|减半|固定",
    en="change|set|switch|increase|decrease|reduce|raise|lower|double|halve|bump|crank|push|cut|lift|move|adjust|tweak|choose|pick|make|put",
)

RESET = _words(
    zh="(?:恢复|回到|用回?|使用|改回|换回)?(?:成|到)?(?:默认|缺省|原来|初始|出厂)的?(?:参数|数值|值|设置|配置|状态|情况|那样)?|重置|还原",
    en="(?:reset|(?:go )?back to (?:the )?defaults?|(?:restore|use|with) (?:the )?defaults?|defaults?)(?: (?:values?|settings?|parameters?))?",
)
"""Words that ask for the default values."""

PURPOSE = re.compile(
    r"[\s,、。;!]*(?:来|好让我|以便|并且?|然后|顺便|再)?(?:请|让我|给我|帮我|我想|我要)?"
    r"(?:看看|看一?下|看一看|瞧瞧|告诉我|验证|检验|检查|确认|核对|比一比|说说|解释)[^,、。;]*[?!。]?$"
    + _spaced(
        r"|[\s,.;!]*(?:\band|\bto|\bthen|\bso (?:that )?(?:i|we) can) (?:please )?"
        r"(?:see|check|tell|show|verify|find out|look|compare|explain|confirm|report|let me know)\b.*$"
    )
)
"""What the run is for: "…, 看看是不是真的得到 1.997"."""


def what_if(happenings: Iterable[str], results: Iterable[str]) -> re.Pattern[str]:
    """Return a pattern for asking what comes out for given values, which is asking for a run.

    Args:
        happenings: What can happen in a run, as verbs.
        results: What comes out of it, as nouns.
    """
    happens, comes_out = "|".join(_of_script(happenings, zh=True)), "|".join(_of_script(results, zh=True))
    then = (
        "有什么(?:变化|不同|结果|影响)|发生什么|变成?什么样?|变成?怎么?样|是?什么样|怎么样|怎样|咋样|如何"
        + (f"|(?:{happens})(?:到(?:哪里?|什么(?:地方)?|多少))?" if happens else "")
        + "|更?[快慢好差准稳](?:一?[点些])?"
    )
    things = f"结果|效果|{comes_out}" if comes_out else "结果|效果"
    occurs = "|".join(("work", *_of_script(happenings, zh=False)))
    looks = "|".join(("it", "things", "the result", *(f"the {r}" for r in _of_script(results, zh=False))))
    return _words(
        zh=rf"(?:{things}|模型|训练|它|那)?(?:又|还|就|能|会不会|会|能不能|是否会?|是不是会?|够不够|够)(?:{then})(?:吗|呢|了|掉|不)*"
        f"|会?(?:得到|得出|跑出)(?:什么|多少|怎样的|什么样的)(?:{things}|参数)?"
        f"|(?:{things})(?:是|会是|呢|怎么?样|如何|多少|什么样?)+|怎么样|怎样|咋样|如果|假如|假设|要是|的话|的时候|时",
        en="what(?: will| would| does| do)? (?:happens?|comes? out|changes?)(?: (?:with|if|when|for|at))?|what (?:if|about)|how about"
        "|what do (?:i|we|you) get(?: (?:with|if|for|at))?|if|when"
        f"|how (?:does|do|will|would) (?:{looks}) (?:look|change|turn out|do)"
        rf"|(?:does|will|would|can)(?:\s+(?:it|a|an|the|training|gradient|descent))*\s*(?:still )?(?:{occurs})",
    )


def _of_script(words: Iterable[str], *, zh: bool) -> list[str]:
    return [word for word in words if word.isascii() is not zh]


QUESTION = _words(
    zh="什么|为什么|为何|为啥|怎么|如何|多少|哪|吗|么|几|多[久大长]|是否|是不是|好不好|行不行|对不对|要不要|有没有|区别|不同|意思|解释|介绍|讲|说明|含义|定义|作用|意味|建议|合适|够|推荐|适合|应该",
    en="what|why|how|which|who|where|when|whether|explain|mean(?:s|ing)?|define|definition|difference|describe|purpose|should|good|enough|recommend",
)
"""Words of a question that is to be answered from the article."""

POLITE = (
    re.compile(
        r"^\W*(?:请问)?(?:你|您|我们|咱们|我)?\s*(?:能不能|可不可以|可否|能否|能|可以|会)(?!.{0,4}跑吗)(?P<rest>.*?)(?:吗|嘛|么)?\W*$"
    ),
    re.compile(
        _spaced(
            r"^\W*(?:(?:can|could|would|will) you|(?:can|could) we|would you mind) (?:please )?(?P<rest>.*?)\W*$"
        )
    ),
)
"""Politeness around a request: "能帮我跑一下线性回归吗"."""

THING = _words(
    zh="例子|示例|案例|实验|程序|模型|超?参数|条件|设定|设置|项目|任务|版本",
    en="examples?|experiment|models?|programs?|parameters?|values?|settings?|data|project|version",
)
"""What is run, in general terms."""

SOURCE = _words(
    zh="文章里?|文中|本文|代码|源码|源代码", en="(?:the )?article'?s?|code|listing|section|chapter"
)
"""Where the article's own program stands, which is run with the article's values."""

FILLER = _words(
    zh="请问|请|麻烦|帮忙|帮|替|给|我们|咱们|我|你|您|想要|想|要|需要|希望|让|把|将|用|使用|采用|拿|以|按照?|基于|取|设置?|改成|改|换成|换|调整?|打开|开始|启动"
    "|先|然后|接着|那么|那|就|也|都|只有?|直接|现在|马上|立刻|这次|下次|上面|一[下次遍个段轮回把波]|[个次遍下]|里面?|中|上|这[个次段]?|那[个次段]|它"
    "|的|得|地|了|呢|吧|啊|呀|哦|哈|嘛|呗|和|与|跟|及|以及|并且?|且|同时|还有|加上|另外|再加|而|但是?|不过|其中|分别|来|去|出来?|到|成|为|是|在|对|从"
    "|真的|实际|好的?|嗯|行|可以|看|[大小多少高低久]一?[点些]",
    en="please|pls|i'd|i'm|i'll|the|an?|it|its|this|that|my|your|me|i|we|us|you|want|wanna|would|like|to|let's|lets|let|now|just|only|with|using|use"
    "|and|or|of|for|on|in|at|by|from|then|but|also|so|ok|okay|yes|yeah|sure|hi|hey|hello|once|time|quick|quickly|go|ahead|given|having"
    "|under|up|out|start|launch|open|begin|let's do|just do|there (?:is|are|was|were)",
)
"""Words that say nothing of their own about a run."""

CONTENT = re.compile(r"[\u3400-\u9fff]|[^\W\d_][^\W_\u3400-\u9fff]*|\d+(?:\.\d+)*")
"""One word, Chinese character or number."""

ANOTHER_GO = re.compile(r"(再(?:来|跑|试|做|训练|运行|演示)?)一轮")
"""Another go, not one epoch."""

CLAUSE_END = re.compile(r"[,、。;?!]\s*")
CLOSING = " ,、。;?!"
