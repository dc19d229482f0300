"""Media as an SDK sends them."""

from collections.abc import Callable, Iterator
from typing import Any

import boto3
import httpx2
import pytest
from fastapi.testclient import TestClient
from media_requests import PNG, announcement
from moto.server import ThreadedMotoServer


@pytest.fixture(scope="session")
def s3_url() -> Iterator[str]:
    """Where blobs can be kept behind S3's wire: a bucket of a server on this machine."""
    server = ThreadedMotoServer("127.0.0.1", port=0, verbose=False)
    server.start()
    host, port = server.get_host_and_port()
    endpoint = f"http://{host}:{port}"
    with pytest.MonkeyPatch.context() as environment:
        environment.setenv("AWS_ENDPOINT_URL", endpoint)
        environment.setenv("AWS_ACCESS_KEY_ID", "key")
        environment.setenv("AWS_SECRET_ACCESS_KEY", "secret")
        environment.setenv("AWS_DEFAULT_REGION", "us-east-1")
        boto3.client("s3").create_bucket(Bucket="media")
        yield "s3://media/of/tests"
    server.stop()


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
