"""Every score that was recorded, in either of the two ways to send one, reads back field by field."""

from typing import Any

import httpx2
import pytest
from recording import GENERATIONS, Recorded, scored

each_generation = pytest.mark.parametrize("generation", GENERATIONS)


def data_type(sent: dict[str, Any]) -> str:
    return sent.get("dataType") or ("CATEGORICAL" if isinstance(sent["value"], str) else "NUMERIC")


@each_generation
def test_every_score_reads_back_as_it_was_sent(
    read: httpx2.Client, recordings: dict[str, list[Recorded]], generation: str
) -> None:
    sent_scores = list(scored(recordings[generation]))
    assert sent_scores
    for sent in sent_scores:
        answer = read.get(f"/api/public/v2/scores/{sent['id']}")
        assert answer.status_code == 200, answer.text
        score = answer.json()
        for name in ("id", "name", "traceId", "observationId", "sessionId", "datasetRunId", "comment"):
            assert score.get(name) == sent.get(name), name
        assert score["dataType"] == data_type(sent)
        assert score["environment"] == sent.get("environment", "default")
        assert score["source"] == "API"
        assert score["metadata"] == sent.get("metadata", {})


@each_generation
def test_every_value_reads_back_by_its_type(
    read: httpx2.Client, recordings: dict[str, list[Recorded]], generation: str
) -> None:
    for sent in scored(recordings[generation]):
        score = read.get(f"/api/public/v2/scores/{sent['id']}").json()
        match data_type(sent):
            case "NUMERIC":
                assert score["value"] == sent["value"]
            case "BOOLEAN":
                assert (score["value"], score["stringValue"]) == (1, "True")
            case "CATEGORICAL":
                assert score["stringValue"] == sent["value"]


@each_generation
def test_the_newest_read_gives_values_of_their_own_type_and_the_subject(
    read: httpx2.Client, recordings: dict[str, list[Recorded]], generation: str
) -> None:
    for sent in scored(recordings[generation]):
        answer = read.get("/api/public/v3/scores", params={"id": sent["id"], "fields": "details,subject"})
        assert answer.status_code == 200, answer.text
        (score,) = answer.json()["data"]
        expected = bool(sent["value"]) if data_type(sent) == "BOOLEAN" else sent["value"]
        assert score["value"] == expected
        assert type(score["value"]) in (
            {bool} if isinstance(expected, bool) else {str} if isinstance(expected, str) else {int, float}
        )
        assert {name: score["subject"].get(name) for name in subject(sent)} == subject(sent)


def subject(sent: dict[str, Any]) -> dict[str, Any]:
    if sent.get("observationId"):
        return {"kind": "observation", "id": sent["observationId"], "traceId": sent["traceId"]}
    if sent.get("traceId"):
        return {"kind": "trace", "id": sent["traceId"]}
    if sent.get("sessionId"):
        return {"kind": "session", "id": sent["sessionId"]}
    return {"kind": "experiment", "id": sent["datasetRunId"]}
