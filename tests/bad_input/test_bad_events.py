"""Ingestion events that are wrong: each is reported by its id with what is wrong, and the good ones beside it stay."""

import json
from typing import Any
from uuid import uuid4

import httpx2
import pytest
from sending import complaint, ingest, post_json_text

NOW = "2026-11-22T12:00:00.000Z"


def event(kind: str = "span-create", **body: Any) -> dict[str, Any]:
    """A good event but for what `body` says; what is `...` is left out."""
    good = {"id": str(uuid4()), "traceId": str(uuid4()), "name": "step", "startTime": NOW}
    fields = {key: value for key, value in {**good, **body}.items() if value is not ...}
    return {"id": str(uuid4()), "type": kind, "timestamp": NOW, "body": fields}


def score(**body: Any) -> dict[str, Any]:
    return event("score-create", **{"name": "accuracy", "value": 0.5, "startTime": ..., **body})


def trace(**body: Any) -> dict[str, Any]:
    return event("trace-create", **{"traceId": ..., "startTime": ..., "timestamp": NOW, **body})


def errors_of(answer: httpx2.Response) -> list[dict[str, Any]]:
    assert answer.status_code == 207, answer.text
    return answer.json()["errors"]


@pytest.mark.parametrize("body", [{}, {"batch": None}, {"batch": {}}, {"batch": "x"}, {"batch": 3}], ids=json.dumps)
def test_a_batch_that_is_no_list_is_refused(http: httpx2.Client, body: dict[str, Any]) -> None:
    answer = http.post("/api/public/ingestion", json=body)
    assert answer.status_code == 400, answer.text
    assert "batch" in complaint(answer)


def test_an_empty_batch_is_a_success_of_nothing(http: httpx2.Client) -> None:
    answer = ingest(http)
    assert answer.status_code == 207
    assert answer.json() == {"successes": [], "errors": []}


@pytest.mark.parametrize("metadata", [None, 3, "x", [1], {"sdk": {"deep": []}}], ids=json.dumps)
def test_metadata_of_a_batch_may_be_anything(http: httpx2.Client, metadata: Any) -> None:
    answer = http.post("/api/public/ingestion", json={"batch": [event()], "metadata": metadata})
    assert errors_of(answer) == []


@pytest.mark.parametrize("odd", [None, 3, "x", [], {}, {"id": "only"}, {"id": "i", "type": 3}], ids=json.dumps)
def test_an_event_that_is_none_is_reported_and_its_neighbours_stay(http: httpx2.Client, odd: Any) -> None:
    before, after = event(), event()
    answer = ingest(http, before, odd, after)
    (error,) = errors_of(answer)
    assert error["status"] == 400
    assert error["message"]
    assert {success["id"] for success in answer.json()["successes"]} == {before["id"], after["id"]}
    for stored in (before, after):
        assert http.get(f"/api/public/observations/{stored['body']['id']}").status_code == 200


@pytest.mark.parametrize("missing", ["id", "type", "timestamp", "body"])
def test_an_event_without_a_part_is_reported_with_its_name(http: httpx2.Client, missing: str) -> None:
    odd = event()
    del odd[missing]
    (error,) = errors_of(ingest(http, odd))
    assert error["status"] == 400
    assert missing in json.dumps(error)
    if missing != "id":
        assert error["id"] == odd["id"]


