"""Words that carry no content of their own: particles, auxiliaries, and the fillers in which answers are wrapped."""

import re


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
