"""What went wrong within tracing itself: never the application's concern, counted each time and logged once."""

import functools
import logging
from collections import Counter
from collections.abc import Callable, Mapping
from threading import Lock
from typing import ParamSpec, TypeVar

P = ParamSpec("P")
T = TypeVar("T")

_log = logging.getLogger("ratchet.tracing")
_counts: Counter[str] = Counter()
_said: set[str] = set()
_lock = Lock()


def harmless(function: Callable[P, T]) -> Callable[P, T | None]:
    """Have a function give `None` where it would raise: a request is never lost for want of its trace."""

    @functools.wraps(function)
    def attempt(*args: P.args, **kwargs: P.kwargs) -> T | None:
        try:
            return function(*args, **kwargs)
        except Exception as error:  # noqa: BLE001 - whatever it is, the application goes on; it is counted and logged
            note_fault(function.__qualname__, error)
            return None

    return attempt


def note_fault(where: str, error: Exception) -> None:
    """Count a fault, and log the first of its place."""
    with _lock:
        _counts[where] += 1
        is_first = _counts[where] == 1
    if is_first:
        _log.warning("Tracing: %s failed. More of these are only counted.", where, exc_info=error)


def say_once(message: str) -> None:
    """Log a warning, unless it has been logged in this process."""
    if message in _said:
        return
    with _lock:
        if message in _said:
            return
        _said.add(message)
    _log.warning(message)


def faults() -> Mapping[str, int]:
    """How often each place failed in this process."""
    with _lock:
        return dict(_counts)
