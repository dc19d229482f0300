"""Monitoring: by itself, as often as it is told to, by one replica at a time."""

from collections.abc import Iterator

import pytest
from alert_traffic import at

from ratchet.alerts.builtin import BUILTINS
from ratchet.alerts.monitoring import Alerting, is_due
from ratchet.auth.keys import ensure_project
from ratchet.domain.alert import Monitoring
from ratchet.jobs.leases import Replica
from ratchet.store.events import EventStore
from ratchet.store.records import RecordStore
from ratchet.store.records.alert_rules import read_monitoring, read_rules, write_monitoring


class Clock:
    """A clock that tests turn."""

    minute = 0.0

    def __call__(self):
        return at(self.minute)


@pytest.fixture
def clock() -> Iterator[Clock]:
    return Clock()


def test_rules_are_looked_at_as_often_as_was_said_and_by_one_replica(
    events: EventStore, records: RecordStore, project: str, clock: Clock
) -> None:
    ensure_project(records, project, "A test's project")
    first, second = Replica(records, "first"), Replica(records, "second")
    leader, other = (Alerting(events, records, replica, clock) for replica in (first, second))

    def looked(alerting: Alerting, minute: float) -> bool:
        clock.minute = minute
        alerting.look()
        return read_monitoring(records, project).checked_at == at(minute)

    assert looked(leader, 0)
    assert {rule.id for rule in read_rules(records, project)} == {rule.id for rule in BUILTINS}
    assert not looked(leader, 0.9)
    assert looked(leader, 1)
    assert not looked(other, 10)
    first.leave()
    assert looked(other, 10)
    write_monitoring(records, project, is_on=False)
    assert not looked(other, 20)
    write_monitoring(records, project, is_on=True, interval_s=300)
    assert looked(other, 21)
    assert not looked(other, 25)
    assert looked(other, 26)


def test_a_clock_that_was_set_back_does_not_put_looks_off() -> None:
    assert is_due(Monitoring(checked_at=at(100)), at(0))
    assert not is_due(Monitoring(checked_at=at(100)), at(100))
