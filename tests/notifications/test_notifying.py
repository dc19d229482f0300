"""Notifying: everything is told to everybody who wants it, at least once, whatever fails meanwhile."""

from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any

import pytest
from alert_post import SECRET, Post

from ratchet.alerts.firings import find_firing
from ratchet.alerts.notifications.channels import change_channel, remove_channel
from ratchet.alerts.notifications.failing import watch_channel
from ratchet.alerts.notifications.managed import CHANNEL_ID, ensure_managed
from ratchet.alerts.notifications.outbox import TRIED_FOR, retry, take_transitions
from ratchet.alerts.notifications.schemas import ChannelChange
from ratchet.alerts.observed import Observed
from ratchet.auth.keys import ensure_project
from ratchet.domain.alert import AlertSeverity
from ratchet.domain.channel import Channel, Health
from ratchet.domain.firing import Turn
from ratchet.domain.notification import Notification, NotificationStatus
from ratchet.errors import Invalid
from ratchet.jobs.leases import Replica
from ratchet.jobs.newcomers import Newcomers
from ratchet.settings import Settings, read_settings
from ratchet.store.records.channels import read_channel, read_channels, write_health_alone
from ratchet.store.records.notifications import find_notifications, write_notifications_and_firing
from ratchet.testing.webhook import Receiver, Verdict, running_webhook

Rounds = Callable[[Callable[[], bool]], None]


@pytest.fixture
def hook() -> Iterator[Receiver]:
    with running_webhook() as hook:
        yield hook


@pytest.fixture
def other() -> Iterator[Receiver]:
    with running_webhook() as other:
        yield other


def kept(post: Post, status: NotificationStatus | None = None) -> list[Notification]:
    return find_notifications(post.records, post.project_id, status=status, limit=1000)[0]


def now(post: Post, channel: Channel) -> Channel:
    found = read_channel(post.records, post.project_id, channel.id)
    assert found is not None
    return found


def told(hook: Receiver) -> list[tuple[str, str]]:
    return [(message["alert"]["id"], message["type"]) for message in hook.messages]


def settled(post: Post, count: int) -> Callable[[], bool]:
    """Whether there are so many notifications, and none of them waits."""
    return lambda: len(kept(post)) == count and not kept(post, NotificationStatus.WAITING)


def test_channels_are_told_what_they_want_in_order_and_nothing_silenced(
    post: Post, rounds: Rounds, hook: Receiver, other: Receiver
) -> None:
    post.clock.turn(minutes=-2)
    post.tell(id="from before there were channels")
    post.clock.turn(minutes=2)
    post.open(kind="webhook", url=hook.url)
    post.open(kind="webhook", url=other.url, severities=["critical"], send_resolved=False)
    post.tell(id="a")
    post.tell(id="b", severity=AlertSeverity.CRITICAL)
    post.tell(id="silent", is_silenced=True)
    post.tell(Turn.STILL_FIRING, id="a")
    post.tell(Turn.RESOLVED, id="a")
    post.tell(Turn.RESOLVED, id="b", severity=AlertSeverity.CRITICAL)
    rounds(settled(post, 6))
    of_a = [kind for alert, kind in told(hook) if alert == "a"]
    assert of_a == ["alert.fired", "alert.still_firing", "alert.resolved"]
    assert (told(other), len(hook.taken)) == ([("b", "alert.fired")], 5)


def test_a_receiver_that_comes_back_gets_everything_once_with_ids_that_stay(
    post: Post, rounds: Rounds, hook: Receiver
) -> None:
    channel = post.open(kind="webhook", url=hook.url)
    hook.outage = Verdict(503)
    for _ in range(5):
        post.tell()
    until = post.clock() + timedelta(minutes=10)
    rounds(lambda: post.clock() > until)
    ailing = now(post, channel)
    assert (len(hook.taken), ailing.health.last_error) == (0, "503: ok")
    assert ailing.health.failing_since is not None
    hook.outage = None
    rounds(settled(post, 5))
    ids = [message["id"] for message in hook.messages]
    assert len(set(ids)) == len(ids) == 5
    tries = [delivery.message["id"] for delivery in hook.came]
    assert set(tries) == set(ids)
    assert len(tries) < 40, "it is not asked again and again while it is down"
    assert all(delivery.headers["ratchet-id"] == delivery.message["id"] for delivery in hook.came)
    assert now(post, channel).health.failing_since is None


