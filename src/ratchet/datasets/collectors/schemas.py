"""Collectors as /admin/collectors takes and shows them."""

from datetime import datetime
from typing import Annotated, Any, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, model_validator

from ratchet.datasets.collectors.criteria import SUMMARIES, describe
from ratchet.datasets.schemas import DatasetName
from ratchet.domain.collector import CollectionTally, Collector, CollectorRun, Criterion, CriterionType
from ratchet.domain.dataset import Item, ItemStatus
from ratchet.domain.judge import RunState
from ratchet.domain.window import from_ns
from ratchet.http.fields import Json, Text, Time
from ratchet.http.filters import FilterIn

PREVIEW_MAX = 500
RUN_LIMIT_MAX = 100_000
CollectorName = Annotated[str, StringConstraints(min_length=1, max_length=200, pattern=r"^[^\s/\x00][^/\x00\r\n]*$")]
ScoreName = Annotated[Text, StringConstraints(min_length=1, max_length=500)]
Bound = Annotated[float | None, Field(allow_inf_nan=False)]


class _In(BaseModel):
    model_config = ConfigDict(extra="forbid")


class _Range(_In):
    at_least: Bound = None
    above: Bound = None
    at_most: Bound = None
    below: Bound = None

    @model_validator(mode="after")
    def _is_possible(self) -> Self:
        low = max((bound for bound in (self.at_least, self.above) if bound is not None), default=float("-inf"))
        high = min((bound for bound in (self.at_most, self.below) if bound is not None), default=float("inf"))
        if low > high or (low == high and (low == self.above or high == self.below)):
            raise ValueError("No number lies in this range")
        return self


class QualityCriterion(_Range):
    """The mean of the trace's quality scores lies in a range."""

    type: Literal["quality"]


class ScoreCriterion(_Range):
    """The mean of the trace's scores of one name lies in a range."""

    type: Literal["score"]
    score_name: ScoreName


class CategoryCriterion(_In):
    """A score of one name is one of some categories."""

    type: Literal["category"]
    score_name: ScoreName
    values: list[Text] = Field(min_length=1, max_length=100)


class ThumbsDownCriterion(_In):
    """The user of the application rejected the answer."""

    type: Literal["thumbs_down"]


CriterionIn = Annotated[
    QualityCriterion | ScoreCriterion | CategoryCriterion | ThumbsDownCriterion, Field(discriminator="type")
]
_TYPES: dict[CriterionType, type[BaseModel]] = {
    CriterionType.QUALITY: QualityCriterion,
    CriterionType.SCORE: ScoreCriterion,
    CriterionType.CATEGORY: CategoryCriterion,
    CriterionType.THUMBS_DOWN: ThumbsDownCriterion,
}


class CollectorRule(_In):
    """Which traces become items, and how."""

    description: Text = Field("", max_length=10_000)
    filters: list[FilterIn] = Field([], max_length=50, description="All of these are true of the trace")
    criteria: list[CriterionIn] = Field(
        [], max_length=20, description="Any of these is true of its scores; none given: scores do not matter"
    )
    at_most_a_day: int | None = Field(None, ge=1, le=1_000_000, description="Items a day, in UTC; null for no limit")
    sampling: float = Field(1.0, ge=0, le=1, description="The share of traces that it looks at")
    deduplicate: bool = Field(
        True, description="Inputs that differ only in case, spacing and punctuation make one item"
    )
    redact: bool = Field(False, description="Replace personal data and secrets that can be told by their form")
    expect_answer: bool = Field(
        True, description="The answer is what is expected; else it is only kept beside, and a correction is expected"
    )

    @classmethod
    def of(cls, collector: Collector) -> "CollectorRule":
        """The rule of a collector, as it would be sent."""
        return cls.model_validate(_show_rule(collector))


class CollectorNew(CollectorRule):
    """A collector to be made."""

    name: CollectorName
    dataset: DatasetName = Field(description="The dataset that it fills; made unless it is there")
    enabled: bool = True


