"""A judge that is asked several times about the same things: how much of a difference is its own noise."""

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from fastapi.testclient import TestClient

from ratchet.judges.consistency.measuring import measure_consistency
from ratchet.testing.openai import Answer, Call, Refusal, Reply, ToolCall, running_model

Send = Callable[..., list[str]]


def test_noise_of_a_judge_is_told_from_differences_between_things() -> None:
    random = np.random.default_rng(7)
    items = random.normal(0.6, 0.2, size=400)
    verdicts = [[float(value) for value in random.normal(item, 0.1, size=3)] for item in items]
    measured = measure_consistency(verdicts)
    assert measured.judge_variance == pytest.approx(0.1**2, rel=0.15)
    assert measured.item_variance == pytest.approx(0.2**2, rel=0.2)
    assert measured.reliability == pytest.approx(0.8, abs=0.04)


def test_a_judge_that_always_says_the_same_has_no_noise() -> None:
    measured = measure_consistency([[1.0, 1.0], [0.0, 0.0], [1.0, 1.0]])
    assert (measured.agreement.value, measured.judge_variance, measured.reliability) == (1.0, 0.0, 1.0)


def test_categories_agree_or_do_not() -> None:
    measured = measure_consistency([["a", "a", "b"], ["b", "b", "b"]])
    assert measured.agreement.value == pytest.approx(2 / 3)
    assert measured.judge_variance is None


def test_what_was_asked_once_says_nothing() -> None:
    measured = measure_consistency([[1.0], [0.0]])
    assert (measured.agreement.value, measured.judge_variance, measured.reliability) == (None, None, None)


class Moody:
    """A model of two minds about what is long, sure of what is short, and silent about what is broken."""

    def __init__(self) -> None:
        self.turn = 0

    def __call__(self, call: Call) -> Answer:
        said = call.messages[-1]["content"]
        if "broken" in said:
            return Refusal(400, "No")
        self.turn += 1
        grade = 5 if "short" in said or self.turn % 3 else 1
        judgement = {"reasoning": "So it is.", "quotes": [], "grade": grade}
        return Reply(tool_calls=[ToolCall("final_result", judgement)], input_tokens=1000, output_tokens=100)


@pytest.fixture
def ask(client: TestClient) -> Callable[..., Any]:
    def ask_of(**said: Any) -> Any:
        with running_model(script=Moody()) as model:
            connection = {"provider": "test", "api_key": "any", "base_url": model.url, "default_model": "gpt-4o-mini"}
            assert client.put("/admin/llm-connections", json=connection).status_code == 200
            answer = client.post("/admin/judges/answer_relevance/consistency", json=said)
        assert answer.status_code == 200, answer.text
        return answer.json()

    return ask_of


def test_a_judge_is_asked_several_times_about_the_newest_traces(
    client: TestClient, send: Send, ask: Callable[..., Any]
) -> None:
    client.get("/admin/judges")
    traces = send("unasked", "short", "short", "broken", "short", "")
    found = ask(sample=4, repeats=3)
    assert (found["items"], found["verdicts"], found["not_applicable"]) == (3, 9, 1)
    assert found["failures"] == {"error": 3}, found
    assert (found["agreement"]["value"], found["judge_variance"]) == (1.0, 0.0)
    assert found["cost_usd"] > 0
    assert client.get(f"/api/public/traces/{traces[0]}").json()["scores"] == []


def test_a_judge_of_two_minds_is_told_to_be_asked_more_often(
    client: TestClient, send: Send, ask: Callable[..., Any]
) -> None:
    client.get("/admin/judges")
    send("long", "long")
    found = ask(sample=2, repeats=4)
    assert found["agreement"]["value"] < 1
    assert found["judge_variance"] > 0
    assert any("own noise" in note for note in found["notes"])


def test_a_budget_that_is_spent_asks_nobody(client: TestClient, send: Send, ask: Callable[..., Any]) -> None:
    client.get("/admin/judges")
    client.patch("/admin/judges/answer_relevance", json={"budget": {"cost_usd_per_day": 0}})
    send("short")
    assert ask()["failures"] == {"over_budget": 3}


@pytest.mark.parametrize("said", [{"repeats": 1}, {"sample": 0}, {"sample": 10**9}, {"often": 3}])
def test_what_cannot_be_asked_is_refused_by_its_field(client: TestClient, said: dict[str, int]) -> None:
    answer = client.post("/admin/judges/length/consistency", json=said)
    assert answer.status_code == 422
    assert next(iter(said)) in answer.text
