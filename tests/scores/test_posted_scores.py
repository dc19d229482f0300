"""Scores that are posted: one or a list, checked by their type and subject, kept and deleted by their ids."""

from typing import Any
from uuid import uuid4

import pytest
from fastapi.testclient import TestClient

from ratchet.auth.keys import NewKey
from ratchet.domain.score import Score
from ratchet.domain.time import parse_time
from ratchet.domain.value import decode_value
from ratchet.store.events import EventStore
from ratchet.store.events.scores import read_score, read_scores

PATH = "/api/public/scores"


@pytest.fixture
def post(client: TestClient, events: EventStore, project: str) -> Any:
    """Post one score that is right, and read it as it is stored."""

    def post_one(**body: Any) -> Score:
        answer = client.post(PATH, json=body)
        assert answer.status_code == 200, answer.text
        score = read_score(events, project, answer.json()["id"])
        assert score is not None
        return score

    return post_one


@pytest.mark.parametrize(
    ("body", "data_type", "value", "text"),
    [
        ({"value": 0.5}, "NUMERIC", 0.5, ""),
        ({"value": 3}, "NUMERIC", 3.0, ""),
        ({"value": -1e300, "dataType": "NUMERIC"}, "NUMERIC", -1e300, ""),
        ({"value": "good"}, "CATEGORICAL", None, "good"),
        ({"value": "0.5"}, "CATEGORICAL", None, "0.5"),
        ({"value": 1.0, "dataType": "BOOLEAN"}, "BOOLEAN", 1.0, "True"),
        ({"value": 0, "dataType": "BOOLEAN"}, "BOOLEAN", 0.0, "False"),
        ({"value": True}, "BOOLEAN", 1.0, "True"),
        ({"value": False, "dataType": "BOOLEAN"}, "BOOLEAN", 0.0, "False"),
        ({"value": "x" * 500, "dataType": "TEXT"}, "TEXT", None, "x" * 500),
        ({"value": "better " * 1000, "dataType": "CORRECTION"}, "CORRECTION", None, "better " * 1000),
    ],
)
def test_a_value_is_stored_by_its_type(
    post: Any, body: dict[str, Any], data_type: str, value: float | None, text: str
) -> None:
    score = post(name="n", traceId="t", **body)
    assert (score.data_type, score.value, score.string_value) == (data_type, value, text)


def test_every_field_has_its_column(client: TestClient, post: Any) -> None:
    client.post("/api/public/score-configs", json={"id": "config", "name": "helpful", "dataType": "NUMERIC"})
    score = post(
        id="my-id",
        name="helpful",
        value=1,
        traceId="t",
        observationId="o",
        comment="c",
        metadata={"a": [1], "b": "1"},
        environment="Langfuse-Staging",
        configId="config",
        queueId="queue",
        source="ANNOTATION",
        timestamp="2026-11-22T14:00:00.123456Z",
    )
    assert (score.score_id, score.name, score.trace_id, score.span_id) == ("my-id", "helpful", "t", "o")
    assert (score.comment, score.environment, score.config_id, score.queue_id) == ("c", "staging", "config", "queue")
    assert {key: decode_value(text) for key, text in score.metadata.items()} == {"a": [1], "b": "1"}
    assert (score.source, score.timestamp) == ("ANNOTATION", parse_time("2026-11-22T14:00:00.123456Z"))


@pytest.mark.parametrize(
    ("subject", "stored"),
    [
        ({"traceId": "t"}, ("t", "", "", "")),
        ({"traceId": "t", "observationId": "o"}, ("t", "o", "", "")),
        ({"sessionId": "s", "traceId": None}, ("", "", "s", "")),
        ({"datasetRunId": "r"}, ("", "", "", "r")),
    ],
)
def test_a_score_is_of_a_trace_a_span_a_session_or_a_run(
    post: Any, subject: dict[str, Any], stored: tuple[str, ...]
) -> None:
    score = post(name="n", value=1, **subject)
    assert (score.trace_id, score.span_id, score.session_id, score.run_id) == stored


