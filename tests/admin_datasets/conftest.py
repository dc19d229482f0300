"""Datasets of a test's own project, over the server's routes."""

from collections.abc import Callable
from typing import Any
from uuid import uuid4

import pytest
from fastapi.testclient import TestClient

Create = Callable[..., dict[str, Any]]


@pytest.fixture
def create(client: TestClient) -> Create:
    """Make a dataset, of a name of its own unless told which."""

    def create_one(name: str = "", **fields: Any) -> dict[str, Any]:
        answer = client.post("/admin/datasets", json={"name": name or f"set-{uuid4().hex[:8]}", **fields})
        assert answer.status_code == 201, answer.text
        return answer.json()

    return create_one


@pytest.fixture
def name(create: Create) -> str:
    """The name of a dataset with nothing in it."""
    return create()["name"]
