from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import Engine, event
from starlette.testclient import TestClient

from ratchet.auth.keys import NewKey, create_key, ensure_project
from ratchet.store.records import RecordStore, open_record_store
from ratchet.store.records.keys import read_keys, revoke_key
from ratchet.store.records.recent import AGE_S_MAX, Recent

OpenApp = Callable[..., TestClient]
ROUTES = ("/data", "/scores", "/telemetry")
LOOPBACK = ("127.0.0.1", "127.8.8.8", "::1", "::ffff:127.0.0.1")
PASSED_ON = ("Forwarded", "X-Forwarded-For", "X-Real-IP", "Via", "X-Forwarded-Host")


@pytest.fixture
def records_url(tmp_path: Path) -> str:
    """One kind of store is enough: tests/records holds both to the same."""
    return f"sqlite:///{tmp_path}/records.db"


@pytest.mark.parametrize("path", ROUTES)
def test_a_pair_of_keys_opens_its_own_project(open_app: OpenApp, key: NewKey, path: str) -> None:
    answer = open_app().get(path, auth=(key.public_key, key.secret_key))
    assert answer.json() == {"project_id": "shop", "public_key": key.public_key, "access": "full"}


@pytest.mark.parametrize("path", ROUTES)
def test_a_secret_key_alone_opens_as_much(open_app: OpenApp, key: NewKey, path: str) -> None:
    answer = open_app().get(path, headers={"Authorization": f"Bearer {key.secret_key}"})
    assert answer.json() == {"project_id": "shop", "public_key": key.public_key, "access": "full"}


def test_each_key_opens_the_project_that_it_was_made_for(open_app: OpenApp, records: RecordStore, key: NewKey) -> None:
    ensure_project(records, "bank", "Bank")
    other = create_key(records, "bank")
    client = open_app()
    found = [client.get("/data", auth=(k.public_key, k.secret_key)).json()["project_id"] for k in (key, other, key)]
    assert found == ["shop", "bank", "shop"]


def test_a_public_key_alone_gives_scores_and_nothing_else(open_app: OpenApp, key: NewKey) -> None:
    client = open_app()
    header = {"Authorization": f"Bearer {key.public_key}"}
    scores = client.get("/scores", headers=header)
    assert scores.json() == {"project_id": "shop", "public_key": key.public_key, "access": "scores"}
    for path in ("/data", "/telemetry"):
        answer = client.get(path, headers=header)
        assert answer.status_code == 403
        assert "public key alone" in answer.json()["message"]


@pytest.mark.parametrize("path", ROUTES)
def test_without_a_key_nothing_opens(open_app: OpenApp, path: str) -> None:
    answer = open_app().get(path)
    assert answer.status_code == 401
    assert answer.headers["WWW-Authenticate"].startswith("Basic")
    assert "ratchet keys create" in answer.json()["message"]


def test_each_wrong_key_is_told_what_is_wrong_and_never_repeated(open_app: OpenApp, key: NewKey) -> None:
    client = open_app()
    wrong = {
        "no such public key": ("pk-rt-unknown", key.secret_key),
        "does not belong to key": (key.public_key, "sk-rt-wrong"),
        "swapped": (key.secret_key, key.public_key),
    }
    for message, pair in wrong.items():
        answer = client.get("/data", auth=pair)
        assert answer.status_code == 401
        assert message in answer.json()["message"]
        assert not any(half in answer.text for half in pair if half != key.public_key)


def test_an_unknown_token_is_told_so(open_app: OpenApp, key: NewKey) -> None:
    answer = open_app().get("/scores", headers={"Authorization": "Bearer sk-rt-unknown"})
    assert answer.status_code == 401
    assert "no key with this secret" in answer.json()["message"]


def test_a_hash_that_leaked_opens_nothing(open_app: OpenApp, records: RecordStore, key: NewKey) -> None:
    stored = read_keys(records)[0].secret_sha256
    client = open_app()
    assert client.get("/data", auth=(key.public_key, stored)).status_code == 401
    assert client.get("/data", headers={"Authorization": f"Bearer {stored}"}).status_code == 401


