"""Judges as /admin/judges takes and shows them."""

from datetime import datetime
from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from ratchet.domain.judge import (
    Budget,
    FailureReason,
    FailureRecord,
    Judge,
    JudgeFailure,
    JudgeLevel,
    JudgeRun,
    NotApplicable,
    Outcome,
    RunState,
    Verdict,
)
from ratchet.domain.window import from_ns
from ratchet.http.fields import FreeId, Json, Text, Time
from ratchet.http.filters import FilterIn
from ratchet.judges.kinds.kind import Kind

PAGE_MAX = 1000
JudgeName = Annotated[str, StringConstraints(min_length=1, max_length=200, pattern=r"^[^\s/\x00][^/\x00\r\n]*$")]


class _In(BaseModel):
    model_config = ConfigDict(extra="forbid")


class BudgetIn(_In):
    """What a judge may spend; null for no limit."""

    cost_usd_per_day: float | None = Field(None, ge=0, allow_inf_nan=False)
    calls_per_minute: int | None = Field(None, ge=1, lt=2**31)

    def to_budget(self) -> Budget:
        """The same as the domain has it."""
        return Budget(cost_usd_per_day=self.cost_usd_per_day, calls_per_minute=self.calls_per_minute)


class Definition(_In):
    """How a judge scores, and what it looks at."""

    kind: str
    description: Text = Field("", max_length=10_000)
    score_name: Text = Field("", max_length=200, description="What its scores are called; empty: as the judge is")
    parameters: dict[str, Json] = Field(default_factory=dict)
    is_quality: bool = False
    level: JudgeLevel = JudgeLevel.TRACE
    filters: list[FilterIn] = Field([], max_length=50)
    sampling: float = Field(1.0, ge=0, le=1, description="The share of traces that it looks at")
    delay_s: float = Field(2.0, ge=0, le=86_400, description="How long after the last news of a trace")
    budget: BudgetIn = Field(default_factory=lambda: BudgetIn(cost_usd_per_day=None, calls_per_minute=None))


class JudgeNew(Definition):
    """A judge to be made."""

    name: JudgeName
    enabled: bool = True


class JudgeChange(_In):
    """What is to be changed of a judge; what is left out stays. Anything but `enabled` makes a new version."""

    kind: str | None = None
    description: Text | None = Field(None, max_length=10_000)
    score_name: Text | None = Field(None, max_length=200)
    parameters: dict[str, Json] | None = None
    is_quality: bool | None = None
    level: JudgeLevel | None = None
    filters: list[FilterIn] | None = Field(None, max_length=50)
    sampling: float | None = Field(None, ge=0, le=1)
    delay_s: float | None = Field(None, ge=0, le=86_400)
    budget: BudgetIn | None = None
    enabled: bool | None = None


class JudgeOut(BaseModel):
    """A judge in one version; `epoch` is what its scores rest on."""

    name: str
    version: int
    kind: str
    description: str
    score_name: str
    parameters: dict[str, Any]
    is_quality: bool
    level: JudgeLevel
    filters: list[FilterIn]
    sampling: float
    delay_s: float
    budget: BudgetIn
    enabled: bool
    epoch: str
    created_at: datetime

    @classmethod
    def of(cls, judge: Judge) -> "JudgeOut":
        """A judge as it leaves."""
        return cls(
            name=judge.name,
            version=judge.version,
            kind=judge.kind,
            description=judge.description,
            score_name=judge.gives,
            parameters=dict(judge.parameters),
            is_quality=judge.is_quality,
            level=judge.level,
            filters=[FilterIn(**condition._asdict()) for condition in judge.filters],
            sampling=judge.sampling,
            delay_s=judge.delay_s,
            budget=BudgetIn(
                cost_usd_per_day=judge.budget.cost_usd_per_day, calls_per_minute=judge.budget.calls_per_minute
            ),
            enabled=judge.is_enabled,
            epoch=judge.epoch,
            created_at=judge.created_at,
        )


class JudgesOut(BaseModel):
    """All judges of a project, or all versions of one."""

    judges: list[JudgeOut]


class JudgeGoneOut(BaseModel):
    """A judge that was deleted; its scores stay."""

    name: str


class KindOut(BaseModel):
    """A kind of judge, and the JSON schema of its parameters."""

    name: str
    title: str
    summary: str
    needs_model: bool
    parameters: dict[str, Any]

    @classmethod
    def of(cls, kind: type[Kind[Any]]) -> "KindOut":
        """A kind as it leaves."""
        return cls(
            name=kind.name,
            title=kind.title,
            summary=kind.summary,
            needs_model=kind.needs_model,
            parameters=kind.parameters_type.model_json_schema(),
        )


class KindsOut(BaseModel):
    """Every kind there is."""

    types: list[KindOut]


