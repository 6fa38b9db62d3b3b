"""Circuit breakers: an endpoint that fails is left alone for a minute, so that not every question waits for it."""

import time
from collections.abc import Callable
from functools import lru_cache
from threading import Lock

from assistant.models.model_errors import FailureKind, ModelError, failure

_FAILURES = 3
_REST_SECONDS = 60.0
_ENDPOINTS_REMEMBERED = 256


class CircuitBreaker:
    """Leaves an endpoint alone for a minute after three failures in a row, or when it was found dead.

    After its rest a single failure gives it another; a success makes it as good as new. Safe to use from several threads.
    """

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._failures = 0
        self._rests_until = 0.0
        self._reason: FailureKind = "resting"
        self._lock = Lock()

    def rest(self) -> float:
        """Return for how many seconds more the endpoint is left alone; 0 where it may be asked."""
        with self._lock:
            return self._seconds_left()

    def refusal(self) -> ModelError | None:
        """Return why the endpoint is not asked now, in words; None where it may be asked."""
        with self._lock:
            seconds = self._seconds_left()
            return failure(self._reason, seconds=round(seconds) or 1) if seconds else None

    def succeeded(self) -> None:
        """Take note that the endpoint works: it may be asked at once."""
        with self._lock:
            self._failures, self._rests_until = 0, 0.0

    def failed(self) -> None:
        """Take note that the endpoint failed once more."""
        with self._lock:
            self._failures += 1
            if self._failures >= _FAILURES:
                self._begin_rest("resting")

    def open(self) -> None:
        """Take note that the connection test found the endpoint dead: it is left alone from now on."""
        with self._lock:
            self._begin_rest("test_failed")

    def _seconds_left(self) -> float:
        return max(self._rests_until - self._clock(), 0.0)

    def _begin_rest(self, reason: FailureKind) -> None:
        # One short of the limit: who comes first after the rest tries the endpoint for all the others.
        self._failures, self._reason = _FAILURES - 1, reason
        self._rests_until = self._clock() + _REST_SECONDS


@lru_cache(maxsize=_ENDPOINTS_REMEMBERED)
def circuit_breaker(identity: str) -> CircuitBreaker:  # noqa: ARG001
    """Return the breaker of an endpoint by its identity: one that failed in one conversation is left alone in all."""
    return CircuitBreaker()