def test_what_cannot_be_delivered_is_given_up_and_can_be_tried_again(
    post: Post, rounds: Rounds, hook: Receiver
) -> None:
    post.open(kind="webhook", url=hook.url)
    hook.outage = Verdict(400, "invalid_payload")
    post.tell(id="refused")
    rounds(settled(post, 1))
    hook.outage = Verdict(502)
    post.tell(id="late")
    rounds(lambda: any(one.attempts for one in kept(post, NotificationStatus.WAITING)))
    post.clock.turn(seconds=TRIED_FOR.total_seconds())
    rounds(settled(post, 2))
    dead = {one.firing.id: one for one in kept(post, NotificationStatus.DEAD)}
    assert {name: one.last_error for name, one in dead.items()} == {
        "refused": "400: invalid_payload",
        "late": "502: ok",
    }
    assert dead["refused"].attempts == 1
    hook.outage = None
    assert retry(post.records, post.project_id, notification_id=dead["late"].id) == 1
    assert retry(post.records, post.project_id, notification_id=dead["late"].id) == 0
    post.clock.turn(minutes=1)
    rounds(settled(post, 2))
    assert [message["id"] for message in hook.messages] == [dead["late"].id]


def test_a_channel_that_hangs_and_a_message_that_is_never_taken_hold_up_nobody_else(
    post: Post, rounds: Rounds, hook: Receiver, other: Receiver
) -> None:
    post.open(kind="webhook", url=other.url, name="hanging")
    post.open(kind="webhook", url=hook.url)
    other.outage = Verdict(hangs=True)
    post.tell()
    rounds(lambda: bool(hook.taken))
    other.wait_for_attempts(1)
    assert not other.taken
    poison = post.tell(id="poison").firing.id
    hook.outage = lambda delivery: Verdict(500 if delivery.message["alert"]["id"] == poison else 200)
    for _ in range(3):
        post.tell()
    rounds(lambda: len(hook.taken) == 4)
    assert not other.taken
    other.outage = None


def test_a_service_that_asks_for_a_pause_gets_it_and_is_not_called_broken(
    post: Post, rounds: Rounds, hook: Receiver
) -> None:
    channel = post.open(kind="webhook", url=hook.url)
    hook.outage = Verdict(429, headers={"Retry-After": "300"})
    post.tell()
    rounds(lambda: now(post, channel).health.retry_at is not None)
    asked_at, health = post.clock(), now(post, channel).health
    assert health.failing_since is None
    hook.outage = None
    rounds(settled(post, 1))
    assert post.clock() - asked_at >= timedelta(seconds=290)
    assert len(hook.came) == 2


def test_a_channel_that_fails_is_an_alert_that_the_others_are_told_of_and_ends_when_it_works(
    post: Post, rounds: Rounds, hook: Receiver, other: Receiver
) -> None:
    observed = Observed(post.events, post.records, post.project_id)
    channel = post.open(kind="webhook", url=hook.url, name="pager")
    post.open(kind="webhook", url=other.url, severities=["critical"])
    hook.outage = Verdict(500, "kaputt")
    post.tell()
    rounds(lambda: bool(other.taken))
    firing_id = now(post, channel).health.firing_id
    firing = find_firing(observed, firing_id)
    assert (firing.rule_type, firing.resolved_at, firing.labels) == ("channel_failing", None, {"channel": "pager"})
    assert "500: kaputt" in other.messages[0]["text"]
    hook.outage = None
    rounds(lambda: len(other.taken) == 2)
    assert told(other) == [(firing_id, "alert.fired"), (firing_id, "alert.resolved")]
    assert find_firing(observed, firing_id).resolved_at is not None
    assert (len(hook.taken), now(post, channel).health.firing_id) == (1, "")


def test_what_waits_for_a_channel_is_bounded_and_nothing_is_lost_of_the_rest(post: Post, hook: Receiver) -> None:
    post.open(kind="webhook", url=hook.url)
    for _ in range(5):
        post.tell()
        take_transitions(post.records, post.project_id, post.clock(), waiting_max=3)
    waiting = {one.firing.id for one in kept(post, NotificationStatus.WAITING)}
    assert waiting == {"firing-1", "firing-2", "firing-3"}
    assert {one.firing.id for one in kept(post, NotificationStatus.DEAD)} == {"firing-4", "firing-5"}


def test_one_replica_sends_and_another_goes_on_when_it_leaves(post: Post, hook: Receiver) -> None:
    post.open(kind="webhook", url=hook.url)
    leader = Replica(post.records, "first")
    first, second = post.notifier(leader), post.notifier(Replica(post.records, "second"))
    first.look()
    post.tell()
    second.look()
    assert len(kept(post)) == 0
    leader.leave()
    second.look()
    hook.wait_for(1)
    second.close()
    assert len(hook.came) == 1


