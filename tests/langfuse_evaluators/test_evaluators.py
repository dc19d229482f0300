"""Langfuse's evaluators, evaluation rules and connections to models, as its own client speaks of them."""

from time import time_ns
from typing import Any
from uuid import uuid4

import pytest
from fastapi.testclient import TestClient
from langfuse import api as wire
from langfuse.api.client import LangfuseAPI

from ratchet.domain.span import Span
from ratchet.judges.bench import open_bench
from ratchet.judges.live import judge_batch
from ratchet.judges.watching import Watch
from ratchet.server.stores import Stores
from ratchet.store.events.score_reads import read_scores_of_traces
from ratchet.store.events.spans import write_spans
from ratchet.testing.openai import Reply, ToolCall, running_model
from ratchet.testing.server import Server

EVALUATORS = "/api/public/v2/evaluators"
RULES = "/api/public/v2/evaluation-rules"
CONNECTIONS = "/api/public/llm-connections"
KEY = "sk-proj-abcdefghijkl9876"
DEFINITION = {
    "type": "llm_as_judge",
    "name": "Helpful?",
    "prompt": "Question: {{question}}\nAnswer: {{answer}}",
    "modelConfig": {"provider": "openai", "model": "gpt-4o-mini"},
    "variableMapping": [
        {"variable": "question", "source": "input", "jsonPath": "$.messages[0].content"},
        {"variable": "answer", "source": "output"},
    ],
    "outputDefinition": {"dataType": "BOOLEAN", "scoreReasoningInstructions": "Why"},
}


@pytest.fixture
def sdk(server: Server) -> LangfuseAPI:
    return LangfuseAPI(base_url=server.url, username=server.public_key, password=server.secret_key)


def test_the_sdk_connects_to_a_provider(sdk: LangfuseAPI) -> None:
    name = f"gateway-{uuid4().hex}"
    made = sdk.llm_connections.upsert(
        provider=name,
        adapter=wire.LlmAdapter("openai"),
        secret_key=KEY,
        base_url="https://gateway.example/v1",
        custom_models=["own-model"],
        extra_headers={"X-Team": "judges"},
        config={"useResponsesApi": True},
    )
    assert (made.display_secret_key, made.extra_header_keys, made.custom_models) == (
        "...9876",
        ["X-Team"],
        ["own-model"],
    )
    assert made.config == {"useResponsesApi": True}
    again = sdk.llm_connections.upsert(provider=name, adapter=wire.LlmAdapter("anthropic"), secret_key=KEY)
    assert (again.id, again.adapter) == (made.id, "anthropic")
    assert made.id in {one.id for one in sdk.llm_connections.list(limit=100).data}
    assert "deleted" in sdk.llm_connections.delete(made.id).message


def test_the_sdk_makes_changes_and_deletes_an_evaluator(sdk: LangfuseAPI) -> None:
    made = sdk.evaluators.create(
        request=wire.CreateEvaluatorRequest_LlmAsJudge(
            name=f"Politeness {uuid4().hex}",
            prompt="Is {{output}} polite?",
            output_definition=wire.EvaluatorOutputDefinition_Numeric(min_value=0, max_value=10),
        )
    )
    assert (made.version, made.variables, made.output_definition.max_value) == (1, ["output"], 10)
    changed = sdk.evaluators.update(
        made.id,
        request=wire.UpdateLlmAsJudgeEvaluatorRequest(
            type="llm_as_judge",
            prompt=[wire.EvaluatorChatMessage(role="system", content="Judge {{input}}.")],
            output_definition=wire.EvaluatorOutputDefinition_Categorical(
                categories=["good", "bad"], should_allow_multiple_matches=False
            ),
        ),
    )
    assert (changed.id, changed.version, changed.variables) == (made.id, 2, ["input"])
    assert [one.version for one in sdk.evaluators.list_versions(made.id).data] == [2, 1]
    assert sdk.evaluators.get(made.id).name == made.name
    assert made.id in {one.id for one in sdk.evaluators.list(limit=100).data}
    assert sdk.evaluators.delete(made.id).id == made.id
    with pytest.raises(wire.EvaluationNotFoundError):
        sdk.evaluators.get(made.id)


