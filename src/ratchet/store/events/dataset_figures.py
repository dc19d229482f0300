"""How many items datasets have, and how good: by their own scores, else by those of the traces they are from."""

from collections.abc import Collection, Mapping
from typing import NamedTuple

from ratchet.domain.quality import ScoreFigures
from ratchet.store.events.client import EventStore

_ITEMS = """
    SELECT dataset_id, score, source_trace_id FROM (
        SELECT dataset_id, score, source_trace_id, status = 'ACTIVE' AND NOT is_deleted AS shown
        FROM dataset_items WHERE project_id = {project:String}
        ORDER BY dataset_id, created_at DESC, item_id, version DESC LIMIT 1 BY dataset_id, created_at, item_id
    ) WHERE shown
"""
_UNSCORED = f"SELECT dataset_id, source_trace_id FROM ({_ITEMS}) WHERE score IS NULL AND source_trace_id != ''"
_THEIR_SCORES = f"""
    project_id = {{project:String}} AND data_type IN ('NUMERIC', 'BOOLEAN') AND isFinite(value)
    AND trace_id IN (SELECT source_trace_id FROM ({_UNSCORED}))
"""


class DatasetFigures(NamedTuple):
    """What the active items of a dataset come to; `unscored` have no score of their own but a source."""

    items: int = 0
    scored: int = 0
    total: float = 0.0
    unscored: int = 0


def read_dataset_figures(store: EventStore, project_id: str) -> dict[str, DatasetFigures]:
    """The figures of every dataset that has active items, by its id."""
    rows = store.query(
        "SELECT dataset_id, count(), count(score), ifNull(sum(score), 0), "
        f"countIf(score IS NULL AND source_trace_id != '') FROM ({_ITEMS}) GROUP BY dataset_id",
        {"project": project_id},
    )
    return {dataset_id: DatasetFigures(*figures) for dataset_id, *figures in rows}


def read_figures_of_names(store: EventStore, project_id: str) -> Mapping[str, ScoreFigures]:
    """What was ever sent under each name of a score, replaced values too: that is a tenth of the work."""
    rows = store.query(
        """
        SELECT
            name, count(), avg(value), min(value), max(value), sum(value),
            groupUniqArrayIf(config_id, config_id != '')
        FROM scores WHERE project_id = {project:String} AND data_type IN ('NUMERIC', 'BOOLEAN') AND isFinite(value)
        GROUP BY name
        """,
        {"project": project_id},
    )
    return {row[0]: ScoreFigures(*row) for row in rows}


def add_source_scores(
    store: EventStore,
    project_id: str,
    figures: Mapping[str, DatasetFigures],
    names: Collection[str],
    scale: tuple[float, float],
) -> dict[str, DatasetFigures]:
    """The figures with each unscored item scored by the newest score that its trace has of these names, on a scale."""
    rows = store.query(
        f"""
        SELECT dataset_id, count(), sum(newest) FROM ({_UNSCORED}) AS items
        INNER JOIN (
            SELECT trace_id, argMax(value, (timestamp, score_id)) AS newest FROM scores FINAL
            WHERE {_THEIR_SCORES} AND name IN {{names:Array(String)}}
                AND value BETWEEN {{low:Float64}} AND {{high:Float64}}
            GROUP BY trace_id
        ) AS theirs ON items.source_trace_id = theirs.trace_id
        GROUP BY dataset_id
        """,
        {"project": project_id, "names": list(names), "low": scale[0], "high": scale[1]},
    )
    added = {dataset_id: (count, total) for dataset_id, count, total in rows}
    return {dataset_id: _add(own, *added.get(dataset_id, (0, 0.0))) for dataset_id, own in figures.items()}


def _add(figures: DatasetFigures, count: int, total: float) -> DatasetFigures:
    return figures._replace(scored=figures.scored + count, total=figures.total + total)
