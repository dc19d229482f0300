"""An application's life in little: something of every kind that a server keeps, in every form that it comes in."""

import base64
import hashlib
import random
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import quote
from uuid import uuid4

import httpx2

from ratchet.testing.otlp import PROTOBUF, otlp_request, otlp_span

API = "/api/public"
BEGAN = datetime(2026, 11, 10, 8, tzinfo=UTC)
TRACES = 120
PICTURE = b"\x89PNG and more" * 1000
MILLISECOND_NS = 10**6


def tell(http: httpx2.Client) -> None:
    """Everything, the same every time but for ids that the server gives."""
    luck = random.Random(4)
    config = tell_configs(http)
    tell_prompts(http)
    post(http, "models", modelName="house", matchPattern="^house$", inputPrice=1e-6, outputPrice=2e-6)
    tell_traces(http, luck)
    tell_spans(http)
    picture = tell_media(http)
    run = tell_datasets(http, picture)
    tell_scores(http, luck, config, run)
    tell_comments(http)


def silence_judges(http: httpx2.Client) -> None:
    """Have nobody look at what arrives: a copy is compared with what was copied."""
    for judge in http.get("/admin/judges").json()["judges"]:
        assert http.patch(f"/admin/judges/{judge['name']}", json={"enabled": False}).status_code == 200


def post(http: httpx2.Client, path: str, **body: Any) -> Any:
    answer = http.post(f"{API}/{path}", json=body)
    assert answer.status_code < 300, answer.text
    return answer.json()


def tell_configs(http: httpx2.Client) -> str:
    words = [{"label": "polite", "value": 1}, {"label": "rude", "value": 0}]
    config = post(http, "score-configs", name="tone", dataType="CATEGORICAL", categories=words)["id"]
    number = post(http, "score-configs", name="helpful", dataType="NUMERIC", minValue=0, maxValue=1, quality=True)["id"]
    assert http.patch(f"{API}/score-configs/{number}", json={"isArchived": True}).status_code == 200
    return config


def tell_prompts(http: httpx2.Client) -> None:
    post(http, "v2/prompts", name="tone", prompt="Be kind.", labels=["production"], tags=["style"])
    include = "@@@langfusePrompt:name=tone|label=production@@@"
    for version in range(1, 6):
        said = {"config": {"temperature": version / 10}, "commitMessage": f"Attempt {version}", "tags": ["support"]}
        labels = {2: ["production"], 3: ["staging"]}.get(version, [])
        post(http, "v2/prompts", name="support/answer #1", prompt=f"{include} Try {version}.", labels=labels, **said)
    assert http.delete(f"{API}/v2/prompts/support%2Fanswer%20%231?version=4").status_code == 204
    messages = [{"role": "system", "content": "Help."}, {"type": "placeholder", "name": "history"}]
    post(http, "v2/prompts", name="chat", type="chat", prompt=messages, labels=["production"])


def tell_traces(http: httpx2.Client, luck: random.Random) -> None:
    for first in range(0, TRACES, 40):
        batch = [event for number in range(first, first + 40) for event in _trace_events(luck, number)]
        answer = post(http, "ingestion", batch=batch, metadata={"sdk_name": "python", "sdk_version": "2.60.10"})
        assert answer["errors"] == []


def _trace_events(luck: random.Random, number: int) -> list[dict[str, Any]]:
    at = BEGAN + timedelta(milliseconds=luck.randrange(10 * 86_400_000))
    trace_id = str(uuid4()) if number % 2 else uuid4().hex
    trace = {
        "id": trace_id,
        "timestamp": to_text(at),
        "name": luck.choice(["answer", "search", "größe/é"]),
        "userId": luck.choice(["anna", "bert", None]),
        "sessionId": luck.choice(["morning", "evening", None]),
        "input": luck.choice([{"question": "Where?"}, "12", "plain", [1, 2.5, None, {"a": "é🎈"}]]),
        "output": luck.choice(["There.", None, {"answer": True}]),
        "metadata": {"number": number, "nested": {"deep": ["x"]}},
        "tags": luck.choice([[], ["mail", "web"]]),
        "environment": luck.choice(["production", "staging"]),
        "release": "1.2",
        "version": "v3",
    }
    root, environment = f"root-{uuid4()}", trace["environment"]
    whole = _observation(trace_id, root, at, endTime=to_text(at + SECOND), environment=environment)
    events = [("trace-create", trace), ("span-create", whole)]
    for kind in luck.sample(["generation", "event", "tool", "agent", "retriever"], luck.randrange(4)):
        more = _generation(at) if kind == "generation" else {}
        said = _observation(trace_id, f"{kind}-{uuid4()}", at, parentObservationId=root, **more)
        events.append((f"{kind}-create", said))
    return [{"id": str(uuid4()), "type": kind, "timestamp": to_text(at), "body": body} for kind, body in events]


def _observation(trace_id: str, span_id: str, at: datetime, **more: Any) -> dict[str, Any]:
    said = {"id": span_id, "traceId": trace_id, "name": "step", "startTime": to_text(at)}
    return {**said, "input": "in", "output": {"out": 1}, "metadata": {"k": "v" * 300}, "level": "DEFAULT", **more}


