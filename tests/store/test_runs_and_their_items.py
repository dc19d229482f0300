"""Runs are what is known of their items, however it was told."""

from typing import Any

import pytest

from ratchet.domain.condition import Condition, Operator
from ratchet.domain.run import RunItem, RunItemPosition, RunPosition, RunQuery
from ratchet.domain.window import HOUR_NS, Window
from ratchet.store.events import EventStore
from ratchet.store.events.run_items import (
    count_run_items,
    delete_run_items,
    find_newest_run_items,
    find_run_items,
    write_run_items,
)
from ratchet.store.events.runs import count_runs, find_active_runs, find_new_runs, read_runs

NOON = 1_763_812_800 * 10**9


def item(project: str, run: str = "r", trace: str = "t", **fields: Any) -> RunItem:
    defaults: dict[str, Any] = {
        "span_id": "s",
        "item_id": "i",
        "first_at": NOON,
        "last_at": NOON,
        "started_at": NOON,
        "run_name": f"name of {run}",
    }
    return RunItem(project, run, trace, **(defaults | fields))


def equal(field: str, value: str) -> Condition:
    return Condition(field, Operator.EQUAL, value)


def test_an_items_run_reads_back_in_every_field(events: EventStore, project: str) -> None:
    whole = RunItem(
        project_id=project,
        run_id="r",
        trace_id="t",
        span_id="s",
        item_id="i\u00e4",
        first_at=NOON + 1,
        last_at=NOON + 9,
        dataset_id="d",
        run_name="n",
        run_description="line\nline",
        run_metadata='{"a":1}',
        item_version=NOON - 1,
        linked_at=NOON + 3,
        started_at=NOON + 2,
        updated_at=NOON + 4,
    )
    write_run_items(events, [whole])
    assert find_run_items(events, RunQuery(project_id=project), limit=5) == [whole]


def test_what_a_link_and_a_span_say_of_an_item_is_one_row_in_either_order(events: EventStore, project: str) -> None:
    link = item(project, linked_at=NOON + 5, started_at=None, first_at=NOON + 5, last_at=NOON + 5, run_description="d")
    span = item(project, first_at=NOON, last_at=NOON + 9, run_metadata="{}", dataset_id="ds")
    for run, said in (("r1", (link, span)), ("r2", (span, link)), ("r3", (span, link, span))):
        for one in said:
            write_run_items(events, [one._replace(run_id=run)])
        [found] = find_run_items(events, RunQuery(project_id=project, conditions=(equal("run_id", run),)), limit=5)
        assert found == link._replace(
            run_id=run, started_at=NOON, first_at=NOON, last_at=NOON + 9, run_metadata="{}", dataset_id="ds"
        )


def test_an_item_that_ran_twice_is_there_twice(events: EventStore, project: str) -> None:
    write_run_items(events, [item(project, trace="t1"), item(project, trace="t2")])
    found = find_run_items(events, RunQuery(project_id=project, conditions=(equal("item_id", "i"),)), limit=5)
    assert [one.trace_id for one in found] == ["t2", "t1"]
    assert len({one.id for one in found}) == 2


def test_spans_around_an_item_make_a_run_longer_and_no_item_of_it(events: EventStore, project: str) -> None:
    around = item(project, started_at=None, first_at=NOON - 5, last_at=NOON + 50)
    write_run_items(events, [around._replace(span_id="not here yet")])
    assert find_run_items(events, RunQuery(project_id=project), limit=5) == []
    assert read_runs(events, project, ["r"])["r"].item_count == 0
    write_run_items(events, [item(project), around])
    run = read_runs(events, project, ["r"])["r"]
    assert (run.item_count, run.first_at, run.last_at) == (1, NOON - 5, NOON + 50)


