"""What a sentence says more strongly than its passages: without exception, or that something is not needed at all."""

import re

from assistant.checking.support.wording import normal

_WITHOUT_EXCEPTION = re.compile(
    r"总(?!结|的|体|之)|一定(?!程度)|必(?!要|须|然联)|必须|完全|任何|各种|所有|全部|绝对|肯定|保证|只能|只要|就能|就行|足以|正好|自动|直接"
    r"|一看就|永远|从来|都(?!市)|最好|首先|尽管|放心|已经|离不开"
    r"|\b(?:always|every|everyone|everything|any|all|must|never|only|completely|entirely|fully|certain(?:ly)?|sure|guarantee\w*|alone"
    r"|automatically|easily|simply|no one|nothing|best|safe|just as well|alike|exactly|requires?|have to|has to|whatever"
    r"|whether or not|even|regardless|already|solely|enough)\b"
)
_NOT_NEEDED = re.compile(
    r"不用(?!说)|不必|无需|无须|用不着|犯不着|不需要|没必要|没有必要|免去|省得"
    r"|\b(?:need not|needn['’]?t|no need|no longer need\w*|(?:do|does|did)(?:n['’]t| not) (?:need|have to|require)"
    r"|not (?:required|needed|necessary)|unnecessary|without having to|isn['’]t necessary|superfluous|needless)\b"
)


def unfounded_absolutes(statement: str, passages: str) -> int:
    """Return how many words that leave no exception stand in a statement and not in passages."""
    known = normal(passages)
    return sum(
        word not in known for word in {m.group() for m in _WITHOUT_EXCEPTION.finditer(normal(statement))}
    )


def unfounded_exemption(statement: str, passages: str) -> bool:
    """Whether a statement says that something is not needed where passages say so of nothing."""
    return bool(_NOT_NEEDED.search(normal(statement))) and not _NOT_NEEDED.search(normal(passages))
