"""What items belong to, for splits that keep together what does; and which datasets are used to evaluate."""

from collections.abc import Mapping

from ratchet.domain.export import Group
from ratchet.store.events.client import ArrowTable, EventStore
from ratchet.store.events.conditions import Statement
from ratchet.store.events.export_rows import RowQuery, compose_rows

# What the item says itself; else what its trace says, where spans have such a column.
_FIELDS: Mapping[Group, tuple[str, ...]] = {
    Group.SESSION: ("session_id", "session", "conversation_id", "thread_id"),
    Group.USER: ("user_id", "user"),
    Group.DOCUMENT: ("document_id", "document", "source", "doc_id", "url"),
}
_COLUMNS: Mapping[Group, str] = {Group.SESSION: "session_id", Group.USER: "user_id"}
_TEXTS = "metadata, input"


def read_groups(store: EventStore, query: RowQuery, group: Group) -> ArrowTable:
    """`group_hash` of every row, in the order of `read_keys`; of an item that belongs to nothing, its own hash."""
    statement = Statement(project=query.project_id, dataset=query.dataset_id)
    rows = compose_rows(query, statement, columns=_TEXTS)
    names = _FIELDS[group]
    own = "coalesce({}, '')".format(
        ", ".join(
            f"nullIf(JSONExtractString({column}, '{name}'), '')" for column in ("metadata", "input") for name in names
        )
    )
    return store.query_arrow(
        f"""
        SELECT if(named = '', item_hash, sipHash64(named)) AS group_hash FROM (
            SELECT created_at, item_hash, {_with_trace(own, group)} AS named FROM ({rows}) AS items {_join(group)}
        ) ORDER BY created_at, item_hash
        """,
        statement.values,
    )


def find_datasets_with_runs(store: EventStore, project_id: str) -> list[str]:
    """The ids of the datasets that items were run of."""
    rows = store.query(
        "SELECT DISTINCT dataset_id FROM run_items WHERE project_id = {project:String} AND dataset_id != '' "
        "ORDER BY dataset_id LIMIT 1000",
        {"project": project_id},
    )
    return [dataset_id for (dataset_id,) in rows]


def _with_trace(own: str, group: Group) -> str:
    return f"if({own} != '', {own}, ifNull(theirs.named, ''))" if group in _COLUMNS else own


def _join(group: Group) -> str:
    column = _COLUMNS.get(group)
    if column is None:
        return ""
    return f"""
        LEFT JOIN (
            SELECT trace_id, max({column}) AS named FROM spans
            WHERE project_id = {{project:String}} AND {column} != '' AND trace_id IN (
                SELECT source_trace_id FROM dataset_items
                WHERE project_id = {{project:String}} AND dataset_id = {{dataset:String}} AND source_trace_id != ''
            ) GROUP BY trace_id
        ) AS theirs ON items.source_trace_id = theirs.trace_id
    """
