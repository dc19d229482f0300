"""A batch is taken event by event: what is wrong is named, and the rest is stored."""

import base64
import gzip
import json
from typing import Any

import pytest
from batch_events import at, event, only_span, refusal, send, send_good, spans_of
from fastapi.testclient import TestClient

from ratchet.auth.keys import NewKey
from ratchet.domain.span import SpanType
from ratchet.store.events import EventStore
from ratchet.store.events.scores import read_scores
from ratchet.store.events.trace_overrides import read_trace_overrides


def test_good_events_are_stored_beside_bad_ones(client: TestClient, events: EventStore, project: str) -> None:
    good = event("span-create", 1, "e1", id="good", traceId="t")
    bad = event("span-create", 1, "e2", id="bad", traceId="t", startTime="yesterday")
    score = event("score-create", 1, "e3", id="s", traceId="t", name="n", value=float(1))
    answer = send(client, good, bad, score)
    assert answer.status_code == 207
    assert answer.json()["successes"] == [{"id": "e1", "status": 201}, {"id": "e3", "status": 201}]
    (error,) = answer.json()["errors"]
    assert (error["id"], error["status"]) == ("e2", 400)
    assert "body.startTime: 'yesterday' is no ISO 8601 time" in error["message"]
    assert spans_of(events, project).keys() == {"good"}
    assert read_scores(events, project, ["s"]).keys() == {"s"}


BAD = {
    "an event that is no object": (3, "batch.0"),
    "no id": ({"type": "span-create", "timestamp": at(1), "body": {}}, "batch.0.id"),
    "an id that is a number": ({"id": 1, "type": "span-create", "timestamp": at(1), "body": {}}, "batch.0.id"),
    "no timestamp": ({"id": "e", "type": "span-create", "body": {}}, "batch.0.timestamp"),
    "no body": ({"id": "e", "type": "span-create", "timestamp": at(1)}, "batch.0.body"),
    "an unknown type": (event("dream-create"), "type: 'dream-create'"),
    "a name that is a number": (event("span-create", name=3), "body.name"),
    "a trace name of 1001 characters": (event("trace-create", name="x" * 1001), "body.name"),
    "an empty id": (event("span-create", id=""), "body.id"),
    "an id of 801 characters": (event("span-create", id="x" * 801), "body.id"),
    "an id with a carriage return": (event("span-create", id="a\rb"), "body.id"),
    "a time that is a number": (event("span-create", startTime=1763820000), "body.startTime"),
    "a time that does not exist": (event("span-create", endTime="2026-02-30T00:00:00Z"), "body.endTime"),
    "a time that no store can hold": (event("span-create", endTime="9999-01-01T00:00:00Z"), "body.endTime"),
    "an unknown level": (event("span-create", level="TERRIBLE"), "body.level"),
    "tags that are no list": (event("trace-create", tags="a"), "body.tags"),
    "a tag that is a number": (event("trace-create", tags=["a", 1]), "body.tags.1"),
    "public that is no truth": (event("trace-create", public="perhaps"), "body.public"),
    "an update of nothing": (event("span-update", name="n"), "body.id"),
    "an observation of no type": (event("observation-create", id="o"), "body.type"),
    "an observation of an unknown type": (event("observation-create", type="DREAM"), "body.type"),
    "usage that is negative": (event("generation-create", usageDetails={"input": -1}), "input is a number of tokens"),
    "usage that is a fraction": (event("generation-create", usageDetails={"input": 1.5}), "input is a whole number"),
    "usage that is a text": (event("generation-create", usage={"output": "many"}), "output is a number"),
    "usage that is no object": (event("generation-create", usage=3), "body.usage"),
    "a detail of usage that is a text": (
        event("generation-create", usageDetails={"prompt_tokens": 1, "prompt_tokens_details": {"cached_tokens": "x"}}),
        "prompt_tokens_details.cached_tokens",
    ),
    "a cost that is a text": (event("generation-create", costDetails={"input": "cheap"}), "body.costDetails.input"),
    "a cost that is negative": (event("generation-create", costDetails={"input": -1}), "body.costDetails.input"),
    "an old cost that is beyond all money": (event("generation-create", usage={"inputCost": 1e300}), "inputCost"),
    "model parameters that are a list": (event("generation-create", modelParameters=[1]), "body.modelParameters"),
    "a prompt without its version": (event("generation-create", promptName="p"), "promptVersion"),
    "a prompt's version without its name": (event("generation-create", promptVersion=2), "promptName"),
    "a prompt's version that is negative": (
        event("generation-create", promptName="p", promptVersion=-2),
        "body.promptVersion",
    ),
    "a score of nothing": (event("score-create", name="n", value=1), "body.traceId"),
    "a score without a value": (event("score-create", name="n", traceId="t"), "body.value"),
}


