"""A regression run: a dataset's items sent to a target, once or several times each, and the answers scored."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any

from ratchet.domain.answer import AskFailure


class RegressionState(StrEnum):
    """How far a run has come."""

    QUEUED = "queued"
    RUNNING = "running"
    COMPLETED = "completed"
    FAILED = "failed"
    CANCELLED = "cancelled"

    @property
    def is_over(self) -> bool:
        return self in (RegressionState.COMPLETED, RegressionState.FAILED, RegressionState.CANCELLED)


class Asker(StrEnum):
    """Who asks the target: this server, or a client that posts the answers."""

    SERVER = "server"
    CLIENT = "client"


@dataclass(frozen=True, slots=True, kw_only=True)
class Pace:
    """How a target is asked: so many items at once, so long for each, and again after failures that may pass."""

    concurrency: int = 8
    timeout_s: float = 60.0
    retries: int = 2
    retry_on: tuple[AskFailure, ...] = (
        AskFailure.UNREACHABLE,
        AskFailure.RATE_LIMITED,
        AskFailure.UNAVAILABLE,
    )
    requests_per_minute: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Criteria:
    """What a verdict goes by: relative drops as fractions, and whether the interval decides instead of the mean.

    Where a baseline is below `floor`, the drop is counted in absolute points instead. `rescores`: the baseline's
    answers are scored again, by the run's judges.
    """

    fail_at: float = 0.10
    warn_at: float = 0.05
    floor: float = 0.05
    confidence: float = 0.95
    is_strict: bool = False
    stops_early: bool = False
    rescores: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class RunJudge:
    """One version of a judge that scores a run's answers, under the name of the scores it gives."""

    name: str
    version: int
    score_name: str
    epoch: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RegressionRun:
    """A run as it was wanted, and what became of it.

    The items are those of the dataset as of `dataset_version` (nanoseconds since 1970), all of them or a sample of
    `sample_size` that the same `seed` draws again. `total` is the number of answers to come, repeats counted.
    `score_name` is what the verdict rests on, `report` the verdict with its figures, once there is one. `resumptions`
    counts how often the run went on after the server had ended.
    """

    project_id: str
    id: str
    dataset_id: str
    dataset: str
    dataset_version: int
    created_at: datetime
    asker: Asker = Asker.SERVER
    target: str = ""
    twin_id: str | None = None
    variables: Mapping[str, Any] = field(default_factory=dict[str, Any])
    sample_size: int | None = None
    seed: int = 0
    repeats: int = 1
    total: int = 0
    pace: Pace = Pace()
    judges: tuple[RunJudge, ...] = ()
    score_name: str = ""
    baseline_tag: str | None = None
    criteria: Criteria = Criteria()
    state: RegressionState = RegressionState.QUEUED
    started_at: datetime | None = None
    finished_at: datetime | None = None
    resumptions: int = 0
    is_cancelling: bool = False
    error: str = ""
    report: Mapping[str, Any] | None = None
