"""The chat: the conversation, the cited section beside it, the bar to ask the next question."""

import streamlit as st

from assistant.ui import asking, navigation, session
from assistant.ui.chat import answer_actions, answer_status, answers, conversation_view
from assistant.ui.chat.composer import composer, read_only_notice
from assistant.ui.chat.reader import reader
from assistant.ui.chat.welcome import not_opened, not_there, opening, welcome

asking.was_asked()
language = session.language()
conversation = session.conversation()
warm_up = session.warm_up()
turn = session.latest_answer()
running = session.running_answers()
is_mine = session.is_mine()

view = conversation_view.view(conversation, running, st.query_params.get("message"))
answer_actions.load_feedback(conversation)
last = view.rounds[-1] if view.rounds else None
problem = answer_status.problem(turn, language)
is_shown = bool(turn and problem and answer_status.belongs_to(turn, last))
newest = None

with st.container(key="conversation"):
    if warm_up.error:
        not_opened(warm_up, language)
    if warm_up.store is None and warm_up.error is None and "conversation" in st.query_params and not turn:
        opening(language)
    elif session.missing() and turn is None:
        not_there(language)
    elif not view.rounds and turn is None:
        welcome(language)
    if not is_mine:
        read_only_notice(language)
    conversation_view.show_earlier(view, language)
    for each in view.rounds:
        is_last = each is last
        conversation_view.show_round(
            each, problem if is_last and is_shown else None, latest=is_last and is_mine and not running
        )
        newest = f"question-{question.id}" if (question := each.latest.question) else newest
    for each_turn in running:
        newest = f"question-{each_turn.id}"
        answers.show_question(each_turn.question, language, newest, each_turn.tables)
        answer_status.live_answer(each_turn)
    if turn and problem and is_mine and not is_shown:
        answer_status.show_failure(turn, problem, language)

place = navigation.linked(view.messages) or conversation_view.reading_place(conversation)
reader(place or newest, view.messages)
composer(language)
