"""Items of datasets keep every version, and are read as of now or any moment before."""

from dataclasses import replace
from typing import Any

import pytest

from ratchet.domain.dataset import Item, ItemStatus
from ratchet.store.events import EventStore
from ratchet.store.events.dataset_items import (
    ItemQuery,
    StoredItem,
    delete_items,
    find_items,
    insert_items,
    read_latest_items,
    walk_items,
)

MILLISECOND = 10**6
NOON = 1_763_812_800 * 10**9


def item(project: str, item_id: str, at: int = 0, **fields: Any) -> Item:
    moment = NOON + at * MILLISECOND
    plain = Item(project_id=project, dataset_id="d", id=item_id, created_at=moment, version=moment)
    return replace(plain, **fields)


def edit(before: Item, at: int, **fields: Any) -> Item:
    return replace(before, version=NOON + at * MILLISECOND, **fields)


def store(events: EventStore, *items: Item, is_deleted: bool = False) -> None:
    insert_items(events, [StoredItem(one, is_deleted) for one in items])


def ids(events: EventStore, project: str, *, offset: int = 0, limit: int = 50, **asked: Any) -> list[str]:
    query = ItemQuery(project_id=project, **({"dataset_id": "d"} | asked))
    return [found.id for found in find_items(events, query, offset=offset, limit=limit)[0]]


def test_an_item_reads_back_in_every_field(events: EventStore, project: str) -> None:
    whole = item(
        project,
        "ïd",
        input={"messages": [{"role": "user", "content": "3"}]},
        expected_output="3",
        metadata=[None, 1.5],
        status=ItemStatus.ARCHIVED,
        source_trace_id="t",
        source_span_id="s",
    )
    store(events, whole)
    assert read_latest_items(events, project, ["ïd", "x"]) == {"ïd": StoredItem(whole)}
    assert find_items(events, ItemQuery(project_id=project, archived=True), offset=0, limit=1) == ([whole], 1)


def test_items_are_listed_newest_first_and_by_id_where_they_came_together(events: EventStore, project: str) -> None:
    store(events, item(project, "b", 1), item(project, "a", 1), item(project, "z", 0), item(project, "c", 2))
    assert ids(events, project) == ["c", "a", "b", "z"]
    assert ids(events, project, offset=1, limit=2) == ["a", "b"]


def test_every_page_says_how_many_items_there_are_in_all(events: EventStore, project: str) -> None:
    store(events, *(item(project, f"{i}", i) for i in range(5)))
    query = ItemQuery(project_id=project, dataset_id="d")
    assert [find_items(events, query, offset=offset, limit=2)[1] for offset in (0, 4, 5, 99)] == [5, 5, 5, 5]


def test_an_edit_replaces_the_version_before_it_where_the_item_was(events: EventStore, project: str) -> None:
    first = item(project, "a", input="old")
    store(events, first, item(project, "b", 1))
    store(events, edit(first, 5, input="new"))
    found, count = find_items(events, ItemQuery(project_id=project, dataset_id="d"), offset=0, limit=9)
    assert ([(one.id, one.input) for one in found], count) == ([("b", None), ("a", "new")], 2)


def test_a_dataset_reads_as_it_was_at_any_moment(events: EventStore, project: str) -> None:
    first = item(project, "a", 0, input=1)
    store(events, first)
    store(events, item(project, "b", 10))
    store(events, edit(first, 20, input=2))
    store(events, edit(first, 30, status=ItemStatus.ARCHIVED))
    store(events, edit(first, 40, input=4))
    store(events, edit(first, 50), is_deleted=True)

    def as_of(at: int) -> list[tuple[str, Any]]:
        query = ItemQuery(project_id=project, dataset_id="d", as_of=NOON + at * MILLISECOND)
        found, count = find_items(events, query, offset=0, limit=9)
        assert count == len(found)
        walked = walk_items(events, project, "d", as_of=NOON + at * MILLISECOND)
        assert sorted(walked, key=lambda one: one.id) == sorted(found, key=lambda one: one.id)
        return [(one.id, one.input) for one in found]

    assert [as_of(at) for at in (-1, 0, 9, 10, 20, 30, 40, 50)] == [
        [],
        [("a", 1)],
        [("a", 1)],
        [("b", None), ("a", 1)],
        [("b", None), ("a", 2)],
        [("b", None)],
        [("b", None), ("a", 4)],
        [("b", None)],
    ]