@pytest.mark.parametrize("name", BAD)
def test_a_bad_event_is_refused_by_the_name_of_its_field(
    client: TestClient, events: EventStore, project: str, name: str
) -> None:
    sent, field = BAD[name]
    assert field in refusal(client, sent)
    assert spans_of(events, project) == {}


@pytest.mark.parametrize("body", ["", "null", "3", "[]", "{}", '{"batch": {}}', '{"batch": null}', "{", "[" * 100_000])
def test_a_body_that_is_no_batch_is_refused(client: TestClient, body: str) -> None:
    answer = client.post("/api/public/ingestion", content=body)
    assert answer.status_code == 400
    assert answer.json()["message"]
    assert answer.json()["error"]


def test_a_batch_of_nothing_is_taken(client: TestClient) -> None:
    answer = send(client)
    assert (answer.status_code, answer.json()) == (207, {"successes": [], "errors": []})


def test_what_the_sdk_logs_is_taken_and_dropped(client: TestClient, events: EventStore, project: str) -> None:
    send_good(client, event("sdk-log", log={"level": "error", "text": "x"}))
    assert spans_of(events, project) == {}


def test_something_nested_too_deep_costs_its_own_event_only(
    client: TestClient, events: EventStore, project: str
) -> None:
    deep = '{"a":' * 400 + "1" + "}" * 400
    text = json.dumps({"batch": [event("span-create", id="a", input=0), event("span-create", id="b", input="DEEP")]})
    answer = client.post("/api/public/ingestion", content=text.replace('"DEEP"', deep))
    assert answer.status_code == 207
    assert len(answer.json()["errors"]) == 1
    assert spans_of(events, project).keys() == {"a"}


def test_a_number_that_is_none_becomes_null_in_a_payload_and_is_refused_as_a_score(
    client: TestClient, events: EventStore, project: str
) -> None:
    text = (
        '{"batch": [{"id": "1", "type": "span-create", "timestamp": "2026-11-22T14:00:00Z",'
        ' "body": {"id": "s", "traceId": "t", "output": {"loss": NaN}}},'
        ' {"id": "2", "type": "score-create", "timestamp": "2026-11-22T14:00:00Z",'
        ' "body": {"name": "n", "traceId": "t", "value": Infinity}}]}'
    )
    answer = client.post("/api/public/ingestion", content=text)
    assert answer.json()["successes"] == [{"id": "1", "status": 201}]
    assert "body.value" in answer.json()["errors"][0]["message"]
    assert only_span(events, project).output == '{"loss":null}'


def test_half_an_emoji_is_replaced_and_a_whole_one_stays(client: TestClient, events: EventStore, project: str) -> None:
    text = json.dumps({"batch": [event("span-create", id="s", input="whole \U0001f600 half \ud83d")]})
    assert "\\ud83d" in text
    assert client.post("/api/public/ingestion", content=text).json()["errors"] == []
    assert only_span(events, project).input == "whole \U0001f600 half \ufffd"


def test_bytes_that_are_no_utf_8_are_refused(client: TestClient) -> None:
    assert client.post("/api/public/ingestion", content=b'{"batch": ["\xff"]}').status_code == 400