def test_the_sdk_makes_changes_and_deletes_a_rule(sdk: LangfuseAPI) -> None:
    evaluator = sdk.evaluators.create(
        request=wire.CreateEvaluatorRequest_LlmAsJudge(
            name="Short", prompt="Is {{output}} short?", output_definition=wire.EvaluatorOutputDefinition_Boolean()
        )
    )
    made = sdk.evaluation_rules.create(
        name="Generations",
        enabled=False,
        sampling=0.5,
        filter=[
            wire.EvaluationRuleFilter_StringOptions(
                column="type", operator=wire.EvaluationRuleOptionsFilterOperator.ANY_OF, value=["GENERATION"]
            )
        ],
        evaluator_assignments=[wire.EvaluationRuleEvaluatorAssignmentInput(evaluator_id=evaluator.id)],
    )
    assert (made.sampling, made.filter[0].value) == (0.5, ["GENERATION"])
    assert sdk.evaluators.get(evaluator.id).evaluation_rule_assignments[0].evaluation_rule_id == made.id
    changed = sdk.evaluation_rules.update(made.id, enabled=True, sampling=1.0)
    assert (changed.enabled, changed.sampling, changed.name) == (True, 1.0, "Generations")
    assert sdk.evaluation_rules.update(made.id, evaluator_assignments=[]).enabled is False
    assert made.id in {rule.id for rule in sdk.evaluation_rules.list().data}
    assert sdk.evaluation_rules.delete(made.id).id == made.id
    sdk.evaluators.delete(evaluator.id)


def make(client: TestClient, path: str, body: dict[str, Any]) -> dict[str, Any]:
    answer = client.post(path, json=body)
    assert answer.status_code == 201, answer.text
    return answer.json()


def assign(evaluator: dict[str, Any], **changes: Any) -> dict[str, Any]:
    assignments = [{"evaluatorId": evaluator["id"]}]
    condition = {"type": "stringOptions", "column": "type", "operator": "any of", "value": ["GENERATION"]}
    rule = {"name": "rule", "enabled": True, "filter": [condition], "evaluatorAssignments": assignments}
    return rule | changes


def test_what_a_rule_matches_gets_the_evaluators_score(client: TestClient, stores: Stores, project: str) -> None:
    said = Reply(tool_calls=[ToolCall("final_result", {"reasoning": "It helps.", "quotes": [], "score": True})])
    with running_model(said) as model:
        client.put(
            CONNECTIONS, json={"provider": "openai", "adapter": "openai", "secretKey": KEY, "baseURL": model.url}
        )
        evaluator = make(client, EVALUATORS, DEFINITION)
        make(client, RULES, assign(evaluator))
        [trace] = look_at(client, stores, project)
    [score] = read_scores_of_traces(stores.events, project, [trace])[trace]
    assert (score.name, score.value, score.comment) == ("Helpful?", 1.0, "It helps.")
    assert score.span_id
    assert model.calls[0].messages[-1]["content"] == "Question: When?\nAnswer: Now."


def look_at(client: TestClient, stores: Stores, project: str) -> list[str]:
    """Two spans of which one is a generation, judged; gives the trace of that."""
    secret = client.app.state.secret  # type: ignore[attr-defined]
    bench = open_bench(stores.events, stores.records, stores.writers, secret)
    for judge in client.get("/admin/judges").json()["judges"]:
        change = {"enabled": False} if " @ " not in judge["name"] else {"delay_s": 0}
        client.patch(f"/admin/judges/{judge['name']}", json=change)
    asked = '{"messages": [{"role": "user", "content": "When?"}]}'
    spans = [
        Span(
            project_id=project,
            trace_id=uuid4().hex,
            span_id=uuid4().hex[:16],
            root_rank=1,
            start_time=time_ns(),
            end_time=time_ns(),
            name="chat",
            type=kind,
            input=asked,
            output="Now.",
        )
        for kind in ("GENERATION", "SPAN")
    ]
    write_spans(stores.events, spans)
    Watch(stores.events, stores.records, lambda batch: judge_batch(bench, batch) and None).look()
    return [spans[0].trace_id]


