"""A dataset with two items, links to them, and spans that say which of them they answer."""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest
from fastapi.testclient import TestClient
from opentelemetry.proto.trace.v1.trace_pb2 import Span

from ratchet.datasets.items import write_items
from ratchet.datasets.schemas import ItemIn
from ratchet.domain.dataset import Dataset
from ratchet.server.stores import Stores
from ratchet.store.records.datasets import write_dataset
from ratchet.testing.otlp import PROTOBUF, otlp_request

Send = Callable[..., Any]


@pytest.fixture
def make_dataset(stores: Stores, project: str, client: TestClient) -> Callable[..., Dataset]:
    """Make a dataset with the items `first` and `second`, whose ids are unique in the project."""

    def make(name: str = "my/ds 1", items: tuple[str, ...] = ("first", "second")) -> Dataset:
        now = datetime.now(UTC)
        dataset = Dataset(project, f"id of {name}", name, now, now)
        write_dataset(stores.records, dataset)
        sent = [ItemIn(id=item, input={"q": item}, expected_output=f"of {item}", metadata={"m": 1}) for item in items]
        write_items(stores.events, stores.records, dataset, sent)
        return dataset

    return make


@pytest.fixture
def dataset(make_dataset: Callable[..., Dataset]) -> Dataset:
    """A dataset with a slash and a blank in its name."""
    return make_dataset()


@pytest.fixture
def link(client: TestClient) -> Send:
    """Link a trace to an item; must succeed."""

    def post(item_id: str = "first", trace_id: str = "t", run_name: str = "run A", **more: Any) -> dict[str, Any]:
        body = {"runName": run_name, "datasetItemId": item_id, "traceId": trace_id, **more}
        answer = client.post("/api/public/dataset-run-items", json=body)
        assert answer.status_code == 200, answer.text
        return answer.json()

    return post


@pytest.fixture
def export(client: TestClient) -> Callable[..., None]:
    """Export spans as an SDK does."""

    def send(*spans: Span) -> None:
        body = otlp_request(*spans).SerializeToString()
        answer = client.post("/v1/traces", content=body, headers={"content-type": PROTOBUF})
        assert answer.status_code == 200, answer.text

    return send


@pytest.fixture
def read(client: TestClient) -> Send:
    """GET a path under /api/public, which must succeed."""

    def get(path: str, **parameters: Any) -> Any:
        answer = client.get(f"/api/public/{path}", params=parameters)
        assert answer.status_code == 200, answer.text
        return answer.json()

    return get
