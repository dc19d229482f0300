"""Items of datasets: a row per edit, read as they are now or as of a moment."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from ratchet.domain.dataset import Item, ItemStatus
from ratchet.domain.value import decode_value, encode_value
from ratchet.store.events.client import EventStore
from ratchet.store.events.conditions import Statement
from ratchet.store.events.lookup import split_ids

# What the columns hold, in the order in which rows are written and read.
_COLUMNS = (
    *("project_id", "dataset_id", "item_id", "created_at", "version", "status", "is_deleted"),
    *("input", "expected_output", "metadata", "source_trace_id", "source_span_id"),
)
_FACTS = ("score", "score_name", "query_type")
_SELECT = f"SELECT {', '.join(_COLUMNS)} FROM dataset_items"
_OF_DATASET = "project_id = {project:String} AND dataset_id = {dataset:String}"


@dataclass(frozen=True, slots=True, kw_only=True)
class ItemQuery:
    """Which items: of one dataset or of all, as of a moment or now, by what they were made from.

    `as_of` is in nanoseconds since 1970. Archived items are in only when asked for.
    """

    project_id: str
    dataset_id: str | None = None
    as_of: int | None = None
    source_trace_id: str | None = None
    source_span_id: str | None = None
    archived: bool = False


@dataclass(frozen=True, slots=True)
class StoredItem:
    """The latest version of an item, which may be that it was deleted."""

    item: Item
    is_deleted: bool = False


class _Place(NamedTuple):
    """Where the version of an item is that a page shows."""

    item_id: str
    created_at: int
    version: int


def insert_items(store: EventStore, items: Sequence[StoredItem]) -> None:
    """Store versions of items; they are on disk when this returns."""
    if items:
        rows = [_to_row(stored) for stored in items]
        store.insert("dataset_items", (*_COLUMNS, *_FACTS), list(zip(*rows, strict=True)))


def read_latest_items(store: EventStore, project_id: str, ids: Iterable[str]) -> dict[str, StoredItem]:
    """The latest versions of these items by their ids, in whichever dataset they are, deleted ones among them."""
    found: dict[str, StoredItem] = {}
    for some in split_ids(ids):
        rows = store.query(
            f"{_SELECT} WHERE project_id = {{project:String}} AND item_id IN {{ids:Array(String)}} "
            "ORDER BY version DESC LIMIT 1 BY item_id",
            {"project": project_id, "ids": some},
        )
        found.update((stored.item.id, stored) for stored in map(_from_row, rows))
    return found


def read_item_versions(
    store: EventStore, project_id: str, dataset_id: str, item_id: str, *, limit: int
) -> list[StoredItem]:
    """The versions of an item, newest first; one of them may be that it was deleted."""
    rows = store.query(
        f"{_SELECT} FINAL WHERE {_OF_DATASET} AND item_id = {{id:String}} ORDER BY version DESC LIMIT {int(limit)}",
        {"project": project_id, "dataset": dataset_id, "id": item_id},
    )
    return [_from_row(row) for row in rows]


def read_items_as_of(
    store: EventStore, project_id: str, moments: Iterable[tuple[str, int]]
) -> dict[tuple[str, int], Item]:
    """Items, by id and moment, as they were at these moments in nanoseconds; what was not there then is missing."""
    wanted = set(moments)
    known = _read_versions(store, project_id, {item_id for item_id, _ in wanted})
    versions = {
        (item_id, moment): max((version for version in known.get(item_id, ()) if version <= moment), default=0)
        for item_id, moment in wanted
    }
    found: dict[tuple[str, int], StoredItem] = {}
    for some in split_ids(item_id for item_id, _ in wanted):
        rows = store.query(
            f"{_SELECT} WHERE project_id = {{project:String}} AND item_id IN {{ids:Array(String)}} "
            "AND toUnixTimestamp64Nano(version) IN {versions:Array(Int64)}",
            {"project": project_id, "ids": some, "versions": list(versions.values())},
        )
        found.update(((stored.item.id, stored.item.version), stored) for stored in map(_from_row, rows))
    were = {key: found.get((key[0], version)) for key, version in versions.items()}
    return {key: stored.item for key, stored in were.items() if stored is not None and not stored.is_deleted}


def _read_versions(store: EventStore, project_id: str, ids: Iterable[str]) -> dict[str, list[int]]:
    """When these items were edited."""
    versions: dict[str, list[int]] = {}
    for some in split_ids(ids):
        rows = store.query(
            "SELECT item_id, toUnixTimestamp64Nano(version) FROM dataset_items "
            "WHERE project_id = {project:String} AND item_id IN {ids:Array(String)}",
            {"project": project_id, "ids": some},
        )
        for item_id, version in rows:
            versions.setdefault(item_id, []).append(version)
    return versions


def find_items(store: EventStore, query: ItemQuery, *, offset: int, limit: int) -> tuple[list[Item], int]:
    """A page of items, newest first, and how many there are.

    The page is found by the short columns alone; what the items hold is read for those on the page.
    """
    statement = Statement(project=query.project_id)
    shown = _shown(query, statement)
    rows = store.query(
        f"SELECT item_id, created_at, version, count() OVER () FROM ({shown}) "
        f"ORDER BY created_at DESC, item_id LIMIT {int(limit)} OFFSET {int(offset)}",
        statement.values,
    )
    if rows:
        return _read_places(store, query, [_Place(*row[:3]) for row in rows]), rows[0][3]
    [[count]] = store.query(f"SELECT count() FROM ({shown})", statement.values) if offset else [[0]]
    return [], count


def read_dataset_version(store: EventStore, project_id: str, dataset_id: str) -> int:
    """When the items of a dataset were edited last, in nanoseconds; 0 when there never was one."""
    rows = store.query(
        f"SELECT toUnixTimestamp64Nano(max(version)) FROM dataset_items WHERE {_OF_DATASET}",
        {"project": project_id, "dataset": dataset_id},
    )
    return rows[0][0]


def find_item_ids(store: EventStore, query: ItemQuery, *, limit: int) -> list[str]:
    """The ids of the items that `find_items` would find first."""
    statement = Statement(project=query.project_id)
    rows = store.query(
        f"SELECT item_id FROM ({_shown(query, statement)}) ORDER BY created_at DESC, item_id LIMIT {int(limit)}",
        statement.values,
    )
    return [item_id for (item_id,) in rows]


def walk_items(
    store: EventStore, project_id: str, dataset_id: str, *, as_of: int | None = None, batch: int = 1000
) -> Iterator[Item]:
    """The active items of a dataset, oldest first, at most `batch` of them in memory."""
    after, is_more = _Place("", 0, 0), True
    while is_more:
        found = _read_after(store, ItemQuery(project_id=project_id, dataset_id=dataset_id, as_of=as_of), after, batch)
        yield from (one.item for one in found if not one.is_deleted and one.item.status is ItemStatus.ACTIVE)
        is_more = len(found) == batch
        after = _Place(found[-1].item.id, found[-1].item.created_at, 0) if found else after


def find_ids_of_items_with(store: EventStore, project_id: str, dataset_id: str, text: str) -> list[str]:
    """The ids of a dataset's items in any version of which a text stands."""
    rows = store.query(
        f"SELECT DISTINCT item_id FROM dataset_items WHERE {_OF_DATASET} "
        "AND (position(input, {text:String}) OR position(expected_output, {text:String}) "
        "OR position(metadata, {text:String})) ORDER BY item_id",
        {"project": project_id, "dataset": dataset_id, "text": text},
    )
    return [item_id for (item_id,) in rows]