@pytest.mark.parametrize(
    ("url", "kind", "address"),
    [
        ("https://hooks.slack.com/services/T/B/secret", "slack", "https://hooks.slack.com/…"),
        ("http://alerts.internal:9000/hook", "webhook", "http://alerts.internal:9000/…"),
    ],
)
def test_the_setting_alert_webhook_url_is_a_channel_that_follows_it(
    post: Post, url: str, kind: str, address: str
) -> None:
    def follow(**settings: Any) -> list[Channel]:
        observed = Observed(post.events, post.records, post.project_id)
        ensure_managed(observed, "s" * 20, Settings(**settings))
        return read_channels(post.records, post.project_id)

    [made] = follow(alert_webhook_url=url)
    assert (made.id, made.kind, made.address, made.is_managed) == (CHANNEL_ID, kind, address, True)
    assert follow(alert_webhook_url=url) == [made]
    [moved] = follow(alert_webhook_url="https://example.com/hook")
    assert (moved.kind, moved.address) == ("webhook", "https://example.com/…")
    assert follow() == []


@pytest.mark.parametrize("address", ["hooks.slack.com/services/secret", "https://user:se[cret@host/secret"])
def test_a_setting_that_is_no_address_is_refused_at_the_start_without_being_repeated(address: str) -> None:
    with pytest.raises(Invalid, match="ALERT_WEBHOOK_URL is not usable") as refused:
        read_settings(alert_webhook_url=address)
    assert "secret" not in refused.value.message


def test_sending_that_breaks_off_counts_as_an_attempt_and_the_channel_rests(
    post: Post, rounds: Rounds, hook: Receiver, caplog: pytest.LogCaptureFixture
) -> None:
    channel = post.open(kind="webhook", url=hook.url)
    post.tell(worst_trace_ids=("\ud800",))  # nothing can be made of it that could be sent
    rounds(lambda: now(post, channel).health.retry_at is not None)
    [waiting] = kept(post, NotificationStatus.WAITING)
    assert waiting.attempts >= 1
    assert waiting.last_error == "Sending broke off; the server's log says why."
    assert "broke off" in caplog.text


def test_a_project_that_cannot_be_equipped_holds_up_no_other(
    post: Post, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    ensure_project(post.records, "a second", "A second")
    equipped: list[str] = []

    def equip(project_id: str) -> None:
        if project_id == post.project_id and equipped.count(project_id) < 1:
            equipped.append(project_id)
            raise ValueError("nothing fits")
        equipped.append(project_id)

    newcomers = Newcomers(post.records, equip)
    newcomers.look()
    assert set(equipped) == {post.project_id, "a second"}
    assert f"Project {post.project_id} could not be equipped" in caplog.text
    monkeypatch.setattr("ratchet.jobs.newcomers._LOOK_EVERY_S", 0.0)
    newcomers.look()
    newcomers.look()
    assert sorted(equipped) == sorted([post.project_id, post.project_id, "a second"])


def test_a_channel_that_is_switched_off_and_on_again_has_not_failed_yet_and_its_alert_is_over(post: Post) -> None:
    observed = Observed(post.events, post.records, post.project_id)
    channel = post.open(kind="webhook", url="http://127.0.0.1:9/hook")
    since = post.clock()
    write_health_alone(post.records, channel, Health(failures=7, failing_since=since, retry_at=since))
    watch_channel(observed, now(post, channel), since + timedelta(minutes=6))
    first = now(post, channel).health.firing_id
    assert first
    for enabled in (False, True):
        sent = ChannelChange(enabled=enabled)
        change_channel(post.records, SECRET, post.project_id, channel.id, sent)
    health = now(post, channel).health
    assert (health.failures, health.failing_since, health.retry_at) == (0, None, None)
    watch_channel(observed, now(post, channel), since + timedelta(minutes=7))
    assert now(post, channel).health.firing_id == ""
    assert find_firing(observed, first).resolved_at is not None


def test_an_alert_about_a_channel_that_the_history_has_lost_ends_all_the_same(post: Post) -> None:
    channel = post.open(kind="webhook", url="http://127.0.0.1:9/hook")
    write_notifications_and_firing(post.records, channel, [], "long gone")
    watch_channel(Observed(post.events, post.records, post.project_id), now(post, channel), post.clock())
    assert now(post, channel).health.firing_id == ""


@pytest.mark.parametrize("is_managed", [False, True])
def test_the_alert_about_a_channel_ends_with_the_channel(post: Post, is_managed: bool) -> None:
    observed = Observed(post.events, post.records, post.project_id)
    if is_managed:
        ensure_managed(observed, SECRET, Settings(alert_webhook_url="http://127.0.0.1:9/hook"))
    else:
        post.open(kind="webhook", url="http://127.0.0.1:9/hook")
    [channel] = read_channels(post.records, post.project_id)
    write_health_alone(post.records, channel, Health(failures=7, failing_since=post.clock()))
    watch_channel(observed, now(post, channel), post.clock() + timedelta(minutes=6))
    firing_id = now(post, channel).health.firing_id
    assert find_firing(observed, firing_id).resolved_at is None
    if is_managed:
        ensure_managed(observed, SECRET, Settings())
    else:
        remove_channel(observed, channel.id)
    assert read_channels(post.records, post.project_id) == []
    assert find_firing(observed, firing_id).resolved_at is not None
