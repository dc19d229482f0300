"""Collectors and their runs in the record store, on SQLite and on Postgres."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from ratchet.auth.keys import ensure_project
from ratchet.domain.collector import CollectionTally, Collector, CollectorRun, Criterion, CriterionType
from ratchet.domain.condition import Condition, Operator
from ratchet.domain.judge import RunState
from ratchet.errors import Conflict
from ratchet.store.records import RecordStore
from ratchet.store.records.collector_runs import (
    count_collector_runs,
    read_collector_run,
    read_collector_runs,
    read_collector_runs_in,
    write_collector_run,
    write_collector_run_progress,
)
from ratchet.store.records.collectors import (
    change_collector,
    delete_collector,
    read_collecting,
    read_collector,
    read_collectors,
    read_known_collectors,
    write_collector,
    write_collector_watermarks,
)

NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)


@pytest.fixture
def good(records: RecordStore, project: str) -> Collector:
    """A collector that is stored, with everything that can be said of one."""
    ensure_project(records, project, "A test's project")
    collector = Collector(
        project_id=project,
        name="good",
        dataset_id="dataset",
        created_at=NOW,
        updated_at=NOW,
        filters=(Condition("tags", Operator.ANY_OF, ["shop"]), Condition("latency_s", Operator.LESS, 2.5)),
        criteria=(
            Criterion(type=CriterionType.QUALITY, at_least=0.8),
            Criterion(type=CriterionType.CATEGORY, score_name="mood", values=("glad", "calm")),
        ),
        at_most_a_day=5,
        sampling=0.5,
        redacts=True,
    )
    write_collector(records, collector, now_us=10)
    return collector


def test_a_collector_comes_back_as_it_was(records: RecordStore, good: Collector) -> None:
    assert read_collector(records, good.project_id, good.name) == good
    assert read_collectors(records, good.project_id) == [good]
    with pytest.raises(Conflict, match="There is a collector 'good' already"):
        write_collector(records, good, now_us=20)


def test_a_watermark_goes_on_and_never_back(records: RecordStore, good: Collector) -> None:
    for reached in (30, 20):
        write_collector_watermarks(records, good.project_id, [(good.name, reached)])
    [watching] = read_collecting(records)
    assert (watching.collector, watching.watermark) == (good, (10, 30))


def test_switched_on_again_it_leaves_what_came_meanwhile(records: RecordStore, good: Collector) -> None:
    change_collector(records, replace(good, is_enabled=False), now_us=40)
    assert read_collecting(records) == []
    change_collector(records, replace(good, version=3), now_us=50)
    [watching] = read_collecting(records)
    assert (watching.collector.version, watching.watermark) == (3, (50, 50))


def test_a_deleted_name_is_remembered_and_can_be_taken_again(records: RecordStore, good: Collector) -> None:
    assert delete_collector(records, good.project_id, good.name)
    assert not delete_collector(records, good.project_id, good.name)
    assert (read_collectors(records, good.project_id), read_known_collectors(records, good.project_id)) == (
        [],
        {"good"},
    )
    write_collector(records, replace(good, description="Again"), now_us=60)
    [again] = read_collectors(records, good.project_id)
    assert again.description == "Again"


def test_runs_say_how_far_they_are(records: RecordStore, good: Collector) -> None:
    run = CollectorRun(
        project_id=good.project_id, id="run", collector=good.name, created_at=NOW, start=1, end=2**62, limit=7
    )
    write_collector_run(records, run)
    assert [one for one in read_collector_runs_in(records, [RunState.QUEUED]) if one == run] == [run]
    tally = CollectionTally(looked_at=3, collected=2, refused=1)
    write_collector_run_progress(records, run, RunState.COMPLETED, tally)
    done = read_collector_run(records, good.project_id, "run")
    assert done is not None
    assert (done.state, done.tally, done.finished_at is not None) == (RunState.COMPLETED, tally, True)
    assert read_collector_runs(records, good.project_id, good.name, offset=0, limit=10) == [done]
    assert count_collector_runs(records, good.project_id, good.name) == 1
