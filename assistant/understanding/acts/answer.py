"""A question to the sources that stands by itself."""

from assistant.understanding.act import Act, Conversation
from assistant.understanding.courtesy import without_greeting
from assistant.understanding.turn import Turn

_MILD = 0.5
"""Standard deviations of the retriever's scores by which what was just talked about comes forward."""


def _understand(text: str, kind: str, conversation: Conversation) -> Turn:  # noqa: ARG001
    question = without_greeting(text)
    context = conversation.context(_MILD)
    return Turn(
        text,
        question,
        conversation.language,
        queries=(question,),
        context=context,
        history=conversation.history,
    )


ACT = Act("answer", reported="answer", needs="nothing", understand=_understand, sure=0.0)
