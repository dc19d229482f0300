"""Channels: made, changed, shown without their secrets, and refused where nothing could be sent."""

from typing import Any

import pytest
from fastapi.testclient import TestClient

from ratchet.alerts.notifications.apprising import find_host
from ratchet.server.stores import Stores
from ratchet.store.records.channels import read_channels

CHANNELS = "/admin/alerts/channels"
SLACK = {"name": "team", "kind": "slack", "url": "https://hooks.slack.com/services/T01/B02/verysecretindeed"}
ROUTING_KEY = "0123456789abcdef0123456789abCDEF"


def make(client: TestClient, **said: Any) -> dict[str, Any]:
    answer = client.post(CHANNELS, json=said)
    assert answer.status_code == 201, answer.text
    return answer.json()


def complaint(client: TestClient, **said: Any) -> tuple[str, str]:
    """The field and the words with which a channel is refused; nothing is kept of it."""
    before = client.get(CHANNELS).json()
    answer = client.post(CHANNELS, json=said)
    assert answer.status_code in (400, 422), answer.text
    assert client.get(CHANNELS).json() == before
    [field] = answer.json()["details"]["fields"]
    return field["field"].removeprefix("body."), field["message"]


def test_a_channel_receives_everything_unless_it_says_otherwise_and_keeps_its_address_to_itself(
    client: TestClient,
) -> None:
    made = make(client, **SLACK)
    assert {name: made[name] for name in ("severities", "rule_ids", "send_resolved", "enabled")} == {
        "severities": [],
        "rule_ids": [],
        "send_resolved": True,
        "enabled": True,
    }
    assert (made["address"], made["health"], made["waiting"]) == ("https://hooks.slack.com/…", "untried", 0)
    shown = client.get(CHANNELS).text + client.get(f"{CHANNELS}/{made['id']}").text
    assert "verysecret" not in shown


def test_what_a_channel_keeps_secret_is_not_in_the_record_store_either(
    client: TestClient, stores: Stores, project: str
) -> None:
    make(client, **SLACK)
    make(client, name="duty", kind="pagerduty", routing_key=ROUTING_KEY)
    kept = repr(read_channels(stores.records, project))
    assert "verysecret" not in kept
    assert ROUTING_KEY not in kept


def test_a_webhook_is_signed_with_a_secret_that_is_shown_once(client: TestClient) -> None:
    made = make(client, name="hook", kind="webhook", url="https://example.com/hook?token=t")
    assert made["secret"].startswith("whsec_")
    assert made["signed"]
    assert made["address"] == "https://example.com/…"
    assert "secret" not in client.get(f"{CHANNELS}/{made['id']}").json()
    own = make(client, name="own", kind="webhook", url="https://example.com", secret="s" * 20)
    assert (own["secret"], own["signed"]) == (None, True)


def test_a_channel_is_changed_in_what_is_said_and_deleted(client: TestClient) -> None:
    made = make(client, **SLACK)
    path = f"{CHANNELS}/{made['id']}"
    changed = client.patch(path, json={"severities": ["critical"], "rule_ids": ["error_rate"], "enabled": False})
    assert changed.status_code == 200, changed.text
    assert {**made, **changed.json()} == {
        **made,
        "severities": ["critical"],
        "rule_ids": ["error_rate"],
        "enabled": False,
        "updated_at": changed.json()["updated_at"],
    }
    assert client.delete(path).json() == {"id": made["id"], "name": "team"}
    assert client.get(path).status_code == 404
    assert client.post(f"{path}/test").status_code == 404


def test_a_name_that_is_taken_is_a_conflict_and_changes_nothing(client: TestClient) -> None:
    make(client, **SLACK)
    other = make(client, **SLACK | {"name": "other"})
    assert client.post(CHANNELS, json=SLACK).status_code == 409
    assert client.patch(f"{CHANNELS}/{other['id']}", json={"name": "team"}).status_code == 409
    assert {channel["name"] for channel in client.get(CHANNELS).json()["channels"]} == {"team", "other"}