def test_an_archived_item_is_listed_only_when_asked_for(events: EventStore, project: str) -> None:
    store(events, item(project, "a", 0, status=ItemStatus.ARCHIVED), item(project, "b", 1))
    assert ids(events, project) == ["b"]
    assert ids(events, project, archived=True) == ["b", "a"]


def test_a_deleted_item_is_known_to_be_deleted_and_may_come_again_in_another_dataset(
    events: EventStore, project: str
) -> None:
    first = item(project, "a")
    store(events, first)
    gone = edit(first, 1)
    store(events, gone, is_deleted=True)
    assert read_latest_items(events, project, ["a"]) == {"a": StoredItem(gone, is_deleted=True)}
    assert ids(events, project, archived=True) == []
    again = item(project, "a", 2, dataset_id="e")
    store(events, again)
    assert read_latest_items(events, project, ["a"]) == {"a": StoredItem(again)}
    assert (ids(events, project), ids(events, project, dataset_id="e")) == ([], ["a"])
    assert ids(events, project, as_of=NOON) == ["a"]


def test_items_are_found_by_what_their_latest_version_was_made_from(events: EventStore, project: str) -> None:
    moved = item(project, "moved", 0, source_trace_id="t", source_span_id="s")
    store(events, moved, item(project, "a", 1, source_trace_id="t"), item(project, "b", 2, source_trace_id="u"))
    store(events, edit(moved, 3, source_trace_id="u"))
    assert ids(events, project, source_trace_id="t") == ["a"]
    assert ids(events, project, source_trace_id="u") == ["b", "moved"]
    assert ids(events, project, source_trace_id="u", source_span_id="s") == ["moved"]
    assert ids(events, project, source_span_id="s") == ["moved"]
    assert ids(events, project, source_trace_id="t", as_of=NOON + 2 * MILLISECOND) == ["a", "moved"]


def test_items_of_all_datasets_are_listed_together(events: EventStore, project: str) -> None:
    store(events, item(project, "a", 0), item(project, "b", 1, dataset_id="e"), item(f"{project}-other", "c", 2))
    assert ids(events, project, dataset_id=None) == ["b", "a"]


@pytest.mark.parametrize("batch", [1, 3, 7, 100])
def test_a_walk_gives_every_item_once_oldest_first(events: EventStore, project: str, batch: int) -> None:
    items = [item(project, f"{i:02d}", i // 4) for i in range(20)]
    store(events, *items, item(project, "archived", 2, status=ItemStatus.ARCHIVED), item(project, "e", dataset_id="e"))
    store(events, *(edit(one, 100, input="edited") for one in items[::3]))
    store(events, edit(items[1], 100), is_deleted=True)
    walked = list(walk_items(events, project, "d", batch=batch))
    assert [one.id for one in walked] == [f"{i:02d}" for i in range(20) if i != 1]
    assert [one.input for one in walked[:2]] == ["edited", None]


def test_all_versions_of_a_datasets_items_can_be_deleted(events: EventStore, project: str) -> None:
    first = item(project, "a")
    store(events, first, item(project, "b", dataset_id="e"))
    store(events, edit(first, 1))
    delete_items(events, project, "d")
    assert ids(events, project, dataset_id=None) == ["b"]
    assert ids(events, project, as_of=NOON) == []
    assert read_latest_items(events, project, ["a"]) == {}


def test_many_long_ids_are_read_in_statements_that_stay_small(events: EventStore, project: str) -> None:
    long = "\u20ac" * 400
    many = [f"{number:04d}-{long}" for number in range(200)]
    store(events, *(item(project, one, 200 - number) for number, one in enumerate(many)))
    assert read_latest_items(events, project, many).keys() == set(many)
    assert ids(events, project, limit=200) == many