class CollectorChange(_In):
    """What is to be changed of a collector; what is left out stays. What it collected before is as it was."""

    description: Text = Field("", max_length=10_000)
    filters: list[FilterIn] = Field([], max_length=50)
    criteria: list[CriterionIn] = Field([], max_length=20)
    at_most_a_day: int | None = Field(None, ge=1, le=1_000_000)
    sampling: float = Field(1.0, ge=0, le=1)
    deduplicate: bool = True
    redact: bool = False
    expect_answer: bool = True
    dataset: DatasetName | None = None
    enabled: bool | None = None


class CollectorOut(BaseModel):
    """A collector; `rule` says in a line what it asks, `problem` why it cannot collect at the moment."""

    name: str
    dataset: str | None
    description: str
    rule: str
    filters: list[FilterIn]
    criteria: list[dict[str, Any]]
    at_most_a_day: int | None
    sampling: float
    deduplicate: bool
    redact: bool
    expect_answer: bool
    enabled: bool
    version: int
    collected_today: int
    problem: str | None
    created_at: datetime
    updated_at: datetime

    @classmethod
    def of(
        cls, collector: Collector, *, dataset: str | None, collected_today: int, problem: str | None
    ) -> "CollectorOut":
        """A collector as it leaves."""
        return cls(
            name=collector.name,
            dataset=dataset,
            rule=describe(collector),
            enabled=collector.is_enabled,
            version=collector.version,
            collected_today=collected_today,
            problem=problem,
            created_at=collector.created_at,
            updated_at=collector.updated_at,
            **_show_rule(collector),
        )


class CollectorsOut(BaseModel):
    """All collectors of a project."""

    collectors: list[CollectorOut]


class CollectorGoneOut(BaseModel):
    """A collector that was deleted; what it collected stays."""

    name: str


class CriterionTypeOut(BaseModel):
    """A type of criterion, and the JSON schema of what it takes."""

    name: CriterionType
    summary: str
    parameters: dict[str, Any]


class CriterionTypesOut(BaseModel):
    """Every type of criterion."""

    types: list[CriterionTypeOut]


class CollectionTallyOut(BaseModel):
    """What became of traces: see the fields of the same names in the guide."""

    looked_at: int
    collected: int
    kept: int
    duplicates: int
    over_limit: int
    left_out: int
    refused: int
    withdrawn: int

    @classmethod
    def of(cls, tally: CollectionTally) -> "CollectionTallyOut":
        """A tally as it leaves."""
        return cls(**{name: getattr(tally, name) for name in cls.model_fields})


class CollectorRunIn(_In):
    """What to send a collector over, and how much it may collect there; that does not count to its day."""

    from_time: Time = Field(description="ISO 8601; traces from this time on")
    to_time: Time | None = Field(None, description="ISO 8601; traces before this time; default: now")
    limit: int = Field(1000, ge=1, le=RUN_LIMIT_MAX, description="How many items at most, of the newest traces")


class CollectorRunOut(BaseModel):
    """A collector sent over what is stored already."""

    id: str
    collector: str
    state: RunState
    from_time: datetime
    to_time: datetime
    limit: int
    created_at: datetime
    finished_at: datetime | None
    tally: CollectionTallyOut
    error: str

    @classmethod
    def of(cls, run: CollectorRun) -> "CollectorRunOut":
        """A run as it leaves."""
        return cls(
            id=run.id,
            collector=run.collector,
            state=run.state,
            from_time=from_ns(run.start),
            to_time=from_ns(run.end),
            limit=run.limit,
            created_at=run.created_at,
            finished_at=run.finished_at,
            tally=CollectionTallyOut.of(run.tally),
            error=run.error,
        )


class CollectorRunsOut(BaseModel):
    """A page of a collector's runs, newest first."""

    runs: list[CollectorRunOut]
    total: int


