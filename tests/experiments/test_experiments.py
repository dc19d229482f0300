"""Spans that say which item they answer make experiments, read behind a cursor."""

from typing import Any

import pytest
from fastapi.testclient import TestClient
from langfuse.api import ExperimentItemsResponse, ExperimentsResponse
from langfuse.api.core.pydantic_utilities import parse_obj_as
from run_spans import answer_attributes, span

from ratchet.datasets.items import write_items
from ratchet.datasets.schemas import ItemIn
from ratchet.domain.dataset import Dataset
from ratchet.domain.time import format_time
from ratchet.server.stores import Stores

SINCE = "2026-11-20T00:00:00Z"


@pytest.fixture
def answer(export: Any) -> Any:
    """Export the span that answers an item of a run, and the one around it."""

    def send(run_id: str, item_id: str, number: int, *, after_s: float = 0, **more: Any) -> None:
        said = answer_attributes(run_id, item_id, number, **more)
        around = span(number, number + 0x1000, said, after_s=after_s - 0.5, lasts_s=3)
        export(span(number, number, said, after_s=after_s), around)

    return send


@pytest.fixture
def experiments(read: Any) -> Any:
    """The experiments since a time, as the newest SDK reads them."""

    def get(**parameters: Any) -> list[dict[str, Any]]:
        page = read("experiments", **{"fromStartTime": SINCE} | parameters)
        assert len(parse_obj_as(ExperimentsResponse, page).data) == len(page["data"])
        return page["data"]

    return get


@pytest.fixture
def items(read: Any) -> Any:
    """The items of experiments since a time, as the newest SDK reads them."""

    def get(**parameters: Any) -> list[dict[str, Any]]:
        page = read("experiment-items", **{"fromStartTime": SINCE} | parameters)
        assert len(parse_obj_as(ExperimentItemsResponse, page).data) == len(page["data"])
        return page["data"]

    return get


def test_an_experiment_is_all_the_spans_that_name_it(answer: Any, experiments: Any) -> None:
    answer("r", "i1", 1)
    answer("r", "i2", 2, after_s=60)
    assert experiments() == [
        {
            "id": "r",
            "name": "name of r",
            "description": None,
            "startTime": "2026-11-20T09:59:59.500Z",
            "endTime": "2026-11-20T10:01:02.500Z",
            "itemCount": 2,
            "datasetId": None,
        }
    ]


def test_an_experiment_shows_more_by_groups_of_fields(answer: Any, experiments: Any, client: TestClient) -> None:
    answer("r", "i1", 1, **{"dataset.id": "ds", "metadata": '{"mm": 1}', "description": "d"})
    for number in range(3):
        score = {"name": f"s{number}", "value": number, "datasetRunId": "r"}
        assert client.post("/api/public/scores", json=score).status_code == 200
    [shown] = experiments(fields="core,metadata,scores", scoreLimit=2)
    assert (shown["datasetId"], shown["description"], shown["metadata"]) == ("ds", "d", {"mm": 1})
    assert [score["name"] for score in shown["scores"]] == ["s0", "s1"]
    assert shown["scores"][1]["subject"] == {"kind": "experiment", "id": "r"}
    assert "scores" not in experiments(fields="metadata")[0]


def test_an_item_shows_what_the_span_that_answered_it_says(answer: Any, items: Any) -> None:
    said = {
        "dataset.id": "ds",
        "item.version": "2026-01-21T14:35:42Z",
        "item.expected_output": '["e"]',
        "item.metadata": '{"m": 1}',
        "metadata": '{"mm": 1}',
        "description": "d",
    }
    answer("r", "i1", 1, **said)
    core = {
        "id": f"{1:016x}",
        "traceId": f"{1:032x}",
        "startTime": "2026-11-20T10:00:00.000Z",
        "endTime": "2026-11-20T10:00:01.000Z",
        "level": "DEFAULT",
        "environment": "sdk-experiment",
        "experimentId": "r",
        "experimentName": "name of r",
        "experimentItemId": "i1",
    }
    of_dataset = {"experimentDatasetId": "ds", "experimentItemVersion": "2026-01-21T14:35:42.000Z"}
    assert items() == [core | of_dataset]
    assert items(fields="io,itemMetadata") == [
        core
        | {"input": {"q": "i1"}, "output": "an answer", "expectedOutput": ["e"], "experimentItemMetadata": {"m": 1}}
    ]
    assert items(fields="core,metadata,experimentMetadata") == [
        core | {"metadata": {"k": "v"}, "experimentMetadata": {"mm": 1}, "experimentDescription": "d"}
    ]


