"""Antonyms: whether a statement has a word of opposite meaning where a passage has another, as in "too small a rate diverges".

The pairs stand by side; words of one side may stand for each other.
"""

import re
from collections.abc import Callable, Sequence
from functools import lru_cache
from itertools import islice

from assistant.checking.support.lexical_overlap import content_set, share_held
from assistant.checking.support.negation_scope import share_in_one, words
from assistant.checking.support.polarity import negated_at
from assistant.text.language import HAN_CHARACTER

Side = tuple[str, ...]


def _pairs(text: str) -> tuple[tuple[Side, Side], ...]:
    lines = (line.split(" <> ") for line in text.strip().splitlines())
    return tuple((tuple(left.split()), tuple(right.split())) for left, right in lines)


# Regular expressions, since a single character counts only where it is no part of another word ("大" in "大模型").
PAIRS_ZH = _pairs("""
大(?!模型|数据|量|家|多|约|概|部分|致|厂|体|白话)(?<!最大) 更大 变大 扩大 放大 <> (?<![缩减])小(?!时|组|明|步|说|心|事|样) 变小 缩小 减小
(?<![不至缺减])多(?!少|样|数|层|次|种|台|半|轮|久|快|大) 更多 较多 增多 <> (?<![不至多])少(?!数|走) 更少 较少 减少
(?<![提])高(?!性能|级|效|质) 更高 提高 提升 增加 上升 升高 增大 增强 升(?!级) 涨 <> 低(?!秩) 更低 降低 下降 减少 降(?!不) 减弱 削弱 跌
快 更快 加快 迅速 <> 慢 更慢 减慢 变慢
强(?!调|化学|迫) 更强 增强 <> 弱 更弱 削弱 减弱
优点 优势 好处 强项 <> 缺点 劣势 坏处 短板
(?<!不)(?<!不太)容易 轻松 简单 <> 难(?!点|免|题|度) 难以 困难 复杂
长(?!尾|期|大) 更长 延长 变长 <> (?<!长)短(?!期|信|语) 更短 缩短 变短
之前 以前 事先  <> 之后 以后 事后
最先 首先 优先 第一步 <> 最后 末尾 垫底
最大 <> 最小
最多 <> 最少
最好 最佳 更好 较好 <> 最差 最坏 更差 较差 更糟
便宜 省钱 花钱最少 <> 昂贵 最贵 成本高 获取成本高 花钱最多
收益 好处 <> 代价 损失
开源 开放源代码 <> 闭源 不开源
有标注 带标注 带答案 <> 没有标注 无标注 未标注 不带标注
有监督 监督学习 <> 无监督
(?<!非)线性(?!回归) <> 非线性
自动 <> 人工 手动 手工
真实 <> 模拟 虚构
相同 一样 一致 <> 不同 不一样 不一致
完整 齐全 <> 残缺 不全
允许 <> 禁止 不准
安全 <> 危险
早 提前 <> 晚 推迟 迟
正确 对的 <> 错误 错的
相反 反方向 <> 同方向 一致 相同
上坡 上升最快 <> 下坡 下降最快
新用户 新客 <> 老用户 老客
前者 <> 后者
无需 不用 不必 用不着 <> 需要 必须 离不开
现在 如今 <> 将来 未来
加 加上 <> 减去 减
乘以 乘 <> 除以 除(?!了|非)
偏高 <> 偏低
估高 <> 估低
赚钱 <> 亏钱
省 节省 节约 <> 耗 耗费 消耗 浪费
(?<![没只还具])有(?![没效用关时些]) (?<!不)带(?!来|动|领|宽) <> 没有 不带 无(?![法论需须限数用关])
反复 多次 一再 <> 一次
放在一起 一起 同一个地方 <> 分开
仍然 依然 <> 不再
之内 以内 范围内 <> 之外 以外 范围外
""")


PAIRS_EN = _pairs("""
larg\\w+ big bigger biggest great\\w* huge wide\\w* <> small\\w* tiny narrow\\w*
more most many lots? much <> less least fewer fewest few little
high higher highest increase\\w* raise\\w* rais\\w+ rises? rising rose grow\\w* improve\\w* boost\\w* <> low lower\\w* lowest decreas\\w+ reduc\\w+ fall\\w* drop\\w* shrink\\w* worsen\\w*
fast\\w* quick\\w* speed\\w* rapid\\w* <> slow\\w* long
strong\\w* <> weak\\w* poor\\w*
better best good <> worse worst bad poor\\w*
before beforehand prior <> after afterwards later
first <> last finally
easy easier easiest easily simple\\w* simpl\\w+ <> hard harder hardest difficult complex complicated
cheap\\w* inexpensive <> expensive cost(?:s|ly)
advantages? strengths? benefits? gains? <> disadvantages? weakness\\w* drawbacks? price
always <> never rarely seldom
usually often <> rarely seldom never
most <> least
long\\w* lengthen\\w* <> short\\w*
above exceeds? over <> below under
labell?ed <> unlabell?ed
supervised <> unsupervised
positive <> negative
adds? adding plus <> subtract\\w* remov\\w+ minus
multipl\\w+ <> divid\\w+
manual\\w* by hand <> automatic\\w*
real true <> simulated synthetic fake
open <> closed proprietary
same identical <> different opposite
allow\\w* permit\\w* <> forbid\\w* prohibit\\w*
include\\w* <> exclud\\w+
early earlier <> late
correct\\w* right <> wrong incorrect\\w*
uphill upward\\w* <> downhill downward\\w*
linear <> non-linear nonlinear
maximi[sz]\\w+ maximum <> minimi[sz]\\w+ minimum
encrypt\\w+ <> decrypt\\w+
succe\\w+ <> fail\\w*
all every everyone <> none nobody no
must have\\s+to has\\s+to <> needn't need\\s+not don't\\s+have\\s+to doesn't\\s+have\\s+to
magnif\\w+ <> shrink\\w* diminish\\w* downplay\\w* plays?\\s+down
wider <> narrower
possible <> impossible
accurate <> inaccurate
inside within <> outside beyond
raises? <> lowers?
together <> apart separate(?:ly|d)?
still <> no\\s+longer
repeatedly again\\s+and\\s+again <> once single
agree\\w* <> disagree\\w*
""")


