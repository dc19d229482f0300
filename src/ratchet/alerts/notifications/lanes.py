"""Lanes: many channels at once, each by one thread at a time, so that one that hangs holds up nobody but itself."""

import logging
import threading
from collections.abc import Callable, Sequence

from ratchet.errors import RatchetError
from ratchet.store.records.notifications import Place

log = logging.getLogger(__name__)

AT_ONCE_MAX = 32
_ENDED_WITHIN_S = 5.0


class Lanes:
    """Does some work for places, so many at once, and never twice at once for one."""

    def __init__(self, work: Callable[[Place], None], *, at_once: int = AT_ONCE_MAX) -> None:
        self._work = work
        self._at_once = at_once
        self._busy: set[Place] = set()
        self._changed = threading.Condition()

    def begin(self, places: Sequence[Place]) -> None:
        """Begin what is not under way, as far as there is room; whoever finds none comes again."""
        for place in places:
            with self._changed:
                if place in self._busy or len(self._busy) >= self._at_once:
                    continue
                self._busy.add(place)
            threading.Thread(target=self._run, args=(place,), name="notifications", daemon=True).start()

    def close(self) -> None:
        """Wait for what is under way; what hangs is left, and sent again by the next start."""
        with self._changed:
            self._changed.wait_for(lambda: not self._busy, timeout=_ENDED_WITHIN_S)

    def _run(self, place: Place) -> None:
        try:
            self._work(place)
        except RatchetError as error:  # the store is away; what was sent is sent again
            log.warning("Notifications of %s wait: %s", place.project_id, error.message)
        except Exception:  # the next round may do better, and the lane must come free
            log.exception("Notifications of %s could not be sent", place.project_id)
        finally:
            with self._changed:
                self._busy.discard(place)
                self._changed.notify_all()
