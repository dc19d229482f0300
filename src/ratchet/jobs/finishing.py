"""Doing durable work until it is done: however long a store is away, and at the end of the server by the next start."""

import logging
import threading
from collections.abc import Callable
from typing import TypeVar

from ratchet.errors import Busy, RatchetError, Unavailable
from ratchet.jobs.durable import underway

log = logging.getLogger(__name__)

_PAUSE_S_MAX = 30.0
T = TypeVar("T")


class Interrupted(Exception):
    """The server is ending; what was not begun is left for later."""


def finish(what: str, work: Callable[[], T], *, stopping: threading.Event, leave: Callable[[], None]) -> T | None:
    """What the work comes to; when the server ends before, `leave` keeps it for the next start, and this gives None.

    `what` is how the log speaks of it.
    """
    with underway():
        done = _try_until_done(what, work, stopping)
        if done is None:
            leave()
        return done


def _try_until_done(what: str, work: Callable[[], T], stopping: threading.Event) -> T | None:
    pause_s = 1.0
    while not stopping.is_set():
        try:
            return work()
        except Interrupted:
            return None
        except (Busy, Unavailable) as error:
            log.warning("%s waits %g s: %s", what, pause_s, error.message)
            stopping.wait(pause_s)
            pause_s = min(2 * pause_s, _PAUSE_S_MAX)
        except RatchetError as error:
            log.exception("%s failed: %s", what, error.message)
            raise
    return None
