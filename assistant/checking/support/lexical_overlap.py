"""The words that two texts share, those aside that say nothing of a subject."""

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache

from assistant.text import to_simplified
from assistant.text.language import HAN, is_han


def _words(text: str) -> list[str]:
    return text.split()


ENGLISH = frozenset(
    _words("""
a an the this that these those it its itself they them their theirs he she his her we us our you your i me my
and or but nor so yet if then than as of in on at by for with from to into onto over under about between among
through during per via is are was were be been being am do does did done doing have has had having will would shall
should can could may might must not no never without cannot can't don't doesn't isn't aren't won't n't there here
what which who whom whose when where why how also only just even still too very more most less least much many
some any each every both all other another such same own one ones out up down off again once because while
although though whereas however therefore thus hence since until before after rather instead get gets got getting
make makes made making let lets use uses used using take takes took taken taking give gives given giving go goes
going come comes put say says said tell tells told call called thing things way ways kind kinds lot lots really
actually simply basically usually often generally typically mainly mostly especially particularly quite well
first second third finally next like example instance etc article author section chapter according mentions mention
mentioned notes note states explains describes points point recommends suggests suggest recommend need needs needed
want wants it's that's you're there's we're they're who's what's let's you'll
""")
)
CHINESE = re.compile(
    "|".join(
        sorted(
            _words("""
的话 的 了 着 过 是 在 和 与 跟 及 以及 或者 或 而 而且 并且 并 也 都 就 才 又 再 还 还是 还有 还要 更 最 很 太 非常 比较
把 被 让 给 对 对于 关于 从 到 向 往 由 用(?!户) 以 为 为了 因为 因此 所以 于是 如果 只要 只有 虽然 但是 但 不过 然而 即使 就算
无论 不论 不管 那么 这样 那样 这 那 这个 那个 这些 那些 这种 那种 其中 其 它 它们 他 他们 她 我 我们 你 你们 您 自己 大家
什么 怎么 怎样 如何 哪 哪个 哪些 多少 几 一 一个 一些 一种 一样 一下 一点 一般 个 种 些 条 点 项 件 类 次 这类 等 等等 之
之一 地 得 吗 呢 吧 啊 呀 能 能够 可以 可 会 要 应该 应当 应 需要 需 必须 得以 想 来 去 上 下 里 中 内 外 时 时候 前 后 之前
之后 以前 以后 已经 已 正在 曾 将 便 则 即 也就是说 就是 也就是 换句话说 简单来说 例如 比如 譬如 像 文章 作者 本节 文中
提到 指出 认为 说 讲 叫 称为 叫作 所谓 通常 一般来说 往往 常常 经常 有时 有 没有 无 不 没 非 并非 不是 不能 不会 不要 未
做 进行 使 使得 通过 按 按照 根据 依据 先 首先 其次 然后 接着 最后 另外 此外 同时 一起 主要 具体 实际 其实 只 只是 仅 仅仅
方面 部分 问题 情况 东西 办法 方式 方法 事 事情 地方 角度 所 者 这里 那里 各 每 每个 某 某个 本 该 此 如 若 均 皆 二 三 四 五
六 七 八 九 十 两 第
"""),
            key=len,
            reverse=True,
        )
    )
)
"""Finds them in a run of characters, the longest first."""


_UNIT = re.compile(rf"[{HAN}]+|[a-zà-ɏ][a-zà-ɏ'’]*|[a-zà-ɏ\d][\w.+-]*")
_LATIN_WORD = re.compile(r"[a-zà-ɏ][a-zà-ɏ'’]*")
_RUN = re.compile(rf"[{HAN}]+|[a-zà-ɏ\d][\w'’+-]*")
_ENDING = re.compile(
    r"(?<=\w{3})(?:i[sz]ations?|ations?|ments?|ness|ities|ity|ings?|i[sz]e[sd]?|i[sz]ing|ively|ive|ally|edly|ly|ions?|ers?|ors?"
    r"|ies|ied|es|ed|al|able|ible|s|e|y)$"
)


@dataclass(frozen=True, slots=True)
class ContentWord:
    """A content word of a statement (in Chinese: a run between function words)."""

    text: str
    start: int
    end: int
    """`statement[start:end]`."""
    held: float
    """Share of it that the passage holds, 0 to 1."""


