"""Scores posted on their own that are wrong: one is a 400, in a list each is counted and told."""

import json
from typing import Any
from uuid import uuid4

import httpx2
import pytest
from sending import complaint


def score(**fields: Any) -> dict[str, Any]:
    good = {"id": uuid4().hex, "traceId": uuid4().hex, "name": "accuracy", "value": 0.5}
    return {key: value for key, value in {**good, **fields}.items() if value is not ...}


BAD = {
    "no name": (score(name=...), "name"),
    "an empty name": (score(name=""), "name"),
    "a name that is a number": (score(name=3), "name"),
    "no value": (score(value=...), "value"),
    "a value of null": (score(value=None), "value"),
    "a value that is an object": (score(value={}), "value"),
    "no subject": (score(traceId=...), "traceId"),
    "two subjects": (score(sessionId="s"), "sessionId"),
    "a span without a trace": (score(traceId=..., observationId="o"), "traceId"),
    "text for a number": (score(dataType="NUMERIC", value="0.5"), "value"),
    "a boolean of 0.5": (score(dataType="BOOLEAN", value=0.5), "value"),
    "a boolean in words": (score(dataType="BOOLEAN", value="yes"), "value"),
    "a number for a category": (score(dataType="CATEGORICAL", value=3), "value"),
    "an unknown type": (score(dataType="GUESS"), "dataType"),
    "a type that is a number": (score(dataType=3), "dataType"),
    "an empty text": (score(dataType="TEXT", value=""), "value"),
    "a text of 501 characters": (score(dataType="TEXT", value="x" * 501), "value"),
    "a correction of a session": (score(dataType="CORRECTION", value="x", traceId=..., sessionId="s"), "CORRECTION"),
    "a time that is none": (score(timestamp="soon"), "timestamp"),
    "an id of 801 characters": (score(id="x" * 801), "id"),
    "an id that is a list": (score(id=[]), "id"),
    "a comment that is a list": (score(comment=[]), "comment"),
    "no object": (3, ""),
    "null": (None, ""),
}


@pytest.mark.parametrize("name", BAD)
def test_a_bad_score_alone_is_refused_with_its_field(http: httpx2.Client, name: str) -> None:
    odd, field = BAD[name]
    answer = http.post("/api/public/scores", json=odd)
    assert answer.status_code == 400, answer.text
    assert field in complaint(answer)


@pytest.mark.parametrize("name", BAD)
def test_a_bad_score_in_a_list_is_told_and_the_others_are_kept(http: httpx2.Client, name: str) -> None:
    odd, field = BAD[name]
    good = score()
    answer = http.post("/api/public/scores", json=[odd, good])
    assert answer.status_code == 207, answer.text
    outcome = answer.json()
    assert (outcome["accepted"], outcome["rejected"]) == (1, 1)
    assert field in json.dumps(outcome["errors"])
    assert http.get(f"/api/public/v2/scores/{good['id']}").status_code == 200


def test_a_list_of_nothing_but_bad_scores_keeps_none(http: httpx2.Client) -> None:
    answer = http.post("/api/public/scores", json=[score(value=None), score(name="")])
    assert answer.status_code in (207, 400)
    if answer.status_code == 207:
        assert (answer.json()["accepted"], answer.json()["rejected"]) == (0, 2)


def test_a_score_of_a_trace_that_never_came_is_kept(http: httpx2.Client) -> None:
    early = score()
    assert http.post("/api/public/scores", json=early).json() == {"id": early["id"]}
    assert http.get(f"/api/public/v2/scores/{early['id']}").json()["value"] == 0.5


def test_a_score_sent_again_replaces_the_first(http: httpx2.Client) -> None:
    first = score()
    http.post("/api/public/scores", json=[first, first])
    http.post("/api/public/scores", json=[{**first, "value": 0.75, "timestamp": "2020-01-01T00:00:00Z"}])
    stored = http.get("/api/public/v2/scores", params={"traceId": first["traceId"]}).json()["data"]
    assert [one["value"] for one in stored] == [0.75]


def test_a_score_of_a_year_ahead_is_kept_and_not_in_the_quality_of_today(http: httpx2.Client) -> None:
    name = f"ahead-{uuid4().hex}"
    ahead = score(name=name, timestamp="2027-11-22T00:00:00Z")
    assert http.post("/api/public/scores", json=ahead).status_code == 200
    assert http.get(f"/api/public/v2/scores/{ahead['id']}").status_code == 200
    quality = http.get("/metrics/quality", params={"hours": 24, "score": name})
    if quality.status_code == 200:
        assert name not in quality.text


@pytest.mark.parametrize("count", [16, 1000])
def test_a_longer_list_than_the_sdk_sends_is_kept_whole_or_refused(http: httpx2.Client, count: int) -> None:
    trace_id = uuid4().hex
    answer = http.post("/api/public/scores", json=[score(traceId=trace_id) for _ in range(count)])
    assert answer.status_code in (202, 400, 413), answer.text
    if answer.status_code == 202:
        listed = http.get("/api/public/v2/scores", params={"traceId": trace_id, "limit": 1}).json()
        assert listed["meta"]["totalItems"] == count


@pytest.mark.parametrize("method", ["PUT", "PATCH"])
def test_another_method_is_refused_in_langfuses_shape(http: httpx2.Client, method: str) -> None:
    answer = http.request(method, "/api/public/scores")
    assert answer.status_code == 405
    assert answer.json()["message"]
