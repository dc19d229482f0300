"""Scores by page and by id: versions 1 and 2 of Langfuse's API."""

import json
from typing import Any

import pytest
from fastapi.testclient import TestClient
from score_requests import NOON, ask, at, give, give_each_subject, give_each_type, ids, refusal, send_trace
from wire_schema import problems

V1, V2 = "scores", "v2/scores"


def one(client: TestClient, score_id: str, path: str = V2) -> dict[str, Any]:
    answer = client.get(f"/api/public/{path}/{score_id}")
    assert answer.status_code == 200, answer.text
    return answer.json()


@pytest.mark.parametrize(
    ("data_type", "shown"),
    [
        ("NUMERIC", {"value": 0.5}),
        ("BOOLEAN", {"value": 1, "stringValue": "True"}),
        ("CATEGORICAL", {"value": 0, "stringValue": "good"}),
        ("TEXT", {"stringValue": "well said"}),
        ("CORRECTION", {"value": 0, "stringValue": "say this"}),
    ],
)
def test_a_value_is_a_number_and_a_text_by_its_type(client: TestClient, data_type: str, shown: dict[str, Any]) -> None:
    give_each_type(client)
    score = one(client, data_type)
    assert {key: score[key] for key in ("value", "stringValue") if key in score} == shown
    assert score["dataType"] == data_type


def test_a_false_is_zero_and_false(client: TestClient) -> None:
    give(client, "s", value=0, dataType="BOOLEAN")
    assert (one(client, "s")["value"], one(client, "s")["stringValue"]) == (0, "False")


def test_a_score_shows_all_that_was_said_of_it(client: TestClient, project: str) -> None:
    said = {"comment": "ok", "metadata": {"a": 1, "b": [True]}, "configId": "c", "queueId": "q", "environment": "prod"}
    give(client, "s", observationId="o", traceId="t", timestamp=at(1), **said)
    score = one(client, "s")
    assert said.items() <= score.items()
    subject = {key: score[key] for key in ("traceId", "observationId", "sessionId", "datasetRunId")}
    assert subject == {"traceId": "t", "observationId": "o", "sessionId": None, "datasetRunId": None}
    assert (score["name"], score["source"], score["projectId"], score["authorUserId"]) == ("n", "API", project, None)
    assert score["timestamp"] == score["createdAt"] == at(1)
    assert score["updatedAt"] >= score["createdAt"]


def test_a_score_of_an_ingestion_batch_is_shown_as_one_that_was_posted(client: TestClient) -> None:
    give(client, "posted")
    body = {"id": "sent", "name": "n", "value": 1, "traceId": "t", "timestamp": NOON}
    event = {"id": "e", "type": "score-create", "timestamp": NOON, "body": body}
    assert client.post("/api/public/ingestion", json={"batch": [event]}).json()["errors"] == []
    posted, sent = one(client, "posted"), one(client, "sent")
    assert {**posted, "id": "", "updatedAt": ""} == {**sent, "id": "", "updatedAt": ""}


def test_an_id_may_hold_a_slash(client: TestClient) -> None:
    give(client, "folder/score 1")
    assert one(client, "folder%2Fscore%201")["id"] == "folder/score 1"


@pytest.mark.parametrize("path", [V1, V2])
def test_a_score_that_is_not_there_is_not_found(client: TestClient, path: str) -> None:
    answer = client.get(f"/api/public/{path}/nothing")
    assert (answer.status_code, answer.json()["error"]) == (404, "LangfuseNotFoundError")


@pytest.mark.parametrize("path", [V1, V2, "v3/scores"])
def test_a_deleted_score_is_in_no_list(client: TestClient, path: str) -> None:
    for score_id in ("a", "b"):
        give(client, score_id)
    client.delete("/api/public/scores/a")
    assert ids(client, path) == ["b"]


