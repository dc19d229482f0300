"""A small application's week: every route is asked for, on data of every kind."""

import base64
import hashlib
import json
from typing import Any
from uuid import uuid4

from conversation import Conversation

from ratchet.testing.otlp import PROTOBUF, new_trace_id, otlp_request, otlp_span

API = "/api/public"
MONDAY = "2026-11-16T09:00:00.000Z"
TUESDAY = "2026-11-17T09:00:00.000Z"
PICTURE = b"\x89PNG and a few bytes more"
TRACE, SPAN, GENERATION = "trace-support-1", "span-retrieve-1", "generation-answer-1"


def tell(talk: Conversation) -> None:
    """Everything, in an order in which each part finds what it rests on."""
    project = talk.ask(f"GET {API}/projects")["data"][0]["id"]
    talk.ask(f"GET {API}/health")
    config = tell_configs(talk)
    tell_prompts(talk)
    tell_models(talk)
    tell_judges(talk)
    tell_traces(talk)
    item = tell_datasets(talk)
    run = tell_runs(talk, item)
    tell_scores(talk, config, run)
    tell_comments(talk, project)
    tell_queues(talk, config)
    tell_media(talk)
    read_back(talk, run)
    delete_some(talk)


def tell_configs(talk: Conversation) -> str:
    number = {"name": "helpfulness", "dataType": "NUMERIC", "minValue": 0, "maxValue": 1, "description": "How helpful"}
    words = [{"label": "polite", "value": 1}, {"label": "rude", "value": 0}]
    for config in (
        {"name": "tone", "dataType": "CATEGORICAL", "categories": words},
        {"name": "resolved", "dataType": "BOOLEAN"},
        {"name": "remark", "dataType": "TEXT"},
        number,
    ):
        made = talk.ask(f"POST {API}/score-configs", json=config)["id"]
    talk.ask(f"PATCH {API}/score-configs/{{configId}}", made, json={"description": "How helpful, from 0 to 1"})
    talk.ask(f"GET {API}/score-configs/{{configId}}", made)
    talk.ask(f"GET {API}/score-configs")
    return made


def tell_prompts(talk: Conversation) -> None:
    create, path = f"POST {API}/v2/prompts", f"{API}/v2/prompts/{{promptName}}"
    said = {"labels": ["production"], "tags": ["support"], "config": {"temperature": 0.2}, "commitMessage": "First"}
    talk.ask(create, json={"name": "tone", "prompt": "Be kind to {{name}}.", **said})
    include = "@@@langfusePrompt:name=tone|label=production@@@"
    talk.ask(create, json={"name": "support/answer", "prompt": f"{include} Answer {{{{question}}}}", **said})
    chat = [{"role": "system", "content": "You help."}, {"type": "placeholder", "name": "history"}]
    talk.ask(create, json={"name": "support/chat", "type": "chat", "prompt": chat, **said})
    label = f"PATCH {API}/v2/prompts/{{name}}/versions/{{version}}"
    talk.ask(label, "support/chat", "1", json={"newLabels": ["staging"]})
    talk.ask(f"GET {path}", "support/answer")
    talk.ask(f"GET {path}", "support/answer", params={"resolve": "false", "version": 1})
    talk.ask(f"GET {path}", "support/chat", params={"label": "staging"})
    talk.ask(f"GET {API}/v2/prompts")


def tell_models(talk: Conversation) -> None:
    flat = {"modelName": "house-model", "matchPattern": "(?i)^house-model$", "unit": "TOKENS"}
    made = talk.ask(f"POST {API}/models", json={**flat, "inputPrice": 1e-6, "outputPrice": 2e-6})
    tiers = [
        {"name": "Standard", "isDefault": True, "priority": 0, "conditions": [], "prices": {"input": 1e-6}},
        {
            "name": "Long",
            "isDefault": False,
            "priority": 1,
            "conditions": [{"usageDetailPattern": "input", "operator": "gt", "value": 1000, "caseSensitive": False}],
            "prices": {"input": 2e-6},
        },
    ]
    talk.ask(f"POST {API}/models", json={**flat, "modelName": "tiered", "pricingTiers": tiers})
    talk.ask(f"GET {API}/models/{{id}}", made["id"])
    talk.ask(f"GET {API}/models", params={"limit": 100})