def test_an_item_has_its_own_scores_and_its_traces(answer: Any, items: Any, client: TestClient) -> None:
    answer("r", "i1", 1)
    trace_id, span_id, around = f"{1:032x}", f"{1:016x}", f"{0x1001:016x}"
    subjects = {
        "of the item": {"traceId": trace_id, "observationId": span_id},
        "of the trace": {"traceId": trace_id},
        "of a span around it": {"traceId": trace_id, "observationId": around},
        "of the run": {"datasetRunId": "r"},
    }
    for name, subject in subjects.items():
        assert client.post("/api/public/scores", json={"name": name, "value": 1, **subject}).status_code == 200
    [item] = items(fields="scores")
    assert [score["name"] for score in item["scores"]] == ["of the item", "of the trace"]
    assert len(items(fields="scores", scoreLimit=1)[0]["scores"]) == 1


def test_an_item_that_ran_twice_is_there_twice(answer: Any, items: Any, experiments: Any) -> None:
    answer("r", "i1", 1)
    answer("r", "i1", 2, after_s=5)
    assert [item["traceId"] for item in items(experimentItemId="i1")] == [f"{2:032x}", f"{1:032x}"]
    assert experiments()[0]["itemCount"] == 2


def test_a_failed_item_says_so(export: Any, items: Any) -> None:
    failed = {"langfuse.observation.level": "ERROR", "langfuse.observation.output": "Error: no"}
    export(span(1, 1, answer_attributes("r", "i", 1) | failed))
    [item] = items(fields="io")
    assert (item["level"], item["output"], item["expectedOutput"]) == ("ERROR", "Error: no", None)


def test_spans_that_come_again_change_nothing(answer: Any, items: Any, experiments: Any) -> None:
    answer("r", "i1", 1)
    before = experiments(), items()
    answer("r", "i1", 1)
    assert (experiments(), items()) == before


def test_links_of_older_sdks_are_items_too(
    link: Any, export: Any, items: Any, experiments: Any, dataset: Dataset, client: TestClient
) -> None:
    export(span(0x5, 0x9, {"langfuse.observation.input": '{"q":1}', "langfuse.observation.output": "o"}))
    run_id = link("first", f"{5:032x}", metadata={"a": 1})["datasetRunId"]
    link("second", "a trace that is yet to come", run_name="another")
    [item] = items(experimentId=run_id, fields="dataset,io,itemMetadata,experimentMetadata")
    assert item == {
        "id": f"{9:016x}",
        "traceId": f"{5:032x}",
        "startTime": "2026-11-20T10:00:00.000Z",
        "endTime": "2026-11-20T10:00:01.000Z",
        "level": "DEFAULT",
        "environment": "default",
        "experimentId": run_id,
        "experimentName": "run A",
        "experimentItemId": "first",
        "experimentDatasetId": dataset.id,
        "experimentItemVersion": None,
        "input": {"q": 1},
        "output": "o",
        "expectedOutput": "of first",
        "experimentItemMetadata": {"m": 1},
        "experimentMetadata": {"a": 1},
        "experimentDescription": None,
    }
    [waiting] = items(experimentName="another", fields="io")
    assert (waiting["id"], waiting["output"], waiting["expectedOutput"]) == (
        "a trace that is yet to come",
        None,
        "of second",
    )
    assert {run["name"] for run in experiments(datasetId=dataset.id)} == {"run A", "another"}


def test_a_link_and_the_spans_of_its_run_are_one_item_in_either_order(
    link: Any, answer: Any, items: Any, experiments: Any, dataset: Dataset
) -> None:
    run_id = link("first", f"{1:032x}", observationId=f"{1:016x}")["datasetRunId"]
    answer(run_id, "first", 1, name="run A")
    answer(run_id, "second", 2, name="run A")
    link("second", f"{2:032x}", observationId=f"{2:016x}")
    assert sorted(item["experimentItemId"] for item in items()) == ["first", "second"]
    [experiment] = experiments()
    assert (experiment["name"], experiment["itemCount"]) == ("run A", 2)


def test_experiments_come_by_their_latest_activity_and_go_on_behind_a_cursor(answer: Any, read: Any) -> None:
    for number in range(5):
        answer(f"r{number}", "i", 0x10 + number, after_s=number)
    answer("r0", "i", 0x20, after_s=100)
    seen: list[str] = []
    cursor: dict[str, str] = {}
    while cursor is not None:
        page = read("experiments", fromStartTime=SINCE, limit=2, **cursor)
        seen += [experiment["id"] for experiment in page["data"]]
        cursor = page["meta"] or None
    assert seen == ["r0", "r4", "r3", "r2", "r1"]


def test_items_come_the_newest_first_and_go_on_behind_a_cursor(answer: Any, read: Any) -> None:
    for number in range(5):
        answer("r", f"i{number}", 0x10 + number, after_s=number)
    seen: list[str] = []
    cursor: dict[str, str] = {}
    while cursor is not None:
        page = read("experiment-items", fromStartTime=SINCE, limit=2, **cursor)
        seen += [item["experimentItemId"] for item in page["data"]]
        cursor = page["meta"] or None
    assert seen == ["i4", "i3", "i2", "i1", "i0"]


