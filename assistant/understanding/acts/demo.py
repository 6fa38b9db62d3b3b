"""A demo is to be run: by its name, with values, or like the run before but for some."""

from assistant.tools.requests import DemoChoice, DemoRequest, requested
from assistant.understanding.act import Act, Conversation, Turn

_LEANS = {"plain": False, "changes": True}
"""Whether a request of a kind leans on the run before; one that gives values does unless it names the demo anew."""


def _understand(text: str, kind: str, conversation: Conversation) -> Turn | None:
    found = requested(
        text,
        conversation.demos,
        conversation.run,
        conversation.demos_at_hand,
        likely=conversation.likely_demos(text),
        hear=conversation.values,
        leans=_LEANS.get(kind),
    )
    if found is None:
        return None
    return Turn(
        text,
        text,
        conversation.language,
        request=found if isinstance(found, DemoRequest) else None,
        choice=found if isinstance(found, DemoChoice) else None,
        history=conversation.history,
    )


ACT = Act(
    "demo",
    reported="demo",
    needs="nothing",
    understand=_understand,
    sure=0.6,
    kinds=("plain", "parameters", "changes", "missing"),
)
