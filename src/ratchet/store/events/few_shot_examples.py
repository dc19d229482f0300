"""Which items of a dataset can be examples, best first; and whether anything about them has changed."""

from typing import NamedTuple

from ratchet.store.events.client import EventStore
from ratchet.store.events.conditions import Statement
from ratchet.store.events.export_rows import RowQuery, compose_rows, has_borrowed_scores


class Stamp(NamedTuple):
    """What differs once an item was added, changed or deleted: when the last edit was, and how many there were."""

    version: int = 0
    edits: int = 0


class ExampleKey(NamedTuple):
    """An item that has a score, as it is now; `version` and `created_at` are in nanoseconds."""

    item_id: str
    version: int
    created_at: int
    score: float
    query_type: str
    trace_id: str

    @property
    def place(self) -> tuple[str, int]:
        """What tells one version of an item from every other."""
        return self.item_id, self.version


def read_stamp(store: EventStore, project_id: str, dataset_id: str) -> Stamp:
    """The stamp of a dataset's items."""
    rows = store.query(
        "SELECT toUnixTimestamp64Nano(max(version)), count() FROM dataset_items "
        "WHERE project_id = {project:String} AND dataset_id = {dataset:String}",
        {"project": project_id, "dataset": dataset_id},
    )
    return Stamp(*rows[0])


def borrows_scores(store: EventStore, project_id: str, dataset_id: str) -> bool:
    """Whether items have scores that belong to their traces, and change without an edit of the item."""
    return has_borrowed_scores(store, project_id, dataset_id)


def read_example_keys(
    store: EventStore, project_id: str, dataset_id: str, *, score_names: tuple[str, ...], limit: int
) -> list[ExampleKey]:
    """The items that have a score, the best first; their texts are not read for it.

    An item without a score has that of its source trace under one of `score_names`, as in `RowQuery`.
    """
    stamp = read_stamp(store, project_id, dataset_id)
    query = RowQuery(project_id=project_id, dataset_id=dataset_id, as_of=stamp.version, score_names=score_names)
    statement = Statement(project=project_id, dataset=dataset_id)
    rows = compose_rows(query, statement, columns="source_span_id")
    found = store.query(
        "SELECT item_id, toUnixTimestamp64Nano(version), toUnixTimestamp64Nano(created_at), score, query_type, "
        f"source_trace_id FROM ({rows}) "
        f"WHERE score IS NOT NULL ORDER BY score DESC, item_id LIMIT {int(limit)}",
        statement.values,
    )
    return [ExampleKey(*row) for row in found]
