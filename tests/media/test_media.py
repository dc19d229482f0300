import base64
import hashlib
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import httpx2
import pytest
from fastapi.testclient import TestClient
from media_requests import PNG, announcement

from ratchet.auth.keys import create_key, ensure_project
from ratchet.domain.media import Media
from ratchet.errors import Forbidden
from ratchet.media.links import MediaLinks, Permission
from ratchet.server.stores import Stores

Announce = Callable[..., dict[str, Any]]
Put = Callable[[str, bytes], httpx2.Response]
Upload = Callable[..., str]
Fetch = Callable[..., httpx2.Response]


def blobs_of(stores: Stores) -> set[Path]:
    root = Path(urlsplit(stores.blobs.place).path)
    return {path for path in root.rglob("*") if path.is_file()}


def test_media_come_back_as_they_were_sent(upload: Upload, fetch: Fetch) -> None:
    answer = fetch(upload())
    assert answer.status_code == 200
    assert answer.content == PNG
    assert answer.headers["content-type"] == "image/png"
    assert answer.headers["content-length"] == str(len(PNG))


def test_the_id_is_the_one_that_sdks_compute(announce: Announce) -> None:
    digest = base64.b64encode(hashlib.sha256(PNG).digest()).decode()
    assert announce()["mediaId"] == digest.replace("+", "-").replace("/", "_")[:22]


def test_what_is_known_of_media_is_answered_in_full(client: TestClient, upload: Upload) -> None:
    media_id = upload()
    found = client.get(f"/api/public/media/{media_id}").json()
    expiry = datetime.fromisoformat(found.pop("urlExpiry"))
    assert timedelta(minutes=50) < expiry - datetime.now(UTC) <= timedelta(hours=1)
    assert datetime.now(UTC) - datetime.fromisoformat(found.pop("uploadedAt")) < timedelta(minutes=1)
    assert found.pop("url").startswith(f"http://testserver/api/public/media/{media_id}/content?token=")
    assert found == {"mediaId": media_id, "contentType": "image/png", "contentLength": len(PNG)}


def test_what_is_here_already_is_not_asked_for_again(announce: Announce, upload: Upload) -> None:
    media_id = upload()
    assert announce(traceId="another") == {"mediaId": media_id, "uploadUrl": None}


def test_media_that_were_announced_and_not_sent_are_not_found(client: TestClient, announce: Announce) -> None:
    media_id = announce()["mediaId"]
    answer = client.get(f"/api/public/media/{media_id}")
    assert answer.status_code == 404
    assert answer.json()["error"] == "LangfuseNotFoundError"
    assert "have not come yet" in answer.json()["message"]


def test_a_failure_that_a_sender_reports_is_the_reason_why_they_are_not_here(
    client: TestClient, announce: Announce
) -> None:
    path = f"/api/public/media/{announce()['mediaId']}"
    report = {"uploadedAt": "2026-11-22T14:22:44.628653Z", "uploadHttpStatus": 507, "uploadHttpError": "no room"}
    assert client.patch(path, json=report).status_code == 204
    assert "HTTP 507: no room" in client.get(path).json()["message"]


def test_a_report_of_success_without_the_bytes_is_contradicted(client: TestClient, announce: Announce) -> None:
    path = f"/api/public/media/{announce()['mediaId']}"
    report = {"uploadedAt": "2026-11-22T14:22:44.628653Z", "uploadHttpStatus": 200, "uploadTimeMs": 3}
    assert client.patch(path, json=report).status_code == 409


def test_a_report_on_what_is_here_changes_nothing(client: TestClient, upload: Upload) -> None:
    path = f"/api/public/media/{upload()}"
    for status in (200, 500):
        report = {"uploadedAt": "2026-11-22T14:22:44.628653Z", "uploadHttpStatus": status, "uploadHttpError": None}
        assert client.patch(path, json=report).status_code == 204
        assert client.get(path).status_code == 200


def test_an_item_of_a_dataset_may_refer_to_media(upload: Upload, fetch: Fetch) -> None:
    media_id = upload(traceId=None, datasetId="d", datasetItemId="i", field="expectedOutput")
    assert fetch(media_id).content == PNG


@pytest.mark.parametrize(
    ("sent", "message"),
    [(PNG[:-1] + b"?", "another SHA-256"), (PNG[:-1], "bytes came"), (PNG + b"?", "More came")],
    ids=["another content", "too short", "too long"],
)
def test_what_is_not_what_was_announced_is_refused_and_not_kept(
    announce: Announce, put: Put, stores: Stores, sent: bytes, message: str
) -> None:
    announced, before = announce(), blobs_of(stores)
    answer = put(announced["uploadUrl"], sent)
    assert answer.status_code in (400, 413)
    assert message in answer.json()["message"]
    assert blobs_of(stores) == before
    assert put(announced["uploadUrl"], PNG).status_code == 200


def test_the_same_content_sent_twice_is_kept_once(announce: Announce, put: Put, stores: Stores, fetch: Fetch) -> None:
    announced, before = announce(), blobs_of(stores)
    assert [put(announced["uploadUrl"], PNG).status_code for _ in range(2)] == [200, 200]
    assert len(blobs_of(stores) - before) == 1
    assert fetch(announced["mediaId"]).content == PNG