BAD = {
    "an unknown type": (event("span-destroy"), "type"),
    "a body that is a list": ({**event(), "body": []}, "body"),
    "a time that is none": ({**event(), "timestamp": "yesterday"}, "timestamp"),
    "a time that is a list": ({**event(), "timestamp": []}, "timestamp"),
    "a start that is no time": (event(startTime="half past nine"), "startTime"),
    "a start that is an object": (event(startTime={}), "startTime"),
    "a start in the year 99999": (event(startTime="99999-01-01T00:00:00Z"), "startTime"),
    "an end that is no time": (event(endTime="later"), "endTime"),
    "an id that is a number": (event(id=3.5), "id"),
    "an id that is a list": (event(id=[]), "id"),
    "an id of 801 characters": (event(id="x" * 801), "id"),
    "an empty id": (event(id=""), "id"),
    "an id with a carriage return": (event(id=f"{uuid4()}\r"), "id"),
    "a trace id of 801 characters": (event(traceId="x" * 801), "traceId"),
    "a trace id that is an object": (event(traceId={}), "traceId"),
    "a name that is an object": (event(name={}), "name"),
    "a level that is none": (event(level="CATASTROPHE"), "level"),
    "a level that is a number": (event(level=3), "level"),
    "a model that is a list": (event("generation-create", model=["a"]), "model"),
    "usage that is a list": (event("generation-create", usage=[1]), "usage"),
    "usage of minus one": (event("generation-create", usageDetails={"input": -1}), "usageDetails"),
    "usage in words": (event("generation-create", usageDetails={"input": "many"}), "usageDetails"),
    "costs in words": (event("generation-create", costDetails={"input": "dear"}), "costDetails"),
    "parameters that are a list": (event("generation-create", modelParameters=[1]), "modelParameters"),
    "tags that are a number": (trace(tags=3), "tags"),
    "tags that are numbers": (trace(tags=[1, {}]), "tags"),
    "a public that is a word": (trace(public="perhaps"), "public"),
    "a trace without an id that is text": (trace(id=3.5), "id"),
    "a name of 1001 characters": (trace(name="n" * 1001), "name"),
    "a time of a trace that is none": (trace(timestamp="soon"), "timestamp"),
    "a prompt version without a name": (event("generation-create", promptVersion=1), "promptName"),
    "a prompt version in words": (event("generation-create", promptName="p", promptVersion="one"), "promptVersion"),
    "a score without a name": (score(name=...), "name"),
    "a score with an empty name": (score(name=""), "name"),
    "a score without a value": (score(value=...), "value"),
    "a score of null": (score(value=None), "value"),
    "a score that is a list": (score(value=[1]), "value"),
    "a score about nothing": (score(traceId=...), "traceId"),
    "a score about two things": (score(sessionId="s"), "sessionId"),
    "a score of a span of no trace": (score(traceId=..., observationId="o"), "traceId"),
    "a number that is text": (score(dataType="NUMERIC", value="high"), "value"),
    "a boolean of 0.5": (score(dataType="BOOLEAN", value=0.5), "value"),
    "a boolean of 2": (score(dataType="BOOLEAN", value=2), "value"),
    "a category that is a number": (score(dataType="CATEGORICAL", value=1), "value"),
    "a data type that is none": (score(dataType="GUESS"), "dataType"),
    "a text of 501 characters": (score(dataType="TEXT", value="x" * 501), "value"),
    "an empty text": (score(dataType="TEXT", value=""), "value"),
    "a comment that is an object": (score(comment={}), "comment"),
}


@pytest.mark.parametrize("name", BAD)
def test_a_bad_event_is_reported_with_the_field_and_its_neighbours_stay(http: httpx2.Client, name: str) -> None:
    odd, field = BAD[name]
    good = event()
    answer = ingest(http, good, odd)
    (error,) = errors_of(answer)
    assert error["id"] == odd["id"]
    assert error["status"] == 400
    assert field in json.dumps(error), error
    assert [success["id"] for success in answer.json()["successes"]] == [good["id"]]
    assert http.get(f"/api/public/observations/{good['body']['id']}").status_code == 200


def test_a_thousand_bad_events_are_a_thousand_reports(http: httpx2.Client) -> None:
    errors = errors_of(ingest(http, *[event(startTime="never") for _ in range(1000)]))
    assert len({error["id"] for error in errors}) == 1000