def test_a_deleted_score_is_not_found(client: TestClient) -> None:
    give(client, "a")
    client.delete("/api/public/scores/a")
    assert {client.get(f"/api/public/{path}/a").status_code for path in (V1, V2)} == {404}


@pytest.mark.parametrize("path", [V1, V2, "v3/scores"])
def test_a_score_that_is_given_again_is_listed_once_with_its_last_value(client: TestClient, path: str) -> None:
    give(client, "s", value=1)
    give(client, "s", value=0.25)
    assert [score["value"] for score in ask(client, path)["data"]] == [0.25]


@pytest.mark.parametrize("path", [V1, V2, "v3/scores"])
def test_without_a_key_there_are_no_scores(client: TestClient, path: str) -> None:
    client.auth = None
    assert client.get(f"/api/public/{path}").status_code == 401


def test_a_list_is_newest_first_and_by_id_among_equals(client: TestClient) -> None:
    for score_id, minute in (("a", 1), ("b", 2), ("c", 2), ("d", 0)):
        give(client, score_id, timestamp=at(minute))
    assert ids(client, V2) == ["c", "b", "a", "d"]


def test_the_pages_of_a_list_hold_every_score_once(client: TestClient) -> None:
    for number in range(5):
        give(client, f"s{number}")
    pages = [ask(client, V2, page=page, limit=2) for page in (1, 2, 3)]
    assert [[score["id"] for score in page["data"]] for page in pages] == [["s4", "s3"], ["s2", "s1"], ["s0"]]
    assert pages[2]["meta"] == {"page": 3, "limit": 2, "totalItems": 5, "totalPages": 3}


def test_a_page_behind_the_last_is_empty(client: TestClient) -> None:
    give(client, "s")
    assert ask(client, V2, page=9)["data"] == []


def test_a_project_without_scores_has_no_pages(client: TestClient) -> None:
    assert ask(client, V2) == {"data": [], "meta": {"page": 1, "limit": 50, "totalItems": 0, "totalPages": 0}}


def test_an_empty_page_is_the_first(client: TestClient) -> None:
    assert ask(client, V2, page="")["meta"]["page"] == 1


@pytest.mark.parametrize("path", [V1, V2])
@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("page", 0),
        ("page", "x"),
        ("limit", 0),
        ("limit", 101),
        ("fromTimestamp", "yesterday"),
        ("toTimestamp", "12"),
        ("source", "NOBODY"),
        ("dataType", "number"),
        ("value", "nan"),
        ("value", "much"),
    ],
)
def test_a_parameter_that_is_wrong_is_named(client: TestClient, path: str, name: str, value: Any) -> None:
    assert refusal(client, path, **{name: value}) == name


@pytest.mark.parametrize(
    ("parameters", "field"),
    [
        ({"operator": "~", "value": 1}, "operator"),
        ({"operator": "<"}, "value"),
        ({"fields": "score,author"}, "fields"),
        ({"fields": "score", "userId": "u"}, "fields"),
        ({"fields": "score", "traceTags": "a"}, "fields"),
        ({"filter": "not json"}, "filter"),
    ],
)
def test_parameters_that_mean_nothing_are_refused(client: TestClient, parameters: dict[str, Any], field: str) -> None:
    assert refusal(client, V2, **parameters) == field


def test_a_parameter_that_nobody_knows_is_refused(client: TestClient) -> None:
    assert refusal(client, V2, colour="blue") == "colour"