def test_items_come_the_newest_first_and_go_on_behind_a_position(events: EventStore, project: str) -> None:
    rows = [item(project, trace=f"t{number}", started_at=NOON + number // 2) for number in range(7)]
    write_run_items(events, rows)
    query = RunQuery(project_id=project)
    everything = find_run_items(events, query, limit=10)
    assert [row.trace_id for row in everything] == [f"t{number}" for number in reversed(range(7))]
    for place, row in enumerate(everything):
        position = RunItemPosition(row.at, row.run_id, row.trace_id, row.span_id, row.item_id)
        for find in (find_run_items, find_newest_run_items):
            assert find(events, query, limit=2, after=position) == everything[place + 1 : place + 3]
    assert find_run_items(events, query, limit=3, offset=2) == everything[2:5]
    assert count_run_items(events, query) == 7


def test_the_newest_items_are_found_however_long_ago_they_ran(events: EventStore, project: str) -> None:
    assert find_newest_run_items(events, RunQuery(project_id=project), limit=5) == []
    for years in (0, 3, 30):
        at = NOON - years * 8766 * HOUR_NS
        write_run_items(events, [item(project, f"r{years}", first_at=at, started_at=at, last_at=at)])
    query = RunQuery(project_id=project)
    assert [found.run_id for found in find_newest_run_items(events, query, limit=5)] == ["r0", "r3", "r30"]
    oldest = query.within(Window(0, NOON - 8766 * HOUR_NS)).also(equal("item_id", "i"))
    assert [found.run_id for found in find_newest_run_items(events, oldest, limit=1)] == ["r3"]


def test_runs_come_by_their_latest_activity_or_by_when_they_were_new(events: EventStore, project: str) -> None:
    for run, first, last in (("old", 0, 90), ("new", 10, 20), ("newer", 15, 18)):
        write_run_items(events, [item(project, run, first_at=NOON + first, last_at=NOON + last)])
    query = RunQuery(project_id=project)
    active = find_active_runs(events, query, limit=5)
    assert [position.run_id for position in active] == ["old", "new", "newer"]
    assert find_active_runs(events, query, limit=1, after=active[0]) == [RunPosition(NOON + 20, "new")]
    assert [position.run_id for position in find_new_runs(events, query, limit=5)] == ["newer", "new", "old"]
    assert [position.run_id for position in find_new_runs(events, query, limit=1, offset=1)] == ["new"]
    assert count_runs(events, query) == 3


def test_a_window_holds_the_runs_and_items_that_touch_it(events: EventStore, project: str) -> None:
    for hour in range(4):
        at = NOON + hour * HOUR_NS
        write_run_items(
            events, [item(project, trace=f"t{hour}", first_at=at - 5, started_at=at, last_at=at + HOUR_NS // 2)]
        )
    window = Window(NOON + HOUR_NS, NOON + 3 * HOUR_NS)
    query = RunQuery(project_id=project, window=window)
    assert [found.trace_id for found in find_run_items(events, query, limit=9)] == ["t2", "t1"]
    run = read_runs(events, project, ["r"], window)["r"]
    assert (run.item_count, run.first_at, run.last_at) == (2, window.start - 5, NOON + 3 * HOUR_NS + HOUR_NS // 2)
    assert (
        find_active_runs(events, RunQuery(project_id=project, window=Window(NOON + 9 * HOUR_NS, 2**62)), limit=1) == []
    )


def test_the_first_word_on_a_run_counts_and_later_ones_fill_its_gaps(events: EventStore, project: str) -> None:
    write_run_items(
        events, [item(project, trace="t2", linked_at=NOON + 2, run_description="later", run_metadata="[2]")]
    )
    write_run_items(events, [item(project, trace="t1", linked_at=NOON + 1, run_description="first")])
    run = read_runs(events, project, ["r"])["r"]
    assert (run.name, run.description, run.metadata, run.created_at) == ("name of r", "first", "[2]", NOON + 1)


@pytest.mark.parametrize(
    ("condition", "expected"),
    [
        (equal("run_name", "name of a"), ["a"]),
        (equal("dataset_id", "d"), ["b"]),
        (equal("trace_id", "t"), ["b", "a"]),
        (Condition("item_id", Operator.ANY_OF, ["j", "k"]), ["b"]),
        (Condition("run_id", Operator.NONE_OF, ["a"]), ["b"]),
        (Condition("run_name", Operator.ENDS_WITH, "b"), ["b"]),
    ],
)
def test_conditions_narrow_runs(events: EventStore, project: str, condition: Condition, expected: list[str]) -> None:
    write_run_items(events, [item(project, "a"), item(project, "b", dataset_id="d", item_id="j", last_at=NOON + 1)])
    write_run_items(events, [item(f"{project}-other", "c", dataset_id="d", item_id="j")])
    query = RunQuery(project_id=project).also(condition)
    assert [position.run_id for position in find_active_runs(events, query, limit=5)] == expected
    assert sorted(row.run_id for row in find_run_items(events, query, limit=5)) == sorted(expected)


def test_a_deleted_run_is_gone_and_may_come_again(events: EventStore, project: str) -> None:
    write_run_items(events, [item(project, "a"), item(project, "b"), item(f"{project}-other", "a")])
    delete_run_items(events, project, ["a"])
    assert read_runs(events, project, ["a", "b"]).keys() == {"b"}
    assert read_runs(events, f"{project}-other", ["a"]).keys() == {"a"}
    write_run_items(events, [item(project, "a", trace="later")])
    assert [row.trace_id for row in find_run_items(events, RunQuery(project_id=project), limit=5)] == ["t", "later"]