def test_many_who_send_the_same_at_once_keep_one(
    client: TestClient, upload: Upload, stores: Stores, fetch: Fetch
) -> None:
    before = blobs_of(stores)
    with ThreadPoolExecutor(8) as pool:
        ids = set(pool.map(lambda number: upload(traceId=f"t{number}"), range(8)))
    assert len(ids) == 1
    assert len(blobs_of(stores) - before) == 1
    assert fetch(*ids).content == PNG


def test_media_of_another_project_are_not_there(client: TestClient, stores: Stores, upload: Upload) -> None:
    media_id = upload()
    ensure_project(stores.records, "stranger", "Stranger")
    stranger = create_key(stores.records, "stranger")
    answer = client.get(f"/api/public/media/{media_id}", auth=(stranger.public_key, stranger.secret_key))
    assert answer.status_code == 404


def test_an_address_allows_one_thing_and_for_one_content(
    client: TestClient, announce: Announce, upload: Upload
) -> None:
    found = client.get(f"/api/public/media/{upload()}").json()
    announced = announce(b"another content")
    signed, _, signature = found["url"].rpartition(".")
    forged = ("A" if signature[0] != "A" else "B") + signature[1:]
    for method, url in (
        ("GET", announced["uploadUrl"]),
        ("PUT", found["url"]),
        ("GET", found["url"].replace(found["mediaId"], announced["mediaId"])),
        ("GET", f"{signed}.{forged}"),
        ("GET", found["url"].partition("token=")[0] + "token=x"),
    ):
        answer = client.request(method, url, auth=None)
        assert answer.status_code == 403, url
        assert answer.json()["error"] == "ForbiddenError"


def test_an_address_without_a_token_is_refused(client: TestClient, upload: Upload) -> None:
    for method in ("GET", "PUT"):
        answer = client.request(method, f"/api/public/media/{upload()}/content")
        assert answer.status_code == 401
        assert "token" in answer.json()["message"]


@pytest.fixture
def media() -> Media:
    return Media(
        project_id="p", id="m", content_type="image/png", size_bytes=1, sha256="", created_at=datetime.now(UTC)
    )


def test_an_address_expires(media: Media) -> None:
    links = MediaLinks("a secret of a server", "http://host", lifetime_s=-1)
    token = links.to_link(media, Permission.DOWNLOAD).url.partition("token=")[2]
    with pytest.raises(Forbidden, match="expired"):
        links.read_project(token, "m", Permission.DOWNLOAD)


def test_an_address_of_a_server_with_another_secret_is_refused(media: Media) -> None:
    token = MediaLinks("one secret", "http://host").to_link(media, Permission.DOWNLOAD).url.partition("token=")[2]
    with pytest.raises(Forbidden, match="does not allow"):
        MediaLinks("another secret", "http://host").read_project(token, "m", Permission.DOWNLOAD)


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"contentLength": 0}, "contentLength"),
        ({"contentLength": "many"}, "contentLength"),
        ({"contentType": "image"}, "contentType"),
        ({"contentType": "text/html\r\nX-Evil: 1"}, "contentType"),
        ({"sha256Hash": "abc"}, "sha256Hash"),
        ({"sha256Hash": 7}, "sha256Hash"),
        ({"field": "expectedOutput"}, "field"),
        ({"field": None}, "field"),
        ({"traceId": None}, "traceId"),
        ({"traceId": ""}, "traceId"),
        ({"datasetId": "d", "datasetItemId": "i"}, "traceId"),
        ({"datasetId": "d"}, "datasetId"),
        ({"traceId": None, "datasetItemId": "i"}, "datasetId"),
        ({"traceId": None, "observationId": "o", "datasetId": "d", "datasetItemId": "i"}, "observationId"),
    ],
    ids=str,
)
def test_an_announcement_that_is_wrong_is_told_which_field(
    client: TestClient, wrong: dict[str, Any], field: str
) -> None:
    answer = client.post("/api/public/media", json=announcement(**wrong))
    assert answer.status_code == 400
    assert answer.json()["error"][0]["field"] == field


def test_media_over_the_limit_are_refused_before_they_are_sent(client: TestClient) -> None:
    answer = client.post("/api/public/media", json=announcement(contentLength=1_000_000_001))
    assert answer.status_code == 413
    assert "RATCHET_MEDIA_SIZE_BYTES_MAX" in answer.json()["message"]


@pytest.mark.parametrize("body", [b"", b"{", b"[]", b"null"])
def test_a_body_that_is_no_object_is_refused(client: TestClient, body: bytes) -> None:
    assert client.post("/api/public/media", content=body).status_code == 400
    assert client.patch("/api/public/media/abc", content=body).status_code == 400


def test_unknown_media_are_not_found(client: TestClient) -> None:
    report = {"uploadedAt": "2026-11-22T14:22:44.628653Z", "uploadHttpStatus": 200}
    assert client.get("/api/public/media/abc").status_code == 404
    assert client.patch("/api/public/media/abc", json=report).status_code == 404


def test_the_ids_of_owners_are_free_texts_of_any_length(upload: Upload, fetch: Fetch) -> None:
    assert fetch(upload(traceId="é/ %2F" * 100, observationId="ö" * 800)).content == PNG
