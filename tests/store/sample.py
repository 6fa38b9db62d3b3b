"""Messages for the tests of the store."""

from assistant.store.messages import Citation, Message, ToolCall


def question(text: str = "什么是学习率？", conversation_id: str = "c1", message_id: str = "q1") -> Message:
    return Message(id=message_id, conversation_id=conversation_id, role="user", text=text, language="zh")


def answer(
    text: str = "学习率是每一步的大小 [1]。",
    conversation_id: str = "c1",
    message_id: str = "a1",
    section: str = "4.3",
) -> Message:
    """Return an answer that has everything an answer can have."""
    citation = Citation(
        n=1, document="ai-pm-skills", section=section, title="梯度下降", quote="学习率决定\n步长", passage=2
    )
    call = ToolCall(
        id="t1",
        name="linear_regression",
        arguments={"learning_rate": 0.1},
        result={
            "metrics": {"slope": 2.0, "loss": None},
            "findings": {"zh": ["收敛了"], "en": ["It converged"]},
        },
    )
    return Message(
        id=message_id,
        conversation_id=conversation_id,
        role="assistant",
        text=text,
        language="zh",
        question="什么是学习率？",
        engine="grounded",
        citations=(citation,),
        tool_calls=(call,),
        unsupported=("没有根据的句子。",),
        given=(("ai-pm-skills", "zh", section, 2),),
        suggestions=("那太大会怎样？",),
    )


def streaming(text: str, message_id: str = "a1", conversation_id: str = "c1") -> Message:
    """Return an answer that is being written."""
    return answer(text, conversation_id, message_id).model_copy(update={"status": "streaming"})
