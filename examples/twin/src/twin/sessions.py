"""Conversations that go on, in memory: as many as fit, the ones that were quiet longest go first."""

from collections import OrderedDict, deque
from collections.abc import Sequence
from typing import NamedTuple


class Exchange(NamedTuple):
    """A question, and what was answered."""

    question: str
    answer: str


class Sessions:
    """The last exchanges of each session; a session is one twin's."""

    def __init__(self, *, sessions_max: int, turns_max: int) -> None:
        self._sessions_max = sessions_max
        self._turns_max = turns_max
        self._sessions: OrderedDict[tuple[str, str], deque[Exchange]] = OrderedDict()

    def __len__(self) -> int:
        return len(self._sessions)

    def read(self, twin_id: str, session_id: str) -> Sequence[Exchange]:
        """What was said so far, the earliest first."""
        return tuple(self._sessions.get((twin_id, session_id), ()))

    def add(self, twin_id: str, session_id: str, exchange: Exchange) -> None:
        """Remember an exchange; the oldest of the session, and the session that was quiet longest, may be forgotten."""
        key = (twin_id, session_id)
        self._sessions.setdefault(key, deque(maxlen=self._turns_max)).append(exchange)
        self._sessions.move_to_end(key)
        while len(self._sessions) > self._sessions_max:
            self._sessions.popitem(last=False)
