"""A probe: questions that are put to a target on a schedule, and what has to be true of the answers."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any


class CheckType(StrEnum):
    """What is checked of an answer."""

    CONTAINS = "contains"
    MATCHES = "matches"
    JSON_EQUALS = "json_equals"
    NOT_EMPTY = "not_empty"
    NO_REFUSAL = "no_refusal"
    SCORE = "score"
    LATENCY = "latency"
    STATUS = "status"


@dataclass(frozen=True, slots=True, kw_only=True)
class Check:
    """Something that has to be true of an answer.

    `value` is the text or the pattern to be found, the JSON that stands at the JSONPath `path`, the least that the
    score of `judge` may be, the most milliseconds, or the HTTP statuses that are taken.
    """

    type: CheckType
    value: Any = None
    path: str = ""
    judge: str = ""


class ProbeState(StrEnum):
    """Where a probe stands: not run yet, up, failing but not often enough in a row to be down, or down."""

    UNKNOWN = "unknown"
    UP = "up"
    FAILING = "failing"
    DOWN = "down"


@dataclass(frozen=True, slots=True, kw_only=True)
class Probe:
    """What is asked, of whom, when, and what has to come back.

    It asks `queries`, or as many of the newest items of a dataset; each gets `timeout_s`. It runs at the times of a
    `cron` in UTC, else every `every_s`. It is down after `failures_to_down` failed runs in a row. Without checks, an
    answer that is not empty will do.
    """

    project_id: str
    id: str
    name: str
    created_at: datetime
    updated_at: datetime
    description: str = ""
    target: str = ""
    queries: tuple[str, ...] = ()
    dataset: str = ""
    items_max: int = 5
    variables: Mapping[str, Any] = field(default_factory=dict[str, Any])
    cron: str = ""
    every_s: int = 300
    timeout_s: float = 30.0
    checks: tuple[Check, ...] = ()
    failures_to_down: int = 1
    enabled: bool = True

    @property
    def judges(self) -> tuple[str, ...]:
        """The judges that its checks ask for, each once."""
        return tuple(dict.fromkeys(check.judge for check in self.checks if check.type is CheckType.SCORE))


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """Where a probe stands.

    `next_at` is when it is due. A run that was begun holds it until `busy_until`, or until it is done. `missed` counts
    the times that came and went without a run, `missed_lately` those since a run was begun last, `failures` the failed
    runs in a row up to the last one, `run_id`.
    """

    next_at: datetime
    busy_until: datetime | None = None
    state: ProbeState = ProbeState.UNKNOWN
    since: datetime | None = None
    failures: int = 0
    missed: int = 0
    missed_lately: int = 0
    run_id: str = ""
    ran_at: datetime | None = None

    def after(self, run_id: str, *, is_ok: bool, failures_to_down: int, now: datetime) -> "Standing":
        """Where it stands after a run; the same run twice is one."""
        if run_id == self.run_id:
            return self
        failures = 0 if is_ok else self.failures + 1
        state = _state_after(failures, failures_to_down)
        since = self.since if state is self.state else now
        return replace(self, state=state, since=since, failures=failures, run_id=run_id, ran_at=now)


@dataclass(frozen=True, slots=True, kw_only=True)
class Checked:
    """What came of one check; `value` is what was measured, where it is a number."""

    type: CheckType
    is_ok: bool
    detail: str
    value: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ProbeResult:
    """What came of one question in one run, a field per column of the `probe_results` table.

    Runs of a probe ask question after question, counted from 0. `ran_at` is nanoseconds since 1970 in UTC, `missed` how
    many times were missed since the run before. `state` is where the probe stood after the run. What somebody tried by
    hand (`is_manual`) counts neither for uptime nor for that.
    """

    project_id: str
    probe_id: str
    run_id: str
    number: int
    ran_at: int
    is_ok: bool
    question: str
    answer: Any = None
    latency_ms: float | None = None
    status_code: int | None = None
    failure: str = ""
    detail: str = ""
    checks: tuple[Checked, ...] = ()
    scores: Mapping[str, float] = field(default_factory=dict[str, float])
    trace_id: str = ""
    answer_trace_id: str = ""
    target: str = ""
    state: ProbeState = ProbeState.UNKNOWN
    is_manual: bool = False
    missed: int = 0


def _state_after(failures: int, failures_to_down: int) -> ProbeState:
    if not failures:
        return ProbeState.UP
    return ProbeState.DOWN if failures >= failures_to_down else ProbeState.FAILING


HANGS_FOR_MAX = timedelta(minutes=5)
"""How long a run may take in all, judges included; then its probe may run again."""
