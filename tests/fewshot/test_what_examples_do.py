import json
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from time import time_ns
from typing import Any
from uuid import uuid4

import numpy as np
import pytest
from asking_for_examples import POOL
from fastapi.testclient import TestClient

from ratchet.auth.keys import ensure_project
from ratchet.domain.few_shot_settings import FewShotSettings
from ratchet.domain.window import SECOND_NS
from ratchet.errors import Unavailable
from ratchet.fewshot.reviewing import review_all
from ratchet.server.stores import Stores
from ratchet.stats.uplift import Group, estimate_effects, estimate_uplift
from ratchet.store.events import EventStore
from ratchet.store.records.few_shot import read_reviews, write_few_shot_settings

Tell = Callable[..., None]
GOOD, BAD, PLAIN = (f"{POOL}/{name}" for name in ("good", "bad", "plain"))


class Mute(EventStore):
    """A store that is open already, but does not answer for one project."""

    def __init__(self, store: EventStore, project: str) -> None:
        self.__dict__ |= store.__dict__
        self._project = project

    def query(self, sql: str, parameters: Mapping[str, Any] | None = None) -> list[Sequence[Any]]:
        if parameters and parameters["project"] == self._project:
            raise Unavailable("This project is not to be read.")
        return super().query(sql, parameters)


@pytest.fixture
def tell(client: TestClient) -> Tell:
    """Sends traces whose prompts were given examples, or none of those, each with a score unless that is None."""

    def tell_of(
        scores: Sequence[float | None], examples: Sequence[str], *, held_out: bool = False, age_h: float = 0.1
    ) -> None:
        at = time_ns() - 60 * SECOND_NS
        spans, events = [], []
        for score in scores:
            trace_id = uuid4().hex
            listed = json.dumps(list(examples))
            said: dict[str, Any] = {
                "ratchet.few_shot.examples": "[]" if held_out else listed,
                "ratchet.few_shot.query_type": "factual",
                "ratchet.few_shot.strategy": "similarity",
                "ratchet.few_shot.dataset": POOL,
            }
            if held_out:
                said["ratchet.few_shot.withheld"] = listed
            attributes = [{"key": key, "value": {"stringValue": value}} for key, value in said.items()]
            attributes.append({"key": "ratchet.few_shot.held_out", "value": {"boolValue": held_out}})
            span = {"traceId": trace_id, "spanId": trace_id[:16], "name": "answer", "startTimeUnixNano": str(at)}
            spans.append(span | {"endTimeUnixNano": str(at + 1), "attributes": attributes})
            if score is None:
                continue
            body = {"id": uuid4().hex, "traceId": trace_id, "name": "quality", "value": float(score)}
            timestamp = datetime.now(UTC).isoformat()
            events.append({"id": uuid4().hex, "type": "score-create", "timestamp": timestamp, "body": body})
        export = {"resourceSpans": [{"scopeSpans": [{"spans": spans}]}]}
        assert client.post("/v1/traces", json=export).status_code == 200
        assert client.post("/api/public/ingestion", json={"batch": events}).status_code == 207

    return tell_of


def test_uplift_is_how_much_better_traces_with_examples_are(client: TestClient, tell: Tell) -> None:
    tell([0.8, 0.9, 0.7, 0.8], [GOOD])
    tell([0.5, 0.6], [GOOD], held_out=True)
    usage = client.get("/admin/few-shot/usage").json()
    assert (usage["traces"], usage["held_out"]) == (6, 2)
    assert usage["uplift"]["value"] == pytest.approx(0.25)
    assert usage["uplift"]["low"] < 0.25 < usage["uplift"]["high"]
    [example] = usage["examples"]
    assert (example["example"], example["given"], example["withheld"]) == (GOOD, 4, 2)
    assert example["quality"]["value"] == pytest.approx(0.8)
    assert example["verdict"] == "too_few"
    [of_type] = usage["types"]
    assert (of_type["query_type"], of_type["given"], of_type["withheld"]) == ("factual", 4, 2)


def test_what_is_never_apart_is_judged_together(client: TestClient, tell: Tell) -> None:
    rng = np.random.default_rng(1)
    tell(rng.normal(0.8, 0.05, 60).clip(0, 1).tolist(), [GOOD, PLAIN])
    tell(rng.normal(0.5, 0.05, 30).clip(0, 1).tolist(), [GOOD, PLAIN], held_out=True)
    found = {one["example"]: one for one in client.get("/admin/few-shot/usage").json()["examples"]}
    assert found[GOOD]["inseparable"] == [PLAIN]
    assert found[GOOD]["verdict"] == "helps"
    assert found[GOOD]["effect"]["value"] == pytest.approx(0.3, abs=0.05)


