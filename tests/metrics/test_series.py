import random
from collections import defaultdict
from typing import Any

import numpy as np
import pytest
from fastapi.testclient import TestClient
from made_traces import HOUR, SECOND, error_types_of, make_trace, percentiles_of, to_made_traces

from ratchet.domain.score import Score
from ratchet.domain.span import Span, TraceOverride
from ratchet.domain.window import Window
from ratchet.store.events import EventStore
from ratchet.store.events.scores import write_scores
from ratchet.store.events.series import TraceStep, read_trace_steps
from ratchet.store.events.spans import write_spans
from ratchet.store.events.trace_overrides import write_trace_overrides

NOON = 1_794_830_400 * SECOND  # 2026-11-16 12:00:00 UTC
TWO_HOURS = {"from": "2026-11-16T12:00:00", "to": "2026-11-16T14:00:00"}


@pytest.mark.parametrize("seed", range(3))
def test_steps_and_the_whole_of_random_traces_are_what_numpy_computes(
    events: EventStore, project: str, seed: int
) -> None:
    rnd = random.Random(seed)
    spans = [s for i in range(800) for s in make_trace(rnd, project, i, NOON + rnd.randrange(30 * HOUR))]
    write_spans(events, spans)
    window = Window(NOON + rnd.randrange(HOUR), NOON + 24 * HOUR + rnd.randrange(HOUR))

    found = read_trace_steps(events, project, window, 3 * HOUR)

    made = [one for one in to_made_traces(spans) if window.start <= one.timestamp < window.end]
    by_step = defaultdict(list)
    for one in made:
        by_step[one.timestamp // (3 * HOUR)].append(one)
    assert found.steps.keys() == by_step.keys()
    for number, traces in by_step.items():
        check(found.steps[number], traces)
    check(found.whole, made)


def check(step: TraceStep, made: Any) -> None:
    assert step.traces == len(made)
    assert step.failed == sum(one.failed for one in made)
    assert step.error_types == error_types_of(made)
    assert (step.latency_ms_p50, step.latency_ms_p95, step.latency_ms_p99) == pytest.approx(percentiles_of(made))
    assert step.latencies == sum(one.latency_ms is not None for one in made)


def test_a_trace_without_spans_counts_in_the_whole(events: EventStore, project: str) -> None:
    write_trace_overrides(events, [TraceOverride(project, "spoken of", timestamp=NOON, revision=1)])
    found = read_trace_steps(events, project, Window(NOON, NOON + HOUR), HOUR)
    assert (found.whole.traces, found.steps) == (1, {})


def get(client: TestClient, **params: Any) -> Any:
    answer = client.get("/metrics/series", params=TWO_HOURS | params)
    assert answer.status_code == 200, answer.text
    return answer.json()


def write_call(events: EventStore, project: str, name: str, start: int, **fields: Any) -> None:
    given = {"root_rank": 1, "start_time": start, "end_time": start + SECOND, "revision": 1} | fields
    write_spans(events, [Span(project, f"trace-{name}", name, **given)])


def write_score(events: EventStore, project: str, name: str, value: float, at: int) -> None:
    write_scores(events, [Score(project, f"{name}-{at}-{value}", name, "NUMERIC", at, value, revision=1)])


def test_cost_and_tokens_are_told_by_step_and_by_model(client: TestClient, events: EventStore, project: str) -> None:
    usage = {"input": 90, "output": 10, "total": 100}
    write_call(events, project, "a", NOON, model="large", usage=usage, cost={"total": 0.5})
    write_call(events, project, "b", NOON + HOUR, model="small", usage=usage, cost={"total": 0.01})
    write_call(events, project, "c", NOON + HOUR, model="large", usage=usage, cost={"total": 0.5})
    write_call(events, project, "d", NOON + HOUR)

    found = get(client, steps=2)

    assert found["step_s"] == 3600
    assert [(step["spans"], step["tokens"], step["cost_usd"]) for step in found["steps"]] == [
        (1, 100, 0.5),
        (3, 200, 0.51),
    ]
    assert (found["whole"]["spans"], found["whole"]["tokens"]) == (4, 300)
    assert found["models"] == [
        {"model": "large", "calls": 2, "cost_usd": 1.0, "tokens": 200},
        {"model": "small", "calls": 1, "cost_usd": 0.01, "tokens": 100},
    ]


def test_quality_has_its_range_and_the_score_to_blame(client: TestClient, events: EventStore, project: str) -> None:
    for value in (0.2, 0.4):
        write_score(events, project, "faithfulness", value, NOON)
    write_score(events, project, "helpfulness", 0.9, NOON)
    write_score(events, project, "answer_length", 1500, NOON)

    found = get(client, steps=2)

    first, second = (step["quality"] for step in found["steps"])
    assert first == pytest.approx({"count": 3, "avg": 0.5, "min": 0.2, "max": 0.9, "lowest_name": "faithfulness"})
    assert second == {"count": 0, "avg": None, "min": None, "max": None, "lowest_name": None}
    assert found["whole"]["quality"]["count"] == 3
    assert [(score["name"], score["count"], score["is_quality"]) for score in found["scores"]] == [
        ("faithfulness", 2, True),
        ("answer_length", 1, False),
        ("helpfulness", 1, True),
    ]


def test_one_score_can_be_looked_at_on_its_own_scale(client: TestClient, events: EventStore, project: str) -> None:
    write_score(events, project, "answer_length", 1500, NOON)
    write_score(events, project, "helpfulness", 0.9, NOON)
    assert get(client, score="answer_length")["whole"]["quality"]["max"] == 1500


def test_a_score_that_nobody_gave_is_refused(client: TestClient) -> None:
    answer = client.get("/metrics/series", params=TWO_HOURS | {"score": "politeness"})
    assert answer.status_code == 422
    assert "politeness" in answer.json()["message"]


def test_a_project_without_anything_has_steps_of_nothing(client: TestClient) -> None:
    found = get(client, steps=2)
    assert [step["start"] for step in found["steps"]] == ["2026-11-16T12:00:00.000Z", "2026-11-16T13:00:00.000Z"]
    assert {step["traces"] for step in found["steps"]} == {0}
    assert found["whole"]["p50_ms"] is None
    assert (found["models"], found["scores"]) == ([], [])


def test_percentiles_of_the_whole_are_not_those_of_its_steps(
    client: TestClient, events: EventStore, project: str
) -> None:
    took_ms = [10 * (i + 1) ** 2 for i in range(20)]
    for i, ms in enumerate(took_ms):
        start = NOON + i * HOUR // 20
        write_call(events, project, str(i), start, end_time=start + ms * 10**6)
    assert get(client)["whole"]["p95_ms"] == pytest.approx(float(np.percentile(took_ms, 95)))
