"""Targets and regression runs in the record store."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from ratchet.auth.keys import ensure_project
from ratchet.domain.regression_run import Asker, RegressionRun, RegressionState, RunJudge
from ratchet.domain.target import Target, TargetKind
from ratchet.errors import Conflict
from ratchet.store.records import RecordStore
from ratchet.store.records.regression_runs import (
    RunFilter,
    ask_to_cancel,
    begin_run,
    count_regression_runs,
    end_run,
    find_regression_runs,
    read_regression_run,
    read_runs_to_do,
    write_regression_run,
)
from ratchet.store.records.targets import (
    insert_target,
    read_target,
    read_targets,
    update_target,
    write_default_target,
)

NOW = datetime(2026, 11, 22, tzinfo=UTC)


def test_a_project_has_one_default_target_and_it_is_the_first_until_told_otherwise(records: RecordStore) -> None:
    ensure_project(records, "p", "A project")
    first = Target(project_id="p", name="one", kind=TargetKind.HTTP, created_at=NOW, updated_at=NOW, body=None)
    second = replace(first, name="two", body={"q": "{{query}}"}, header_names=("X-Key",))
    assert insert_target(records, first).is_default
    assert not insert_target(records, second).is_default
    assert write_default_target(records, "p", "two")
    assert not write_default_target(records, "p", "three")
    assert [one.name for one in read_targets(records, "p") if one.is_default] == ["two"]
    assert update_target(records, replace(second, url="http://x", is_default=False))
    assert read_target(records, "p", "two") == replace(second, url="http://x", is_default=True)
    with pytest.raises(Conflict):
        insert_target(records, first)


def test_a_run_goes_on_after_the_server_ended_and_ends_once(records: RecordStore) -> None:
    ensure_project(records, "p", "A project")
    judges = (RunJudge(name="exact", version=1, score_name="exact", epoch="e"),)
    run = RegressionRun(
        project_id="p", id="r", dataset_id="d", dataset="D", dataset_version=1, created_at=NOW, judges=judges
    )
    write_regression_run(records, run)
    assert read_regression_run(records, "p", "r") == run
    assert read_runs_to_do(records, [RegressionState.QUEUED]) == [("p", "r")]
    begun, again = begin_run(records, "p", "r"), begin_run(records, "p", "r")
    assert begun is not None
    assert again is not None
    assert (begun.resumptions, again.resumptions) == (0, 1)
    assert begun.started_at == again.started_at
    ask_to_cancel(records, "p", "r")
    assert begin_run(records, "p", "r").is_cancelling  # type: ignore[union-attr]
    assert end_run(records, "p", "r", RegressionState.COMPLETED, report={"verdict": "passed"})
    assert not end_run(records, "p", "r", RegressionState.FAILED)
    assert begin_run(records, "p", "r") is None
    done = read_regression_run(records, "p", "r")
    assert done is not None
    assert (done.state, done.report, done.is_cancelling) == (RegressionState.COMPLETED, {"verdict": "passed"}, False)


def test_a_run_that_nobody_is_at_is_cancelled_at_once(records: RecordStore) -> None:
    ensure_project(records, "p", "A project")
    queued = RegressionRun(project_id="p", id="q", dataset_id="d", dataset="D", dataset_version=1, created_at=NOW)
    by_client = replace(queued, id="c", asker=Asker.CLIENT, state=RegressionState.RUNNING)
    for run in (queued, by_client):
        write_regression_run(records, run)
        ask_to_cancel(records, "p", run.id)
    asked = RunFilter(project_id="p", dataset="D", state=RegressionState.CANCELLED)
    assert count_regression_runs(records, asked) == 2
    assert {run.id for run in find_regression_runs(records, asked, offset=0, limit=5)} == {"q", "c"}
