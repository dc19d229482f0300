"""What the server of these tests holds: two days of a shop's assistant, and what people made of them."""

from datetime import UTC, datetime, timedelta
from typing import NamedTuple

import httpx2
from shop_day import plan_day
from shop_play import play_day

from ratchet.testing.server import Server

API = "/api/public"
DATASET, ITEM, PROMPT = "questions", "refund-1", "support/answer"


class Shop(NamedTuple):
    """A server whose dashboard has something to show on every page."""

    server: Server
    trace_id: str
    session_id: str
    user_id: str


def fill_shop(server: Server) -> Shop:
    """Play a day of the shop twice, and keep prompts, a dataset with runs, scores and comments."""
    now = datetime.now(UTC)
    chats = [*plan_day(now - timedelta(days=1), seed=8), *plan_day(now)]
    play_day(chats, server.url, *server.keys, lambda: None)
    with server.client() as client:
        found = client.get("/metrics/traces/search", params={"from_hours": 24, "status": "success", "limit": 50})
        traces = found.raise_for_status().json()["traces"]
        _keep_prompts(client)
        _keep_dataset(client, [trace["id"] for trace in traces])
        _judge(client, traces[0]["id"])
    return Shop(server, traces[0]["id"], traces[0]["session_id"], traces[0]["user_id"])


def post(client: httpx2.Client, path: str, body: object) -> dict[str, str]:
    """What the API answers to a body that it must take."""
    answer = client.post(path, json=body)
    assert answer.is_success, answer.text
    return answer.json()


def _keep_prompts(client: httpx2.Client) -> None:
    texts = ("Answer {{question}} from the documents.", "Answer {{question}} from the documents, kindly and briefly.")
    for text in texts:
        post(client, f"{API}/v2/prompts", {"name": PROMPT, "prompt": text, "labels": ["production"], "tags": ["shop"]})
    chat = [{"role": "system", "content": "You help."}, {"role": "user", "content": "{{question}}"}]
    post(client, f"{API}/v2/prompts", {"name": "greeting", "type": "chat", "prompt": chat})


def _keep_dataset(client: httpx2.Client, trace_ids: list[str]) -> None:
    post(client, "/admin/datasets", {"name": DATASET, "description": "What people ask"})
    for expected in ("Yes.", "Yes, within 30 days."):
        item = {"id": ITEM, "input": "Can I send the shoes back?", "expected_output": expected}
        post(client, f"/admin/datasets/{DATASET}/items", item)
    items = [{"id": f"item-{i:03}", "input": f"Question {i}?", "expected_output": f"Answer {i}."} for i in range(200)]
    post(client, f"/admin/datasets/{DATASET}/items", {"items": items})
    for run, first in (("nightly-1", 0), ("nightly-2", 10)):
        for i, trace_id in enumerate(trace_ids[first : first + 10]):
            kept = {"runName": run, "datasetItemId": f"item-{i:03}", "traceId": trace_id}
            post(client, f"{API}/dataset-run-items", kept)


def _judge(client: httpx2.Client, trace_id: str) -> None:
    words = [{"label": "polite", "value": 1}, {"label": "rude", "value": 0}]
    post(client, f"{API}/score-configs", {"name": "tone", "dataType": "CATEGORICAL", "categories": words})
    said = {"traceId": trace_id, "name": "tone", "value": "polite", "dataType": "CATEGORICAL", "comment": "Very kind."}
    post(client, f"{API}/scores", said)
    project = client.get(f"{API}/projects").json()["data"][0]["id"]
    remark = {"projectId": project, "objectType": "TRACE", "objectId": trace_id, "content": "A good example."}
    post(client, f"{API}/comments", remark)
