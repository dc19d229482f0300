"""Measuring a judge against people, over the API."""

from collections.abc import Callable, Sequence
from time import time_ns
from uuid import uuid4

import pytest
from fastapi.testclient import TestClient

from ratchet.domain.score import Score, ScoreSource, ScoreType
from ratchet.judges.bench import Bench
from ratchet.store.events.scores import write_scores

Give = Callable[..., None]
TRACES = [f"trace-{number}" for number in range(60)]
GOOD = [1.0] * 40 + [0.0] * 20
JUDGED = [1.0] * 36 + [0.0] * 4 + [0.0] * 15 + [1.0] * 5  # passes 36 of the 40 good ones, and 5 of the 20 bad ones


@pytest.fixture
def epoch(client: TestClient) -> str:
    made = client.post("/admin/judges", json={"name": "short", "kind": "length", "parameters": {"most": 5}})
    return made.json()["epoch"]


@pytest.fixture
def give(bench: Bench, project: str) -> Give:
    def give(values: Sequence[float], *, traces: Sequence[str] = TRACES, **said: object) -> None:
        scores = [
            Score(project, uuid4().hex, "short", ScoreType.BOOLEAN, time_ns(), value=value, trace_id=trace)
            for trace, value in zip(traces, values, strict=True)
        ]
        write_scores(bench.events, [score._replace(**said) for score in scores])

    return give


@pytest.fixture
def scored(give: Give, epoch: str) -> None:
    """The judge scored all traces; another version of it, and another judge of that score, scored them too."""
    give(JUDGED, source=ScoreSource.EVAL, metadata={"judge": "short", "epoch": epoch})
    give([1.0] * 60, source=ScoreSource.EVAL, metadata={"judge": "short", "epoch": "another"})
    give([1.0] * 60, source=ScoreSource.EVAL, metadata={"judge": "other", "epoch": epoch})


@pytest.mark.usefixtures("scored")
def test_a_judge_is_measured_against_people(client: TestClient, give: Give) -> None:
    give(GOOD, source=ScoreSource.ANNOTATION)
    response = client.post("/admin/judges/short/calibrate", json={})
    assert response.status_code == 201, response.text
    made = response.json()
    assert (made["judge"], made["judge_version"], made["human_score"], made["scale"]) == ("short", 1, "short", "binary")
    assert (made["pairs"], made["judged"]) == (60, 60)
    assert made["confusion"] == {"categories": ["fail", "pass"], "counts": [[15, 4], [5, 36]]}
    assert made["agreement"]["value"] == pytest.approx(51 / 60)
    assert (made["sensitivity"]["value"], made["specificity"]["value"]) == (0.9, 0.75)
    assert made["pass_rate"]["uncorrected"]["value"] == pytest.approx(41 / 60)
    assert made["pass_rate"]["corrected"]["value"] == pytest.approx(40 / 60)
    assert made["pass_rate"]["corrected"]["low"] < 40 / 60 < made["pass_rate"]["corrected"]["high"]
    assert client.get("/admin/judges/short/calibrations").json()["calibrations"] == [made]


@pytest.mark.usefixtures("scored")
def test_averages_are_corrected_beside_uncorrected_ones(client: TestClient, give: Give, epoch: str) -> None:
    assert client.get("/admin/judges/short/average").status_code == 404
    give(GOOD, source=ScoreSource.ANNOTATION)
    made = client.post("/admin/judges/short/calibrate", json={}).json()
    more = [f"later-{number}" for number in range(40)]
    give([1.0] * 40, traces=more, source=ScoreSource.EVAL, metadata={"judge": "short", "epoch": epoch})
    average = client.get("/admin/judges/short/average").json()
    assert (average["calibration_id"], average["judged"]) == (made["id"], 100)
    assert average["pass_rate"]["uncorrected"]["value"] == pytest.approx(0.81)
    assert average["pass_rate"]["corrected"]["value"] == pytest.approx((0.81 + 0.75 - 1) / 0.65)
    assert average["mean"]["corrected"]["value"] == pytest.approx(0.81 - 1 / 60)


@pytest.mark.usefixtures("scored")
def test_a_new_version_of_a_judge_is_not_corrected_by_an_old_calibration(client: TestClient, give: Give) -> None:
    give(GOOD, source=ScoreSource.ANNOTATION)
    client.post("/admin/judges/short/calibrate", json={})
    client.patch("/admin/judges/short", json={"parameters": {"most": 6}})
    assert client.get("/admin/judges/short/average").status_code == 404
    assert client.post("/admin/judges/short/calibrate", json={}).status_code == 422
    assert client.post("/admin/judges/short/calibrate", params={"version": 1}, json={}).status_code == 201


@pytest.mark.usefixtures("scored")
def test_people_are_whoever_the_caller_says_and_several_settle_on_their_mean(client: TestClient, give: Give) -> None:
    assert client.post("/admin/judges/short/calibrate", json={}).status_code == 422
    for value in (5.0, 4.0):
        thumbs = {"name": "stars", "source": ScoreSource.API, "data_type": ScoreType.NUMERIC}
        give([value] * 20, traces=TRACES[:20], **thumbs)
    asked = {"human_score": "stars", "sources": ["API"], "human_threshold": 4.5}
    made = client.post("/admin/judges/short/calibrate", json=asked).json()
    assert (made["pairs"], made["scale"], made["agreement"]["value"]) == (20, "numeric", 1)
    assert made["bias"]["value"] == -3.5
    assert len(made["notes"]) == 2


def test_what_cannot_be_measured_says_why(client: TestClient, epoch: str) -> None:
    assert epoch
    nothing = client.post("/admin/judges/short/calibrate", json={"human_score": "stars"})
    assert nothing.status_code == 422
    assert "no two are of the same thing" in nothing.json()["message"]
    assert client.post("/admin/judges/nobody/calibrate", json={}).status_code == 404
    assert client.post("/admin/judges/short/calibrate", json={"treshold": 1}).status_code == 422