@pytest.mark.parametrize("number", ["NaN", "Infinity", "-Infinity", "1e999", "-1e999"])
@pytest.mark.parametrize("path", ["/api/public/ingestion", "/api/public/scores"])
def test_a_score_that_is_no_finite_number_is_refused(http: httpx2.Client, path: str, number: str) -> None:
    odd = score(value="NUMBER")
    whole = {"batch": [odd]} if path.endswith("ingestion") else odd["body"]
    answer = post_json_text(http, path, json.dumps(whole).replace('"NUMBER"', number))
    if answer.status_code == 207:
        ((error),) = answer.json()["errors"]
        assert error["status"] == 400
    else:
        assert answer.status_code == 400, answer.text
        assert complaint(answer)
    assert http.get(f"/api/public/v2/scores/{odd['body']['id']}").status_code == 404


@pytest.mark.parametrize("number", ["1e308", "-1e308", "5e-324", "123456789012345678901234567890", "0.1"])
def test_a_score_of_any_finite_number_is_kept(http: httpx2.Client, number: str) -> None:
    odd = score(value="NUMBER")
    answer = post_json_text(http, "/api/public/ingestion", json.dumps({"batch": [odd]}).replace('"NUMBER"', number))
    assert errors_of(answer) == []
    assert http.get(f"/api/public/v2/scores/{odd['body']['id']}").json()["value"] == float(number)


@pytest.mark.parametrize(
    "start",
    [
        "1970-01-01T00:00:00Z",
        "2027-11-22T12:00:00Z",
        "2300-01-01T00:00:00Z",
        "0001-01-01T00:00:00Z",
        "1969-07-20T20:17:00Z",
    ],
)
def test_a_start_far_away_is_stored_as_it_says_or_reported(http: httpx2.Client, start: str) -> None:
    odd = event(startTime=start)
    errors = errors_of(ingest(http, odd))
    if errors:
        assert "startTime" in json.dumps(errors)
        assert start[:4] not in ("1970", "2027")
    else:
        assert http.get(f"/api/public/observations/{odd['body']['id']}").json()["startTime"][:4] == start[:4]


def test_a_start_far_away_does_not_make_reads_slow(http: httpx2.Client) -> None:
    far, near = event(startTime="1970-01-02T00:00:00Z"), event()
    assert errors_of(ingest(http, far, near)) == []
    for trace_id in (far["body"]["traceId"], near["body"]["traceId"]):
        answer = http.get("/api/public/observations", params={"traceId": trace_id}, timeout=10)
        assert len(answer.json()["data"]) == 1


def test_an_end_before_the_start_is_stored_and_lasts_no_time(http: httpx2.Client) -> None:
    odd = event(endTime="2026-11-22T11:00:00.000Z")
    assert errors_of(ingest(http, odd)) == []
    stored = http.get(f"/api/public/observations/{odd['body']['id']}").json()
    assert stored["latency"] in (0, None)


@pytest.mark.parametrize("text", ["../../etc/passwd", "a/b/c", "%2e%2e%2f", "a?b=c#d", " ", "é🎈", "'; --", "x" * 800])
def test_an_id_may_be_any_text_and_is_found_by_it(http: httpx2.Client, text: str) -> None:
    trace_id = f"{text}{uuid4()}"[-800:]
    assert errors_of(ingest(http, trace(id=trace_id), event(id=f"o{trace_id}"[:800], traceId=trace_id))) == []
    listed = http.get("/api/public/observations", params={"traceId": trace_id}).json()
    assert [observation["traceId"] for observation in listed["data"]] == [trace_id]


def test_a_lone_surrogate_is_reported_or_replaced(http: httpx2.Client) -> None:
    odd = event(name="SURROGATE", input={"SURROGATE": "SURROGATE"}, metadata={"SURROGATE": ["SURROGATE"]})
    text = json.dumps({"batch": [odd]}).replace("SURROGATE", "\\udc00!")
    answer = post_json_text(http, "/api/public/ingestion", text)
    if answer.status_code == 207 and not answer.json()["errors"]:
        assert http.get(f"/api/public/observations/{odd['body']['id']}").json()["name"].endswith("!")
    else:
        assert answer.status_code in (207, 400), answer.text


