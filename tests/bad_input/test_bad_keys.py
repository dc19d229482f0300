"""Requests without a key, with a broken one, an unknown one, a revoked one or somebody else's."""

from base64 import b64encode
from collections.abc import Iterator
from time import monotonic
from uuid import uuid4

import httpx2
import pytest
from sending import complaint, export

from ratchet.testing.otlp import otlp_request, otlp_span
from ratchet.testing.server import Server

READS = ["/api/public/projects", "/api/public/traces", "/api/public/v2/observations", "/metrics/dashboard", "/metrics"]
WRITES = [
    "/v1/traces",
    "/v1/logs",
    "/v1/metrics",
    "/api/public/otel/v1/traces",
    "/api/public/ingestion",
    "/api/public/scores",
]
REVOKED_WITHIN_S = 15


@pytest.fixture
def stranger(server: Server) -> Iterator[httpx2.Client]:
    """A client without any key."""
    with httpx2.Client(base_url=server.url, timeout=60) as client:
        yield client


def basic(text: str | bytes) -> str:
    return "Basic " + b64encode(text if isinstance(text, bytes) else text.encode()).decode()


def new_key(server: Server, project: str) -> tuple[str, str]:
    printed = server.run("keys", "create", "--project", project)
    values = dict(line.strip().removeprefix("export ").split("=", 1) for line in printed.splitlines() if "=" in line)
    return values["LANGFUSE_PUBLIC_KEY"], values["LANGFUSE_SECRET_KEY"]


@pytest.mark.parametrize("path", READS + WRITES)
def test_without_a_key_nothing_is_read_or_written(stranger: httpx2.Client, path: str) -> None:
    answer = stranger.get(path) if path in READS else stranger.post(path, content=b"")
    assert answer.status_code == 401, answer.text
    assert answer.headers["www-authenticate"].startswith("Basic")
    assert "key" in complaint(answer).lower()


@pytest.mark.parametrize(
    "authorization",
    [
        "",
        "Basic",
        "Basic !!!!",
        "Basic " + "A" * 7,
        basic("no colon"),
        basic(":"),
        basic(b"\xff\xfe:\xff"),
        basic("pk-lf-0b9c:sk-lf-41d7"),
        basic("a:b:c:d"),
        basic("x" * 10_000 + ":y"),
        basic("pk\x00:sk\x00"),
        "Bearer",
        "Bearer sk-lf-41d7",
        "Bearer ' OR 1=1 --",
        "Digest username=x",
        "Negotiate AAAA",
        "Basic Basic Basic",
        "\xe9\xe8",
    ],
    ids=lambda text: repr(text[:24]),
)
@pytest.mark.parametrize("path", ["/v1/traces", "/api/public/ingestion", "/api/public/scores"])
def test_a_broken_or_unknown_key_is_refused(stranger: httpx2.Client, path: str, authorization: str) -> None:
    answer = stranger.post(path, content=b"", headers={"authorization": authorization.encode("latin-1")})
    assert answer.status_code == 401, answer.text
    assert "key" in complaint(answer).lower()


def test_a_known_public_key_with_a_wrong_secret_is_refused(server: Server, stranger: httpx2.Client) -> None:
    answer = stranger.get("/metrics/errors", auth=(server.public_key, "sk-lf-wrong"))
    assert answer.status_code == 401
    assert server.secret_key not in answer.text


def test_keys_do_not_work_the_wrong_way_round(server: Server, stranger: httpx2.Client) -> None:
    assert stranger.get("/api/public/projects", auth=(server.secret_key, server.public_key)).status_code == 401


def test_a_public_key_alone_gives_scores_and_nothing_else(server: Server, stranger: httpx2.Client) -> None:
    headers = {"authorization": f"Bearer {server.public_key}"}
    score = {"traceId": uuid4().hex, "name": "thumbs", "value": 1}
    assert stranger.post("/api/public/scores", json=score, headers=headers).status_code == 200
    for path in READS:
        assert stranger.get(path, headers=headers).status_code in (401, 403), path
    body = otlp_request(otlp_span()).SerializeToString()
    assert export(stranger, body, authorization=headers["authorization"]).status_code in (401, 403)