def test_a_window_clips_an_experiment(answer: Any, experiments: Any, items: Any) -> None:
    for hour in range(4):
        answer("r", f"i{hour}", 0x10 + hour, after_s=3600 * hour)
    window = {"fromStartTime": "2026-11-20T11:00:00Z", "toStartTime": "2026-11-20T13:00:00Z"}
    [experiment] = experiments(**window)
    assert experiment["itemCount"] == 2
    assert (experiment["startTime"], experiment["endTime"]) == ("2026-11-20T11:00:00.000Z", "2026-11-20T13:00:00.000Z")
    assert [item["experimentItemId"] for item in items(**window)] == ["i2", "i1"]
    assert experiments(fromStartTime="2026-11-21T00:00:00Z") == []


@pytest.mark.parametrize(
    ("parameters", "expected"),
    [
        ({"id": "a,b"}, {"a", "b"}),
        ({"name": "name of a"}, {"a"}),
        ({"datasetId": "ds"}, {"b"}),
        ({"filter": '[{"type":"stringOptions","column":"id","operator":"none of","value":["a"]}]'}, {"b", "c"}),
        ({"filter": '[{"type":"string","column":"name","operator":"ends with","value":"c"}]', "id": "a,c"}, {"c"}),
        ({"filter": '[{"type":"null","column":"datasetId","operator":"is null","value":""}]'}, {"a", "c"}),
    ],
)
def test_experiments_are_narrowed(answer: Any, experiments: Any, parameters: Any, expected: set[str]) -> None:
    for number, run_id in enumerate("abc"):
        answer(run_id, "i", 0x10 + number, **({"dataset.id": "ds"} if run_id == "b" else {}))
    assert {experiment["id"] for experiment in experiments(**parameters)} == expected


@pytest.mark.parametrize(
    ("parameters", "expected"),
    [
        ({"experimentId": "a"}, {"ia"}),
        ({"experimentName": "name of a,name of c"}, {"ia", "ic"}),
        ({"experimentItemId": "ib"}, {"ib"}),
        ({"datasetId": "ds"}, {"ib"}),
        ({"filter": '[{"type":"string","column":"experimentItemId","operator":"contains","value":"c"}]'}, {"ic"}),
    ],
)
def test_items_are_narrowed(answer: Any, items: Any, parameters: Any, expected: set[str]) -> None:
    for number, run_id in enumerate("abc"):
        answer(run_id, f"i{run_id}", 0x10 + number, **({"dataset.id": "ds"} if run_id == "b" else {}))
    assert {item["experimentItemId"] for item in items(**parameters)} == expected


@pytest.mark.parametrize("path", ["experiments", "experiment-items"])
@pytest.mark.parametrize(
    ("change", "named"),
    [
        ({"fromStartTime": None}, "fromStartTime"),
        ({"fromStartTime": "yesterday"}, "fromStartTime"),
        ({"toStartTime": "2026-11-20T00:00:00Z"}, "toStartTime"),
        ({"fields": "core,nonsense"}, "fields"),
        ({"limit": "101"}, "limit"),
        ({"limit": "0"}, "limit"),
        ({"scoreLimit": "51"}, "scoreLimit"),
        ({"cursor": "tampered"}, "cursor"),
        ({"cursor": "WzFd"}, "cursor"),
        ({"filter": "no JSON"}, "filter"),
        ({"filter": '[{"type":"string","column":"nonsense","operator":"=","value":"x"}]'}, "column"),
        ({"page": "2"}, "page"),
    ],
)
def test_a_question_that_makes_no_sense_is_refused(
    client: TestClient, path: str, change: dict[str, str | None], named: str
) -> None:
    asked = {key: value for key, value in ({"fromStartTime": SINCE} | change).items() if value is not None}
    answer = client.get(f"/api/public/{path}", params=asked)
    assert answer.status_code == 400, answer.text
    assert named in answer.text


@pytest.mark.parametrize("path", ["experiments", "experiment-items"])
def test_experiments_need_a_key(client: TestClient, path: str) -> None:
    client.auth = None
    assert client.get(f"/api/public/{path}", params={"fromStartTime": SINCE}).status_code == 401


def test_what_an_older_sdk_expected_is_what_the_item_was_when_it_was_linked(
    link: Any, items: Any, dataset: Dataset, stores: Stores
) -> None:
    link("first", "t")
    changed = ItemIn(id="first", expected_output="changed since")
    [item] = write_items(stores.events, stores.records, dataset, [changed])
    link("first", "u", run_name="another")
    link("first", "v", run_name="of old", datasetVersion=format_time(item.version - 10**6))
    expected = {item["experimentName"]: item["expectedOutput"] for item in items(fields="io")}
    assert expected == {"run A": "of first", "another": "changed since", "of old": "of first"}