def tell_judges(talk: Conversation) -> None:
    """Connections to models, evaluators that ask them, and rules; none is enabled."""
    for provider in ("openai", "of no use"):
        connection = {"provider": provider, "adapter": "openai", "secretKey": "sk-none", "customModels": ["small"]}
        made = talk.ask(f"PUT {API}/llm-connections", json=connection)
    talk.ask(f"DELETE {API}/llm-connections/{{id}}", made["id"])
    talk.ask(f"GET {API}/llm-connections")
    output = {"dataType": "NUMERIC", "minValue": 0, "maxValue": 1}
    for name in ("clear", "kind"):
        question = f"Is {{{{output}}}} {name}?"
        said = {"type": "llm_as_judge", "name": name, "prompt": question, "outputDefinition": output}
        evaluator = talk.ask(f"POST {API}/v2/evaluators", json=said)["id"]
    talk.ask(f"PATCH {API}/v2/evaluators/{{id}}", evaluator, json={"description": "Whether an answer is kind"})
    for name in ("weekdays", "weekends"):
        rule = {"name": name, "enabled": False, "evaluatorAssignments": [{"evaluatorId": evaluator}]}
        talk.ask(f"POST {API}/v2/evaluation-rules", json=rule)


def tell_traces(talk: Conversation) -> None:
    root, trace = otlp_span("agent", attributes={"gen_ai.operation.name": "chat"}), new_trace_id()
    export = otlp_request(root, otlp_span("step", trace_id=trace)).SerializeToString()
    talk.http.post(f"{API}/otel/v1/traces", content=export, headers={"content-type": PROTOBUF})
    spans = [{"traceId": "ab" * 16, "spanId": "cd" * 8, "name": "turn", "startTimeUnixNano": "1795168800123456789"}]
    talk.ask(f"POST {API}/otel/v1/traces", json={"resourceSpans": [{"scopeSpans": [{"spans": spans}]}]})
    events = [
        _event("trace-create", **_trace(TRACE), input={"question": "Where is my parcel?"}, output="On its way."),
        _event("span-create", **_span(SPAN), input=["parcel"], output={"documents": 3}, endTime=MONDAY),
        _event("generation-create", **_generation()),
        _event("event-create", **_span("event-1"), level="WARNING", statusMessage="A document is old"),
        _event("trace-create", **_trace("trace-support-2"), metadata={"channel": "mail"}),
        _event("trace-create", **_trace("trace-to-delete")),
        _event("trace-create", **_trace("trace-to-delete-too")),
        {"id": "broken", "type": "trace-create", "timestamp": "soon", "body": {}},
    ]
    talk.ask(f"POST {API}/ingestion", json={"batch": events, "metadata": {"sdk_name": "python"}})


def tell_datasets(talk: Conversation) -> str:
    schema = {"type": "object", "required": ["question"]}
    dataset = {"name": "support/golden", "description": "What must work", "metadata": {"team": "care"}}
    talk.ask(f"POST {API}/v2/datasets", json={**dataset, "inputSchema": schema})
    talk.ask(f"POST {API}/datasets", json={"name": "smoke"})
    create = f"POST {API}/dataset-items"
    item = {"datasetName": "support/golden", "input": {"question": "Where?"}, "expectedOutput": "There."}
    for item_id in ("item-1", "item-2", "item-to-delete"):
        made = {**item, "id": item_id, "sourceTraceId": TRACE, "sourceObservationId": GENERATION}
        talk.ask(create, json={**made, "metadata": {"source": "mail"}})
    talk.ask(create, json={"datasetName": "support/golden", "id": "item-2", "status": "ARCHIVED"})
    talk.ask(f"DELETE {API}/dataset-items/{{id}}", "item-to-delete")
    return "item-1"


def tell_runs(talk: Conversation, item: str) -> dict[str, str]:
    link = {"runName": "nightly", "runDescription": "Every night", "metadata": {"commit": "abc"}, "datasetItemId": item}
    made = talk.ask(f"POST {API}/dataset-run-items", json={**link, "traceId": TRACE, "observationId": GENERATION})
    for run in ("weekly", "of no use"):
        talk.ask(f"POST {API}/dataset-run-items", json={**link, "runName": run, "traceId": TRACE})
    return made


