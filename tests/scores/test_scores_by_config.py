"""Scores that name a config: its name and type win, and what it does not allow is refused, never dropped."""

from typing import Any

import pytest
from fastapi.testclient import TestClient

from ratchet.auth.keys import NewKey
from ratchet.domain.score import Score
from ratchet.store.events import EventStore
from ratchet.store.events.scores import read_score, read_scores

NOON = "2026-11-22T12:00:00Z"
CONFIGS: dict[str, dict[str, Any]] = {
    "stars": {"dataType": "NUMERIC", "minValue": 1, "maxValue": 5},
    "open": {"dataType": "NUMERIC"},
    "mood": {"dataType": "CATEGORICAL", "categories": [{"label": "glad", "value": 1}, {"label": "sad", "value": -1}]},
    "resolved": {"dataType": "BOOLEAN"},
    "remark": {"dataType": "TEXT"},
    "old": {"dataType": "NUMERIC", "isArchived": True},
}


@pytest.fixture(autouse=True)
def configs(client: TestClient) -> None:
    """A config of every type; its name is its id, with an s to it."""
    for config_id, config in CONFIGS.items():
        answer = client.post("/api/public/score-configs", json={"id": config_id, "name": f"{config_id}s", **config})
        assert answer.status_code == 200, answer.text


@pytest.fixture
def give(client: TestClient, events: EventStore, project: str) -> Any:
    """Post a score that is right, and read it as it is stored."""

    def give_one(**body: Any) -> Score:
        answer = client.post("/api/public/scores", json={"traceId": "t", **body})
        assert answer.status_code == 200, answer.text
        score = read_score(events, project, answer.json()["id"])
        assert score is not None
        return score

    return give_one


@pytest.mark.parametrize(
    ("body", "stored"),
    [
        ({"configId": "stars", "value": 5}, ("starss", "NUMERIC", 5.0, "")),
        ({"configId": "stars", "value": 1, "name": "x", "dataType": "CATEGORICAL"}, ("starss", "NUMERIC", 1.0, "")),
        ({"configId": "open", "value": -1e9}, ("opens", "NUMERIC", -1e9, "")),
        ({"configId": "mood", "value": "sad"}, ("moods", "CATEGORICAL", -1.0, "sad")),
        ({"configId": "resolved", "value": 1.0}, ("resolveds", "BOOLEAN", 1.0, "True")),
        ({"configId": "resolved", "value": False, "dataType": "NUMERIC"}, ("resolveds", "BOOLEAN", 0.0, "False")),
        ({"configId": "remark", "value": "well said"}, ("remarks", "TEXT", None, "well said")),
        ({"configId": "mood", "value": "glad", "source": "ANNOTATION"}, ("moods", "CATEGORICAL", 1.0, "glad")),
    ],
)
def test_name_and_type_are_those_of_the_config(give: Any, body: dict[str, Any], stored: tuple[Any, ...]) -> None:
    score = give(**body)
    assert (score.name, score.data_type, score.value, score.string_value) == stored
    assert score.config_id == body["configId"]


BAD: dict[str, tuple[dict[str, Any], str]] = {
    "an unknown config": ({"configId": "nope", "name": "n", "value": 1}, "configId"),
    "a config with a NUL": ({"configId": "\0", "name": "n", "value": 1}, "configId"),
    "an archived config": ({"configId": "old", "value": 1}, "configId"),
    "a number above": ({"configId": "stars", "value": 5.1}, "value"),
    "a number below": ({"configId": "stars", "value": 0}, "value"),
    "a number that is a text": ({"configId": "stars", "value": "5"}, "value"),
    "an unknown category": ({"configId": "mood", "value": "angry"}, "value"),
    "a category by its number": ({"configId": "mood", "value": 1}, "value"),
    "half a truth": ({"configId": "resolved", "value": 0.5}, "value"),
    "a text that is a number": ({"configId": "remark", "value": 3}, "value"),
}


