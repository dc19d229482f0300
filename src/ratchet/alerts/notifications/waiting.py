"""How long to wait before something is tried again."""

import random
from collections.abc import Callable
from datetime import timedelta

_FIRST_S = 2.0
_LONGEST_S = 60.0
_DOUBLINGS_MAX = 10


def to_pause(failures: int, jitter: Callable[[], float] = random.random) -> timedelta:
    """Twice as long after each failure in a row, up to a minute.

    It is between half and all of that, so that those who failed together do not come together again.
    """
    longest_s = min(_LONGEST_S, _FIRST_S * 2 ** min(failures - 1, _DOUBLINGS_MAX))
    return timedelta(seconds=longest_s * (0.5 + 0.5 * jitter()))
