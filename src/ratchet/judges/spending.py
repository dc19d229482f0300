"""What a judge may still spend: so much a day, so many calls a minute."""

import asyncio
import threading
from collections import deque
from datetime import UTC, datetime
from time import monotonic

from ratchet.domain.judge import FailureReason, Judge, JudgeFailure
from ratchet.store.records import RecordStore
from ratchet.store.records.judge_spending import Spending, add_spending, read_spending

_MINUTE_S = 60.0


class Purse:
    """The budget of one judge. Its day is the project's, kept with the records; its minute is this process's."""

    def __init__(self, records: RecordStore, judge: Judge, calls: deque[float], guard: threading.Lock) -> None:
        self._records = records
        self._judge = judge
        self._calls = calls
        self._guard = guard

    def refuse(self) -> JudgeFailure | None:
        """Why nothing more can be spent today, if it cannot."""
        limit = self._judge.budget.cost_usd_per_day
        if limit is None:
            return None
        spent = read_spending(self._records, self._judge.project_id, self._judge.name, _today()).cost_usd
        if spent < limit:
            return None
        return JudgeFailure(
            reason=FailureReason.OVER_BUDGET,
            detail=f"{spent:.4f} of {limit:g} USD are spent today. Run the judge on these traces tomorrow.",
        )

    async def wait_for_turn(self) -> None:
        """Return when one more call is within the minute's limit."""
        while (wait_s := self._reserve()) > 0:
            await asyncio.sleep(wait_s)

    def spend(self, cost_usd: float) -> None:
        """Count a call, if calls of this judge cost anything."""
        if cost_usd or self._judge.budget.cost_usd_per_day is not None:
            spent = Spending(1, cost_usd)
            add_spending(self._records, self._judge.project_id, self._judge.name, _today(), spent)

    def _reserve(self) -> float:
        """Take a call's place in the last minute, or say how long until there is one."""
        limit = self._judge.budget.calls_per_minute
        if limit is None:
            return 0.0
        with self._guard:
            now = monotonic()
            while self._calls and self._calls[0] <= now - _MINUTE_S:
                self._calls.popleft()
            if len(self._calls) < limit:
                self._calls.append(now)
                return 0.0
            return self._calls[0] + _MINUTE_S - now


class Purses:
    """The purses of all judges in this process, so that batches of one judge share its minute."""

    def __init__(self, records: RecordStore) -> None:
        self._records = records
        self._calls: dict[tuple[str, str], deque[float]] = {}
        self._guard = threading.Lock()

    def of(self, judge: Judge) -> Purse:
        """The purse of a judge."""
        with self._guard:
            calls = self._calls.setdefault((judge.project_id, judge.name), deque())
        return Purse(self._records, judge, calls, self._guard)


def _today() -> str:
    return datetime.now(UTC).date().isoformat()