def test_a_public_key_alone_may_not_create_traces_in_a_batch_of_scores(server: Server, stranger: httpx2.Client) -> None:
    now = "2026-11-22T12:00:00Z"
    trace_id = uuid4().hex
    events = [
        {"id": "t", "type": "trace-create", "timestamp": now, "body": {"id": trace_id}},
        {"id": "s", "type": "score-create", "timestamp": now, "body": {"traceId": trace_id, "name": "a", "value": 1}},
    ]
    headers = {"authorization": f"Bearer {server.public_key}"}
    answer = stranger.post("/api/public/ingestion", json={"batch": events}, headers=headers)
    if answer.status_code == 207:
        assert [error["id"] for error in answer.json()["errors"]] == ["t"]
    else:
        assert answer.status_code in (401, 403), answer.text
    assert stranger.get(f"/api/public/traces/{trace_id}", auth=server.keys).json().get("name") is None


def test_a_revoked_key_is_refused_soon(server: Server, stranger: httpx2.Client) -> None:
    key = new_key(server, f"revoked-{uuid4().hex}")
    assert stranger.get("/api/public/projects", auth=key).status_code == 200
    server.run("keys", "revoke", key[0])
    deadline = monotonic() + REVOKED_WITHIN_S
    while (answer := stranger.get("/api/public/projects", auth=key)).status_code == 200:
        assert monotonic() < deadline, "the key still works"
    assert answer.status_code == 401
    assert "key" in complaint(answer).lower()


def test_a_key_reads_only_its_own_project(server: Server, stranger: httpx2.Client) -> None:
    span = otlp_span(attributes={"session.id": f"secret-{uuid4().hex}"})
    with server.client() as owner:
        assert export(owner, otlp_request(span).SerializeToString()).status_code == 200
    other = new_key(server, f"other-{uuid4().hex}")
    for path in (f"/api/public/traces/{span.trace_id.hex()}", f"/api/public/observations/{span.span_id.hex()}"):
        assert stranger.get(path, auth=server.keys).status_code == 200
        assert stranger.get(path, auth=other).status_code == 404
    for path in ("/api/public/traces", "/api/public/observations", "/api/public/sessions", "/api/public/v2/scores"):
        assert stranger.get(path, auth=other).json()["data"] == []
    assert stranger.get("/metrics/errors", auth=other).json()["total_traces"] == 0


def test_a_key_cannot_overwrite_what_another_project_stored(server: Server, stranger: httpx2.Client) -> None:
    mine = otlp_span("mine")
    theirs = otlp_span("theirs", trace_id=mine.trace_id, span_id=mine.span_id)
    other = new_key(server, f"other-{uuid4().hex}")
    for key, span in ((server.keys, mine), (other, theirs)):
        with httpx2.Client(base_url=server.url, auth=key) as client:
            assert export(client, otlp_request(span).SerializeToString()).status_code == 200
    path = f"/api/public/observations/{mine.span_id.hex()}"
    assert stranger.get(path, auth=server.keys).json()["name"] == "mine"
    assert stranger.get(path, auth=other).json()["name"] == "theirs"


@pytest.mark.parametrize(
    "path", ["/healthz", "/readyz", "/api/public/health", "/api/public/ready", "/docs", "/openapi.json"]
)
def test_health_and_the_description_need_no_key(stranger: httpx2.Client, path: str) -> None:
    assert stranger.get(path).status_code == 200


def test_every_other_path_that_the_server_describes_needs_one(server: Server, stranger: httpx2.Client) -> None:
    is_open = {"/healthz", "/readyz", "/api/public/health", "/api/public/ready", "/auth/session"}
    paths = stranger.get("/openapi.json").json()["paths"]
    checked = 0
    for path, operations in paths.items():
        for method in operations.keys() & {"get", "post", "put", "patch", "delete"}:
            if path not in is_open:
                checked += 1
                assert stranger.request(method, path.replace("{", "").replace("}", "")).status_code == 401, (
                    method,
                    path,
                )
    assert checked > 15