def test_huge_whole_numbers_in_free_fields_are_kept_or_reported(http: httpx2.Client) -> None:
    odd = event(input={"n": 10**400}, metadata={"n": 10**30}, output=-(10**100))
    answer = ingest(http, odd)
    assert answer.status_code in (207, 400), answer.text
    if answer.status_code == 207 and not answer.json()["errors"]:
        assert http.get(f"/api/public/observations/{odd['body']['id']}").status_code == 200


@pytest.mark.parametrize("depth", [50, 500, 5000])
def test_deep_values_are_kept_or_reported(http: httpx2.Client, depth: int) -> None:
    odd = event(input="DEEP", metadata={"deep": "DEEP"})
    text = json.dumps({"batch": [odd]}).replace('"DEEP"', "[" * depth + "]" * depth)
    answer = post_json_text(http, "/api/public/ingestion", text)
    if answer.status_code == 207 and not answer.json()["errors"]:
        assert http.get(f"/api/public/observations/{odd['body']['id']}").status_code == 200
    else:
        assert depth > 50
        assert answer.status_code in (207, 400), answer.text


def test_an_update_of_something_that_never_was_is_kept_as_it_is(http: httpx2.Client) -> None:
    odd = event("span-update", output="late", startTime=...)
    assert errors_of(ingest(http, odd)) == []
    assert http.get(f"/api/public/observations/{odd['body']['id']}").json()["output"] == "late"


def test_a_span_moved_to_another_trace_stays_one_span(http: httpx2.Client) -> None:
    first = event()
    moved = event(id=first["body"]["id"])
    ingest(http, first)
    answer = ingest(http, moved)
    assert answer.status_code == 207
    assert http.get(f"/api/public/observations/{first['body']['id']}").status_code == 200


def test_an_sdk_log_is_taken(http: httpx2.Client) -> None:
    log = {"id": str(uuid4()), "type": "sdk-log", "timestamp": NOW, "body": {"log": {"anything": ["at", "all"]}}}
    assert errors_of(ingest(http, log)) == []


ODD = [None, True, -1, 0.5, 10**30, "", "text", [], [None], {}, {"a": None}, [[[]]], "\x00", "9" * 500]
CREATIONS = ("trace-create", "span-create", "generation-create", "generation-update", "event-create", "score-create")
FIELDS = [
    "id",
    "traceId",
    "parentObservationId",
    "name",
    "startTime",
    "endTime",
    "completionStartTime",
    "input",
    "output",
    "metadata",
    "level",
    "version",
    "statusMessage",
    "environment",
    "model",
    "modelParameters",
    "usage",
    "usageDetails",
    "costDetails",
    "promptName",
    "promptVersion",
    "userId",
    "sessionId",
    "tags",
    "release",
    "public",
    "timestamp",
    "value",
    "dataType",
    "comment",
    "configId",
    "observationId",
    "datasetRunId",
    "queueId",
]


@pytest.mark.parametrize("odd", ODD, ids=lambda odd: repr(odd)[:20])
@pytest.mark.parametrize("kind", CREATIONS)
def test_no_field_of_any_event_breaks_the_server_whatever_is_in_it(http: httpx2.Client, kind: str, odd: Any) -> None:
    events = [event(kind, **{"value": 1, "timestamp": NOW, field: odd}) for field in FIELDS]
    answer = ingest(http, *events)
    assert answer.status_code == 207, answer.text
    outcome = answer.json()
    reported = [error["id"] for error in outcome["errors"]] + [success["id"] for success in outcome["successes"]]
    assert sorted(reported) == sorted(one["id"] for one in events)
    assert all(error["status"] == 400 and error["message"] for error in outcome["errors"]), outcome["errors"]