class CollectorPreviewIn(_In):
    """A collector that is stored, or a rule that is not yet, and the traces it should be tried on."""

    collector: CollectorName | None = None
    rule: CollectorRule | None = None
    dataset: DatasetName | None = Field(None, description="For a rule: the dataset whose items count as collected")
    from_time: Time = Field(description="ISO 8601; traces from this time on")
    to_time: Time | None = Field(None, description="ISO 8601; traces before this time; default: now")
    traces: int = Field(200, ge=1, le=PREVIEW_MAX, description="How many of the newest traces to look at")
    shown: int = Field(20, ge=0, le=100, description="How many items to show")


class CollectorPreviewItemOut(BaseModel):
    """An item that would be collected."""

    id: str
    trace_id: str
    query: str | None
    response: str | None
    score: float | None
    score_name: str | None
    query_type: str | None
    reason: str


class CollectorPreviewOut(BaseModel):
    """What a collector would do with the newest traces of a stretch of time; nothing of it is stored."""

    tally: CollectionTallyOut
    items: list[CollectorPreviewItemOut]
    more_traces: bool = Field(description="Whether there are more traces than were looked at")


class CollectorHistoryEntryOut(BaseModel):
    """An item that a collector made, and what became of it since."""

    item_id: str
    trace_id: str
    state: Literal["active", "withdrawn", "archived", "deleted"]
    collected_at: datetime
    changed_at: datetime
    score: float | None
    score_name: str | None
    reason: str
    run: str | None = Field(description="The run that collected it; null: it was collected as it arrived")

    @classmethod
    def of(
        cls, item: Item, metadata: dict[str, Any], *, is_deleted: bool, is_withdrawn: bool
    ) -> "CollectorHistoryEntryOut":
        """An item as an entry."""
        kept = "active" if item.status is ItemStatus.ACTIVE else "archived"
        return cls(
            item_id=item.id,
            trace_id=item.source_trace_id,
            state="deleted" if is_deleted else "withdrawn" if is_withdrawn else kept,
            collected_at=from_ns(item.created_at),
            changed_at=from_ns(item.version),
            score=item.score,
            score_name=item.score_name,
            reason=str(metadata.get("withdrawn") or metadata.get("reason") or ""),
            run=metadata.get("collected_in"),
        )


class CollectorHistoryOut(BaseModel):
    """A page of what a collector made, the newest first."""

    entries: list[CollectorHistoryEntryOut]
    more: bool


def to_criteria(rule: CollectorRule) -> tuple[Criterion, ...]:
    """The criteria of a rule as the domain has them."""
    return tuple(_to_criterion(one.model_dump()) for one in rule.criteria)


def show_types() -> CriterionTypesOut:
    """Every type of criterion there is."""
    return CriterionTypesOut(
        types=[
            CriterionTypeOut(name=name, summary=SUMMARIES[name], parameters=model.model_json_schema())
            for name, model in _TYPES.items()
        ]
    )


def _to_criterion(said: dict[str, Any]) -> Criterion:
    fields: dict[str, Any] = {**said, "type": CriterionType(said["type"]), "values": tuple(said.get("values", ()))}
    return Criterion(**fields)


def _show_rule(collector: Collector) -> dict[str, Any]:
    return {
        "description": collector.description,
        "filters": [condition._asdict() for condition in collector.filters],
        "criteria": [_show_criterion(criterion) for criterion in collector.criteria],
        "at_most_a_day": collector.at_most_a_day,
        "sampling": collector.sampling,
        "deduplicate": collector.deduplicates,
        "redact": collector.redacts,
        "expect_answer": collector.expects_answer,
    }


def _show_criterion(criterion: Criterion) -> dict[str, Json]:
    """What was said of it, without what a type does not have and what was left open."""
    said = {name: getattr(criterion, name) for name in _TYPES[criterion.type].model_fields}
    return {name: list(value) if name == "values" else value for name, value in said.items() if value is not None}
