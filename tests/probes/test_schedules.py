"""When probes are due: once each time, however many times were missed, and never while the last run is still on."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from ratchet.auth.keys import ensure_project
from ratchet.domain.probe import Probe, ProbeState, Standing
from ratchet.probes.schedule import first_time, take_turn
from ratchet.store.records import RecordStore
from ratchet.store.records.probes import (
    Posted,
    delete_probe,
    end_run,
    insert_probe,
    read_due_probes,
    read_probe,
    write_begun,
    write_missed,
    write_run,
)

NOON = datetime(2026, 11, 16, 12, tzinfo=UTC)


def probe(**changes: Any) -> Probe:
    said = {"project_id": "p", "id": "one", "name": "One", "created_at": NOON, "updated_at": NOON}
    return Probe(**said | {"queries": ("What?",), "every_s": 60} | changes)


def minutes(count: float) -> datetime:
    return NOON + timedelta(minutes=count)


@pytest.mark.parametrize(
    ("changes", "now", "missed", "next_at"),
    [
        ({}, 0.1, 0, 1),
        ({}, 1, 1, 2),
        ({}, 600.5, 600, 601),
        ({"cron": "*/15 * * * *"}, 1, 0, 15),
        ({"cron": "*/15 * * * *"}, 46, 3, 60),
        ({"cron": "30 3 * * *"}, 10, 0, 15.5 * 60),
        ({"cron": "* * * * *"}, 60 * 24 * 30, 10_000, 60 * 24 * 30 + 1),
    ],
)
def test_a_standstill_is_one_run_and_the_missed_times_are_counted(
    changes: dict[str, Any], now: float, missed: int, next_at: float
) -> None:
    turn = take_turn(probe(**changes), NOON, minutes(now))
    assert (turn.missed, turn.next_at) == (missed, minutes(next_at))


def test_a_new_probe_runs_at_once_unless_a_cron_says_when() -> None:
    assert first_time(probe(), NOON) == NOON
    assert first_time(probe(cron="5 * * * *"), NOON) == minutes(5)


def test_a_probe_is_down_after_so_many_failures_in_a_row_and_a_run_counts_once() -> None:
    standing = Standing(next_at=NOON)
    states: list[ProbeState] = []
    for number, is_ok in enumerate((True, False, False, False, True)):
        for _ in range(2):  # a run that was begun again tells the same twice
            standing = standing.after(str(number), is_ok=is_ok, failures_to_down=2, now=minutes(number))
        states.append(standing.state)
    up, failing, down = ProbeState.UP, ProbeState.FAILING, ProbeState.DOWN
    assert states == [up, failing, down, down, up]
    assert (standing.failures, standing.since) == (0, minutes(4))


@pytest.fixture
def posted(records: RecordStore) -> Posted:
    """A probe that is due at noon."""
    ensure_project(records, "p", "A project")
    insert_probe(records, probe(), Standing(next_at=NOON))
    found = read_probe(records, "p", "One")
    assert found is not None
    return found


def test_a_turn_is_taken_by_one_of_those_who_saw_it(records: RecordStore, posted: Posted) -> None:
    assert [due.probe for due in read_due_probes(records, NOON)] == [posted.probe]
    said = {"next_at": minutes(1), "busy_until": minutes(5), "missed": 2}
    assert write_begun(records, posted, "run", **said)
    assert not write_begun(records, posted, "run", **said)
    assert not read_due_probes(records, NOON)
    standing = read_probe(records, "p", "one").standing  # type: ignore[union-attr]
    assert (standing.busy_until, standing.missed) == (minutes(5), 2)


def test_times_that_come_while_a_run_is_on_are_missed_until_it_ends(records: RecordStore, posted: Posted) -> None:
    write_begun(records, posted, "run", next_at=minutes(1), busy_until=minutes(5), missed=0)
    [busy] = read_due_probes(records, minutes(1))
    assert write_missed(records, busy, next_at=minutes(2), missed=1)
    after = write_run(records, posted.probe, "run", is_ok=False, now=minutes(2))
    assert after is not None
    assert (after.state, after.missed, after.missed_lately) == (ProbeState.DOWN, 1, 1)
    end_run(records, "p", "one")
    assert read_probe(records, "p", "one").standing.busy_until is None  # type: ignore[union-attr]


def test_a_run_that_is_over_before_it_is_noted_does_not_keep_its_probe_busy(
    records: RecordStore, posted: Posted
) -> None:
    write_run(records, posted.probe, "run", is_ok=True, now=NOON)
    end_run(records, "p", "one")
    write_begun(records, posted, "run", next_at=minutes(1), busy_until=minutes(5), missed=0)
    assert read_probe(records, "p", "one").standing.busy_until is None  # type: ignore[union-attr]


def test_a_run_of_a_probe_that_was_deleted_moves_nothing(records: RecordStore, posted: Posted) -> None:
    assert delete_probe(records, "p", "one")
    assert write_run(records, posted.probe, "run", is_ok=False, now=NOON) is None
