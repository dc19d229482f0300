"""Baselines are kept by id and by tag, and a tag is given once."""

from datetime import UTC, datetime

import pytest

from ratchet.auth.keys import ensure_project
from ratchet.domain.answer import Answer, AnswerStatus, Opinion
from ratchet.domain.baseline import Baseline, Origin
from ratchet.errors import Conflict
from ratchet.store.events import EventStore
from ratchet.store.events.baseline_scores import (
    Scoring,
    delete_baseline_answers,
    read_baseline_answers,
    write_baseline_answers,
)
from ratchet.store.records import RecordStore
from ratchet.store.records.baselines import (
    delete_baseline,
    read_baseline,
    read_baseline_of_tag,
    read_baselines,
    write_baseline,
)


def _baseline(project: str, baseline_id: str, tag: str, day: int = 1) -> Baseline:
    return Baseline(
        project_id=project,
        id=baseline_id,
        dataset_id="d",
        tag=tag,
        created_at=datetime(2026, 11, day, tzinfo=UTC),
        dataset_version=1_764_000_000_000_000_000,
        origin=Origin.RUN,
        run_id="r",
        epochs={"exact": "e"},
        means={"exact": 0.5},
        items=3,
    )


def test_a_baseline_comes_back_as_it_was_and_its_tag_is_taken(records: RecordStore, project: str) -> None:
    ensure_project(records, project, "A test's project")
    old, new = _baseline(project, "1", "v1"), _baseline(project, "2", "v2", day=2)
    write_baseline(records, old)
    write_baseline(records, new)
    assert read_baseline(records, project, "1") == old
    assert read_baseline_of_tag(records, project, "d", "v2") == new
    assert read_baseline_of_tag(records, project, "another", "v2") is None
    assert read_baselines(records, project, "d", limit=9) == [new, old]
    with pytest.raises(Conflict):
        write_baseline(records, _baseline(project, "3", "v1"))
    assert delete_baseline(records, project, "1")
    assert not delete_baseline(records, project, "1")
    assert read_baseline(records, project, "1") is None


def test_a_baseline_keeps_its_answers_beside_those_that_were_scored_again(events: EventStore, project: str) -> None:
    first = Answer(
        item_id="a",
        repeat=0,
        status=AnswerStatus.OK,
        output={"text": "4"},
        opinions=(Opinion(score_name="exact", value=1.0),),
    )
    again = Answer(item_id="a", repeat=0, status=AnswerStatus.OK, output={"text": "4"})
    write_baseline_answers(events, Scoring(project, "1"), [first])
    write_baseline_answers(events, Scoring(project, "1", "today"), [again])
    assert read_baseline_answers(events, Scoring(project, "1")) == [first]
    assert read_baseline_answers(events, Scoring(project, "1", "today")) == [again]
    delete_baseline_answers(events, project, "1")
    assert read_baseline_answers(events, Scoring(project, "1")) == []
