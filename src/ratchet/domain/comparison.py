"""A comparison: a run's scores held against a baseline's, item by item and as a whole, and the verdict."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from enum import StrEnum
from typing import Any

from ratchet.domain.baseline import Origin

WORST_MAX = 10
ITEMS_TOLD_MAX = 2000


class Grade(StrEnum):
    """What a drop comes to by the literal rule."""

    PASSED = "passed"
    WARNING = "warning"
    FAILED = "failed"

    @property
    def severity(self) -> int:
        return list(Grade).index(self)


class Finding(StrEnum):
    """What the noise lets one say of a drop by the margin or more."""

    SHOWN = "shown"
    EXCLUDED = "excluded"
    INCONCLUSIVE = "inconclusive"


class Absence(StrEnum):
    """Why an item has no score of the candidate, or one that is not all its own."""

    MISSING = "missing"
    FAILED = "failed"
    UNSCORED = "unscored"


@dataclass(frozen=True, slots=True, kw_only=True)
class ItemComparison:
    """One score of one item, before and after; repeats as their mean.

    `score_diff` is negative for a drop, `regression_percentage` positive; the latter is `None` where the baseline is
    too near to 0 for a percentage to mean anything. An item whose `absence` is that its judge failed is not graded.
    """

    item_id: str
    score_name: str
    status: Grade | None
    baseline_score: float
    new_score: float | None
    score_diff: float | None
    regression_percentage: float | None
    absence: Absence | None = None
    detail: str = ""
    cluster: str | None = None
    is_flaky: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Flipped:
    """How many items passed and now fail, and the reverse; `p` by McNemar's exact test, one-sided."""

    worse: int
    better: int
    p: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Spread:
    """Variances of one score: between items, between runs of an item, and of the judge; `None` where not known."""

    items: float | None
    runs: float | None
    judge: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Settlement:
    """How much it would take to settle the question: so many items as now, or so many repeats of these in both runs.

    `None` where no number would (or none below a million), or it is not known for want of repeats.
    """

    items: int | None
    repeats: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ScoreComparison:
    """One score over all items.

    `drop` is relative to the baseline's mean (`is_relative`), or in points where that is near 0. It lies from `low`
    to `high`; each end is wrong with a probability of at most 1 - `confidence`. `p_excluded` is how likely so good a
    candidate would be if it had dropped by the margin, `p_shown` how likely so bad a one; the latter is adjusted for
    the number of scores. `is_drop_sure`: there is a drop, whether or not it reaches the margin.
    """

    score_name: str
    items: int
    clusters: int
    passed: int
    warnings: int
    failed: int
    missing: int
    unanswered: int
    unscored: int
    baseline_mean: float
    new_mean: float
    avg_score_diff: float
    drop: float
    is_relative: bool
    low: float | None
    high: float | None
    confidence: float
    method: str
    grade: Grade
    finding: Finding
    is_drop_sure: bool
    p_excluded: float
    p_shown: float
    detectable_drop: float | None
    if_unchanged: Settlement
    if_as_seen: Settlement
    spread: Spread
    flips: Flipped | None = None
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Reference:
    """What a run was held against: a baseline by its tag, another run, or the items' own scores."""

    origin: Origin
    id: str = ""
    tag: str = ""
    is_rescored: bool = False

    def __str__(self) -> str:
        match self.origin:
            case Origin.BASELINE:
                return f"baseline {self.tag}" + (" (scored again)" if self.is_rescored else "")
            case Origin.RUN:
                return f"run {self.id}"
            case Origin.ITEMS:
                return "the items' own scores"


@dataclass(frozen=True, slots=True, kw_only=True)
class RunFigures:
    """One score of a run by itself: `variance` is that of the items' means, `noise` of one score about its item's."""

    score_name: str
    items: int
    repeats: int
    mean: float
    variance: float | None
    noise: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Early:
    """A run that ended before its last item: how many answers it took of how many, and what they settled."""

    answers: int
    planned: int
    finding: Finding


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """What came of a regression run. `refusal` says why there is no verdict where there is none.

    `scores` are those that the verdict rests on first, `figures` are of the run alone. `items` are all comparisons
    of the score that decides, the worst first; `total_items` and the three counts are of them. `execution_time_s` is
    the run's.
    """

    test_id: str
    dataset_name: str
    reference: Reference | None
    verdict: Grade | None
    finding: Finding | None
    is_strict: bool
    sentence: str
    figures: tuple[RunFigures, ...] = ()
    scores: tuple[ScoreComparison, ...] = ()
    items: tuple[ItemComparison, ...] = ()
    execution_time_s: float = 0.0
    early: Early | None = None
    flaky_items: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    refusal: str = ""

    @property
    def deciding(self) -> ScoreComparison | None:
        """The score that the verdict comes from: the worst of those that count."""
        return self.scores[0] if self.scores else None

    @property
    def total_items(self) -> int:
        return len(self.items)

    @property
    def passed(self) -> int:
        return self._count(Grade.PASSED)

    @property
    def warnings(self) -> int:
        return self._count(Grade.WARNING)

    @property
    def failed(self) -> int:
        return self._count(Grade.FAILED)

    @property
    def summary(self) -> dict[str, Any]:
        """The figures that fit on a line or two; rates in percent."""
        score = self.deciding
        graded = self.passed + self.warnings + self.failed
        return {
            "verdict": self.verdict,
            "finding": self.finding,
            "pass_rate": round(100 * self.passed / graded, 2) if graded else None,
            "avg_score_diff": score.avg_score_diff if score else None,
            "regression_percentage": 100 * score.drop if score and score.is_relative else None,
            "worst_regressions": [_to_object(item) for item in self.worst_regressions],
            "execution_time_s": round(self.execution_time_s, 3),
            "sentence": self.sentence,
        }

    @property
    def worst_regressions(self) -> tuple[ItemComparison, ...]:
        """The items that dropped most, the worst first."""
        dropped = [item for item in self.items if item.score_diff is not None and item.score_diff < 0]
        return tuple(dropped[:WORST_MAX])

    def to_dict(self) -> dict[str, Any]:
        """The report as JSON takes it; of very many items those that dropped most."""
        return {
            "test_id": self.test_id,
            "dataset_name": self.dataset_name,
            "baseline": {**_to_object(self.reference), "said": str(self.reference)} if self.reference else None,
            "verdict": self.verdict,
            "finding": self.finding,
            "strict": self.is_strict,
            "sentence": self.sentence,
            "refusal": self.refusal,
            "total_items": self.total_items,
            "passed": self.passed,
            "warnings": self.warnings,
            "failed": self.failed,
            "summary": self.summary,
            "figures": [_to_object(one) for one in self.figures],
            "scores": [_to_object(score) for score in self.scores],
            "early": _to_object(self.early) if self.early else None,
            "flaky_items": list(self.flaky_items[:ITEMS_TOLD_MAX]),
            "notes": list(self.notes),
            "items": [_to_object(item) for item in self.items[:ITEMS_TOLD_MAX]],
        }

    def _count(self, grade: Grade) -> int:
        return sum(item.status is grade for item in self.items)


def _to_object(value: Any) -> dict[str, Any]:
    said: Mapping[str, Any] = asdict(value)
    return {name: list(one) if isinstance(one, tuple) else one for name, one in said.items()}