FOUND: list[tuple[dict[str, Any], dict[str, Any], dict[str, Any]]] = [
    ({"name": "x"}, {"name": "x"}, {"name": "y"}),
    ({"environment": "prod"}, {"environment": "prod"}, {"environment": "dev"}),
    ({"environment": ["dev", "prod"]}, {"environment": "prod"}, {"environment": "test"}),
    ({"source": "ANNOTATION"}, {"source": "ANNOTATION", "configId": "c"}, {}),
    ({"configId": "c"}, {"configId": "c"}, {"configId": "d"}),
    ({"queueId": "q"}, {"queueId": "q"}, {}),
    ({"sessionId": "s"}, {"sessionId": "s"}, {"sessionId": "other"}),
    ({"datasetRunId": "r"}, {"datasetRunId": "r"}, {"traceId": "r"}),
    ({"traceId": "x"}, {"traceId": "x", "observationId": "o"}, {"traceId": "y"}),
    ({"observationId": "p,o"}, {"traceId": "t", "observationId": "o"}, {"traceId": "t", "observationId": "x"}),
    ({"scoreIds": "yes, maybe"}, {}, {}),
    ({"dataType": "BOOLEAN"}, {"value": True}, {"value": 1}),
    ({"operator": "=", "value": 1}, {"value": 1}, {"value": 2}),
    ({"value": 1}, {"value": 1}, {"value": 2}),
    ({"operator": "!=", "value": 1}, {"value": 2}, {"value": 1}),
    ({"operator": "<", "value": 1}, {"value": 0.9}, {"value": 1}),
    ({"operator": "<=", "value": 1}, {"value": 1}, {"value": 1.1}),
    ({"operator": ">", "value": 1}, {"value": 1.1}, {"value": 1}),
    ({"operator": ">=", "value": 1}, {"value": 1}, {"value": 0.9}),
    ({"fromTimestamp": at(1)}, {"timestamp": at(1)}, {"timestamp": at(0)}),
    ({"toTimestamp": at(1)}, {"timestamp": at(0)}, {"timestamp": at(1)}),
    ({"name": "", "userId": ""}, {}, {"id": "yes"}),
]


@pytest.mark.parametrize(("parameters", "right", "wrong"), FOUND, ids=[str(asked) for asked, _, _ in FOUND])
def test_a_list_holds_the_scores_that_are_asked_for_and_no_others(
    client: TestClient, parameters: dict[str, Any], right: dict[str, Any], wrong: dict[str, Any]
) -> None:
    give(client, "no", **wrong)
    give(client, "yes", **right)
    answer = ask(client, V2, **parameters)
    assert [score["id"] for score in answer["data"]] == ["yes"]
    assert answer["meta"]["totalItems"] == 1


@pytest.mark.parametrize(
    "condition",
    [
        {"type": "stringObject", "column": "metadata", "key": "user", "operator": "=", "value": "abc"},
        {"type": "stringObject", "column": "metadata", "key": "user", "operator": "contains", "value": "b"},
        {"type": "stringObject", "column": "metadata", "key": "user", "operator": "does not contain", "value": "z"},
        {"type": "stringObject", "column": "metadata", "key": "user", "operator": "starts with", "value": "a"},
        {"type": "stringObject", "column": "metadata", "key": "user", "operator": "ends with", "value": "c"},
        {"type": "string", "column": "comment", "operator": "contains", "value": "good"},
        {"type": "number", "column": "value", "operator": ">", "value": 0.5},
        {"type": "datetime", "column": "timestamp", "operator": ">=", "value": at(1)},
        {"type": "stringOptions", "column": "name", "operator": "any of", "value": ["right", "other"]},
    ],
    ids=lambda condition: f"{condition['column']} {condition['operator']}",
)
def test_a_filter_is_kept_to(client: TestClient, condition: dict[str, Any]) -> None:
    give(client, "no", name="wrong", value=0, metadata={"user": "xyz"}, comment="bad")
    give(client, "yes", name="right", value=1, metadata={"user": "abc"}, comment="all good", timestamp=at(1))
    assert ids(client, V2, filter=json.dumps([condition])) == ["yes"]


def test_a_filter_on_what_no_score_has_is_refused(client: TestClient) -> None:
    unknown = [{"type": "string", "column": "colour", "operator": "=", "value": "blue"}]
    assert refusal(client, V2, filter=json.dumps(unknown)) == "filter.0.column"


