"""How far a run has come, and how long it will take."""

from dataclasses import dataclass
from datetime import UTC, datetime

from ratchet.domain.answer import AnswerCount
from ratchet.domain.regression_run import RegressionRun


@dataclass(frozen=True, slots=True, kw_only=True)
class Progress:
    """Answers there are of those to come; `eta_s` is `None` where nothing can be said of it."""

    total: int
    count: AnswerCount
    elapsed_s: float
    eta_s: float | None


def to_progress(run: RegressionRun, count: AnswerCount) -> Progress:
    """How far a run has come by now, or had when it ended."""
    ended = run.finished_at or datetime.now(UTC)
    elapsed_s = 0.0 if run.started_at is None else max(0.0, (ended - run.started_at).total_seconds())
    done = count.judged
    left = max(0, run.total - done)
    eta_s = None if run.state.is_over or not done else elapsed_s / done * left
    return Progress(total=run.total, count=count, elapsed_s=elapsed_s, eta_s=eta_s)