def test_a_correction_is_called_output(post: Any) -> None:
    assert post(name="whatever", value="x", dataType="CORRECTION", traceId="t").name == "output"
    assert post(value="x", dataType="CORRECTION", traceId="t", source="ANNOTATION").name == "output"


def test_metadata_that_is_no_object_is_kept_under_one_key(post: Any) -> None:
    assert post(name="n", value=1, traceId="t", metadata=[1]).metadata == {"metadata": "[1]"}


GOOD = {"name": "n", "value": 1, "traceId": "t"}
BAD: dict[str, tuple[Any, str]] = {
    "no object": (3, "body"),
    "no value": ({"name": "n", "traceId": "t"}, "value"),
    "a value of null": ({**GOOD, "value": None}, "value"),
    "a value that is a list": ({**GOOD, "value": [1]}, "value"),
    "a number that is a text": ({**GOOD, "value": "1", "dataType": "NUMERIC"}, "value"),
    "a category that is a number": ({**GOOD, "dataType": "CATEGORICAL"}, "value"),
    "an empty category": ({**GOOD, "value": ""}, "value"),
    "a truth of one half": ({**GOOD, "value": 0.5, "dataType": "BOOLEAN"}, "value"),
    "a truth that is a text": ({**GOOD, "value": "true", "dataType": "BOOLEAN"}, "value"),
    "an empty text": ({**GOOD, "value": "", "dataType": "TEXT"}, "value"),
    "a text of 501 characters": ({**GOOD, "value": "x" * 501, "dataType": "TEXT"}, "value"),
    "a correction that is a number": ({**GOOD, "dataType": "CORRECTION"}, "value"),
    "a correction of a session": (
        {"name": "n", "value": "x", "dataType": "CORRECTION", "sessionId": "s"},
        "sessionId",
    ),
    "an unknown type": ({**GOOD, "dataType": "MOOD"}, "dataType"),
    "no name": ({"value": 1, "traceId": "t"}, "name"),
    "an empty name": ({**GOOD, "name": ""}, "name"),
    "a name of 501 characters": ({**GOOD, "name": "x" * 501}, "name"),
    "no subject": ({"name": "n", "value": 1}, "traceId"),
    "two subjects": ({**GOOD, "sessionId": "s"}, "sessionId"),
    "a trace and a run": ({**GOOD, "datasetRunId": "r"}, "datasetRunId"),
    "an observation without a trace": (
        {"name": "n", "value": 1, "sessionId": "s", "observationId": "o"},
        "observationId",
    ),
    "an empty id": ({**GOOD, "id": ""}, "id"),
    "an id of 801 characters": ({**GOOD, "id": "x" * 801}, "id"),
    "an id with a carriage return": ({**GOOD, "id": "a\r\nb"}, "id"),
    "a judge's source": ({**GOOD, "source": "EVAL"}, "source"),
    "an annotation without a config": ({**GOOD, "source": "ANNOTATION"}, "configId"),
    "a time that is none": ({**GOOD, "timestamp": "noon"}, "timestamp"),
    "a comment that is a number": ({**GOOD, "comment": 3}, "comment"),
}


@pytest.mark.parametrize("name", BAD)
def test_a_bad_score_is_refused_by_the_name_of_its_field(client: TestClient, name: str) -> None:
    body, field = BAD[name]
    answer = client.post(PATH, json=body)
    assert answer.status_code == 400
    assert answer.json()["message"] == "Invalid request data"
    assert answer.json()["error"][0]["field"] == field
    assert answer.json()["error"][0]["message"]


@pytest.mark.parametrize("value", ["NaN", "Infinity", "-Infinity", "1e999", "1" + "0" * 400, "1" * 5000])
def test_a_value_that_is_no_finite_number_is_refused(client: TestClient, value: str) -> None:
    for data_type in ("NUMERIC", "BOOLEAN"):
        text = f'{{"name": "n", "traceId": "t", "dataType": "{data_type}", "value": {value}}}'
        assert client.post(PATH, content=text).status_code == 400