def test_a_filter_that_means_nothing_for_its_column_is_refused(client: TestClient) -> None:
    give(client, "s")
    compared = [{"type": "number", "column": "name", "operator": ">", "value": 1}]
    answer = client.get(f"/api/public/{V2}", params={"filter": json.dumps(compared)})
    assert (answer.status_code, answer.json()["error"]) == (400, "InvalidRequestError")
    assert "name" in answer.json()["message"]


def test_a_score_comes_with_what_its_trace_says_of_itself(client: TestClient) -> None:
    send_trace(client, "t", userId="u", sessionId="s", tags=["b", "a"], environment="prod")
    give(client, "s", traceId="t")
    (score,) = ask(client, V2)["data"]
    assert score["trace"] == {"userId": "u", "sessionId": "s", "tags": ["a", "b"], "environment": "prod"}


def test_the_trace_stays_away_when_only_the_score_is_asked_for(client: TestClient) -> None:
    give(client, "s")
    (score,) = ask(client, V2, fields="score")["data"]
    assert "trace" not in score


def test_a_trace_that_has_not_come_says_nothing_yet(client: TestClient) -> None:
    give(client, "s", traceId="late")
    (score,) = ask(client, V2)["data"]
    assert set(score["trace"].values()) == {None}


def test_a_score_of_no_trace_comes_without_one(client: TestClient) -> None:
    give(client, "s", sessionId="s")
    (score,) = ask(client, V2)["data"]
    assert score["trace"] is None


@pytest.mark.parametrize("path", [V1, V2])
@pytest.mark.parametrize(
    ("parameters", "found"),
    [
        ({"userId": "ann"}, ["of-first"]),
        ({"traceTags": "red"}, ["of-second", "of-first"]),
        ({"traceTags": ["red", "blue"]}, ["of-first"]),
        ({"userId": "bob", "traceTags": "red"}, ["of-second"]),
        ({"userId": "nobody"}, []),
    ],
)
def test_scores_are_found_by_the_user_and_the_tags_of_their_traces(
    client: TestClient, path: str, parameters: dict[str, Any], found: list[str]
) -> None:
    send_trace(client, "first", userId="ann", tags=["red", "blue"])
    send_trace(client, "second", userId="bob", tags=["red"])
    for trace_id in ("first", "second", "unsent"):
        give(client, f"of-{trace_id}", traceId=trace_id)
    assert ids(client, path, **parameters) == found


def test_version_1_knows_scores_of_traces_and_observations_alone(client: TestClient) -> None:
    give_each_subject(client)
    assert ids(client, V1) == ["trace", "observation"]
    assert one(client, "trace", V1)["traceId"] == "t"
    assert client.get(f"/api/public/{V1}/session").status_code == 404


def test_version_1_knows_no_corrections(client: TestClient) -> None:
    give_each_type(client)
    assert ids(client, V1) == ["TEXT", "NUMERIC", "CATEGORICAL", "BOOLEAN"]
    assert client.get(f"/api/public/{V1}/CORRECTION").status_code == 404


def test_version_1_always_has_a_trace(client: TestClient) -> None:
    give(client, "s", traceId="late")
    (score,) = ask(client, V1, fields="score")["data"]
    assert score["trace"]["userId"] is None


def test_every_answer_is_as_the_wire_is_described(client: TestClient) -> None:
    send_trace(client, "t", userId="u", tags=["a"])
    give_each_type(client)
    give_each_subject(client)
    assert problems(ask(client, V2), "GetScoresResponse") == []
    assert [problems(one(client, score_id), "Score") for score_id in ids(client, V2)] == [[]] * 9
    assert [problems(score, "ScoreV1") for score in ask(client, V1)["data"]] == [[]] * 6
    assert [problems(one(client, score_id, V1), "ScoreV1") for score_id in ids(client, V1)] == [[]] * 6
