"""Persona audits on demand, and adherence over the turns of a conversation."""

from collections.abc import Callable
from time import time_ns
from typing import Any

import pytest
from fastapi.testclient import TestClient

from ratchet.domain.score import Score, ScoreType
from ratchet.domain.value import encode_value
from ratchet.judges.bench import Bench
from ratchet.store.events.scores import write_scores

AUDIT = "/admin/judges/persona/audit"
ADHERENCE = "/admin/judges/persona/adherence"
BRIEF = {"persona": "At most 3 words. Be warm."}


def said(*answers: str) -> list[dict[str, Any]]:
    system = {"role": "system", "content": "At most 3 words."}
    turns = [({"role": "user", "content": "And?"}, {"role": "assistant", "content": answer}) for answer in answers]
    return [system, *(message for turn in turns for message in turn)]


def test_an_answer_is_audited_clause_by_clause(client: TestClient) -> None:
    audit = client.post(AUDIT, json={"parameters": BRIEF, "answer": "one two three four"}).json()
    assert audit["scores"] == {
        "persona_overall": 0.0,
        "persona_structure_policy": 0.0,
        "persona_voice_fidelity": None,
    }
    assert [(one["clause"], one["standing"], one["by"]) for one in audit["findings"]] == [
        ("At most 3 words.", "broken", "check"),
        ("Be warm.", "unjudged", ""),
    ]
    assert (audit["broken"], audit["unjudged"]) == (["At most 3 words."], 1)
    assert audit["unjudged_why"] == "No language model is configured."


def test_the_persona_of_a_stored_judge_can_be_audited(client: TestClient) -> None:
    judge = {"name": "ada", "kind": "persona", "parameters": BRIEF}
    made = client.post("/admin/judges", json=judge).json()
    assert made["score_name"] == "persona_overall"
    renamed = client.post("/admin/judges", json=judge | {"name": "ida", "score_name": "ida"})
    assert (renamed.status_code, "score_name" in renamed.text) == (400, True)
    audit = client.post(AUDIT, json={"judge": "ada", "answer": "one"}).json()
    assert (audit["scores"]["persona_overall"], audit["epoch"]) == (1.0, made["epoch"])
    from_prompt = {"parameters": {}, "answer": "one two", "system_prompt": "At most 1 word."}
    assert client.post(AUDIT, json=from_prompt).json()["broken"] == ["At most 1 word."]


@pytest.mark.parametrize(
    ("path", "sent", "field"),
    [
        (AUDIT, {"answer": "x"}, "judge"),
        (AUDIT, {"judge": "length", "answer": "x"}, "judge"),
        (AUDIT, {"judge": "nobody", "answer": "x"}, "nobody"),
        (AUDIT, {"parameters": {"persona": 3}, "answer": "x"}, "parameters.persona"),
        (AUDIT, {"parameters": {}, "answer": ""}, "answer"),
        (ADHERENCE, {"parameters": {}}, "trace_id"),
        (ADHERENCE, {"parameters": {}, "trace_id": "nowhere"}, "nowhere"),
        (ADHERENCE, {"parameters": {}, "messages": []}, "messages"),
        (ADHERENCE, {"parameters": {}, "messages": said(*["x"] * 101)}, "messages"),
    ],
)
def test_what_cannot_be_audited_is_refused_by_its_field(
    client: TestClient, path: str, sent: dict[str, Any], field: str
) -> None:
    client.get("/admin/judges")
    response = client.post(path, json=sent)
    assert response.status_code in (400, 404, 422)
    assert field in response.text


def test_decay_over_a_conversation_shows(client: TestClient) -> None:
    lengths = [2, 3, 2, 3, 5, 3, 6, 7, 8, 9]
    answers = ["word " * length + "\n" for length in lengths]
    shown = client.post(ADHERENCE, json={"parameters": {}, "messages": said(*answers)}).json()
    assert [turn["score"] for turn in shown["turns"]] == [1.0 if length <= 3 else 0.0 for length in lengths]
    assert shown["turns"][-1]["broken"] == ["At most 3 words."]
    assert shown["change_per_turn"]["high"] < 0
    assert shown["decays"] is True


def test_a_conversation_that_keeps_to_its_persona_shows_no_decay(
    client: TestClient, send: Callable[..., list[str]]
) -> None:
    chat = encode_value({"messages": said("one", "one two")})
    [trace] = send("one two three", input=chat)
    shown = client.post(ADHERENCE, json={"parameters": {}, "trace_id": trace}).json()
    assert [turn["score"] for turn in shown["turns"]] == [1.0, 1.0, 1.0]
    assert (shown["decays"], shown["change_per_turn"]["value"]) == (None, 0.0)
    assert shown["notes"] == ["All scores are equal."]


def test_the_scores_of_a_session_are_shown_turn_by_turn(
    client: TestClient, send: Callable[..., list[str]], bench: Bench, project: str
) -> None:
    traces = send("a", "b", "c", "d", session_id="talk")
    values = [1.0, 0.8, 0.4]
    scores = [
        Score(
            project_id=project,
            score_id=f"{project}{number}",
            name="persona_overall",
            data_type=ScoreType.NUMERIC,
            timestamp=time_ns(),
            value=value,
            trace_id=traces[number],
            metadata={"judge": encode_value("ada"), "broken": encode_value(["Be warm."])},
        )
        for number, value in enumerate(values)
    ]
    write_scores(bench.events, scores)
    shown = client.get(ADHERENCE, params={"session_id": "talk", "judge": "ada"}).json()
    assert [(turn["trace_id"], turn["score"]) for turn in shown["turns"]] == [
        *zip(traces, [*values, None], strict=True)
    ]
    assert shown["turns"][0]["broken"] == ["Be warm."]
    assert shown["mean"]["samples"] == 3
    assert shown["notes"][0] == "1 of 4 turns have no score, and are left out."
    others = client.get(ADHERENCE, params={"session_id": "talk", "judge": "somebody"}).json()
    assert others["mean"]["samples"] == 0
    assert client.get(ADHERENCE, params={"session_id": "nowhere"}).status_code == 404
    assert client.get(ADHERENCE, params={"session_id": "talk", "colour": "red"}).status_code == 422


def test_what_a_judge_may_spend_a_day_holds_for_audits_too(client: TestClient) -> None:
    judge = {"name": "ada", "kind": "persona", "parameters": BRIEF, "budget": {"cost_usd_per_day": 0}}
    client.post("/admin/judges", json=judge)
    audit = client.post(AUDIT, json={"judge": "ada", "answer": "one"}).json()
    assert audit["failure"]["reason"] == "over_budget"
    assert (audit["scores"]["persona_overall"], audit["unjudged"]) == (1.0, 1)
    assert "USD are spent today" in audit["unjudged_why"]