class TryIn(_In):
    """A judge that is stored, or one that is not yet, and what it should look at: a trace, or a question and answer."""

    judge: JudgeName | None = None
    definition: Definition | None = None
    trace_id: FreeId | None = None
    span_id: FreeId | None = None
    input: Json = None
    output: Json = None
    expected_output: Json = None
    sources: list[Text] = Field([], max_length=200)


class VerdictOut(BaseModel):
    """What a judge thinks."""

    score_name: str
    value: float | str | bool
    label: str
    reasoning: str
    evidence: list[str]
    cost_usd: float


class FailureOut(BaseModel):
    """Why a judge could not say."""

    reason: FailureReason
    detail: str


class TriedOut(BaseModel):
    """What came of asking a judge; nothing of it is stored."""

    verdicts: list[VerdictOut] = []
    not_applicable: str | None = Field(None, description="Why there was nothing to judge")
    failure: FailureOut | None = None

    @classmethod
    def of(cls, score_name: str, outcome: Outcome) -> "TriedOut":
        """An outcome as it leaves."""
        match outcome:
            case NotApplicable():
                return cls(not_applicable=outcome.reason)
            case JudgeFailure():
                return cls(failure=FailureOut(reason=outcome.reason, detail=outcome.detail), not_applicable=None)
            case Verdict():
                return cls(verdicts=[_show(score_name, outcome)], not_applicable=None)
            case verdicts:
                return cls(verdicts=[_show(score_name, verdict) for verdict in verdicts], not_applicable=None)


def _show(score_name: str, verdict: Verdict) -> VerdictOut:
    return VerdictOut(
        score_name=verdict.name or score_name,
        value=verdict.value,
        label=verdict.label,
        reasoning=verdict.reasoning,
        evidence=list(verdict.evidence),
        cost_usd=verdict.cost_usd,
    )


class RunIn(_In):
    """What to send a judge over: the traces of a stretch of time, or those of a dataset."""

    from_time: Time | None = Field(None, description="ISO 8601; traces from this time on")
    to_time: Time | None = Field(None, description="ISO 8601; traces before this time; default: now")
    dataset: str | None = Field(None, description="The name of a dataset, instead of a stretch of time")
    run_name: str | None = Field(None, description="The run of the dataset; default: the latest")
    again: bool = Field(False, description="Also judge what has its score; it is replaced")


class TallyOut(BaseModel):
    """What became of subjects; `skipped` had their score before."""

    scored: int
    not_applicable: int
    failed: int
    skipped: int


class RunOut(BaseModel):
    """A judge sent over what is stored already."""

    id: str
    judge: str
    judge_version: int
    state: RunState
    from_time: datetime | None
    to_time: datetime | None
    dataset: str | None
    run_name: str | None
    again: bool
    created_at: datetime
    finished_at: datetime | None
    tally: TallyOut
    error: str

    @classmethod
    def of(cls, run: JudgeRun) -> "RunOut":
        """A run as it leaves."""
        return cls(
            id=run.id,
            judge=run.judge,
            judge_version=run.judge_version,
            state=run.state,
            from_time=from_ns(run.start) if run.dataset is None else None,
            to_time=from_ns(run.end) if run.dataset is None else None,
            dataset=run.dataset,
            run_name=run.run_name,
            again=run.is_again,
            created_at=run.created_at,
            finished_at=run.finished_at,
            tally=TallyOut(
                scored=run.tally.scored,
                not_applicable=run.tally.not_applicable,
                failed=run.tally.failed,
                skipped=run.tally.skipped,
            ),
            error=run.error,
        )


class PageIn(_In):
    """Which page of a list."""

    offset: int = Field(0, ge=0, le=10_000_000)
    limit: int = Field(50, ge=1, le=PAGE_MAX)


class RunsOut(BaseModel):
    """A page of runs, newest first."""

    runs: list[RunOut]
    total: int


class FailuresIn(_In):
    """Which failures: those of a judge, of a reason, of a trace; a parameter that is left out asks nothing."""

    judge: str | None = None
    reason: FailureReason | None = None
    trace_id: str | None = None
    limit: int = Field(50, ge=1, le=PAGE_MAX)
    cursor: str | None = Field(None, description="`next_cursor` of the page before")


class FailedOut(BaseModel):
    """A subject that a judge could not judge."""

    id: str
    judge: str
    judge_version: int
    epoch: str
    reason: str
    detail: str
    cost_usd: float
    timestamp: datetime
    trace_id: str
    span_id: str | None
    environment: str

    @classmethod
    def of(cls, failure: FailureRecord) -> "FailedOut":
        """A failure as it leaves."""
        fields: dict[str, Any] = failure._asdict()
        fields |= {"id": failure.failure_id, "timestamp": from_ns(failure.timestamp)}
        return cls.model_validate(fields | {"span_id": failure.span_id or None})


class FailuresOut(BaseModel):
    """A page of failures, newest first."""

    failures: list[FailedOut]
    total: int
    next_cursor: str | None
