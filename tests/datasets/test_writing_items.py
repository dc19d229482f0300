"""Items are written many at a time and by many at once: each stands for itself, and no edit is lost."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from ratchet.auth.keys import ensure_project
from ratchet.datasets.deletion import delete_dataset
from ratchet.datasets.facts import read_facts
from ratchet.datasets.headers import (
    archive_dataset,
    find_dataset,
    put_dataset,
    rename_dataset,
    restore_dataset,
)
from ratchet.datasets.items import delete_item, list_items, read_item, read_items, walk_items, write_items
from ratchet.datasets.schemas import DatasetIn, ItemIn
from ratchet.domain.dataset import Dataset, Item
from ratchet.domain.qa import Facts
from ratchet.domain.score import Score
from ratchet.domain.span import Span
from ratchet.errors import Conflict, Invalid, NotFound
from ratchet.store.blobs import BlobStore
from ratchet.store.events import EventStore
from ratchet.store.events.dataset_items import read_latest_items
from ratchet.store.events.scores import write_scores
from ratchet.store.events.spans import write_spans
from ratchet.store.records import RecordStore
from ratchet.store.records.datasets import read_datasets

NOON = 1_794_830_400 * 10**9
Write = Callable[..., list[Any]]


@pytest.fixture
def dataset(events: EventStore, records: RecordStore, project: str) -> Dataset:
    ensure_project(records, project, "A test's project")
    return put_dataset(events, records, project, DatasetIn(name="set"))


@pytest.fixture
def write(events: EventStore, records: RecordStore, dataset: Dataset) -> Write:
    def send(*items: dict[str, Any]) -> list[Any]:
        return write_items(events, records, dataset, [ItemIn(**item) for item in items])

    return send


def test_of_many_items_each_is_accepted_or_refused_by_itself(
    events: EventStore, records: RecordStore, dataset: Dataset, write: Write
) -> None:
    other = put_dataset(events, records, dataset.project_id, DatasetIn(name="other"))
    write_items(events, records, other, [ItemIn(id="theirs")])
    put_dataset(events, records, dataset.project_id, DatasetIn(name="set", input_schema={"type": "string"}))
    outcomes = write({"id": "a", "input": "x"}, {"id": "theirs", "input": "x"}, {"input": 3}, {"id": "b", "input": "y"})
    assert [type(outcome) for outcome in outcomes] == [Item, Conflict, Invalid, Item]
    assert outcomes[2].details["fields"] == [{"field": "input", "message": '3 is not of type "string"'}]
    found, count = list_items(events, dataset.project_id, dataset.id)
    assert ([item.id for item in found], count) == (["b", "a"], 2)
    assert [item.id for item in walk_items(events, dataset.project_id, dataset.id)] == ["a", "b"]
    assert outcomes[0] == read_item(events, dataset.project_id, "a")


def test_an_id_that_comes_twice_at_once_is_merged_in_turn(events: EventStore, project: str, write: Write) -> None:
    first, second = write({"id": "a", "input": 1, "metadata": 1}, {"id": "a", "input": 2})
    assert (first.input, second.input, second.metadata) == (1, 2, 1)
    assert read_items(events, project, ["a", "b"]) == {"a": second}


def test_nothing_sent_is_nothing_written(events: EventStore, dataset: Dataset, write: Write) -> None:
    assert write() == []
    assert list_items(events, dataset.project_id, dataset.id) == ([], 0)


def test_what_is_said_once_more_is_no_new_version(write: Write) -> None:
    [first] = write({"id": "a", "input": {"n": 1}})
    assert write({"id": "a", "input": {"n": 1}}, {"id": "a"}) == [first, first]
    [edited] = write({"id": "a", "input": {"n": 1.0}})
    assert edited.version > first.version


def test_edits_at_once_are_all_kept(events: EventStore, project: str, write: Write) -> None:
    fields = ["input", "expected_output", "metadata", "source_trace_id", "source_observation_id"]
    with ThreadPoolExecutor(8) as pool:
        done = [pool.submit(write, {"id": "a", field: field}) for field in fields]
        done += [pool.submit(write, {"id": f"{number}"}) for number in range(20)]
        versions = [future.result()[0].version for future in done[: len(fields)]]
    item = read_item(events, project, "a")
    said = (item.input, item.expected_output, item.metadata, item.source_trace_id, item.source_span_id)
    assert said == tuple(fields)
    assert len(set(versions)) == len(fields)
    assert len(read_items(events, project, map(str, range(20)))) == 20


def test_two_who_make_a_dataset_at_once_make_one(events: EventStore, records: RecordStore, project: str) -> None:
    ensure_project(records, project, "A test's project")
    with ThreadPoolExecutor(8) as pool:
        made = list(pool.map(lambda _: put_dataset(events, records, project, DatasetIn(name="one")), range(8)))
    assert len({dataset.id for dataset in made}) == 1
    assert len(read_datasets(records, project)) == 1


def test_an_archived_dataset_takes_no_items_until_it_is_restored(
    events: EventStore, records: RecordStore, project: str, dataset: Dataset, write: Write
) -> None:
    write({"id": "a"})
    assert archive_dataset(records, project, "set").archived_at is not None
    assert read_datasets(records, project) == []
    with pytest.raises(Conflict, match="archived"):
        write({"id": "b"})
    assert list_items(events, project, dataset.id)[1] == 1
    assert restore_dataset(records, project, "set").archived_at is None
    write({"id": "b"})
    archive_dataset(records, project, "set")
    assert put_dataset(events, records, project, DatasetIn(name="set")).archived_at is None


def test_a_renamed_dataset_keeps_its_items(
    events: EventStore, records: RecordStore, project: str, dataset: Dataset, write: Write
) -> None:
    write({"id": "a"})
    assert rename_dataset(records, project, "set", "new").id == dataset.id
    assert rename_dataset(records, project, "new", "new").name == "new"
    put_dataset(events, records, project, DatasetIn(name="taken"))
    with pytest.raises(Conflict, match="taken"):
        rename_dataset(records, project, "new", "taken")
    with pytest.raises(Invalid, match="name"):
        rename_dataset(records, project, "new", "a\nb")
    with pytest.raises(NotFound, match="'set'"):
        find_dataset(records, project, "set")
    write({"id": "b"})
    assert list_items(events, project, dataset.id)[1] == 2


def test_a_deleted_dataset_is_gone_with_every_version_of_its_items(
    events: EventStore, records: RecordStore, blobs: BlobStore, project: str, dataset: Dataset, write: Write
) -> None:
    write({"id": "a"})
    assert delete_dataset(events, records, blobs, project, "set") == dataset
    with pytest.raises(NotFound):
        delete_dataset(events, records, blobs, project, "set")
    with pytest.raises(NotFound):
        write({"id": "b"})
    assert read_latest_items(events, project, ["a", "b"]) == {}
    again = put_dataset(events, records, project, DatasetIn(name="set"))
    assert again.id != dataset.id
    assert list_items(events, project, again.id) == ([], 0)


def test_an_item_is_deleted_once(events: EventStore, records: RecordStore, project: str, write: Write) -> None:
    [made] = write({"id": "a"})
    assert delete_item(events, records, project, "a") == made
    with pytest.raises(NotFound, match="a not found"):
        delete_item(events, records, project, "a")
    assert list_items(events, project, made.dataset_id, as_of=made.version) == ([made], 1)


def test_what_an_item_does_not_say_its_source_says(events: EventStore, project: str, write: Write) -> None:
    root = Span(project, "t", "root", root_rank=1, start_time=NOON, end_time=NOON, input="asked", output="said")
    child = root._replace(span_id="child", parent_span_id="root", root_rank=0, input='{"query":"inner"}', output="")
    write_spans(events, [root._replace(revision=1), child._replace(revision=1)])
    write_scores(
        events,
        [
            Score(project, f"{number}", name, "NUMERIC", NOON + number, value, trace_id="t", revision=1)
            for number, (name, value) in enumerate([("helpful", 0.1), ("helpful", 0.7), ("latency", 9.0)])
        ],
    )
    items = write(
        {"source_trace_id": "t"},
        {"source_trace_id": "t", "source_observation_id": "child", "metadata": {"score": 0.5, "query_type": "x"}},
        {"source_trace_id": "t", "input": "own", "expected_output": "own"},
        {"source_trace_id": "missing"},
    )
    assert read_facts(events, project, items, ["helpful"]) == [
        Facts(query="asked", response="said", score=0.7, score_name="helpful"),
        Facts(query="inner", score=0.5, query_type="x"),
        Facts(query="own", response="own", score=0.7, score_name="helpful"),
        Facts(),
    ]