def delete_items(store: EventStore, project_id: str, dataset_id: str) -> None:
    """Delete every version of every item of a dataset; there is no way back."""
    store.command(f"DELETE FROM dataset_items WHERE {_OF_DATASET}", {"project": project_id, "dataset": dataset_id})


def _shown(query: ItemQuery, statement: Statement) -> str:
    """Where the latest versions are, of those items that the query shows."""
    tests = ["NOT is_deleted"]
    if not query.archived:
        tests.append(f"status = {statement.bind(ItemStatus.ACTIVE, 'String')}")
    reach = _in_reach(query, statement)
    if query.source_trace_id is not None:
        of_trace = f"source_trace_id = {statement.bind(query.source_trace_id, 'String')}"
        tests.append(of_trace)
        # An index knows where the trace was ever named.
        reach += f" AND item_id IN (SELECT item_id FROM dataset_items WHERE {reach} AND {of_trace})"
    if query.source_span_id is not None:
        tests.append(f"source_span_id = {statement.bind(query.source_span_id, 'String')}")
    latest = (
        f"SELECT item_id, created_at, version, {' AND '.join(tests)} AS shown FROM dataset_items WHERE {reach} "
        "ORDER BY created_at DESC, item_id, version DESC LIMIT 1 BY dataset_id, created_at, item_id"
    )
    return f"SELECT item_id, created_at, version FROM ({latest}) WHERE shown"


