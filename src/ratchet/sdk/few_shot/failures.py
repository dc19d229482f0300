"""What went wrong without an application noticing: counted each time, logged once."""

import logging
from collections import Counter
from collections.abc import Mapping
from threading import Lock

from ratchet.sdk.few_shot.forking import PerProcess

_log = logging.getLogger("ratchet.few_shot")
_counts: Counter[str] = Counter()
_lock = PerProcess(Lock)


def few_shot_failures() -> Mapping[str, int]:
    """How often each kind of failure happened in this process, by the name of what failed.

    None of them reached the application: the prompt came back usable each time. The first of each kind is logged as a
    warning of the logger `ratchet.few_shot`.

    Example:
        >>> dict(few_shot_failures())
        {}

    """
    with _lock.get():
        return dict(_counts)


def note_failure(kind: str, error: Exception) -> None:
    """Count a failure, and log it when it is the first of its kind."""
    with _lock.get():
        _counts[kind] += 1
        is_first = _counts[kind] == 1
    if is_first:
        _log.warning(
            "Few-shot examples: %s failed (%s: %s). More of these are only counted.", kind, _name(error), error
        )


def _name(error: Exception) -> str:
    return type(error).__name__
