"""A client of a server, with short words for what these tests do."""

from collections.abc import Callable, Iterator
from typing import Any
from uuid import uuid4

import pytest
from fastapi.testclient import TestClient

from ratchet.auth.keys import create_key, ensure_project
from ratchet.server.app import create_app
from ratchet.server.stores import Stores
from ratchet.settings import Settings
from ratchet.store.blobs import BlobStore

Call = Callable[..., Any]


@pytest.fixture
def post(client: TestClient) -> Call:
    """POST fields to a path under /api/public, which must succeed."""

    def send(path: str, **fields: Any) -> Any:
        answer = client.post(f"/api/public/{path}", json=fields)
        assert answer.status_code == 200, answer.text
        return answer.json()

    return send


@pytest.fixture
def read(client: TestClient) -> Call:
    """GET a path under /api/public, which must succeed."""

    def get(path: str, **parameters: Any) -> Any:
        answer = client.get(f"/api/public/{path}", params=parameters or None)
        assert answer.status_code == 200, answer.text
        return answer.json()

    return get


@pytest.fixture
def refused(client: TestClient) -> Call:
    """What a request that must not succeed is answered with: status and body."""

    def send(method: str, path: str, **options: Any) -> tuple[int, dict[str, Any]]:
        answer = client.request(method, f"/api/public/{path}", **options)
        assert 400 <= answer.status_code < 500, answer.text
        return answer.status_code, answer.json()

    return send


@pytest.fixture
def other_client(stores: Stores) -> Iterator[TestClient]:
    """A client of the same server with a key of another project."""
    project_id = f"other-{uuid4().hex}"
    ensure_project(stores.records, project_id, "Another project")
    key = create_key(stores.records, project_id, note="test")
    with TestClient(create_app(Settings(), stores)) as client:
        client.auth = (key.public_key, key.secret_key)
        yield client


@pytest.fixture
def blobs(stores: Stores) -> BlobStore:
    """Where the bytes of media are."""
    return stores.blobs
