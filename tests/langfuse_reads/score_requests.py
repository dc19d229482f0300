"""Scores that are given over the wire, and lists of them that are asked for."""

from typing import Any

import httpx2
from fastapi.testclient import TestClient

NOON = "2026-11-22T12:00:00.000Z"


def at(minute: int) -> str:
    """A time so many minutes after noon."""
    return f"2026-11-22T12:{minute:02d}:00.000Z"


def give(client: httpx2.Client, score_id: str, **body: Any) -> None:
    """Give a score of the trace `t`, unless another subject is named; a config that it names is made first."""
    if config_id := body.get("configId"):
        config = {"id": config_id, "name": "n", "dataType": "NUMERIC"}
        assert client.post("/api/public/score-configs", json=config).status_code == 200
    subject = {} if body.keys() & {"traceId", "sessionId", "datasetRunId"} else {"traceId": "t"}
    answer = client.post(
        "/api/public/scores", json={"id": score_id, "name": "n", "value": 1, "timestamp": NOON, **subject, **body}
    )
    assert answer.status_code == 200, answer.text


def give_each_type(client: httpx2.Client) -> None:
    """Give a score of every type, whose id is its type."""
    values = {"NUMERIC": 0.5, "BOOLEAN": 1, "CATEGORICAL": "good", "TEXT": "well said", "CORRECTION": "say this"}
    for data_type, value in values.items():
        give(client, data_type, dataType=data_type, value=value)


def give_each_subject(client: httpx2.Client) -> None:
    """Give a score of everything that scores can be of, whose id is what it is of."""
    give(client, "trace", traceId="t")
    give(client, "observation", traceId="t", observationId="o")
    give(client, "session", sessionId="s")
    give(client, "experiment", datasetRunId="r")


def send_trace(client: TestClient, trace_id: str, **body: Any) -> None:
    """Send a trace in an ingestion batch."""
    event = {"id": f"event-{trace_id}", "type": "trace-create", "timestamp": NOON, "body": {"id": trace_id, **body}}
    answer = client.post("/api/public/ingestion", json={"batch": [event]})
    assert answer.json()["errors"] == [], answer.text


def ask(client: TestClient, path: str, **parameters: Any) -> dict[str, Any]:
    """The answer to a list that is asked for rightly."""
    answer = client.get(f"/api/public/{path}", params=parameters)
    assert answer.status_code == 200, answer.text
    return answer.json()


def ids(client: TestClient, path: str, **parameters: Any) -> list[str]:
    """The ids of the scores that a list gives, in its order."""
    return [score["id"] for score in ask(client, path, **parameters)["data"]]


def refusal(client: TestClient, path: str, **parameters: Any) -> str:
    """The field that a refusal in Langfuse's shape names first."""
    return refused_field(client.get(f"/api/public/{path}", params=parameters))


def refused_field(answer: httpx2.Response) -> str:
    """The field that an answer refuses."""
    assert answer.status_code == 400, answer.text
    assert answer.json()["message"] == "Invalid request data"
    return answer.json()["error"][0]["field"]
