"""The outbox in the record store, on SQLite and on Postgres."""

from dataclasses import replace
from datetime import timedelta

import pytest
from alert_post import Post

from ratchet.alerts.notifications.outbox import retry, take_transitions
from ratchet.auth.keys import ensure_project
from ratchet.domain.channel import Channel, Health
from ratchet.domain.firing import Turn
from ratchet.domain.notification import Notification, NotificationStatus
from ratchet.store.events import EventStore
from ratchet.store.records import RecordStore
from ratchet.store.records.alert_states import read_untaken
from ratchet.store.records.channels import delete_channel
from ratchet.store.records.notifications import (
    Place,
    count_notifications,
    delete_finished,
    find_notifications,
    read_due,
    read_next,
    read_projects_to_tell,
    write_attempt,
    write_notifications,
)

URL = "https://example.com/hook"


@pytest.fixture
def post(events: EventStore, records: RecordStore, project: str) -> Post:
    """A project of this test's own, on either store."""
    ensure_project(records, project, "A test's project")
    return Post(events, records, project)


def take(post: Post) -> None:
    take_transitions(post.records, post.project_id, post.clock())


def take_next(post: Post, channel: Channel) -> Notification | None:
    return read_next(post.records, Place(post.project_id, channel.id), post.clock())


def finish(post: Post, channel: Channel, one: Notification, **changes: object) -> None:
    write_attempt(post.records, channel, replace(one, attempts=1, **changes), Health())  # type: ignore[arg-type]


def test_what_happened_is_taken_and_kept_together_and_once(post: Post) -> None:
    post.open(kind="webhook", url=URL)
    post.tell()
    assert read_projects_to_tell(post.records) == [post.project_id]
    take(post)
    [kept], total = find_notifications(post.records, post.project_id, limit=10)
    assert (total, kept.firing.labels, kept.status) == (1, {"model": "gpt-5"}, NotificationStatus.WAITING)
    assert (read_projects_to_tell(post.records), read_untaken(post.records, post.project_id)) == ([], [])
    write_notifications(post.records, post.project_id, [kept])
    assert find_notifications(post.records, post.project_id, limit=10)[1] == 1


def test_nothing_of_an_alert_overtakes_what_came_before_and_others_do_not_wait_for_it(post: Post) -> None:
    channel = post.open(kind="webhook", url=URL)
    for turn, alert in ((Turn.FIRED, "a"), (Turn.RESOLVED, "a"), (Turn.FIRED, "b")):
        post.tell(turn, id=alert)
    take(post)
    first = take_next(post, channel)
    assert first is not None
    assert (first.firing.id, first.turn) == ("a", Turn.FIRED)
    finish(post, channel, first, due_at=post.clock() + timedelta(minutes=1))
    second = take_next(post, channel)
    assert second is not None
    assert second.firing.id == "b"
    finish(post, channel, second, status=NotificationStatus.DELIVERED, finished_at=post.clock())
    assert take_next(post, channel) is None
    post.clock.turn(minutes=2)
    assert take_next(post, channel) == replace(first, attempts=1, due_at=post.clock() - timedelta(minutes=1))


def test_a_channel_that_rests_is_not_due_and_a_deleted_one_takes_what_waited_along(post: Post) -> None:
    channel = post.open(kind="webhook", url=URL)
    post.tell()
    take(post)
    assert read_due(post.records, post.clock()) == [Place(post.project_id, channel.id)]
    one = take_next(post, channel)
    assert one is not None
    write_attempt(post.records, channel, one, Health(failures=1, retry_at=post.clock() + timedelta(minutes=1)))
    assert read_due(post.records, post.clock()) == []
    post.clock.turn(minutes=1)
    assert len(read_due(post.records, post.clock())) == 1
    delete_channel(post.records, post.project_id, channel.id)
    assert (read_due(post.records, post.clock()), count_notifications(post.records, post.project_id)) == ([], {})


def test_what_is_dead_is_tried_again_when_somebody_asks_and_forgotten_after_a_while(post: Post) -> None:
    channel = post.open(kind="webhook", url=URL)
    post.tell()
    take(post)
    one = take_next(post, channel)
    assert one is not None
    finish(post, channel, one, status=NotificationStatus.DEAD, finished_at=post.clock())
    assert count_notifications(post.records, post.project_id) == {(channel.id, NotificationStatus.DEAD): 1}
    delete_finished(post.records, before=post.clock())
    assert retry(post.records, post.project_id, channel_id=channel.id) == 1
    delete_finished(post.records, before=post.clock() + timedelta(days=1))
    again = take_next(post, channel)
    assert again is not None
    finish(post, channel, again, status=NotificationStatus.DELIVERED, finished_at=post.clock())
    delete_finished(post.records, before=post.clock() + timedelta(days=1))
    assert count_notifications(post.records, post.project_id) == {}
