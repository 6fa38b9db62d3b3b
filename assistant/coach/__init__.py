"""The coach: takes a question in, answers it as a stream of events, and keeps both."""

from assistant.coach.intake import HISTORY_ROUNDS, MAX_QUESTION_CHARACTERS
from assistant.coach.opening import open_coach
from assistant.coach.turn import Coach

__all__ = ["HISTORY_ROUNDS", "MAX_QUESTION_CHARACTERS", "Coach", "open_coach"]
