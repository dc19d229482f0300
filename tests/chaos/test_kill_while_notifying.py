"""Notifications over `kill -9`: whoever was down gets every one, and can tell repeats by their ids."""

from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import httpx2
import pytest

from ratchet.testing.otlp import PROTOBUF, otlp_request, otlp_span
from ratchet.testing.pagerduty import ROUTING_KEY, PagerDuty, running_pagerduty
from ratchet.testing.receiving import Receiver, Verdict
from ratchet.testing.server import Server, running_server
from ratchet.testing.slack import PATH, Slack, running_slack
from ratchet.testing.webhook import running_webhook

pytestmark = pytest.mark.slow

SECRET = "what messages are signed with"
DOWN = Verdict(503)
WITHIN_S = 180.0  # a minute between attempts, and a lease to run out


class Receivers:
    """Everybody who is told: a webhook, Slack and PagerDuty, down and back together."""

    def __init__(self, hook: Receiver, slack: Slack, pagerduty: PagerDuty) -> None:
        self.hook, self.slack, self.pagerduty = hook, slack, pagerduty

    def fail(self, outage: Verdict | None) -> None:
        for receiver in (self.hook, self.slack, self.pagerduty):
            receiver.outage = outage

    def wait_for_attempts(self, count: int) -> None:
        for receiver in (self.hook, self.slack, self.pagerduty):
            receiver.wait_for_attempts(count, WITHIN_S)


@pytest.fixture
def receivers() -> Iterator[Receivers]:
    with ExitStack() as stack:
        hook = stack.enter_context(running_webhook(secret=SECRET))
        yield Receivers(hook, stack.enter_context(running_slack()), stack.enter_context(running_pagerduty()))


@pytest.fixture
def alerting(tmp_path: Path, receivers: Receivers) -> Iterator[Server]:
    """A server that tells all of them, Slack by the setting that the seed names."""
    settings = {
        "slack_url": receivers.slack.origin,
        "pagerduty_url": receivers.pagerduty.url,
        "alert_webhook_url": f"https://hooks.slack.com{PATH}",
        "url": "https://ratchet.example.com",
    }
    with running_server(tmp_path, **settings) as server:
        with server.client() as http:
            http.post("/admin/alerts/stop-monitoring").raise_for_status()
            hook = {"kind": "webhook", "url": receivers.hook.url, "secret": SECRET, "allow_private_addresses": True}
            make(http, name="hook", **hook)
            make(http, name="duty", kind="pagerduty", routing_key=ROUTING_KEY)
            body = otlp_request(otlp_span(name="chat")).SerializeToString()
            http.post("/v1/traces", content=body, headers={"content-type": PROTOBUF}).raise_for_status()
        yield server


def make(http: httpx2.Client, **channel: Any) -> None:
    http.post("/admin/alerts/channels", json=channel).raise_for_status()


def fire(server: Server, name: str) -> str:
    """Let an alert fire; gives its id."""
    rule = {"name": name, "rule_type": "traffic", "threshold": 1000, "time_window_minutes": 60, "severity": "critical"}
    with server.client() as http:
        http.post("/admin/alerts/rules", json=rule).raise_for_status()
        [alert_id] = http.post("/admin/alerts/check").raise_for_status().json()["new_alert_ids"]
    return alert_id


def test_receivers_that_were_down_over_a_kill_get_every_notification_and_repeats_have_their_ids(
    alerting: Server, receivers: Receivers
) -> None:
    receivers.fail(DOWN)
    alerts = [fire(alerting, "one"), fire(alerting, "two")]
    receivers.wait_for_attempts(2)
    alerting.kill()
    alerting.restart()
    alerts.append(fire(alerting, "three"))
    receivers.wait_for_attempts(4)
    receivers.fail(Verdict(hangs=True))
    receivers.wait_for_attempts(6)
    alerting.kill()  # with something on its way to each of them
    receivers.fail(None)
    alerting.restart()
    for receiver in (receivers.hook, receivers.slack, receivers.pagerduty):
        receiver.wait_for(3, WITHIN_S)
    assert {message["alert"]["id"] for message in receivers.hook.messages} == set(alerts)
    assert receivers.pagerduty.incidents == dict.fromkeys(alerts, "triggered")
    told = repr(receivers.slack.messages)
    assert all(f"https://ratchet.example.com/alerts/firings/{alert}" in told for alert in alerts)
    ids = {delivery.headers["ratchet-id"] for delivery in receivers.hook.came}
    assert ids == {message["id"] for message in receivers.hook.messages}
    assert len(ids) == 3
    with alerting.client() as http:
        channels = http.get("/admin/alerts/channels").json()["channels"]
    assert {channel["name"]: channel["kind"] for channel in channels} == {
        "ALERT_WEBHOOK_URL": "slack",
        "hook": "webhook",
        "duty": "pagerduty",
    }