def test_a_batch_may_be_compressed(client: TestClient, events: EventStore, project: str) -> None:
    body = gzip.compress(json.dumps({"batch": [event("span-create", id="s")]}).encode())
    answer = client.post("/api/public/ingestion", content=body, headers={"content-encoding": "gzip"})
    assert answer.json()["errors"] == []
    assert spans_of(events, project).keys() == {"s"}


def test_a_body_over_20_mb_is_refused(client: TestClient) -> None:
    answer = client.post("/api/public/ingestion", content=b" " * (21 * 1024 * 1024))
    assert answer.status_code == 413


def test_without_a_key_nothing_is_taken(client: TestClient) -> None:
    client.auth = None
    assert send(client, event("span-create", id="s")).status_code == 401


def test_a_public_key_alone_may_send_scores_only(
    client: TestClient, events: EventStore, project: str, key: NewKey
) -> None:
    client.auth = None
    client.headers["authorization"] = f"Bearer {key.public_key}"
    answer = send(
        client,
        event("score-create", 1, "e1", id="s", traceId="t", name="n", value=1),
        event("span-create", 1, "e2", id="x"),
        event("trace-create", 1, "e3", id="t", name="changed"),
    )
    assert answer.json()["successes"] == [{"id": "e1", "status": 201}]
    assert [(error["id"], error["status"]) for error in answer.json()["errors"]] == [("e2", 403), ("e3", 403)]
    assert spans_of(events, project) == {}
    assert read_trace_overrides(events, project, ["t"]) == {}


@pytest.mark.parametrize("kind", list(SpanType))
def test_every_type_of_observation_can_be_created(
    client: TestClient, events: EventStore, project: str, kind: SpanType
) -> None:
    send_good(
        client,
        event(f"{kind.lower()}-create", id="a", traceId="t"),
        event("observation-create", id="b", traceId="t", type=kind),
        event("observation-update", 1, id="b", traceId="t", output="x"),
    )
    assert {span.type for span in spans_of(events, project).values()} == {kind}


@pytest.mark.parametrize(
    "headers",
    [
        {"x-langfuse-sdk-name": "python", "x-langfuse-sdk-version": "2.60.10"},
        {"x_langfuse_sdk_name": "python", "x_langfuse_sdk_version": "2.60.10"},
        {},
    ],
)
def test_a_span_knows_which_sdk_sent_it(
    client: TestClient, events: EventStore, project: str, headers: dict[str, str]
) -> None:
    metadata = {} if headers else {"sdk_name": "python", "sdk_version": "2.60.10"}
    payload: dict[str, Any] = {"batch": [event("span-create", id="s")], "metadata": metadata}
    assert client.post("/api/public/ingestion", json=payload, headers=headers).json()["errors"] == []
    span = only_span(events, project)
    assert (span.sdk_name, span.sdk_version) == ("python", "2.60.10")


def test_an_event_without_an_id_in_its_body_is_the_same_thing_when_it_is_sent_again(
    client: TestClient, events: EventStore, project: str
) -> None:
    sent = event("span-create", 1, "event-id", name="n")
    send_good(client, sent)
    send_good(client, sent)
    assert only_span(events, project).span_id == "event-id"


def test_ids_may_hold_anything_but_a_carriage_return(client: TestClient, events: EventStore, project: str) -> None:
    free = "a'b\\c\td\ne\0f\"g`h{x:String}$ü\U0001f600 %41+&"
    send_good(client, event("span-create", 1, id=free, traceId=free, name="n"))
    send_good(client, event("span-update", 2, id=free, traceId=free, output="o"))
    send_good(client, event("span-update", 3, id=free, statusMessage="m"))
    span = only_span(events, project)
    assert (span.trace_id, span.span_id, span.name, span.output, span.status_message) == (free, free, "n", "o", "m")


def test_basic_credentials_are_told_by_their_header(client: TestClient, key: NewKey) -> None:
    client.auth = None
    token = base64.b64encode(f"{key.public_key}:{key.secret_key}".encode()).decode()
    client.headers["authorization"] = f"Basic {token}"
    assert send(client, event("span-create", id="s")).json()["errors"] == []
