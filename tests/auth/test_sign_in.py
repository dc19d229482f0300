from datetime import UTC, datetime, timedelta

import pytest
from fastapi.testclient import TestClient

from ratchet.auth.browser import COOKIE
from ratchet.auth.keys import NewKey, create_key, ensure_project, hash_secret
from ratchet.auth.sign_in import create_link_token
from ratchet.server.app import create_app
from ratchet.server.stores import Stores
from ratchet.settings import Settings
from ratchet.store.records.keys import revoke_key
from ratchet.store.records.sign_ins import write_link

DASHBOARD = {"X-Ratchet-Dashboard": "1"}


@pytest.fixture
def browser(stores: Stores, key: NewKey) -> TestClient:
    """A browser that is not signed in; it says that it shows the dashboard."""
    app = create_app(Settings(project_id=key.project_id), stores)
    return TestClient(app, base_url="http://ratchet.test", headers=DASHBOARD)


@pytest.fixture
def key(stores: Stores, project: str) -> NewKey:
    """A key of the test's own project."""
    ensure_project(stores.records, project, "Shop")
    return create_key(stores.records, project)


def sign_in(browser: TestClient, key: NewKey) -> None:
    assert browser.post("/auth/session", json={"secret_key": key.secret_key}).status_code == 200


def test_a_secret_key_signs_in_to_its_own_project(browser: TestClient, key: NewKey) -> None:
    answer = browser.post("/auth/session", json={"secret_key": key.secret_key})
    assert answer.json()["project"]["id"] == key.project_id
    assert [project["id"] for project in answer.json()["projects"]] == [key.project_id]
    assert not answer.json()["operator"]
    assert browser.get("/api/public/projects").json()["data"][0]["id"] == key.project_id


def test_the_cookie_is_kept_from_scripts_and_from_other_sites(browser: TestClient, key: NewKey) -> None:
    cookie = browser.post("/auth/session", json={"secret_key": key.secret_key}).headers["set-cookie"]
    assert "HttpOnly" in cookie
    assert "SameSite=lax" in cookie
    assert key.secret_key not in cookie


def test_a_link_signs_in_once(browser: TestClient, stores: Stores) -> None:
    token = create_link_token(stores.records)
    assert browser.post("/auth/session", json={"token": token}).status_code == 200
    browser.cookies.clear()
    again = browser.post("/auth/session", json={"token": token})
    assert again.status_code == 401
    assert "used already" in again.json()["message"]


def test_a_link_that_is_too_old_signs_nobody_in(browser: TestClient, stores: Stores) -> None:
    write_link(stores.records, hash_secret("an old one"), datetime.now(UTC) - timedelta(seconds=1))
    assert browser.post("/auth/session", json={"token": "an old one"}).status_code == 401


@pytest.mark.parametrize("body", [{}, {"token": "a", "secret_key": "b"}])
def test_signing_in_takes_one_of_two_things(browser: TestClient, body: dict[str, str]) -> None:
    answer = browser.post("/auth/session", json=body)
    assert answer.status_code == 400
    assert "either" in answer.json()["message"]


def test_a_wrong_key_signs_nobody_in_and_is_not_repeated(browser: TestClient) -> None:
    answer = browser.post("/auth/session", json={"secret_key": "sk-wrong"})
    assert answer.status_code == 401
    assert "sk-wrong" not in answer.text
    assert COOKIE not in browser.cookies


def test_signing_out_ends_what_the_cookie_opens(browser: TestClient, key: NewKey) -> None:
    sign_in(browser, key)
    cookie = browser.cookies[COOKIE]
    assert browser.delete("/auth/session").status_code == 204
    browser.cookies.set(COOKIE, cookie)
    assert browser.get("/admin/keys").status_code == 401


def test_revoking_a_key_signs_out_the_browsers_that_used_it(browser: TestClient, key: NewKey, stores: Stores) -> None:
    sign_in(browser, key)
    revoke_key(stores.records, key.public_key, datetime.now(UTC))
    answer = browser.get("/admin/keys")
    assert answer.status_code == 401
    assert "revoked" in answer.json()["message"]


@pytest.mark.parametrize(
    "headers",
    [{"X-Ratchet-Dashboard": ""}, {"X-Ratchet-Dashboard": "1", "Origin": "http://elsewhere.test"}],
    ids=["without the dashboard's header", "from another origin"],
)
def test_another_sites_page_changes_nothing(
    stores: Stores, browser: TestClient, key: NewKey, headers: dict[str, str]
) -> None:
    sign_in(browser, key)
    request = browser.build_request("POST", "/admin/keys", json={"note": "stolen"}, headers=headers)
    if not headers["X-Ratchet-Dashboard"]:
        del request.headers["X-Ratchet-Dashboard"]
    answer = browser.send(request)
    assert answer.status_code == 403
    assert [kept["note"] for kept in browser.get("/admin/keys").json()] == [""]


def test_the_dashboards_own_origin_may_change_things(browser: TestClient, key: NewKey) -> None:
    sign_in(browser, key)
    answer = browser.post("/admin/keys", json={"note": "CI"}, headers={"Origin": "http://ratchet.test"})
    assert answer.status_code == 201


def test_a_key_that_was_made_works_until_it_is_revoked(browser: TestClient, key: NewKey) -> None:
    sign_in(browser, key)
    made = browser.post("/admin/keys", json={"note": "CI"}).json()
    pair = (made["public_key"], made["secret_key"])
    browser.cookies.clear()
    assert browser.get("/api/public/projects", auth=pair).status_code == 200
    assert browser.delete(f"/admin/keys/{made['public_key']}", auth=pair).status_code == 204
    assert browser.get("/api/public/projects", auth=pair).status_code == 401


def test_a_project_sees_and_revokes_no_other_projects_keys(browser: TestClient, key: NewKey, stores: Stores) -> None:
    ensure_project(stores.records, f"{key.project_id}-other", "Other")
    other = create_key(stores.records, f"{key.project_id}-other")
    sign_in(browser, key)
    assert other.public_key not in browser.get("/admin/keys").text
    assert browser.delete(f"/admin/keys/{other.public_key}").status_code == 404


def test_a_link_opens_every_project_and_a_key_its_own(browser: TestClient, key: NewKey, stores: Stores) -> None:
    signed_in = browser.post("/auth/session", json={"token": create_link_token(stores.records)})
    assert signed_in.json()["operator"]
    other = f"{key.project_id}-second"
    assert browser.post("/admin/projects", json={"id": other, "name": "Second"}).status_code == 201
    assert browser.put("/auth/session", json={"project_id": other}).json()["project"]["id"] == other
    assert browser.get("/api/public/projects").json()["data"][0]["id"] == other
    browser.cookies.clear()
    sign_in(browser, key)
    assert browser.put("/auth/session", json={"project_id": other}).status_code == 403
    assert browser.get("/admin/projects").status_code == 403


def test_nobody_is_signed_in_at_first(browser: TestClient) -> None:
    assert browser.get("/auth/session").json() is None
    answer = browser.get("/admin/keys")
    assert answer.status_code == 401
    assert "www-authenticate" not in answer.headers  # or the browser would ask for a password itself


def test_a_key_in_the_header_goes_before_the_cookie(browser: TestClient, key: NewKey, stores: Stores) -> None:
    ensure_project(stores.records, f"{key.project_id}-third", "Third")
    third = create_key(stores.records, f"{key.project_id}-third")
    sign_in(browser, key)
    seen = browser.get("/api/public/projects", auth=(third.public_key, third.secret_key))
    assert seen.json()["data"][0]["id"] == third.project_id
