"""Prompts, created and read through the server."""

from collections.abc import Callable
from typing import Any

import pytest
from fastapi.testclient import TestClient

PATH = "/api/public/v2/prompts"


@pytest.fixture
def create(client: TestClient) -> Callable[..., dict[str, Any]]:
    """Create a version of a prompt, a text unless told otherwise, which must succeed."""

    def create_one(name: str, prompt: Any = "hi", **fields: Any) -> dict[str, Any]:
        answer = client.post(PATH, json={"name": name, "prompt": prompt, **fields})
        assert answer.status_code == 201, answer.text
        return answer.json()

    return create_one


@pytest.fixture
def read(client: TestClient) -> Callable[..., dict[str, Any]]:
    """Read a prompt, which must be there."""

    def read_one(name: str, **parameters: Any) -> dict[str, Any]:
        answer = client.get(f"{PATH}/{name}", params=parameters)
        assert answer.status_code == 200, answer.text
        return answer.json()

    return read_one
