"""How the items' own scores vary, dataset by dataset; and when a dataset was edited last."""

from typing import NamedTuple

from ratchet.store.events.client import EventStore


class ItemScores(NamedTuple):
    """The scores that a dataset's active items have themselves; `score_name` is the most frequent one's."""

    items: int
    mean: float
    variance: float
    score_name: str


def read_item_scores(store: EventStore, project_id: str) -> dict[str, ItemScores]:
    """What the items of each dataset score by themselves, by its id; those with one score or none are left out."""
    rows = store.query(
        """
        SELECT dataset_id, count(), avg(score), varSamp(score), arrayElement(topK(1)(score_name), 1) FROM (
            SELECT dataset_id, score, score_name, status = 'ACTIVE' AND NOT is_deleted AS shown
            FROM dataset_items WHERE project_id = {project:String}
            ORDER BY dataset_id, created_at DESC, item_id, version DESC LIMIT 1 BY dataset_id, created_at, item_id
        ) WHERE shown AND score IS NOT NULL GROUP BY dataset_id HAVING count() > 1
        """,
        {"project": project_id},
    )
    return {dataset_id: ItemScores(*figures) for dataset_id, *figures in rows}


def read_last_edit(store: EventStore, project_id: str, dataset_id: str, as_of: int) -> int:
    """When a dataset's items were edited last, up to a moment, in nanoseconds; 0 where there never was one."""
    [[version]] = store.query(
        "SELECT max(toUnixTimestamp64Nano(version)) FROM dataset_items "
        "WHERE project_id = {project:String} AND dataset_id = {dataset:String} "
        "AND version <= fromUnixTimestamp64Nano({as_of:Int64}, 'UTC')",
        {"project": project_id, "dataset": dataset_id, "as_of": as_of},
    )
    return int(version)
