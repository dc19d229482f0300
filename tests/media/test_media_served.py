"""Media through a real server, whose blobs are in a directory and in a store that speaks S3."""

import os
from collections.abc import Iterator

import httpx2
import pytest
from media_requests import announcement

from ratchet.testing.server import Server, running_server

CONTENT = os.urandom(20_000_000)


@pytest.fixture(scope="module")
def s3_server(s3_url: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    with running_server(tmp_path_factory.mktemp("s3-server"), media_url=s3_url, work=False) as server:
        yield server


@pytest.fixture(params=["server", "s3_server"])
def http(request: pytest.FixtureRequest) -> Iterator[httpx2.Client]:
    server: Server = request.getfixturevalue(request.param)
    with server.client() as client:
        yield client


def test_a_server_takes_media_and_gives_them_back_under_its_own_address(http: httpx2.Client) -> None:
    announced = http.post("/api/public/media", json=announcement(CONTENT, traceId="served")).json()
    assert announced["uploadUrl"].startswith(f"{http.base_url}")
    sent = httpx2.put(announced["uploadUrl"], content=CONTENT, timeout=60)
    assert sent.status_code == 200, sent.text
    found = http.get(f"/api/public/media/{announced['mediaId']}").json()
    assert httpx2.get(found["url"], timeout=60).content == CONTENT
    part = httpx2.get(found["url"], headers={"Range": "bytes=15000000-15000009"}, timeout=60)
    assert part.content == CONTENT[15_000_000:15_000_010]


def test_an_upload_that_breaks_off_can_be_made_again(http: httpx2.Client) -> None:
    content = os.urandom(1_000_000)
    announced = http.post("/api/public/media", json=announcement(content, traceId="served")).json()

    def break_off() -> Iterator[bytes]:
        yield content[:500_000]
        raise ConnectionError("the sender has gone")

    with pytest.raises(ConnectionError):
        httpx2.put(announced["uploadUrl"], content=break_off(), headers={"Content-Length": str(len(content))})
    assert httpx2.put(announced["uploadUrl"], content=content).status_code == 200
    found = http.get(f"/api/public/media/{announced['mediaId']}").json()
    assert httpx2.get(found["url"]).content == content
