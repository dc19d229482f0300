"""A judge: a named, versioned way to score what an application did; and what comes of asking it."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any, NamedTuple

from ratchet.domain.condition import Condition

EPOCH_LENGTH = 16


class JudgeLevel(StrEnum):
    """What a judge looks at: a trace as a whole, or single spans."""

    TRACE = "trace"
    SPAN = "span"


@dataclass(frozen=True, slots=True, kw_only=True)
class Budget:
    """How much a judge may spend and call; `None` for no limit."""

    cost_usd_per_day: float | None = None
    calls_per_minute: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Judge:
    """One version of a judge. A change of how it scores is a new version; the others stay readable.

    `sampling` is the share of subjects, from 0 to 1, that it looks at. `delay_s` is how long it waits after the last
    news of a trace, so that the trace is complete. `epoch` is what `to_epoch` made of all that its scores rest on.
    """

    project_id: str
    name: str
    version: int
    kind: str
    created_at: datetime
    description: str = ""
    score_name: str = ""
    parameters: Mapping[str, Any] = field(default_factory=dict[str, Any])
    is_quality: bool = False
    level: JudgeLevel = JudgeLevel.TRACE
    filters: tuple[Condition, ...] = ()
    sampling: float = 1.0
    delay_s: float = 2.0
    budget: Budget = Budget()
    is_enabled: bool = True
    epoch: str = ""

    @property
    def gives(self) -> str:
        """The name of its scores."""
        return self.score_name or self.name


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """What a judge thinks: a number, a truth or a category, and why.

    `evidence` quotes the answer. `name` is the score's own, for judges that give several at once; empty: the judge's.
    `cost_usd` is what it cost to find out.
    """

    value: float | str | bool
    label: str = ""
    reasoning: str = ""
    evidence: tuple[str, ...] = ()
    name: str = ""
    cost_usd: float = 0.0
    metadata: Mapping[str, Any] = field(default_factory=dict[str, Any])


@dataclass(frozen=True, slots=True)
class NotApplicable:
    """There is nothing here that the judge could score: no score, and no failure either."""

    reason: str


class FailureReason(StrEnum):
    """Why a judge could not give a verdict."""

    TIMEOUT = "timeout"
    RATE_LIMITED = "rate_limited"
    REFUSED = "refused"
    MALFORMED = "malformed"
    UNAVAILABLE = "unavailable"
    UNAUTHORIZED = "unauthorized"
    NOT_CONFIGURED = "not_configured"
    OVER_BUDGET = "over_budget"
    ERROR = "error"


@dataclass(frozen=True, slots=True, kw_only=True)
class JudgeFailure:
    """A judge that could not say: recorded with its reason, and never a score."""

    reason: FailureReason
    detail: str
    cost_usd: float = 0.0


Outcome = Verdict | tuple[Verdict, ...] | NotApplicable | JudgeFailure
"""What comes of asking a judge about one subject."""


def to_epoch(*, prompt: str, model: str, parameters: Mapping[str, Any], code: str) -> str:
    """What a judge's scores rest on, in 16 hexadecimal digits: scores of two epochs are not the same measure."""
    parts = [prompt, model, json.dumps(parameters, sort_keys=True, ensure_ascii=False, default=str), code]
    return hashlib.sha256(json.dumps(parts).encode()).hexdigest()[:EPOCH_LENGTH]


class FailureRecord(NamedTuple):
    """One stored failure, a field per column of the `judge_failures` table.

    `timestamp` is nanoseconds since 1970 in UTC; no span id: the trace as a whole.
    """

    project_id: str
    failure_id: str
    judge: str
    judge_version: int
    epoch: str
    reason: str
    detail: str
    cost_usd: float
    timestamp: int
    trace_id: str
    span_id: str
    environment: str
    revision: int


class RunState(StrEnum):
    """How far a judge's run has come."""

    QUEUED = "queued"
    RUNNING = "running"
    COMPLETED = "completed"
    FAILED = "failed"


@dataclass(frozen=True, slots=True, kw_only=True)
class Tally:
    """What became of subjects; `skipped` had been judged before, or another batch was at them."""

    scored: int = 0
    not_applicable: int = 0
    failed: int = 0
    skipped: int = 0

    def __add__(self, other: "Tally") -> "Tally":
        return Tally(
            scored=self.scored + other.scored,
            not_applicable=self.not_applicable + other.not_applicable,
            failed=self.failed + other.failed,
            skipped=self.skipped + other.skipped,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class JudgeRun:
    """A judge sent over what is stored already: the traces of a stretch of time, or those of a dataset.

    Of a dataset it looks at the traces of one run (the latest unless `run_name` says which), or where there is none,
    at those that its items were made from. `is_again` also judges what has its score. Window in nanoseconds.
    """

    project_id: str
    id: str
    judge: str
    judge_version: int
    created_at: datetime
    state: RunState = RunState.QUEUED
    start: int = 0
    end: int = 0
    dataset: str | None = None
    run_name: str | None = None
    is_again: bool = False
    finished_at: datetime | None = None
    tally: Tally = Tally()
    error: str = ""