def test_a_revoked_key_stops_working_at_once(open_app: OpenApp, records: RecordStore, key: NewKey) -> None:
    client = open_app()
    shown = [
        {"auth": (key.public_key, key.secret_key)},
        {"headers": {"Authorization": f"Bearer {key.secret_key}"}},
        {"headers": {"Authorization": f"Bearer {key.public_key}"}},
    ]
    assert [client.get("/scores", **how).status_code for how in shown] == [200, 200, 200]
    revoke_key(records, key.public_key, datetime(2026, 3, 4, 5, 6, 7, tzinfo=UTC))
    for how in shown:
        answer = client.get("/scores", **how)
        assert answer.status_code == 401
        assert "revoked at 2026-03-04 05:06:07 UTC" in answer.json()["message"]


def test_a_key_that_another_replica_revokes_stops_working_within_seconds(
    open_app: OpenApp, records: RecordStore, records_url: str, key: NewKey
) -> None:
    now = 100.0
    records.recent_keys = Recent(lambda: now)
    client, pair = open_app(), (key.public_key, key.secret_key)
    assert client.get("/data", auth=pair).status_code == 200
    replica = open_record_store(records_url)
    revoke_key(replica, key.public_key, datetime.now(UTC))
    replica.close()
    now += AGE_S_MAX
    assert client.get("/data", auth=pair).status_code == 401


@pytest.fixture
def asked() -> Iterator[list[str]]:
    """The statements that any record store is asked, as they come."""
    statements: list[str] = []

    def note(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
        statements.append(statement)

    event.listen(Engine, "before_cursor_execute", note)
    yield statements
    event.remove(Engine, "before_cursor_execute", note)


def test_a_known_key_costs_no_query(open_app: OpenApp, key: NewKey, asked: list[str]) -> None:
    client, pair = open_app(), (key.public_key, key.secret_key)
    asked.clear()
    assert client.get("/data", auth=pair).status_code == 200
    assert asked
    asked.clear()
    assert client.get("/data", auth=pair).status_code == 200
    assert asked == []


@pytest.mark.parametrize("host", LOOPBACK)
def test_in_development_an_exporter_on_this_machine_needs_no_key(open_app: OpenApp, host: str) -> None:
    client = open_app(dev=True, host=host)
    assert client.get("/telemetry").json() == {"project_id": "default", "public_key": "", "access": "full"}
    assert client.get("/data").status_code == 401
    assert client.get("/scores").status_code == 401


@pytest.mark.parametrize("host", ["203.0.113.7", "10.0.0.1", "::ffff:10.0.0.1", "fe80::1", "testclient"])
def test_in_development_an_exporter_elsewhere_needs_a_key(open_app: OpenApp, host: str) -> None:
    assert open_app(dev=True, host=host).get("/telemetry").status_code == 401


@pytest.mark.parametrize("name", PASSED_ON)
def test_what_a_proxy_passes_on_is_not_taken_for_this_machine(open_app: OpenApp, name: str) -> None:
    client = open_app(dev=True, host="127.0.0.1")
    assert client.get("/telemetry", headers={name: "127.0.0.1"}).status_code == 401


def test_a_page_of_another_site_is_not_taken_for_this_machine(open_app: OpenApp) -> None:
    client = open_app(dev=True, host="127.0.0.1")
    assert client.get("/telemetry", headers={"Sec-Fetch-Site": "cross-site"}).status_code == 401


def test_in_development_a_key_that_is_shown_is_still_checked(open_app: OpenApp, key: NewKey) -> None:
    client = open_app(dev=True, host="127.0.0.1")
    assert client.get("/telemetry", auth=(key.public_key, "wrong")).status_code == 401
    shown = client.get("/telemetry", auth=(key.public_key, key.secret_key))
    assert shown.json()["project_id"] == "shop"


def test_outside_development_this_machine_needs_a_key_too(open_app: OpenApp) -> None:
    assert open_app(host="127.0.0.1").get("/telemetry").status_code == 401


def test_the_documentation_says_how_to_sign_in(open_app: OpenApp) -> None:
    schema = open_app().get("/openapi.json").json()
    assert {"scheme": "basic", "type": "http"} in schema["components"]["securitySchemes"].values()
    assert all(schema["paths"][path]["get"]["security"] for path in ROUTES)
