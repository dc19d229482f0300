from collections.abc import Callable

import httpx2
import pytest
from fastapi.testclient import TestClient
from media_requests import PNG

from ratchet.server.stores import Stores
from ratchet.store.records.media import read_media

Upload = Callable[..., str]
Fetch = Callable[..., httpx2.Response]


@pytest.mark.parametrize(
    ("content_type", "disposition"),
    [
        ("image/png", "inline"),
        ("audio/mpeg", "inline"),
        ("video/mp4", "inline"),
        ("application/pdf", "inline"),
        ("image/svg+xml", "attachment"),
        ("text/html", "attachment"),
        ("application/javascript", "attachment"),
        ("application/xhtml+xml", "attachment"),
        ("application/pdf-not", "attachment"),
    ],
)
def test_a_browser_shows_what_is_harmless_and_saves_the_rest(
    upload: Upload, fetch: Fetch, content_type: str, disposition: str
) -> None:
    answer = fetch(upload(f"as {content_type}".encode(), contentType=content_type))
    assert answer.headers["content-disposition"].startswith(f'{disposition}; filename="')
    assert answer.headers["content-type"] == content_type
    assert answer.headers["x-content-type-options"] == "nosniff"
    is_sandboxed = "sandbox" in answer.headers.get("content-security-policy", "")
    assert is_sandboxed or content_type == "application/pdf"


@pytest.mark.parametrize(
    ("asked", "start", "end"),
    [
        ("bytes=0-0", 0, 1),
        ("bytes=5-9", 5, 10),
        ("bytes=10000-", 10000, len(PNG)),
        ("bytes=-8", len(PNG) - 8, len(PNG)),
        ("bytes=0-99999999", 0, len(PNG)),
        ("bytes=-99999999", 0, len(PNG)),
    ],
)
def test_a_part_can_be_asked_for(upload: Upload, fetch: Fetch, asked: str, start: int, end: int) -> None:
    answer = fetch(upload(), Range=asked)
    assert answer.status_code == 206
    assert answer.content == PNG[start:end]
    assert answer.headers["content-range"] == f"bytes {start}-{end - 1}/{len(PNG)}"


@pytest.mark.parametrize("asked", ["bytes=9-5", "bytes=-", "bytes=0-1,3-4", "lines=1-2", "bytes=a-b", "bytes=0-1 "])
def test_a_range_that_is_none_is_passed_over(upload: Upload, fetch: Fetch, asked: str) -> None:
    answer = fetch(upload(), Range=asked)
    assert answer.status_code == 200
    assert answer.content == PNG


@pytest.mark.parametrize("asked", [f"bytes={len(PNG)}-", "bytes=99999999-100000000", "bytes=-0"])
def test_a_part_behind_the_end_is_refused(upload: Upload, fetch: Fetch, asked: str) -> None:
    answer = fetch(upload(), Range=asked)
    assert answer.status_code == 416
    assert answer.headers["content-range"] == f"bytes */{len(PNG)}"


def test_a_file_that_is_lost_is_said_to_be(
    client: TestClient, stores: Stores, project: str, upload: Upload, fetch: Fetch
) -> None:
    media_id = upload()
    media = read_media(stores.records, project, media_id)
    assert media is not None
    stores.blobs.delete([str(media.blob)])
    answer = fetch(media_id)
    assert answer.status_code == 404
    assert "lost a file" in answer.json()["message"]
