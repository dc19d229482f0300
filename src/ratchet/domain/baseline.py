"""A baseline: a run's scores per item, frozen under a tag."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum


class Origin(StrEnum):
    """Where the scores come from that a run is held against."""

    BASELINE = "baseline"
    RUN = "run"
    ITEMS = "items"


@dataclass(frozen=True, slots=True, kw_only=True)
class Baseline:
    """What is known of a baseline beside its answers, which are events; none of it ever changes.

    `dataset_version` is when the dataset's items were edited last, in nanoseconds since 1970. `epochs` says, by score,
    what its scores rest on; a score without one came with the items or from the application. `run_id` is empty where
    the scores are the items' own. `repeats` is how often each item was asked.
    """

    project_id: str
    id: str
    dataset_id: str
    tag: str
    created_at: datetime
    dataset_version: int
    origin: Origin = Origin.RUN
    run_id: str = ""
    target: str = ""
    epochs: Mapping[str, str] = field(default_factory=dict[str, str])
    means: Mapping[str, float] = field(default_factory=dict[str, float])
    items: int = 0
    repeats: int = 1
