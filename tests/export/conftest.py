"""Datasets with something in them, over the server's routes."""

from collections.abc import Callable
from pathlib import Path
from typing import Any
from uuid import uuid4

import httpx2
import pytest
from fastapi.testclient import TestClient
from writing_exports import Exporter

from ratchet.auth.keys import NewKey
from ratchet.server.stores import Stores

Fill = Callable[..., str]
Export = Callable[..., httpx2.Response]


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """The export directory of the server that `client` speaks with."""
    return tmp_path / "exports"


@pytest.fixture
def fill(client: TestClient) -> Fill:
    """Makes a dataset of items, and gives its name."""

    def fill_one(items: list[dict[str, Any]], name: str = "") -> str:
        name = name or f"set-{uuid4().hex[:8]}"
        assert client.post("/admin/datasets", json={"name": name}).status_code == 201
        for start in range(0, len(items), 1000):
            answer = client.post(path_of(name, "items"), json={"items": items[start : start + 1000]})
            assert answer.status_code == 200, answer.text
        return name

    return fill_one


@pytest.fixture
def export(client: TestClient) -> Export:
    """Asks for an export of a dataset."""

    def export_one(name: str, **asked: Any) -> Any:
        return client.post(path_of(name, "export"), json=asked)

    return export_one


def path_of(name: str, what: str) -> str:
    """The path of something of a dataset."""
    return f"/admin/datasets/{name.replace('/', '%2F')}/{what}"


def make_items(count: int, **metadata: Any) -> list[dict[str, Any]]:
    """Items that differ, with scores from 0 to 1 and three query types."""
    types = ("stance", "factual", "smalltalk")
    return [
        {
            "id": f"item-{uuid4().hex}",
            "input": {"query": f"Question {n} about {uuid4().hex}?"},
            "expected_output": f"Answer {n}: {uuid4().hex} {uuid4().hex}.",
            "metadata": {"score": n / count, "query_type": types[n % 3], **metadata},
        }
        for n in range(count)
    ]


@pytest.fixture
def exporter(stores: Stores, key: NewKey, project: str, root: Path) -> Exporter:
    """Exports without a server in between."""
    assert key
    return Exporter(stores, project, root)
