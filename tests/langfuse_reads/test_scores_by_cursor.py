"""Scores behind a cursor: version 3 of Langfuse's API."""

from typing import Any
from uuid import uuid4

import pytest
from fastapi.testclient import TestClient
from langfuse.api.client import LangfuseAPI
from score_requests import ask, at, give, give_each_subject, give_each_type, ids, refusal
from wire_schema import problems

from ratchet.http.paging import to_cursor
from ratchet.testing.server import Server

V3 = "v3/scores"
CORE = {
    *("id", "projectId", "name", "value", "dataType", "source", "timestamp", "environment", "createdAt", "updatedAt")
}


@pytest.mark.parametrize(
    ("data_type", "value"),
    [
        ("NUMERIC", 0.5),
        ("BOOLEAN", True),
        ("CATEGORICAL", "good"),
        ("TEXT", "well said"),
        ("CORRECTION", "say this"),
    ],
)
def test_a_value_is_of_its_own_type(client: TestClient, data_type: str, value: Any) -> None:
    give_each_type(client)
    (score,) = ask(client, V3, dataType=data_type)["data"]
    assert (score["dataType"], score["value"]) == (data_type, value)
    assert type(score["value"]) is type(value)


@pytest.mark.parametrize(
    ("fields", "more"),
    [
        (None, set[str]()),
        ("", set[str]()),
        ("details", {"comment", "configId", "metadata"}),
        ("subject", {"subject"}),
        ("annotation", {"authorUserId", "queueId"}),
        ("details, annotation", {"comment", "configId", "metadata", "authorUserId", "queueId"}),
    ],
)
def test_groups_of_fields_come_beside_the_core(client: TestClient, fields: str | None, more: set[str]) -> None:
    give(client, "s")
    (score,) = ask(client, V3, **({} if fields is None else {"fields": fields}))["data"]
    assert score.keys() == CORE | more


def test_the_details_are_what_was_said(client: TestClient) -> None:
    give(client, "s", comment="ok", metadata={"a": {"b": 1}}, configId="c")
    (score,) = ask(client, V3, fields="details")["data"]
    assert (score["comment"], score["metadata"], score["configId"]) == ("ok", {"a": {"b": 1}}, "c")


def test_a_subject_says_what_a_score_is_of(client: TestClient) -> None:
    give_each_subject(client)
    subjects = {score["id"]: score["subject"] for score in ask(client, V3, fields="subject")["data"]}
    assert subjects == {
        "trace": {"kind": "trace", "id": "t"},
        "observation": {"kind": "observation", "id": "o", "traceId": "t"},
        "session": {"kind": "session", "id": "s"},
        "experiment": {"kind": "experiment", "id": "r"},
    }


def test_the_pages_behind_cursors_hold_every_score_once_newest_first(client: TestClient) -> None:
    days = [f"2026-{month:02d}-{day:02d}T10:00:00Z" for month in (1, 9, 11) for day in (1, 20)]
    given = [f"{number}{twin}" for number, _ in enumerate(days) for twin in "ab"]
    for score_id in given:
        give(client, score_id, timestamp=days[int(score_id[0])])
    seen: list[str] = []
    cursor: dict[str, str] = {}
    while True:
        answer = ask(client, V3, limit=5, **cursor)
        seen += [score["id"] for score in answer["data"]]
        assert answer["meta"]["limit"] == 5
        if "cursor" not in answer["meta"]:
            break
        cursor = {"cursor": answer["meta"]["cursor"]}
    assert seen == given[::-1]


def test_a_page_that_holds_the_last_score_has_no_cursor(client: TestClient) -> None:
    for score_id in ("a", "b"):
        give(client, score_id)
    assert ask(client, V3, limit=2)["meta"] == {"limit": 2}


def test_a_project_without_scores_has_an_empty_page(client: TestClient) -> None:
    assert ask(client, V3) == {"data": [], "meta": {"limit": 50}}


def test_a_score_of_the_future_is_listed(client: TestClient) -> None:
    give(client, "s", timestamp="2100-01-01T00:00:00Z")
    assert ids(client, V3) == ["s"]
    assert ids(client, V3, fromTimestamp="2099-01-01T00:00:00Z", toTimestamp="2200-01-01T00:00:00Z") == ["s"]


