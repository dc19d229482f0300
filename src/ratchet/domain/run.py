"""A run: items of a dataset, or of a list of an application's own, each sent through the application once or more."""

import hashlib
import json
from dataclasses import dataclass, replace
from typing import NamedTuple
from uuid import UUID, uuid5

from ratchet.domain.condition import Condition
from ratchet.domain.trace import ALL_TIME
from ratchet.domain.window import Window

_OF_ITEMS = UUID("2f1a9c51-6c0e-5f0c-9f39-4a3d6b1f7f2e")


def stable_run_id(project_id: str, dataset_id: str, name: str) -> str:
    """The id of the run of a dataset under a name; SDKs compute the same one without asking."""
    said = ["langfuse-experiment-v1", project_id, dataset_id, name]
    text = json.dumps(said, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()[:16]


class RunItemKey(NamedTuple):
    """What makes the run of an item the same when it is told of again; no span id: the trace as a whole."""

    project_id: str
    run_id: str
    trace_id: str
    span_id: str
    item_id: str


class RunItem(NamedTuple):
    """What is known of an item's run, a field per column of the `run_items` table.

    An application links a trace to an item, or the spans of an item's run say so themselves, or both; the store makes
    one row of all that is said. `span_id` is the span in which the application answered. `linked_at` is when the
    application linked it, `started_at` when that span (or trace) began, None where nobody said. `first_at` and
    `last_at` span everything that belongs to it. Times are nanoseconds since 1970 in UTC, empty text means "not
    given", and `run_metadata` is JSON.
    """

    project_id: str
    run_id: str
    trace_id: str
    span_id: str
    item_id: str
    first_at: int
    last_at: int
    dataset_id: str = ""
    run_name: str = ""
    run_description: str = ""
    run_metadata: str = ""
    item_version: int | None = None
    linked_at: int | None = None
    started_at: int | None = None
    updated_at: int = 0

    @property
    def key(self) -> RunItemKey:
        return RunItemKey(*self[:5])

    @property
    def id(self) -> str:
        return str(uuid5(_OF_ITEMS, json.dumps(self.key)))

    @property
    def at(self) -> int:
        """When it ran, by which it is found and ordered; when it was linked while nobody knows."""
        return next(time for time in (self.started_at, self.linked_at, self.first_at) if time is not None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """A run as what is known of its items says it; `item_count` counts those within the window that was asked for."""

    project_id: str
    id: str
    name: str
    dataset_id: str
    description: str
    metadata: str
    created_at: int
    updated_at: int
    first_at: int
    last_at: int
    item_count: int


class RunPosition(NamedTuple):
    """Where a run stands among others by time; ids decide between equal ones."""

    time: int
    run_id: str


class RunItemPosition(NamedTuple):
    """Where an item's run stands among others by when it ran; ids decide between equal ones."""

    at: int
    run_id: str
    trace_id: str
    span_id: str
    item_id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RunQuery:
    """Which runs, or which items of them: by when they ran, and by conditions on what their items say."""

    project_id: str
    window: Window = ALL_TIME
    conditions: tuple[Condition, ...] = ()

    def within(self, window: Window) -> "RunQuery":
        """The same question about another stretch of time."""
        return replace(self, window=window)

    def also(self, *conditions: Condition) -> "RunQuery":
        """The same question with more conditions."""
        return replace(self, conditions=(*self.conditions, *conditions))