def tell_scores(talk: Conversation, config: str, run: dict[str, str]) -> None:
    create = f"POST {API}/scores"
    one = {"traceId": TRACE, "comment": "as seen", "metadata": {"by": "hand"}}
    said: list[dict[str, Any]] = [
        {**one, "id": "score-number", "name": "helpfulness", "value": 0.8, "configId": config},
        {**one, "id": "score-word", "name": "tone", "value": "polite", "observationId": GENERATION},
        {**one, "id": "score-truth", "name": "resolved", "value": 1, "dataType": "BOOLEAN"},
        {**one, "id": "score-text", "name": "remark", "value": "well said", "dataType": "TEXT"},
        {**one, "id": "score-correction", "value": "On its way, due Friday.", "dataType": "CORRECTION"},
        {"id": "score-session", "name": "mood", "value": 0.5, "sessionId": "session-1"},
        {"id": "score-run", "name": "passed", "value": 1.0, "datasetRunId": run["datasetRunId"]},
    ]
    for score in said:
        talk.ask(create, json=score)
    talk.ask(create, json={**one, "id": "score-to-delete", "name": "mistake", "value": 0})
    talk.ask(f"DELETE {API}/scores/{{scoreId}}", "score-to-delete")


def tell_comments(talk: Conversation, project: str) -> None:
    said = {"projectId": project, "objectType": "TRACE", "objectId": TRACE, "content": "Look at **this**"}
    made = talk.ask(f"POST {API}/comments", json={**said, "authorUserId": "eve"})
    talk.ask(f"GET {API}/comments/{{commentId}}", made["id"])
    talk.ask(f"GET {API}/comments", params={"objectType": "TRACE", "objectId": TRACE})


def tell_queues(talk: Conversation, config: str) -> None:
    queues, items = f"{API}/annotation-queues", f"{API}/annotation-queues/{{queueId}}/items"
    queue = talk.ask(f"POST {queues}", json={"name": "to judge", "scoreConfigIds": [config]})["id"]
    put = {"objectId": TRACE, "objectType": "TRACE"}
    item = talk.ask(f"POST {items}", queue, json=put)["id"]
    other = talk.ask(f"POST {items}", queue, json=put)["id"]
    talk.ask(f"PATCH {items}/{{itemId}}", queue, item, json={"status": "COMPLETED"})
    talk.ask(f"GET {items}/{{itemId}}", queue, item)
    talk.ask(f"DELETE {items}/{{itemId}}", queue, other)
    talk.ask(f"GET {items}", queue)
    talk.ask(f"GET {queues}/{{queueId}}", queue)
    talk.ask(f"GET {queues}")


def tell_media(talk: Conversation) -> None:
    digest = hashlib.sha256(PICTURE).digest()
    said = {"traceId": TRACE, "contentType": "image/png", "contentLength": len(PICTURE), "field": "input"}
    announced = {**said, "sha256Hash": base64.b64encode(digest).decode()}
    made = talk.ask(f"POST {API}/media", json=announced)
    talk.http.put(made["uploadUrl"], content=PICTURE, headers={"content-type": "image/png"}, auth=None)
    report = {"uploadedAt": MONDAY, "uploadHttpStatus": 200, "uploadTimeMs": 12}
    talk.ask(f"PATCH {API}/media/{{mediaId}}", made["mediaId"], json=report)
    talk.ask(f"GET {API}/media/{{mediaId}}", made["mediaId"])
    talk.ask(f"POST {API}/media", json=announced)
    reference = f"@@@langfuseMedia:type=image/png|id={made['mediaId']}|source=bytes@@@"
    item = {"datasetName": "smoke", "id": "item-picture", "input": {"image": reference}}
    talk.ask(f"POST {API}/dataset-items", json=item)


def read_back(talk: Conversation, run: dict[str, str]) -> None:
    read_datasets(talk, run)
    read_metrics(talk)
    lately = {"fromStartTime": "2026-01-01T00:00:00Z"}
    talk.ask(f"GET {API}/experiments", params={**lately, "fields": "core,metadata,scores"})
    talk.ask(f"GET {API}/experiment-items", params={**lately, "fields": "core,dataset,io,scores"})
    talk.ask(f"GET {API}/observations")
    talk.ask(f"GET {API}/observations/{{observationId}}", GENERATION)
    groups = "core,basic,time,io,metadata,model,usage,prompt,metrics,trace_context"
    talk.ask(f"GET {API}/v2/observations", params={"fields": groups, "limit": 2})
    talk.ask(f"GET {API}/v2/observations")
    talk.ask(f"GET {API}/traces")
    talk.ask(f"GET {API}/traces", params={"fields": "core"})
    talk.ask(f"GET {API}/traces/{{traceId}}", TRACE)
    talk.ask(f"GET {API}/sessions")
    talk.ask(f"GET {API}/sessions/{{sessionId}}", "session-1")
    talk.ask(f"GET {API}/v3/scores", params={"fields": "details,subject,annotation", "limit": 2})
    talk.ask(f"GET {API}/v3/scores")
    talk.ask(f"GET {API}/v2/scores")
    talk.ask(f"GET {API}/v2/scores", params={"fields": "score"})
    for score in ("score-number", "score-word", "score-truth", "score-text", "score-correction", "score-session"):
        talk.ask(f"GET {API}/v2/scores/{{scoreId}}", score)