FOUND: list[tuple[dict[str, Any], dict[str, Any], dict[str, Any]]] = [
    ({"id": "yes,maybe"}, {}, {}),
    ({"name": "x, z"}, {"name": "x"}, {"name": "y"}),
    ({"source": "annotation"}, {"source": "ANNOTATION", "configId": "c"}, {}),
    ({"dataType": "boolean,text"}, {"value": True}, {"value": 1}),
    ({"environment": "prod,test"}, {"environment": "prod"}, {"environment": "dev"}),
    ({"configId": "c"}, {"configId": "c"}, {"configId": "d"}),
    ({"queueId": "q"}, {"queueId": "q"}, {}),
    ({"traceId": "x,z"}, {"traceId": "x"}, {"traceId": "y"}),
    ({"traceId": "t", "observationId": "o,p"}, {"traceId": "t", "observationId": "o"}, {"traceId": "t"}),
    (
        {"traceId": "t", "observationId": "o"},
        {"traceId": "t", "observationId": "o"},
        {"traceId": "u", "observationId": "o"},
    ),
    ({"sessionId": "s"}, {"sessionId": "s"}, {"traceId": "s"}),
    ({"experimentId": "r"}, {"datasetRunId": "r"}, {"sessionId": "r"}),
    ({"dataType": "NUMERIC", "value": "2,1.0"}, {"value": 1}, {"value": 3}),
    ({"dataType": "BOOLEAN", "value": "true"}, {"value": True}, {"value": False}),
    ({"dataType": "CATEGORICAL", "value": "good,best"}, {"value": "good"}, {"value": "bad"}),
    ({"dataType": "NUMERIC", "valueMin": 1}, {"value": 1}, {"value": 0.9}),
    ({"dataType": "NUMERIC", "valueMax": 1}, {"value": 1}, {"value": 1.1}),
    ({"dataType": "numeric", "valueMin": 0, "valueMax": 1}, {"value": 0.5}, {"value": -1}),
    ({"fromTimestamp": at(1)}, {"timestamp": at(1)}, {"timestamp": at(0)}),
    ({"toTimestamp": at(1)}, {"timestamp": at(0)}, {"timestamp": at(1)}),
]


@pytest.mark.parametrize(("parameters", "right", "wrong"), FOUND, ids=[str(asked) for asked, _, _ in FOUND])
def test_a_list_holds_the_scores_that_are_asked_for_and_no_others(
    client: TestClient, parameters: dict[str, Any], right: dict[str, Any], wrong: dict[str, Any]
) -> None:
    give(client, "no", **wrong)
    give(client, "yes", **right)
    assert ids(client, V3, **parameters) == ["yes"]


def test_nobody_has_scores_of_an_author_that_gave_none(client: TestClient) -> None:
    give(client, "s")
    assert ids(client, V3, authorUserId="somebody") == []


@pytest.mark.parametrize(
    ("parameters", "field"),
    [
        ({"limit": 101}, "limit"),
        ({"limit": 0}, "limit"),
        ({"colour": "blue"}, "colour"),
        ({"page": 1}, "page"),
        ({"userId": "u"}, "userId"),
        ({"fields": "details,trace"}, "fields"),
        ({"source": "NOBODY"}, "source.0"),
        ({"dataType": "NUMERIC,number"}, "dataType.1"),
        ({"fromTimestamp": "soon"}, "fromTimestamp"),
        ({"value": "1"}, "dataType"),
        ({"value": "1", "dataType": "NUMERIC,BOOLEAN"}, "dataType"),
        ({"value": "x", "dataType": "TEXT"}, "dataType"),
        ({"value": "x", "dataType": "NUMERIC"}, "value"),
        ({"value": "inf", "dataType": "NUMERIC"}, "value"),
        ({"value": "1", "dataType": "BOOLEAN"}, "value"),
        ({"valueMin": 1}, "dataType"),
        ({"valueMax": 1, "dataType": "BOOLEAN"}, "dataType"),
        ({"valueMin": "nan", "dataType": "NUMERIC"}, "valueMin"),
        ({"observationId": "o"}, "observationId"),
        ({"traceId": "t", "sessionId": "s"}, "sessionId"),
        ({"traceId": "t", "experimentId": "r"}, "experimentId"),
        ({"sessionId": "s", "experimentId": "r"}, "experimentId"),
        ({"sessionId": "s", "observationId": "o"}, "observationId"),
    ],
)
def test_what_cannot_be_asked_is_refused_by_its_name(
    client: TestClient, parameters: dict[str, Any], field: str
) -> None:
    assert refusal(client, V3, **parameters) == field


@pytest.mark.parametrize(
    "cursor",
    ["nonsense", to_cursor(["a", 1]), to_cursor([10**30, "a"]), to_cursor([True, "a"]), to_cursor([1, "\ud800"])],
)
def test_a_cursor_of_somebody_else_is_refused(client: TestClient, cursor: str) -> None:
    answer = client.get(f"/api/public/{V3}", params={"cursor": cursor})
    assert answer.status_code == 400
    assert answer.json()["message"].startswith("cursor:")


@pytest.mark.parametrize("fields", ["", "details,subject,annotation"])
def test_every_answer_is_as_the_wire_is_described(client: TestClient, fields: str) -> None:
    give_each_type(client)
    give_each_subject(client)
    assert problems(ask(client, V3, fields=fields, limit=9), "GetScoresV3Response") == []
    assert problems(ask(client, V3, fields=fields, limit=8), "GetScoresV3Response") == []


def test_the_newest_sdk_reads_what_it_is_given(server: Server) -> None:
    trace = uuid4().hex
    with server.client() as http:
        give(http, f"{trace}-1", traceId=trace, value=0.5)
        give(http, f"{trace}-2", traceId=trace, observationId="o", value=True)
    sdk = LangfuseAPI(base_url=server.url, username=server.public_key, password=server.secret_key)
    asked = {"trace_id": f"{trace},{uuid4().hex}", "fields": "details,subject,annotation", "limit": 1}
    first = sdk.scores.get_many(**asked)
    second = sdk.scores.get_many(**asked, cursor=first.meta.cursor)
    found = [(score.value, score.subject.kind) for page in (first, second) for score in page.data]
    assert found == [(True, "observation"), (0.5, "trace")]
    assert second.meta.cursor is None