def opposites(text: str) -> list[tuple[re.Pattern[str], re.Pattern[str]]]:
    """Return, for each word of a text that has an opposite, what finds words of its side and of the other side."""
    return [(mine, theirs) for mine, theirs in _patterns() if mine.search(text)]


@lru_cache(maxsize=1)
def _patterns() -> list[tuple[re.Pattern[str], re.Pattern[str]]]:
    chinese = [tuple(re.compile("|".join(side)) for side in pair) for pair in PAIRS_ZH]
    english = [tuple(re.compile(rf"\b(?:{'|'.join(side)})\b") for side in pair) for pair in PAIRS_EN]
    return [found for left, right in (*chinese, *english) for found in ((left, right), (right, left))]


_SENTENCE_END = re.compile("[；;。！？!?]")
_RESTRICTED = re.compile(r"\bonly (?:for|if|when)\b|只有|只在|仅当")


_CONTEXT_ALIKE = 0.6


_CONTEXT_LEAD = 0.2


_CONTEXT_FAINT, _REST_HELD = 0.3, 0.85


_REACH_ZH, _REACH_EN = 10, 36
"""How many characters on each side of a word are its surroundings."""


_MOST_PLACES = 6
"""How often a word is looked at in one text; nobody says it as often in a sentence that means something."""


def antonym_differs(statement: str, known: Sequence[str]) -> bool:
    """Whether a word of the statement has its opposite in the same surroundings."""
    together = " ".join(known)
    unrestricted = [text for text in known if not _RESTRICTED.search(text)]
    for mine, theirs in opposites(statement):
        for match in islice(mine.finditer(statement), _MOST_PLACES):
            around = _surroundings(statement, match)
            if len(around) < 2:
                continue
            negated = negated_at(statement, match.start())
            same = max((_share_alike(around, near) for near, _ in _places(mine, known)), default=0.0)
            turned = max(
                (_share_alike(around, near) for near, n in _places(theirs, unrestricted) if n == negated),
                default=0.0,
            )
            if turned >= _CONTEXT_ALIKE and turned >= same + _CONTEXT_LEAD:
                return True
            rest = statement[: match.start()] + " " + statement[match.end() :]
            if (
                turned >= _CONTEXT_FAINT
                and not mine.search(together)
                and share_held(rest, together) >= _REST_HELD
            ):
                return True
    return False


def _places(word: re.Pattern[str], texts: Sequence[str]) -> list[tuple[frozenset[str], bool]]:
    """Return the surroundings of a word wherever it stands, and whether it is negated there."""
    return [
        (_surroundings(text, match), negated_at(text, match.start()))
        for text in texts
        for match in islice(word.finditer(text), _MOST_PLACES)
    ]


def _surroundings(text: str, match: re.Match[str]) -> frozenset[str]:
    """Return the content words around a match, within its clause and a little beyond."""
    reach = _REACH_ZH if HAN_CHARACTER.search(text) else _REACH_EN
    before = _SENTENCE_END.split(text[max(0, match.start() - reach) : match.start()])[-1]
    after = _SENTENCE_END.split(text[match.end() : match.end() + reach])[0]
    return content_set(before) | content_set(after)


def _share_alike(around: frozenset[str], near: frozenset[str]) -> float:
    return len(around & near) / len(around) if around else 0.0


def antonym_lead(statement: str, segments: Sequence[str], weight: Callable[[str], float]) -> float:
    """Say how much more of what stands with a word of the statement stands with its opposite in one segment, 0 to 1."""
    best = 0.0
    for mine, theirs in opposites(statement):
        speaking = [text for text in segments if theirs.search(text)]
        for match in islice(mine.finditer(statement), _MOST_PLACES if speaking else 0):
            rest = words(statement[: match.start()] + " " + statement[match.end() :])
            negated = negated_at(statement, match.start())
            opposed = (
                text
                for text in speaking
                if not _RESTRICTED.search(text)
                and any(
                    negated_at(text, found.start()) == negated
                    for found in islice(theirs.finditer(text), _MOST_PLACES)
                )
            )
            turned = max((share_in_one(rest, text, weight) for text in opposed), default=0.0)
            same = max((share_in_one(rest, t, weight) for t in segments if mine.search(t)), default=0.0)
            best = max(best, turned - same)
    return best
