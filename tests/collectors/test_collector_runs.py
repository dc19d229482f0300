"""A collector sent over what is stored collects what it would have collected, once, beside what arrives."""

from collections.abc import Callable, Sequence
from datetime import UTC, datetime, timedelta

import pytest

from ratchet.datasets.collectors.backfill import do_run, queue_run
from ratchet.datasets.collectors.equipment import Equipment
from ratchet.datasets.collectors.schemas import CollectorRunIn
from ratchet.domain.collector import CollectionTally, Collector, CollectorRun
from ratchet.domain.dataset import Item
from ratchet.domain.judge import RunState
from ratchet.jobs.finishing import Interrupted
from ratchet.store.records.collector_runs import read_collector_run, write_collector_run_progress
from ratchet.store.records.collectors import delete_collector

Make = Callable[..., Collector]
Send = Callable[..., str]
ScoreIt = Callable[..., str]
Look = Callable[[], int]
ItemsOf = Callable[..., Sequence[Item]]


def _queue(equipment: Equipment, collector: Collector, limit: int = 1000) -> CollectorRun:
    since = (datetime.now(UTC) - timedelta(hours=1)).isoformat()
    return queue_run(equipment.records, collector, CollectorRunIn.model_validate({"from_time": since, "limit": limit}))


def test_a_run_collects_what_came_before_the_collector(
    equipment: Equipment, collector: Make, send: Send, score: ScoreIt, look: Look, items_of: ItemsOf
) -> None:
    for number in range(3):
        score(send(f"Question {number}?"), 0.9 if number else 0.1)
    good = collector(at_most_a_day=1)
    run = _queue(equipment, good)
    assert do_run(equipment, run) == CollectionTally(looked_at=3, collected=2)
    done = read_collector_run(equipment.records, run.project_id, run.id)
    assert done is not None
    assert (done.state, done.tally.collected, done.error) == (RunState.COMPLETED, 2, "")
    assert {item.metadata["collected_in"] for item in items_of()} == {run.id}
    score(send("Today's?"), 0.9)
    look()
    assert len(items_of()) == 3, "what a run collects leaves the day's limit alone"


def test_a_run_takes_the_newest_up_to_its_limit(
    equipment: Equipment, collector: Make, send: Send, score: ScoreIt, items_of: ItemsOf
) -> None:
    for number in range(4):
        score(send(f"Question {number}?"), 0.9)
    tally = do_run(equipment, _queue(equipment, collector(), limit=2))
    assert (tally.collected, tally.over_limit) == (2, 2)
    assert {item.input for item in items_of()} == {"Question 2?", "Question 3?"}


def test_a_run_that_was_cut_off_goes_on_without_anything_twice(
    equipment: Equipment,
    collector: Make,
    send: Send,
    score: ScoreIt,
    items_of: ItemsOf,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("ratchet.datasets.collectors.backfill.TRACES_AT_ONCE", 2)
    for number in range(5):
        score(send(f"Question {number}?"), 0.9)
    run = _queue(equipment, collector(), limit=4)

    def write_and_end(*said: object) -> None:
        write_collector_run_progress(*said)  # type: ignore[arg-type]
        equipment.stopping.set()

    with monkeypatch.context() as cut:
        cut.setattr("ratchet.datasets.collectors.backfill.write_collector_run_progress", write_and_end)
        with pytest.raises(Interrupted):
            do_run(equipment, run)
    assert len(items_of()) == 2
    equipment.stopping.clear()
    tally = do_run(equipment, run)
    assert (tally.kept, tally.collected, len(items_of())) == (2, 2, 4)


def test_a_run_beside_what_arrives_makes_each_item_once(
    equipment: Equipment, collector: Make, send: Send, score: ScoreIt, look: Look, items_of: ItemsOf
) -> None:
    good = collector()
    for number in range(3):
        score(send(f"Question {number}?"), 0.9)
    tallies = [do_run(equipment, _queue(equipment, good)), look(), do_run(equipment, _queue(equipment, good))]
    assert tallies == [CollectionTally(looked_at=3, collected=3), 3, CollectionTally(looked_at=3, kept=3)]
    assert len(items_of()) == 3


def test_a_run_of_a_collector_that_is_gone_says_so(equipment: Equipment, collector: Make) -> None:
    good = collector()
    run = _queue(equipment, good)
    delete_collector(equipment.records, good.project_id, good.name)
    do_run(equipment, run)
    done = read_collector_run(equipment.records, run.project_id, run.id)
    assert done is not None
    assert (done.state, done.error) == (RunState.FAILED, "The collector was deleted.")