def _generation(at: datetime) -> dict[str, Any]:
    return {
        "model": "gpt-4o-mini",
        "modelParameters": {"temperature": 0.2},
        "usageDetails": {"input": 120, "output": 30, "total": 150},
        "completionStartTime": to_text(at + timedelta(milliseconds=300)),
        "endTime": to_text(at + SECOND),
        "promptName": "chat",
        "promptVersion": 1,
    }


SECOND = timedelta(seconds=1)


def to_text(at: datetime) -> str:
    return at.isoformat(timespec="milliseconds").replace("+00:00", "Z")


def tell_spans(http: httpx2.Client) -> None:
    """Traces as an OpenTelemetry exporter sends them."""
    start = int(BEGAN.timestamp()) * 10**9
    for number in range(10):
        at = start + number * 3600 * 10**9
        root = otlp_span("agent", start_ns=at, duration_ns=900 * MILLISECOND_NS, attributes={"user.id": "carl"})
        asked = {"gen_ai.operation.name": "chat", "gen_ai.request.model": "gpt-4o-mini", "gen_ai.usage.input_tokens": 9}
        call = otlp_span(
            "chat",
            trace_id=root.trace_id,
            parent_span_id=root.span_id,
            start_ns=at + MILLISECOND_NS,
            duration_ns=500 * MILLISECOND_NS,
            attributes=asked,
        )
        body = otlp_request(root, call).SerializeToString()
        answer = http.post("/v1/traces", content=body, headers={"content-type": PROTOBUF})
        assert answer.status_code == 200, answer.text


def tell_media(http: httpx2.Client) -> str:
    """A picture, and a trace that shows it; gives the reference."""
    checksum = base64.b64encode(hashlib.sha256(PICTURE).digest()).decode()
    said = {"contentType": "image/png", "contentLength": len(PICTURE), "sha256Hash": checksum}
    made = post(http, "media", traceId="picture", field="input", **said)
    assert httpx2.put(made["uploadUrl"], content=PICTURE, headers={"content-type": "image/png"}).status_code == 200
    reference = f"@@@langfuseMedia:type=image/png|id={made['mediaId']}|source=bytes@@@"
    trace = {"id": "picture", "timestamp": to_text(BEGAN), "name": "look", "input": {"image": reference}}
    event = {"id": str(uuid4()), "type": "trace-create", "timestamp": to_text(BEGAN), "body": trace}
    assert post(http, "ingestion", batch=[event])["errors"] == []
    return reference


def tell_datasets(http: httpx2.Client, picture: str) -> str:
    """Datasets with items and runs; gives the id of a run."""
    schema = {"type": "object"}
    post(http, "v2/datasets", name="golden/set é", description="What must work", metadata={"a": 1}, inputSchema=schema)
    post(http, "v2/datasets", name="empty")
    items = [
        {"id": f"item {number}", "input": {"number": number}, "expected_output": [number]} for number in range(110)
    ]
    items[0]["metadata"] = {"picture": picture}
    answer = http.post(f"/admin/datasets/{quote('golden/set é', safe='')}/items", json={"items": items})
    assert answer.status_code == 200, answer.text
    for number in (3, 4):
        post(http, "dataset-items", datasetName="golden/set é", id=f"item {number}", status="ARCHIVED")
    assert http.delete(f"{API}/dataset-items/item%205").status_code == 200
    for number in range(6, 26):
        link = {"runName": "night/1", "runDescription": "Each night", "metadata": {"commit": "abc"}}
        run = post(http, "dataset-run-items", **link, datasetItemId=f"item {number}", traceId="picture")
    return run["datasetRunId"]


def tell_scores(http: httpx2.Client, luck: random.Random, config: str, run: str) -> None:
    traces = http.get(f"{API}/traces", params={"limit": 100}).json()["data"]
    scores: list[dict[str, Any]] = [
        {"id": "of a session", "name": "mood", "value": 0.5, "sessionId": "morning", "comment": "fine"},
        {"id": "of a run", "name": "passed", "value": 1, "dataType": "BOOLEAN", "datasetRunId": run},
        {"id": "corrected", "value": "Better.", "dataType": "CORRECTION", "traceId": traces[0]["id"]},
        {"id": "in words", "name": "why", "value": "Because.", "dataType": "TEXT", "traceId": traces[1]["id"]},
    ]
    for number, score in enumerate(scores):
        score["timestamp"] = to_text(BEGAN + timedelta(days=11, minutes=number))
    for number in range(150):
        trace = luck.choice(traces)
        said = {"id": f"score {number}", "traceId": trace["id"], "metadata": {"number": number}}
        at = to_text(BEGAN + timedelta(minutes=luck.randrange(14_000)))
        kind = luck.choice([{"name": "good", "value": luck.random()}, {"value": "polite", "configId": config}])
        source = {"source": "ANNOTATION"} if "configId" in kind else {}
        scores.append({**said, **kind, **source, "timestamp": at})
    answer = http.post(f"{API}/scores", json=scores)
    assert answer.status_code == 202, answer.text


def tell_comments(http: httpx2.Client) -> None:
    project = http.get(f"{API}/projects").json()["data"][0]["id"]
    said = {"projectId": project, "objectType": "TRACE", "objectId": "picture"}
    for content in ("First", "Second, *longer*"):
        post(http, "comments", **said, content=content, authorUserId="eve")
