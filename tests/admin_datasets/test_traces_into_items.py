import time
from collections.abc import Callable
from typing import Any

import pytest
from fastapi.testclient import TestClient

from ratchet.domain.score import Score, ScoreType
from ratchet.domain.span import Span
from ratchet.domain.window import HOUR_NS, SECOND_NS
from ratchet.store.events import EventStore
from ratchet.store.events.scores import write_scores
from ratchet.store.events.spans import write_spans

Write = Callable[..., None]
Judge = Callable[..., None]


def to_span(project: str, trace_id: str, *, hours_ago: float = 0.5, **fields: Any) -> Span:
    start = time.time_ns() - int(hours_ago * HOUR_NS)
    defaults = {"input": "how?", "output": "so", "root_rank": 1, "end_time": start + SECOND_NS}
    return Span(project, trace_id, f"root-{trace_id}", start_time=start, **(defaults | fields))


@pytest.fixture
def write(events: EventStore, project: str) -> Write:
    """Write a trace of one span."""
    return lambda trace_id, **fields: write_spans(events, [to_span(project, trace_id, **fields)])


@pytest.fixture
def judge(events: EventStore, project: str) -> Judge:
    """Give a trace a score."""

    def give_score(trace_id: str, name: str, value: float | None, **fields: Any) -> None:
        kind = fields.pop("data_type", ScoreType.NUMERIC)
        score_id = f"{trace_id} {name} {fields.get('span_id', '')}"
        write_scores(events, [Score(project, score_id, name, kind, time.time_ns(), value, trace_id=trace_id, **fields)])

    return give_score


def add(client: TestClient, name: str, **body: Any) -> Any:
    return client.post(f"/admin/datasets/{name}/traces", json=body)


def read_items(client: TestClient, name: str) -> dict[str, dict[str, Any]]:
    items = client.get(f"/admin/datasets/{name}/items?limit=1000").json()["items"]
    return {item["source_trace_id"]: item for item in items}


def test_a_trace_becomes_an_item_with_what_is_known_of_it(
    client: TestClient, name: str, write: Write, judge: Judge
) -> None:
    write("t", input='{"question":"how?"}', user_id="ada", tags=["beta"], metadata={"query_type": "factual", "n": "3"})
    judge("t", "faithfulness", 0.9)
    judge("t", "tone", None, data_type=ScoreType.CATEGORICAL, string_value="kind")
    answer = add(client, name, trace_ids=["t"], score="faithfulness").json()
    item = read_items(client, name)["t"]
    assert answer == {"added": 1, "item_ids": [item["id"]], "rejected": []}
    assert (item["input"], item["expected_output"]) == ({"question": "how?"}, "so")
    assert item["metadata"]["scores"] == {"faithfulness": 0.9, "tone": "kind"}
    assert item["metadata"]["trace"].items() >= {"user_id": "ada", "tags": ["beta"]}.items()
    assert item["metadata"]["n"] == 3
    assert (item["score"], item["score_name"], item["query_type"]) == (0.9, "faithfulness", "factual")


def test_a_score_of_the_whole_trace_goes_before_those_of_its_spans(
    client: TestClient, name: str, write: Write, judge: Judge
) -> None:
    write("t")
    judge("t", "quality", 0.9)
    judge("t", "quality", 0.1, span_id="root-t")
    add(client, name, trace_ids=["t"])
    assert read_items(client, name)["t"]["metadata"]["scores"] == {"quality": 0.9}


def test_what_somebody_corrected_is_what_is_expected(client: TestClient, name: str, write: Write, judge: Judge) -> None:
    write("t", output="wrong")
    judge("t", "output", None, data_type=ScoreType.CORRECTION, string_value="right")
    add(client, name, trace_ids=["t"])
    assert read_items(client, name)["t"]["expected_output"] == "right"


def test_a_trace_that_is_added_again_changes_its_item_and_makes_no_second(
    client: TestClient, name: str, write: Write, judge: Judge
) -> None:
    write("t")
    first = add(client, name, trace_ids=["t", "t"]).json()
    judge("t", "quality", 0.9)
    assert add(client, name, trace_ids=["t"]).json() == first
    assert read_items(client, name)["t"]["metadata"]["scores"] == {"quality": 0.9}


def test_a_trace_makes_an_item_of_its_own_in_every_dataset(
    client: TestClient, create: Callable[..., dict[str, Any]], write: Write
) -> None:
    write("t")
    answers = [add(client, create()["name"], trace_ids=["t"]).json() for _ in range(2)]
    assert [answer["added"] for answer in answers] == [1, 1]


def test_traces_that_make_no_item_are_told_with_the_reason(client: TestClient, name: str, write: Write) -> None:
    write("fine")
    write("mute", input="")
    answer = add(client, name, trace_ids=["fine", "mute", "nowhere"]).json()
    reasons = {trace["trace_id"]: trace["reason"] for trace in answer["rejected"]}
    assert answer["added"] == 1
    assert "no input" in reasons["mute"]
    assert "no such trace" in reasons["nowhere"]


def test_a_trace_that_the_schema_refuses_is_told(
    client: TestClient, create: Callable[..., dict[str, Any]], write: Write
) -> None:
    name = create(input_schema={"type": "object"})["name"]
    write("t")
    [rejected] = add(client, name, trace_ids=["t"]).json()["rejected"]
    assert "input" in rejected["reason"]


def test_traces_are_found_by_a_search(client: TestClient, name: str, write: Write, judge: Judge) -> None:
    write("good", trace_name="chat")
    write("bad", trace_name="chat")
    write("old", trace_name="chat", hours_ago=30)
    write("else", trace_name="tool")
    for trace_id, value in (("good", 0.9), ("bad", 0.2), ("old", 0.9), ("else", 0.9)):
        judge(trace_id, "quality", value)
    search = {"name": "chat", "score": "quality", "score_min": 0.8}
    assert add(client, name, search=search, score="quality").json()["added"] == 1
    assert read_items(client, name).keys() == {"good"}
    add(client, name, search=search | {"from_hours": 48})
    assert read_items(client, name).keys() == {"good", "old"}


def test_a_search_adds_the_newest_up_to_its_limit(
    client: TestClient, name: str, events: EventStore, project: str
) -> None:
    write_spans(events, [to_span(project, f"t{number}", hours_ago=0.1 + number / 1000) for number in range(250)])
    assert add(client, name, search={}, limit=210).json()["added"] == 210
    assert read_items(client, name).keys() == {f"t{number}" for number in range(210)}


@pytest.mark.parametrize(
    ("body", "names"),
    [
        ({}, "trace_ids"),
        ({"trace_ids": ["t"], "search": {}}, "trace_ids"),
        ({"trace_ids": []}, "trace_ids"),
        ({"search": {"nmae": "chat"}}, "search.nmae"),
        ({"search": {"score_min": 0.8}}, "score"),
        ({"search": {}, "limit": 10_001}, "limit"),
    ],
)
def test_a_question_that_cannot_be_answered_is_refused_by_name(
    client: TestClient, name: str, body: dict[str, Any], names: str
) -> None:
    answer = add(client, name, **body)
    assert answer.status_code == 422
    assert names in answer.json()["message"]
