"""Which messages of a conversation count, and which they took the place of."""

from assistant.store.messages import Message
from assistant.store.rounds import before, current, rounds
from tests.store.sample import answer, question


def asked(message_id: str, replaces: str = "") -> Message:
    return question(message_id, message_id=message_id).model_copy(update={"replaces": replaces})


def answered(message_id: str, answers: str) -> Message:
    return answer(message_id=message_id).model_copy(update={"answers": answers})


def ids(messages: tuple[Message, ...]) -> list[str]:
    return [message.id for message in messages]


def takes(*messages: Message) -> list[list[tuple[str | None, str | None]]]:
    return [
        [(t.question.id if t.question else None, t.answer.id if t.answer else None) for t in each.takes]
        for each in rounds(messages)
    ]


def test_questions_and_answers_make_rounds() -> None:
    assert takes(asked("q1"), answered("a1", "q1"), asked("q2"), answered("a2", "q2")) == [
        [("q1", "a1")],
        [("q2", "a2")],
    ]


def test_an_answer_given_again_is_another_take_and_the_one_that_counts() -> None:
    conversation = (asked("q1"), answered("a1", "q1"), answered("a2", "q1"))
    assert takes(*conversation) == [[("q1", "a1"), ("q1", "a2")]]
    assert ids(current(conversation)) == ["q1", "a2"]


def test_a_new_wording_takes_the_place_of_the_question_and_its_answers() -> None:
    conversation = (
        asked("q1"),
        answered("a1", "q1"),
        asked("q2"),
        answered("a2", "q2"),
        asked("q3", replaces="q2"),
    )
    assert takes(*conversation) == [[("q1", "a1")], [("q2", "a2"), ("q3", None)]]
    assert ids(current(conversation)) == ["q1", "a1", "q3"]
    assert ids(before(conversation, "q3")) == ids(before(conversation, "q2")) == ["q1", "a1"]


def test_a_wording_of_a_new_wording_stays_in_the_round() -> None:
    conversation = (asked("q1"), asked("q2", replaces="q1"), asked("q3", replaces="q2"), answered("a3", "q3"))
    assert takes(*conversation) == [[("q1", None), ("q2", None), ("q3", "a3")]]


def test_two_tabs_that_ask_at_once_keep_their_answers_apart() -> None:
    conversation = (asked("q1"), asked("q2"), answered("a2", "q2"), answered("a1", "q1"))
    assert takes(*conversation) == [[("q1", "a1")], [("q2", "a2")]]


def test_messages_of_earlier_versions_answer_the_question_before_them() -> None:
    assert takes(asked("q1"), answer(message_id="a1"), asked("q2"), answer(message_id="a2")) == [
        [("q1", "a1")],
        [("q2", "a2")],
    ]


def test_an_answer_that_nothing_asked_for_stands_alone() -> None:
    assert takes(answer(message_id="a0"), asked("q1"), answered("a1", "q1")) == [
        [(None, "a0")],
        [("q1", "a1")],
    ]