@pytest.mark.parametrize("kind", ["webhook", "slack"])
@pytest.mark.parametrize("place", ["http://169.254.169.254/latest", "http://127.0.0.1:9", "http://[::ffff:10.0.0.1]"])
def test_an_address_that_nobody_should_be_sent_to_is_refused(client: TestClient, kind: str, place: str) -> None:
    field, message = complaint(client, name="bad", kind=kind, url=place)
    assert field == "url"
    assert "Name a" in message


def test_a_private_address_is_taken_where_it_was_allowed_and_metadata_never_is(client: TestClient) -> None:
    made = make(client, name="own", kind="webhook", url="http://127.0.0.1:9/hook", allow_private_addresses=True)
    field, _ = complaint(client, name="bad", kind="webhook", url="http://169.254.169.254", allow_private_addresses=True)
    assert field == "url"
    answer = client.patch(f"{CHANNELS}/{made['id']}", json={"allow_private_addresses": False})
    assert answer.status_code == 400, answer.text


@pytest.mark.parametrize(
    ("said", "field"),
    [
        ({"kind": "webhook"}, "url"),
        ({"kind": "webhook", "url": "ftp://example.com"}, "url"),
        ({"kind": "webhook", "url": "https://user:p[ss@example.com/x"}, "url"),
        ({"kind": "webhook", "url": "https://example.com", "routing_key": ROUTING_KEY}, "routing_key"),
        ({"kind": "slack", "url": "https://hooks.slack.com/x", "secret": "s" * 20}, "secret"),
        ({"kind": "pagerduty"}, "routing_key"),
        ({"kind": "pagerduty", "routing_key": "too short"}, "routing_key"),
        ({"kind": "apprise", "url": "file:///etc/passwd"}, "url"),
        ({"kind": "apprise", "url": "json://example.com"}, "url"),
        ({"kind": "apprise", "url": "discord://incomplete"}, "url"),
        ({"kind": "apprise", "url": "gotify://169.254.169.254/token"}, "url"),
        ({"kind": "pigeon", "url": "https://example.com"}, "kind"),
        ({"kind": "slack", "url": "https://hooks.slack.com/x", "rule_ids": ["nobody"]}, "rule_ids"),
        ({"kind": "slack", "url": "https://hooks.slack.com/x", "severities": ["loud"]}, "severities.0"),
        ({"kind": "slack", "url": "https://hooks.slack.com/x", "webhook": 1}, "webhook"),
    ],
)
def test_a_channel_that_could_tell_nobody_is_refused_with_the_field(
    client: TestClient, said: dict[str, Any], field: str
) -> None:
    assert complaint(client, name="bad", **said)[0] == field


def test_apprise_takes_the_services_it_knows(client: TestClient) -> None:
    made = make(client, name="chat", kind="apprise", url=f"discord://{'1' * 18}/{'t' * 60}")
    assert made["address"] == "discord://…"


@pytest.mark.parametrize(
    "address",
    [
        f"discord://{'1' * 18}/{'t' * 60}?template=/etc/passwd",
        f"DISCORD://{'1' * 18}/{'t' * 60}?footer=yes;+Templat%65=file:///etc/passwd",
        "mailto://user:password@example.com?pgp=yes&pgppub=/etc/passwd",
        "mailtos://user:password@example.com?-PGPPRV=/etc/passwd",
        "mailto://user:password@example.com?:keyfile=/etc/passwd",
    ],
)
def test_an_address_that_names_a_file_of_the_server_is_refused(client: TestClient, address: str) -> None:
    field, words = complaint(client, name="bad", kind="apprise", url=address)
    assert (field, "names a file of the server" in words) == ("url", True)


def test_the_process_that_sends_opens_no_address_with_a_file_either() -> None:
    assert find_host(f"discord://{'1' * 18}/{'t' * 60}?template=/etc/passwd") is None
    assert find_host(f"sendgrid://{'k' * 30}:a@example.com/b@example.com?template=d-1") is not None