@pytest.mark.parametrize("body", ["", "null", '"text"', "3", "{", "[" * 100_000, b'{"name": "\xff"}'])
def test_a_body_that_is_no_score_is_refused(client: TestClient, body: str | bytes) -> None:
    answer = client.post(PATH, content=body)
    assert answer.status_code == 400
    assert answer.json()["message"]


def test_a_list_is_accepted_when_every_score_is_right(client: TestClient, events: EventStore, project: str) -> None:
    answer = client.post(PATH, json=[{**GOOD, "id": "a"}, {**GOOD, "id": "b", "value": "good"}])
    assert (answer.status_code, answer.json()) == (202, {"message": "Accepted"})
    assert read_scores(events, project, ["a", "b"]).keys() == {"a", "b"}


def test_of_a_list_the_right_scores_are_stored_and_the_wrong_ones_told(
    client: TestClient, events: EventStore, project: str
) -> None:
    answer = client.post(PATH, json=[{**GOOD, "id": "a"}, {**GOOD, "id": "b", "value": None}, 3])
    assert answer.status_code == 207
    told = answer.json()
    assert (told["accepted"], told["rejected"]) == (1, 2)
    assert [error["message"].split(":")[0] for error in told["errors"]] == ["[1].value", "[2].body"]
    assert read_scores(events, project, ["a", "b"]).keys() == {"a"}


def test_a_list_without_a_right_score_is_told_so(client: TestClient) -> None:
    answer = client.post(PATH, json=[{}])
    assert (answer.status_code, answer.json()["accepted"], answer.json()["rejected"]) == (207, 0, 1)


def test_a_score_that_is_sent_again_replaces_the_first_and_keeps_its_time(
    post: Any, events: EventStore, project: str
) -> None:
    first = post(id="s", name="n", value=1, traceId="t", timestamp="2026-11-22T14:00:00Z")
    again = post(id="s", name="n", value=0.2, traceId="t", timestamp="2026-12-24T18:00:00Z")
    assert (again.value, again.timestamp) == (0.2, first.timestamp)
    rows = events.query("SELECT count() FROM scores FINAL WHERE project_id = {project:String}", {"project": project})
    assert rows == [(1,)]


def test_a_score_of_a_trace_that_never_comes_is_kept(post: Any) -> None:
    assert post(name="n", value=1, traceId=uuid4().hex).trace_id


def test_a_deleted_score_is_gone_until_it_is_sent_again(
    client: TestClient, post: Any, events: EventStore, project: str
) -> None:
    post(id="s", **GOOD)
    assert client.delete(f"{PATH}/s").status_code == 204
    assert read_score(events, project, "s") is None
    answer = client.delete(f"{PATH}/s")
    assert (answer.status_code, answer.json()["error"]) == (404, "LangfuseNotFoundError")
    assert post(id="s", **GOOD).score_id == "s"


def test_a_score_of_another_project_cannot_be_deleted(client: TestClient, events: EventStore, project: str) -> None:
    assert client.delete(f"{PATH}/of-nobody").status_code == 404


def test_an_id_with_a_slash_can_be_deleted(client: TestClient, post: Any, events: EventStore, project: str) -> None:
    post(id="folder/score 1", **GOOD)
    assert client.delete(f"{PATH}/folder%2Fscore%201").status_code == 204
    assert read_score(events, project, "folder/score 1") is None


def test_a_public_key_alone_may_give_scores_and_not_delete_them(
    client: TestClient, events: EventStore, project: str, key: NewKey
) -> None:
    client.auth = None
    client.headers["authorization"] = f"Bearer {key.public_key}"
    assert client.post(PATH, json={**GOOD, "id": "s"}).status_code == 200
    assert client.delete(f"{PATH}/s").status_code == 403
    assert read_score(events, project, "s") is not None


def test_without_a_key_no_score_is_taken(client: TestClient) -> None:
    client.auth = None
    assert client.post(PATH, json=GOOD).status_code == 401
    assert client.delete(f"{PATH}/s").status_code == 401