def read_datasets(talk: Conversation, run: dict[str, str]) -> None:
    runs = f"{API}/datasets/{{datasetName}}/runs"
    item = talk.ask(f"GET {API}/dataset-items/{{id}}", run["datasetItemId"])
    talk.ask(f"GET {API}/dataset-items/{{id}}", "item-2")
    talk.ask(f"GET {API}/dataset-items", params={"datasetName": "support/golden"})
    talk.ask(f"GET {API}/dataset-items")
    talk.ask(f"GET {API}/v2/datasets")
    talk.ask(f"GET {API}/v2/datasets/{{datasetName}}", "support/golden")
    asked = {"datasetId": item["datasetId"], "runName": "nightly"}
    talk.ask(f"GET {API}/dataset-run-items", params=asked)
    talk.ask(f"GET {runs}", "support/golden")
    talk.ask(f"GET {runs}/{{runName}}", "support/golden", "nightly")
    talk.ask(f"DELETE {runs}/{{runName}}", "support/golden", "of no use")


def read_metrics(talk: Conversation) -> None:
    query = {
        "view": "observations",
        "dimensions": [{"field": "name"}],
        "metrics": [{"measure": "latency", "aggregation": "p95"}, {"measure": "count", "aggregation": "count"}],
        "timeDimension": {"granularity": "day"},
        "filters": [],
        "fromTimestamp": "2026-11-01T00:00:00Z",
        "toTimestamp": "2026-12-01T00:00:00Z",
    }
    for route in ("metrics", "v2/metrics"):
        talk.ask(f"GET {API}/{route}", params={"query": json.dumps(query)})


def delete_some(talk: Conversation) -> None:
    prompt = {"name": "of no use", "prompt": "?"}
    talk.ask(f"POST {API}/v2/prompts", json=prompt)
    talk.ask(f"DELETE {API}/v2/prompts/{{promptName}}", "of no use")
    model = {"modelName": "of no use", "matchPattern": "^none$", "totalPrice": 1}
    made = talk.ask(f"POST {API}/models", json=model)
    talk.ask(f"DELETE {API}/models/{{id}}", made["id"])
    talk.ask(f"DELETE {API}/traces/{{traceId}}", "trace-to-delete")
    talk.ask(f"DELETE {API}/traces", json={"traceIds": ["trace-to-delete-too"]})


def _event(kind: str, **body: Any) -> dict[str, Any]:
    return {"id": str(uuid4()), "type": kind, "timestamp": MONDAY, "body": body}


def _trace(trace_id: str) -> dict[str, Any]:
    said = {"name": "support", "userId": "anna", "sessionId": "session-1", "tags": ["mail"], "release": "1.2"}
    return {**said, "id": trace_id, "timestamp": MONDAY, "environment": "production", "public": False}


def _span(span_id: str) -> dict[str, Any]:
    return {"id": span_id, "traceId": TRACE, "name": "retrieve", "startTime": MONDAY}


def _generation() -> dict[str, Any]:
    return {
        "id": GENERATION,
        "traceId": TRACE,
        "parentObservationId": SPAN,
        "name": "answer",
        "startTime": MONDAY,
        "completionStartTime": "2026-11-16T09:00:00.400Z",
        "endTime": "2026-11-16T09:00:01.500Z",
        "model": "gpt-4o-mini",
        "modelParameters": {"temperature": 0.2, "max_tokens": 100},
        "input": [{"role": "user", "content": "Where is my parcel?"}],
        "output": {"role": "assistant", "content": "On its way."},
        "usageDetails": {"input": 12, "output": 5, "total": 17},
        "promptName": "support/chat",
        "promptVersion": 1,
    }
