"""The chat: the conversation, the cited section beside it, the bar to ask the next question."""

import streamlit as st

from assistant.ui import answers, live, navigation, session
from assistant.ui.composer import composer
from assistant.ui.reader import reader
from assistant.ui.welcome import not_opened, welcome

language = session.language()
conversation = session.conversation()
warm_up = session.warm_up()
turn = session.latest_turn()

messages = session.messages(conversation)
if turn and turn.running and turn.stored_before is not None:
    messages = messages[: turn.stored_before]
newest = None

with st.container(key="conversation"):
    if warm_up.error:
        not_opened(warm_up, language)
    if not messages and turn is None:
        welcome(language)
    for message in messages:
        if message.role == "user":
            newest = f"question-{message.id}"
            answers.show_question(message.text, language, newest)
        else:
            answers.show_answer(
                message, language, latest=message is messages[-1] and not (turn and turn.running)
            )
    if turn and turn.running:
        newest = f"question-{turn.id}"
        answers.show_question(turn.question, language, newest)
        live.live_answer(turn)
    elif turn and (problem := answers.problem(turn, language)):
        answers.show_failure(turn.question, problem, language)

reader(navigation.linked(messages) or newest)
composer(turn, language)
