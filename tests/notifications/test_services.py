"""What services get: bodies that their own references allow, whatever an alert holds."""

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest
from alert_post import SECRET, a_channel, a_firing

from ratchet.alerts.notifications.message import Message, MessageType
from ratchet.alerts.notifications.sending import Sender
from ratchet.domain.alert import AlertSeverity
from ratchet.domain.channel import ChannelKind
from ratchet.testing.pagerduty import ROUTING_KEY, PagerDuty, running_pagerduty
from ratchet.testing.slack import Slack, running_slack
from ratchet.testing.webhook import Verdict, running_webhook

DASHBOARD = "https://ratchet.example.com"


def message(kind: MessageType = MessageType.FIRED, **changes: Any) -> Message:
    firing = replace(a_firing("a project"), **changes)
    return Message("n" * 32, kind, datetime(2026, 11, 22, 12, 5, tzinfo=UTC), 1, firing, DASHBOARD)


WILD = {
    "rule_name": "<!channel> & <https://evil.example.com|click> " * 40,
    "message": "<&>" * 3000,
    "labels": {f"field {number}": "v<" * 2000 for number in range(12)},
    "worst_trace_ids": tuple(f"trace {number} | > é🎈" * 40 for number in range(5)),
    "runbook_url": f"https://example.com/{'r' * 1900}",
    "resolution": "back <",
}
BARE = {"labels": {}, "segment": None, "runbook_url": "", "worst_trace_ids": ()}


@pytest.fixture(scope="module")
def slack() -> Iterator[Slack]:
    with running_slack() as slack:
        yield slack


@pytest.fixture(scope="module")
def pagerduty() -> Iterator[PagerDuty]:
    with running_pagerduty() as pagerduty:
        yield pagerduty


@pytest.mark.parametrize("kind", MessageType)
@pytest.mark.parametrize("changes", [{}, WILD, BARE])
def test_slack_takes_every_message(slack: Slack, kind: MessageType, changes: dict[str, Any]) -> None:
    channel = a_channel(ChannelKind.SLACK, url=slack.url)
    answer = Sender(SECRET, DASHBOARD).send(channel, message(kind, **changes))
    assert (answer.is_delivered, answer.status, answer.detail) == (True, 200, "ok")
    sent = slack.messages[-1]
    assert "n" * 32 in repr(sent["blocks"][-1])
    formatted = sent["text"] + repr(sent["blocks"][1:])  # a header is plain text
    assert not re.findall(r"<(?!https?://[^|]*\|)[^>]*>", formatted), "somebody else's markup became Slack's"
    assert "<https://evil" not in formatted


def test_slack_leads_to_the_alert_its_traces_and_its_runbook(slack: Slack) -> None:
    Sender(SECRET, DASHBOARD).send(a_channel(ChannelKind.SLACK, url=slack.url), message())
    sent = repr(slack.messages[-1])
    for url in ("/alerts/firings/firing", "/traces/trace-1", "/traces/trace%2F2"):
        assert DASHBOARD + url in sent
    assert "https://example.com/runbook" in sent


def test_pagerduty_makes_one_incident_of_an_alert_and_resolves_it(pagerduty: PagerDuty) -> None:
    sender = Sender(SECRET, DASHBOARD, pagerduty_url=pagerduty.url)
    channel = a_channel(ChannelKind.PAGERDUTY, routing_key=ROUTING_KEY)
    for kind, state in (
        (MessageType.FIRED, "triggered"),
        (MessageType.STILL_FIRING, "triggered"),
        (MessageType.RESOLVED, "resolved"),
    ):
        answer = sender.send(channel, message(kind))
        assert (answer.is_delivered, answer.status) == (True, 202), answer
        assert pagerduty.incidents["firing"] == state
    event = pagerduty.messages[-3]
    assert event["payload"]["severity"] == "error"
    assert event["links"][0]["href"] == event["client_url"] == f"{DASHBOARD}/alerts/firings/firing"


