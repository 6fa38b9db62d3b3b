"""How much a visitor may ask in a day, so that nobody uses up what all share: the server's time and the company's key."""

from collections import Counter
from collections.abc import Callable
from datetime import UTC, date, datetime
from threading import Lock

from assistant.settings import Settings
from assistant.store.messages import LOCAL
from assistant.text import Bilingual

TURNS_USED_UP = Bilingual(
    zh="今天问的已经到上限（{limit:,} 次），明天再来。要问得更多，请联系管理这个教练的人。",
    en="You have asked as much as one may in a day ({limit:,}). Come back tomorrow, or ask whoever runs this coach for more.",
)


def _today() -> date:
    return datetime.now(UTC).date()


class Allowance:
    """Counts what visitors have used today; whoever runs the coach is not counted. Safe to use from several threads."""

    def __init__(self, settings: Settings, today: Callable[[], date] = _today) -> None:
        """Begin with a day on which nobody has asked anything."""
        self.daily_turns = settings.daily_turns
        self._daily_model_answers = settings.daily_model_answers
        self._daily_model_answers_of_all = settings.daily_model_answers_of_all
        self._today = today
        self._day = today()
        self._turns: Counter[str] = Counter()
        self._model_answers: Counter[str] = Counter()
        self._lock = Lock()

    def take_turn(self, owner: str) -> bool:
        """Count a question; return whether it may be asked."""
        if owner == LOCAL:
            return True
        with self._lock:
            self._begin_day()
            self._turns[owner] += 1
            return self._turns[owner] <= self.daily_turns

    def take_model_answer(self, owner: str) -> bool:
        """Count an answer of the model that the server pays for; return whether it may give it."""
        if owner == LOCAL:
            return True
        with self._lock:
            self._begin_day()
            within = (
                self._model_answers[owner] < self._daily_model_answers
                and self._model_answers.total() < self._daily_model_answers_of_all
            )
            self._model_answers[owner] += within
            return within

    def _begin_day(self) -> None:
        if self._day != (day := self._today()):
            self._day = day
            self._turns.clear()
            self._model_answers.clear()
