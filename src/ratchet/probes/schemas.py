"""Probes as /admin/probes takes and shows them."""

from dataclasses import asdict
from datetime import datetime
from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from ratchet.domain.probe import Check, Checked, CheckType, Probe, ProbeResult, ProbeState, Standing
from ratchet.domain.window import from_ns
from ratchet.http.fields import Json, Text
from ratchet.probes.questions import QUESTIONS_MAX
from ratchet.targets.schemas import JsonPath, TargetName, Variables

EVERY_S_MIN = 10
EVERY_S_MAX = 7 * 24 * 3600
TIMEOUT_S_MAX = 60.0
CHECKS_MAX = 20

ProbeName = Annotated[str, StringConstraints(min_length=1, max_length=200, pattern=r"^[^\s/\x00][^/\x00\r\n]*$")]
Query = Annotated[Text, StringConstraints(min_length=1, max_length=20_000)]
Cron = Annotated[Text, StringConstraints(max_length=200)]


class ProbeBody(BaseModel):
    """What is sent about probes; a name that is not known is refused."""

    model_config = ConfigDict(extra="forbid")


class ProbeCheckIn(ProbeBody):
    """Something that has to be true of an answer."""

    type: CheckType
    value: Json = Field(
        None,
        description="The text or the pattern that is in the answer, the JSON at `path`, the least score, the most "
        "milliseconds, or a status or a list of them",
    )
    path: JsonPath = Field("", description="JSONPath, for `json_equals`")
    judge: Annotated[Text, StringConstraints(max_length=200)] = Field("", description="Whose score, for `score`")

    def to_check(self) -> Check:
        """The same as the domain has it; one status is a list of one."""
        is_one_status = self.type is CheckType.STATUS and not isinstance(self.value, list)
        return Check(
            type=self.type, value=[self.value] if is_one_status else self.value, path=self.path, judge=self.judge
        )


class ProbeIn(ProbeBody):
    """A probe to be made."""

    name: ProbeName
    description: Text = Field("", max_length=10_000)
    target: TargetName = Field(description="The name of a target that is an endpoint")
    queries: list[Query] = Field(default_factory=list, max_length=QUESTIONS_MAX, description="What is asked")
    dataset: Annotated[Text, StringConstraints(max_length=500)] = Field("", description="Instead: whose newest items")
    items_max: int = Field(5, ge=1, le=QUESTIONS_MAX, description="How many items of the dataset")
    variables: Variables = Field(default_factory=dict, description="Values that the target needs")
    cron: Cron = Field("", description="Five fields, in UTC: */15 * * * *")
    every_s: int = Field(300, ge=EVERY_S_MIN, le=EVERY_S_MAX, description="Without a cron: so many seconds apart")
    timeout_s: float = Field(30.0, gt=0, le=TIMEOUT_S_MAX, allow_inf_nan=False)
    checks: list[ProbeCheckIn] = Field(
        default_factory=list[ProbeCheckIn], max_length=CHECKS_MAX, description="Without any: the answer is not empty"
    )
    failures_to_down: int = Field(1, ge=1, le=100, description="Failed runs in a row before the probe is down")
    enabled: bool = True


class ProbeChange(ProbeBody):
    """What is to be changed of a probe; what is left out stays."""

    name: ProbeName | None = None
    description: Text | None = Field(None, max_length=10_000)
    target: TargetName | None = None
    queries: list[Query] | None = Field(None, max_length=QUESTIONS_MAX)
    dataset: Annotated[Text, StringConstraints(max_length=500)] | None = None
    items_max: int | None = Field(None, ge=1, le=QUESTIONS_MAX)
    variables: Variables | None = None
    cron: Cron | None = None
    every_s: int | None = Field(None, ge=EVERY_S_MIN, le=EVERY_S_MAX)
    timeout_s: float | None = Field(None, gt=0, le=TIMEOUT_S_MAX, allow_inf_nan=False)
    checks: list[ProbeCheckIn] | None = Field(None, max_length=CHECKS_MAX)
    failures_to_down: int | None = Field(None, ge=1, le=100)
    enabled: bool | None = None


class ProbeCheckOut(BaseModel):
    """A check of a probe."""

    type: CheckType
    value: Any
    path: str
    judge: str


class ProbeCheckedOut(BaseModel):
    """What came of one check."""

    type: CheckType
    is_ok: bool
    detail: str
    value: float | None = Field(description="What was measured, where it is a number")

    @classmethod
    def of(cls, checked: Checked) -> "ProbeCheckedOut":
        """What came of a check, as it leaves."""
        return cls(**asdict(checked))


class ProbeResultOut(BaseModel):
    """What came of one question in one run."""

    run_id: str
    number: int = Field(description="The place of the question in its run, from 0")
    ran_at: datetime
    is_ok: bool
    state: ProbeState = Field(description="Where the probe stood after the run")
    question: str
    answer: Any
    latency_ms: float | None
    status_code: int | None
    failure: str = Field(description="Why there is no answer; empty when there is one")
    detail: str
    checks: list[ProbeCheckedOut]
    scores: dict[str, float]
    trace_id: str
    answer_trace_id: str = Field(description="The trace that the target named, where that is another")
    is_manual: bool
    missed: int = Field(description="How many times came and went without a run before this one")

    @classmethod
    def of(cls, result: ProbeResult) -> "ProbeResultOut":
        """A result as it leaves."""
        fields = {name: getattr(result, name) for name in cls.model_fields}
        return cls.model_validate(
            fields
            | {
                "ran_at": from_ns(result.ran_at),
                "checks": [ProbeCheckedOut.of(checked) for checked in result.checks],
                "scores": dict(result.scores),
            }
        )


class ProbeRunOut(BaseModel):
    """One run: it is fine when every answer is."""

    is_ok: bool
    results: list[ProbeResultOut]

    @classmethod
    def of(cls, results: "list[ProbeResultOut]") -> "ProbeRunOut":
        """A run with these results."""
        return cls(is_ok=all(result.is_ok for result in results), results=results)


class ProbeResultsOut(BaseModel):
    """Results of a probe, the newest run first."""

    results: list[ProbeResultOut]


class ProbeOut(BaseModel):
    """A probe, and where it stands."""

    id: str
    name: str
    description: str
    target: str
    queries: list[str]
    dataset: str
    items_max: int
    variables: dict[str, Any]
    cron: str
    every_s: int
    timeout_s: float
    checks: list[ProbeCheckOut]
    failures_to_down: int
    enabled: bool
    created_at: datetime
    updated_at: datetime
    state: ProbeState
    since: datetime | None = Field(description="Since when it stands there")
    failures: int = Field(description="Failed runs in a row, up to the last")
    missed: int = Field(description="Times that came and went without a run, in all")
    ran_at: datetime | None
    next_at: datetime | None = Field(description="When it is due; null while it is off")

    @classmethod
    def of(cls, probe: Probe, standing: Standing) -> "ProbeOut":
        """A probe as it leaves."""
        standing_fields = {name: getattr(standing, name) for name in ("state", "since", "failures", "missed", "ran_at")}
        next_at = standing.next_at if probe.enabled else None
        return cls.model_validate(asdict(probe) | standing_fields | {"next_at": next_at})


class ProbeGoneOut(BaseModel):
    """A probe that was deleted; its traces stay."""

    id: str
    name: str