def test_judges_follow_their_evaluator_and_their_rule(client: TestClient) -> None:
    evaluator = make(client, EVALUATORS, DEFINITION)
    rule = make(client, RULES, assign(evaluator))
    carrying = f"/admin/judges/{evaluator['id']} @ {rule['id']}"
    assert (client.get(carrying).json()["version"], client.get(carrying).json()["enabled"]) == (1, True)
    client.patch(f"{RULES}/{rule['id']}", json={"enabled": False})
    assert (client.get(carrying).json()["version"], client.get(carrying).json()["enabled"]) == (1, False)
    client.patch(f"{EVALUATORS}/{evaluator['id']}", json={"name": "Useful?"})
    assert client.get(carrying).json()["score_name"] == "Useful?"
    client.delete(f"{EVALUATORS}/{evaluator['id']}")
    assert client.get(carrying).status_code == 404
    assert client.get(f"{RULES}/{rule['id']}").json()["evaluatorAssignments"] == []


def test_evaluators_may_share_a_name(client: TestClient) -> None:
    first, second = make(client, EVALUATORS, DEFINITION), make(client, EVALUATORS, DEFINITION)
    assert first["name"] == second["name"]
    assert first["id"] != second["id"]


def test_lists_are_paged_by_cursor(client: TestClient) -> None:
    made = [make(client, EVALUATORS, DEFINITION)["id"] for _ in range(3)]
    found: list[str] = []
    page = client.get(EVALUATORS, params={"limit": 2}).json()
    while True:
        found += [one["id"] for one in page["data"]]
        if "cursor" not in page["meta"]:
            break
        page = client.get(EVALUATORS, params={"limit": 2, "cursor": page["meta"]["cursor"]}).json()
    assert [one for one in found if one in made] == list(reversed(made))


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"type": "code", "sourceCode": "import os"}, "type"),
        ({"name": ""}, "name"),
        ({"prompt": None}, "prompt"),
        ({"outputDefinition": {"dataType": "CATEGORICAL", "categories": ["one"]}}, "categories"),
        ({"outputDefinition": {"dataType": "TEXT"}}, "outputDefinition"),
        ({"variableMapping": [{"variable": "x", "source": "tool_calls"}]}, "variableMapping.0.source"),
        ({"variableMapping": [{"variable": "x", "source": "input", "jsonPath": "$..x"}]}, "variableMapping.0.jsonPath"),
    ],
)
def test_what_is_no_evaluator_is_refused_by_its_field(client: TestClient, changes: dict[str, Any], field: str) -> None:
    answer = client.post(EVALUATORS, json=DEFINITION | changes)
    assert answer.status_code == 400
    assert field in answer.text


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"evaluatorAssignments": []}, "enabled"),
        ({"evaluatorAssignments": [{"evaluatorId": "nobody"}]}, "evaluatorAssignments"),
        ({"sampling": 2}, "sampling"),
        ({"filter": [{"type": "string", "column": "userId", "operator": "=", "value": "ada"}]}, "filter.0.column"),
        ({"filter": [{"type": "string", "column": "name", "operator": "like", "value": "a"}]}, "filter.0.operator"),
    ],
)
def test_what_is_no_rule_is_refused_by_its_field(client: TestClient, changes: dict[str, Any], field: str) -> None:
    answer = client.post(RULES, json=assign(make(client, EVALUATORS, DEFINITION), **changes))
    assert answer.status_code == 400
    assert field in answer.text


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"adapter": "bedrock"}, "adapter"),
        ({"secretKey": ""}, "secretKey"),
        ({"baseURL": "ftp://example.com"}, "baseURL"),
        ({"adapter": "anthropic", "config": {"useResponsesApi": True}}, "config"),
        ({"config": {"region": "us-east-1"}}, "config.region"),
    ],
)
def test_what_is_no_connection_is_refused_by_its_field(client: TestClient, changes: dict[str, Any], field: str) -> None:
    sent = {"provider": "openai", "adapter": "openai", "secretKey": KEY} | changes
    answer = client.put(CONNECTIONS, json=sent)
    assert answer.status_code == 400
    assert field in answer.text
    assert KEY not in answer.text