def test_an_example_that_hurts_is_flagged_and_retired_where_that_is_wanted(
    client: TestClient, stores: Stores, project: str, tell: Tell
) -> None:
    rng = np.random.default_rng(2)
    for examples, mean in (([GOOD, PLAIN], 0.8), ([BAD, PLAIN], 0.4), ([GOOD, BAD], 0.6)):
        tell(rng.normal(mean, 0.1, 60).clip(0, 1).tolist(), examples)
        tell(rng.normal(0.6, 0.1, 30).clip(0, 1).tolist(), examples, held_out=True)
    usage = client.get("/admin/few-shot/usage", params={"order": "effect"}).json()
    assert usage["flagged"] == 1
    assert [one["verdict"] for one in usage["examples"]] == ["hurts", "unclear", "helps"]
    assert usage["examples"][0]["example"] == BAD
    assert any("held out where the settings say 5.0%" in doubt for doubt in usage["doubts"])

    assert review_all(stores.events, stores.records, datetime.now(UTC)) == []
    client.put("/admin/few-shot/settings", json={"auto_retire": True, "review_hours": 24})
    now = datetime.now(UTC) + timedelta(seconds=2)
    [retired] = [one for one in review_all(stores.events, stores.records, now) if one.project_id == project]
    assert (retired.example, retired.by) == (BAD, "review")
    assert client.get("/admin/few-shot/retired").json()["total"] == 1
    client.delete("/admin/few-shot/retired", params={"example": BAD})
    again = review_all(stores.events, stores.records, now + timedelta(hours=1))
    assert [one for one in again if one.project_id == project] == []


def test_nothing_is_retired_where_one_side_is_scored_more_often(
    client: TestClient, stores: Stores, project: str, tell: Tell
) -> None:
    rng = np.random.default_rng(2)
    for examples, mean in (([GOOD, PLAIN], 0.8), ([BAD, PLAIN], 0.4), ([GOOD, BAD], 0.6)):
        tell(rng.normal(mean, 0.1, 60).clip(0, 1).tolist(), examples)
        tell([*rng.normal(0.6, 0.1, 30).clip(0, 1).tolist(), *[None] * 20], examples, held_out=True)
    client.put("/admin/few-shot/settings", json={"auto_retire": True})
    usage = client.get("/admin/few-shot/usage").json()
    assert (usage["flagged"], len(usage["doubts"])) == (1, 1)
    retired = review_all(stores.events, stores.records, datetime.now(UTC) + timedelta(seconds=2))
    assert [one for one in retired if one.project_id == project] == []


def test_a_project_that_cannot_be_read_does_not_keep_others_from_their_review(stores: Stores, project: str) -> None:
    projects = [project, f"{project}-2"]
    now = datetime.now(UTC)
    for one in projects:
        ensure_project(stores.records, one, "A test's project")
        write_few_shot_settings(stores.records, one, FewShotSettings(auto_retire=True, updated_at=now))
    review_all(Mute(stores.events, project), stores.records, now)
    reviewed = {one: at for one, at, _ in read_reviews(stores.records)}
    assert [reviewed[one] == now for one in projects] == [False, True]


def test_a_trace_that_is_deleted_is_used_no_more(client: TestClient, tell: Tell) -> None:
    tell([0.8, 0.9], [GOOD])
    [trace, _] = client.get("/api/public/traces").json()["data"]
    assert client.delete(f"/api/public/traces/{trace['id']}").status_code == 200
    assert client.get("/admin/few-shot/usage").json()["traces"] == 1


def test_without_a_holdout_usage_says_that_nothing_is_proved(client: TestClient, tell: Tell) -> None:
    tell([0.8], [GOOD])
    usage = client.get("/admin/few-shot/usage", params={"hours": 1}).json()
    assert usage["uplift"]["value"] is None
    assert usage["doubts"] == ["Nothing can be said of what examples do: none of these traces was held out."]


def test_whoever_asks_harder_questions_does_not_make_an_example_look_bad() -> None:
    """The example `near` goes to hard questions, and does nothing."""
    rng = np.random.default_rng(3)
    groups = []
    for things, mean in ((frozenset({"near"}), 0.3), (frozenset({"far"}), 0.7)):
        for is_given, size in ((True, 950), (False, 50)):
            values = rng.normal(mean, 0.1, size)
            groups.append(Group("factual", things, is_given, size, values.sum(), (values**2).sum()))
    assert all(effect.q is not None and effect.q > 0.05 for effect in estimate_effects(groups).values())
    uplift = estimate_uplift(groups)
    assert uplift.low is not None
    assert uplift.high is not None
    assert uplift.low < 0 < uplift.high