def _in_reach(query: ItemQuery, statement: Statement) -> str:
    tests = ["project_id = {project:String}"]
    if query.dataset_id is not None:
        tests.append(f"dataset_id = {statement.bind(query.dataset_id, 'String')}")
    if query.as_of is not None:
        tests.append(f"version <= {_moment(query.as_of, statement)}")
    return " AND ".join(tests)


def _read_places(store: EventStore, query: ItemQuery, places: Sequence[_Place]) -> list[Item]:
    statement = Statement(project=query.project_id)
    times = [place.created_at for place in places]
    where = (
        f"{_in_reach(query, statement)} AND created_at >= {_moment(min(times), statement)} "
        f"AND created_at <= {_moment(max(times), statement)} AND item_id IN {{ids:Array(String)}}"
    )
    found: dict[_Place, Item] = {}
    for some in split_ids(place.item_id for place in places):
        rows = store.query(f"{_SELECT} WHERE {where}", statement.values | {"ids": some})
        items = (_from_row(row).item for row in rows)
        found.update((_Place(item.id, item.created_at, item.version), item) for item in items)
    return [found[place] for place in places if place in found]


def _read_after(store: EventStore, query: ItemQuery, after: _Place, limit: int) -> list[StoredItem]:
    """The latest versions of the items behind a place, whether they are shown or not, oldest first."""
    statement = Statement(project=query.project_id)
    moment, item_id = _moment(after.created_at, statement), statement.bind(after.item_id, "String")
    rows = store.query(
        f"{_SELECT} WHERE {_in_reach(query, statement)} "
        f"AND created_at >= {moment} AND (created_at, item_id) > ({moment}, {item_id}) "
        f"ORDER BY created_at, item_id, version DESC LIMIT 1 BY created_at, item_id LIMIT {int(limit)}",
        statement.values,
    )
    return [_from_row(row) for row in rows]


def _moment(time_ns: int, statement: Statement) -> str:
    return f"fromUnixTimestamp64Nano({statement.bind(time_ns, 'Int64')}, 'UTC')"


def _to_row(stored: StoredItem) -> tuple[Any, ...]:
    item, facts = stored.item, stored.item.facts
    return (
        *(item.project_id, item.dataset_id, item.id, item.created_at, item.version, item.status, stored.is_deleted),
        *(encode_value(item.input), encode_value(item.expected_output), encode_value(item.metadata)),
        *(item.source_trace_id, item.source_span_id),
        *(facts.score, facts.score_name or "", facts.query_type or ""),
    )


def _from_row(row: Sequence[Any]) -> StoredItem:
    project_id, dataset_id, item_id, created_at, version, status, is_deleted, *values, trace_id, span_id = row
    said, expected, metadata = map(decode_value, values)
    item = Item(
        project_id=project_id,
        dataset_id=dataset_id,
        id=item_id,
        created_at=created_at,
        version=version,
        status=ItemStatus(status),
        input=said,
        expected_output=expected,
        metadata=metadata,
        source_trace_id=trace_id,
        source_span_id=span_id,
    )
    return StoredItem(item, bool(is_deleted))
