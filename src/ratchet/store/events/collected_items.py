"""Items as collectors see them: what was made of which traces, how much of it today, and the newest of it."""

from collections.abc import Iterable

from ratchet.domain.collector import COLLECTED_BY, COLLECTED_IN
from ratchet.store.events.client import EventStore
from ratchet.store.events.dataset_items import StoredItem, read_latest_items
from ratchet.store.events.lookup import split_ids

_OF_DATASET = "project_id = {project:String} AND dataset_id = {dataset:String}"
_BY_COLLECTOR = f"JSONExtractString(metadata, '{COLLECTED_BY}') = {{collector:String}}"
_IN_RUN = f"JSONExtractString(metadata, '{COLLECTED_IN}') = {{run:String}}"


def read_items_of_traces(
    store: EventStore, project_id: str, dataset_id: str, trace_ids: Iterable[str]
) -> dict[str, list[StoredItem]]:
    """The items of a dataset that were made from these traces, by trace, archived and deleted ones too."""
    ids: list[str] = []
    for some in split_ids(trace_ids):
        rows = store.query(
            f"SELECT DISTINCT item_id FROM dataset_items WHERE {_OF_DATASET} "
            "AND source_trace_id IN {traces:Array(String)}",
            {"project": project_id, "dataset": dataset_id, "traces": some},
        )
        ids += [item_id for (item_id,) in rows]
    found: dict[str, list[StoredItem]] = {}
    for stored in read_latest_items(store, project_id, ids).values():
        if stored.item.dataset_id == dataset_id:
            found.setdefault(stored.item.source_trace_id, []).append(stored)
    return found


def count_collected(
    store: EventStore, project_id: str, dataset_id: str, collector: str, *, since: int, run_id: str = ""
) -> int:
    """How many items of a dataset a collector has made since a moment in nanoseconds, in a run or as they arrived.

    Those that were archived or deleted since then count.
    """
    bound = {"project": project_id, "dataset": dataset_id, "collector": collector, "since": since, "run": run_id}
    [[count]] = store.query(
        f"SELECT uniqExact(item_id) FROM dataset_items WHERE {_OF_DATASET} "
        f"AND created_at >= fromUnixTimestamp64Nano({{since:Int64}}, 'UTC') AND {_BY_COLLECTOR} AND {_IN_RUN}",
        bound,
    )
    return count


def find_collected(
    store: EventStore, project_id: str, dataset_id: str, collector: str, *, offset: int, limit: int
) -> list[StoredItem]:
    """What a collector has made of a dataset, the newest first, archived and deleted items too."""
    rows = store.query(
        f"SELECT item_id FROM (SELECT item_id, created_at, {_BY_COLLECTOR} AS is_theirs FROM dataset_items "
        f"WHERE {_OF_DATASET} ORDER BY created_at DESC, item_id, version DESC LIMIT 1 BY created_at, item_id) "
        f"WHERE is_theirs ORDER BY created_at DESC, item_id LIMIT {int(limit)} OFFSET {int(offset)}",
        {"project": project_id, "dataset": dataset_id, "collector": collector},
    )
    ids = [item_id for (item_id,) in rows]
    found = read_latest_items(store, project_id, ids)
    return [found[item_id] for item_id in ids if item_id in found]