@pytest.mark.parametrize("severity", AlertSeverity)
def test_pagerduty_takes_every_severity_and_whatever_an_alert_holds(
    pagerduty: PagerDuty, severity: AlertSeverity
) -> None:
    sender = Sender(SECRET, DASHBOARD, pagerduty_url=pagerduty.url)
    channel = a_channel(ChannelKind.PAGERDUTY, routing_key=ROUTING_KEY)
    answer = sender.send(channel, message(severity=severity, **WILD))
    assert answer.is_delivered, answer


def test_what_pagerduty_refuses_is_told_in_its_words_and_without_the_key(pagerduty: PagerDuty) -> None:
    channel = a_channel(ChannelKind.PAGERDUTY, routing_key=ROUTING_KEY)
    sender = Sender(SECRET, DASHBOARD, pagerduty_url=pagerduty.url)
    answer = sender.send(channel, message(runbook_url=f"javascript:{ROUTING_KEY}"))
    assert (answer.is_delivered, answer.status, answer.is_final) == (False, 400, True)
    assert "'links' are no objects" in answer.detail
    assert ROUTING_KEY not in answer.detail


def test_what_a_service_repeats_of_an_address_is_not_told() -> None:
    with running_webhook() as echo:
        echo.outage = lambda delivery: Verdict(404, f"nothing at {delivery.path}")
        channel = a_channel(ChannelKind.SLACK, url=f"{echo.url}/abcdefghijklmnop")
        answer = Sender(SECRET, DASHBOARD).send(channel, message())
    assert answer.detail == "404: nothing at /hook/…"


def test_a_webhook_gets_the_body_that_the_guide_documents_signed() -> None:
    with running_webhook(secret="s" * 20) as hook:
        channel = a_channel(ChannelKind.WEBHOOK, url=hook.url, secret="s" * 20)
        assert Sender(SECRET, DASHBOARD).send(channel, message()).is_delivered
    [delivery] = hook.taken
    assert delivery.headers["ratchet-id"] == delivery.message["id"] == "n" * 32
    assert delivery.message | {"alert": None} == {
        "version": 1,
        "id": "n" * 32,
        "type": "alert.fired",
        "created_at": "2026-11-22T12:05:00.000Z",
        "attempt": 1,
        "project_id": "a project",
        "title": "Firing: Error rate (gpt-5)",
        "text": "Error rate (model gpt-5) is 40 % of 120 samples in 5 min, above 10 %.",
        "url": f"{DASHBOARD}/alerts/firings/firing",
        "alert": None,
    }
    alert = delivery.message["alert"]
    assert (alert["state"], alert["severity"], alert["labels"]) == ("firing", "error", {"model": "gpt-5"})
    assert alert["worst_traces"][0] == {"id": "trace-1", "url": f"{DASHBOARD}/traces/trace-1"}


def test_apprise_sends_to_a_service_of_ones_own_where_that_was_allowed_and_follows_no_redirect() -> None:
    sender = Sender(SECRET, DASHBOARD)
    with running_webhook() as gotify, running_webhook() as elsewhere:
        place = gotify.url.removeprefix("http://").removesuffix("/hook")
        channel = a_channel(ChannelKind.APPRISE, url=f"gotify://{place}/{'A' * 15}")
        answer = sender.send(channel, message())
        assert answer.is_delivered, answer
        assert f"{DASHBOARD}/alerts/firings/firing" in repr(gotify.messages)
        refused = sender.send(replace(channel, allow_private_addresses=False), message())
        assert len(gotify.came) == 1
        gotify.outage = Verdict(307, headers={"Location": elsewhere.url})
        assert not sender.send(channel, message()).is_delivered
        assert (len(gotify.came) > 1, elsewhere.came) == (True, [])
    assert (refused.is_delivered, refused.is_final) == (False, True)
    assert "private network" in refused.detail


def test_of_a_secret_that_is_cut_off_nothing_is_told() -> None:
    with running_webhook() as echo:
        echo.outage = lambda delivery: Verdict(404, "x" * 280 + delivery.path)
        channel = a_channel(ChannelKind.SLACK, url=f"{echo.url}/{'s3cret' * 10}")
        answer = Sender(SECRET, DASHBOARD).send(channel, message())
    assert "s3" not in answer.detail
    assert len(answer.detail) <= 300
