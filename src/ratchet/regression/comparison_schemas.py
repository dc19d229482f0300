"""Baselines and comparisons as /admin/regression takes and shows them."""

from dataclasses import replace
from datetime import datetime
from typing import Any

from pydantic import BaseModel, ConfigDict, Field, model_validator

from ratchet.datasets.schemas import DatasetName
from ratchet.domain.baseline import Baseline, Origin
from ratchet.domain.comparison import Early, Finding, Grade, ItemComparison, Report, RunFigures, ScoreComparison
from ratchet.domain.regression_run import Criteria
from ratchet.domain.window import from_ns
from ratchet.http.fields import FreeId
from ratchet.regression.flakiness import Flakiness
from ratchet.regression.schemas import PAGE_MAX, ScoreName, Tag

RUNS_MAX = 50


class _In(BaseModel):
    model_config = ConfigDict(extra="forbid")


class BaselineIn(_In):
    """What to freeze, and under which tag."""

    dataset_name: DatasetName
    tag: Tag
    run_id: FreeId | None = Field(
        None, description="Left out: the latest completed test of the dataset, else the items' own scores"
    )


class BaselineOut(BaseModel):
    """A baseline; nothing of it ever changes."""

    id: str
    dataset_name: str
    tag: str
    created_at: datetime
    dataset_version: datetime
    origin: Origin = Field(description="`run`, or `items`: the items' own scores")
    run_id: str | None
    target: str
    epochs: dict[str, str] = Field(description="What each score rests on; one without came with the items or answers")
    means: dict[str, float]
    item_count: int
    repeats: int

    @classmethod
    def of(cls, baseline: Baseline, dataset_name: str) -> "BaselineOut":
        """A baseline as it leaves."""
        return cls(
            id=baseline.id,
            dataset_name=dataset_name,
            tag=baseline.tag,
            created_at=baseline.created_at,
            dataset_version=from_ns(baseline.dataset_version),
            origin=baseline.origin,
            run_id=baseline.run_id or None,
            target=baseline.target,
            epochs=dict(baseline.epochs),
            means=dict(baseline.means),
            item_count=baseline.items,
            repeats=baseline.repeats,
        )


class BaselinesIn(_In):
    """Which page of baselines."""

    offset: int = Field(0, ge=0, lt=2**31)
    limit: int = Field(100, ge=1, le=PAGE_MAX)


class BaselinesOut(BaseModel):
    """A page of a dataset's baselines, the newest first."""

    baselines: list[BaselineOut]


class CompareIn(_In):
    """Which test is held against what, and by which rule; what is left out is as the test had it."""

    test_id: FreeId
    against_test_id: FreeId | None = Field(None, description="Another test of the dataset")
    baseline_tag: Tag | None = Field(None, description="Left out too: the newest baseline, else the items' own scores")
    score_name: ScoreName | None = None
    fail_at: float | None = Field(None, gt=0, le=1)
    warn_at: float | None = Field(None, gt=0, le=1)
    floor: float | None = Field(None, ge=0, le=1)
    confidence: float | None = Field(None, ge=0.5, le=0.999)
    strict: bool | None = None
    rescore: bool = Field(False, description="Score the baseline's answers again, by the judges of the test")

    @model_validator(mode="after")
    def _check(self) -> "CompareIn":
        if self.against_test_id is not None and self.baseline_tag is not None:
            raise ValueError("Give against_test_id or baseline_tag, one of both")
        if self.fail_at is not None and self.warn_at is not None and self.warn_at > self.fail_at:
            raise ValueError("warn_at is a smaller drop than fail_at")
        return self

    def to_criteria(self, criteria: Criteria) -> Criteria:
        """The rule of the test with what is asked for instead."""
        names = ("fail_at", "warn_at", "floor", "confidence")
        asked: dict[str, Any] = {name: getattr(self, name) for name in names}
        asked["is_strict"] = self.strict
        return replace(criteria, **{name: value for name, value in asked.items() if value is not None})


class ReferenceOut(BaseModel):
    """What a test was held against."""

    origin: Origin
    id: str
    tag: str
    is_rescored: bool
    said: str = Field(description="In words")


class ReportOut(BaseModel):
    """A test held against its baseline: the verdict, its figures, and the items that dropped most."""

    test_id: str
    dataset_name: str
    baseline: ReferenceOut | None
    verdict: Grade | None = Field(description="By the literal rule, or by the interval if strict; null: see refusal")
    finding: Finding | None = Field(description="Whether a drop of `fail_at` is shown, excluded, or neither")
    strict: bool
    sentence: str
    refusal: str
    total_items: int
    passed: int
    warnings: int
    failed: int
    summary: dict[str, Any]
    figures: list[RunFigures]
    scores: list[ScoreComparison] = Field(description="The one that the verdict comes from first")
    early: Early | None
    flaky_items: list[str]
    notes: list[str]
    items: list[ItemComparison]

    @classmethod
    def of(cls, report: Report) -> "ReportOut":
        """A report as it leaves."""
        return cls.model_validate(report.to_dict())


class FlakinessIn(_In):
    """Over which runs, and of which score."""

    runs: int = Field(10, ge=1, le=RUNS_MAX, description="So many of the latest completed tests")
    score_name: ScoreName | None = Field(None, description="Left out: the one that the latest test is judged by")


class FlakinessOut(BaseModel):
    """What scores of a dataset vary by without anybody's doing."""

    dataset_name: str
    flakiness: Flakiness


class HistoryIn(_In):
    """The item, and how far back."""

    item_id: FreeId
    limit: int = Field(20, ge=1, le=RUNS_MAX)


class PastAnswer(BaseModel):
    """An answer that an item had in a test."""

    test_id: str
    created_at: datetime
    target: str
    repeat: int
    status: str
    output: Any
    error: str | None
    scores: dict[str, float | None]
    trace_id: str | None


class HistoryOut(BaseModel):
    """An item's answers in the latest tests of its dataset, the newest test first."""

    item_id: str
    answers: list[PastAnswer]
