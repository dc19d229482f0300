"""A collector: a rule that moves traces into a dataset; what it looks for, and what became of what it looked at."""

from dataclasses import dataclass, fields
from datetime import datetime
from enum import StrEnum

from ratchet.domain.condition import Condition
from ratchet.domain.judge import RunState

COLLECTED_BY = "collected_by"
"""Where the metadata of an item names its collector."""

COLLECTED_IN = "collected_in"
"""Where it names the run that collected it; what was collected as it arrived names none."""

COLLECTED_CONTENT = "collected_content"
"""Where it has a hash of what was collected, by which an edit of a person is told."""

WITHDRAWN = "withdrawn"
"""Where it says why its collector archived it, if it was the collector that did."""


class CriterionType(StrEnum):
    """What of a trace's scores a criterion is about."""

    QUALITY = "quality"
    SCORE = "score"
    CATEGORY = "category"
    THUMBS_DOWN = "thumbs_down"


@dataclass(frozen=True, slots=True, kw_only=True)
class Criterion:
    """What must be true of a trace's scores.

    `quality` is about the mean of its quality scores, `score` about the mean of those called `score_name`, `category`
    about those of that name being one of `values`, `thumbs_down` about what its user said.
    """

    type: CriterionType
    score_name: str = ""
    at_least: float | None = None
    above: float | None = None
    at_most: float | None = None
    below: float | None = None
    values: tuple[str, ...] = ()

    def admits(self, value: float) -> bool:
        """Whether a number lies in the range."""
        return (
            (self.at_least is None or value >= self.at_least)
            and (self.above is None or value > self.above)
            and (self.at_most is None or value <= self.at_most)
            and (self.below is None or value < self.below)
        )

    @property
    def range(self) -> str:
        """The range in words; empty when any number will do."""
        bounds = {"at least": self.at_least, "above": self.above, "at most": self.at_most, "below": self.below}
        return " and ".join(f"{word} {bound:g}" for word, bound in bounds.items() if bound is not None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Collector:
    """A rule: traces that meet all of `filters` and any of `criteria` (where there are some) become items.

    `version` counts its changes. `at_most_a_day` counts items by the day, in UTC, on which they were collected; `None`
    for no limit. `sampling` is the share of traces, from 0 to 1, that it looks at. With `deduplicates`, inputs that
    differ only in case, spacing and punctuation make one item. `expects_answer` says that the answer is what is
    expected of the item; without, it is only kept beside.
    """

    project_id: str
    name: str
    dataset_id: str
    created_at: datetime
    updated_at: datetime
    version: int = 1
    description: str = ""
    filters: tuple[Condition, ...] = ()
    criteria: tuple[Criterion, ...] = ()
    at_most_a_day: int | None = None
    sampling: float = 1.0
    deduplicates: bool = True
    redacts: bool = False
    expects_answer: bool = True
    is_enabled: bool = True


@dataclass(frozen=True, slots=True)
class Match:
    """Why a trace is collected, in one sentence, and the score that speaks for it, if it was one."""

    reason: str
    score_name: str | None = None
    score: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class CollectionTally:
    """What became of traces that a collector looked at.

    `kept` had their item, `duplicates` said what another item says, `over_limit` came when there were enough,
    `left_out` had an item that a person archived or deleted, `refused` could be no item of the dataset; `withdrawn`
    had an item that the rule no longer speaks for. The others do not meet the rule.
    """

    looked_at: int = 0
    collected: int = 0
    kept: int = 0
    duplicates: int = 0
    over_limit: int = 0
    left_out: int = 0
    refused: int = 0
    withdrawn: int = 0

    def __add__(self, other: "CollectionTally") -> "CollectionTally":
        names = [field.name for field in fields(self)]
        return CollectionTally(**{name: getattr(self, name) + getattr(other, name) for name in names})


@dataclass(frozen=True, slots=True, kw_only=True)
class CollectorRun:
    """A collector sent over the traces of a stretch of time, in nanoseconds, to collect at most `limit` of them."""

    project_id: str
    id: str
    collector: str
    created_at: datetime
    start: int
    end: int
    limit: int
    state: RunState = RunState.QUEUED
    finished_at: datetime | None = None
    tally: CollectionTally = CollectionTally()
    error: str = ""
