"""Media as an SDK sends them."""

from collections.abc import Callable
from typing import Any

import httpx2
import pytest
from fastapi.testclient import TestClient
from media_requests import PNG, announcement


@pytest.fixture
def announce(client: TestClient) -> Callable[..., dict[str, Any]]:
    """Announce media, which must succeed: the answer."""

    def post(content: bytes = PNG, **fields: Any) -> dict[str, Any]:
        answer = client.post("/api/public/media", json=announcement(content, **fields))
        assert answer.status_code == 201, answer.text
        return answer.json()

    return post


@pytest.fixture
def put(client: TestClient) -> Callable[..., httpx2.Response]:
    """Send bytes to an address, without a key."""

    def put_content(url: str, content: bytes) -> httpx2.Response:
        return client.put(url, content=content, headers={"Content-Type": "image/png"}, auth=None)

    return put_content


@pytest.fixture
def upload(announce: Callable[..., Any], put: Callable[..., Any]) -> Callable[..., str]:
    """Announce media and send them: their id."""

    def upload_content(content: bytes = PNG, **fields: Any) -> str:
        announced = announce(content, **fields)
        if announced["uploadUrl"] is not None:
            assert put(announced["uploadUrl"], content).status_code == 200
        return announced["mediaId"]

    return upload_content


@pytest.fixture
def fetch(client: TestClient) -> Callable[..., httpx2.Response]:
    """The bytes of media, by the address that the server gives for them, fetched without a key."""

    def get(media_id: str, **headers: str) -> httpx2.Response:
        found = client.get(f"/api/public/media/{media_id}")
        assert found.status_code == 200, found.text
        return client.get(found.json()["url"], headers=headers, auth=None)

    return get