@pytest.mark.parametrize("name", BAD)
def test_what_the_config_does_not_allow_is_refused_alone_and_in_a_list(
    client: TestClient, events: EventStore, project: str, name: str
) -> None:
    bad, field = BAD[name]
    bad = {"id": "bad", "traceId": "t", **bad}
    alone = client.post("/api/public/scores", json=bad)
    assert (alone.status_code, alone.json()["error"][0]["field"]) == (400, field)
    good = {"id": "good", "traceId": "t", "configId": "stars", "value": 3}
    listed = client.post("/api/public/scores", json=[good, bad])
    assert (listed.status_code, listed.json()["accepted"], listed.json()["rejected"]) == (207, 1, 1)
    assert listed.json()["errors"][0]["message"].startswith(f"[1].{field}: ")
    assert read_scores(events, project, ["good", "bad"]).keys() == {"good"}


@pytest.mark.parametrize("name", BAD)
def test_what_the_config_does_not_allow_is_refused_in_an_ingestion_batch(
    client: TestClient, events: EventStore, project: str, name: str
) -> None:
    bad, field = BAD[name]
    bodies = {"bad": {"traceId": "t", **bad}, "good": {"traceId": "t", "configId": "mood", "value": "glad"}}
    batch = [
        {
            "id": f"event-{score_id}",
            "type": "score-create",
            "timestamp": "2026-11-22T12:00:00Z",
            "body": {"id": score_id, **body},
        }
        for score_id, body in bodies.items()
    ]
    answer = client.post("/api/public/ingestion", json={"batch": batch})
    assert answer.status_code == 207
    assert answer.json()["successes"] == [{"id": "event-good", "status": 201}]
    [error] = answer.json()["errors"]
    assert (error["id"], error["status"]) == ("event-bad", 400)
    assert error["message"].startswith(f"body.{field}: ")
    stored = read_scores(events, project, ["good", "bad"])
    assert stored.keys() == {"good"}
    assert (stored["good"].name, stored["good"].value) == ("moods", 1.0)


def test_a_score_follows_a_config_as_it_is_at_the_moment(client: TestClient, give: Any) -> None:
    client.patch("/api/public/score-configs/old", json={"isArchived": False, "name": "restored"})
    assert give(configId="old", value=1).name == "restored"
    client.patch("/api/public/score-configs/old", json={"maxValue": 0})
    assert client.post("/api/public/scores", json={"traceId": "t", "configId": "old", "value": 1}).status_code == 400


def test_a_score_that_is_sent_again_is_held_against_the_config_again(client: TestClient, give: Any) -> None:
    give(id="s", configId="stars", value=2)
    assert give(id="s", configId="stars", value=4).value == 4
    again = client.post("/api/public/scores", json={"id": "s", "traceId": "t", "configId": "stars", "value": 6})
    assert again.status_code == 400
    assert client.get("/api/public/v2/scores/s").json()["value"] == 4


def test_a_public_key_alone_may_give_scores_by_config(client: TestClient, key: NewKey) -> None:
    client.auth = None
    client.headers["authorization"] = f"Bearer {key.public_key}"
    assert client.post("/api/public/scores", json={"traceId": "t", "configId": "stars", "value": 3}).status_code == 200
    assert client.get("/api/public/score-configs").status_code == 403


@pytest.mark.parametrize(
    ("subject", "kind"),
    [({"sessionId": "s"}, "session"), ({"datasetRunId": "r"}, "experiment"), ({"traceId": "t"}, "trace")],
)
def test_scores_of_sessions_and_runs_follow_configs_and_are_replaced_and_deleted_by_their_ids(
    client: TestClient, subject: dict[str, str], kind: str
) -> None:
    for value in (2, 3):
        sent = {"id": "s", "configId": "stars", "value": value, **subject}
        assert client.post("/api/public/scores", json=sent).json() == {"id": "s"}
    [score] = client.get("/api/public/v3/scores", params={"fields": "subject,details"}).json()["data"]
    assert (score["value"], score["name"], score["configId"], score["subject"]["kind"]) == (3, "starss", "stars", kind)
    assert client.delete("/api/public/scores/s").status_code == 204
    assert client.get("/api/public/v3/scores").json()["data"] == []