@lru_cache(maxsize=8_192)
def normalize(text: str) -> str:
    """Return text in one script, case and width; positions stay where they are."""
    flat = "".join(
        c if len(unicodedata.normalize("NFKC", c)) != 1 else unicodedata.normalize("NFKC", c) for c in text
    )
    simple = to_simplified(flat)
    lowered = (simple if len(simple) == len(text) else flat).lower()
    return lowered if len(lowered) == len(text) else text


@lru_cache(maxsize=20_000)
def stem(word: str) -> str:
    """Return an English word without its ending, at least three letters long; British and American spellings meet."""
    word = word.replace("'s", "").replace("’s", "").replace("our", "or").replace("isi", "izi")
    word = _ENDING.sub("", word)
    return word[:-1] if len(word) > 3 and word[-1] == word[-2] else word


@lru_cache(maxsize=4_096)
def _stems(text: str) -> frozenset[str]:
    words = _LATIN_WORD.findall(text)
    return frozenset(stem(word) for word in words)


def content_words(statement: str, passage: str) -> list[ContentWord]:
    """Return the content words of a statement with how much of each a passage holds; numbers are left out."""
    passage = normalize(passage)
    found: list[ContentWord] = []
    for word, start, end in _units(normalize(statement)):
        if _is_han(word):
            found += _split_chinese(word, start, passage)
        else:
            found.append(ContentWord(word, start, end, float(_holds(passage, word))))
    return found


@lru_cache(maxsize=4_096)
def _units(text: str) -> tuple[tuple[str, int, int], ...]:
    """Return the runs of Chinese and the content words of other languages in a normal text, with where they stand."""
    found = ((match.group(), match.start(), match.end()) for match in _UNIT.finditer(text))
    return tuple(
        (word, start, end)
        for word, start, end in found
        if _is_han(word) or (word not in ENGLISH and word[0].isalpha() and len(word) > 1)
    )


def _is_han(word: str) -> bool:
    return is_han(word[0])


@lru_cache(maxsize=20_000)
def _holds(passage: str, word: str) -> bool:
    stems = _stems(passage)
    base = stem(word)
    if base in stems or word in passage.split():
        return True
    return len(base) >= 5 and any(
        len(other) >= 5 and (other.startswith(base[:-1]) or base.startswith(other[:-1])) for other in stems
    )


def _split_chinese(run: str, offset: int, passage: str) -> list[ContentWord]:
    held = _score_characters(run, passage)
    found: list[ContentWord] = []
    start = 0
    bounds = [(m.start(), m.end()) for m in CHINESE.finditer(run)] + [(len(run), len(run))]
    for stop, after in bounds:
        if stop > start:
            share = sum(held[start:stop]) / (stop - start)
            found.append(ContentWord(run[start:stop], offset + start, offset + stop, share))
        start = after
    return found


def _score_characters(run: str, passage: str) -> list[float]:
    """Say of each character how well the passage holds it: 1 within a shared pair, 0.5 alone, 0 not at all."""
    held = [0.5 if c in passage else 0.0 for c in run]
    for i in range(len(run) - 1):
        if run[i : i + 2] in passage:
            held[i] = held[i + 1] = 1.0
    return held


def share_held(text: str, passage: str, *, nothing: float = 0.0) -> float:
    """Return the share of a text's content words that a passage holds, by length, 0 to 1; `nothing` where it has none."""
    found = content_words(text, passage)
    # A Chinese character says about half as much as an English word.
    weights = [piece.end - piece.start if _is_han(piece.text) else 2 for piece in found]
    total = sum(piece.held * weight for piece, weight in zip(found, weights, strict=True))
    return total / sum(weights) if weights else nothing


@lru_cache(maxsize=4_096)
def content_set(text: str) -> frozenset[str]:
    """Return the content of a short normal text as a set: English stems, Chinese characters."""
    words = _RUN.findall(text)
    han = "".join(word for word in words if _is_han(word))
    stems = {stem(word) for word in words if not _is_han(word) and word not in ENGLISH}
    return frozenset(stems | set(CHINESE.sub("", han)))
