"""Comparing what is there already: a test with another test, with any baseline, by any rule; and looking back."""

from dataclasses import replace

from ratchet.domain.comparison import Report
from ratchet.domain.dataset import Dataset
from ratchet.domain.regression_run import RegressionRun, RegressionState
from ratchet.errors import Conflict, NotFound
from ratchet.judges.bench import Bench
from ratchet.regression.against import choose_baseline, choose_side, side_of_run
from ratchet.regression.comparison_schemas import CompareIn, PastAnswer
from ratchet.regression.flakiness import Flakiness, measure_flakiness
from ratchet.regression.posting import find_run
from ratchet.regression.rescoring import rescore
from ratchet.regression.side import Side, epochs_of
from ratchet.regression.verdict import compare_sides
from ratchet.store.events import EventStore
from ratchet.store.events.answers import read_answers, read_answers_of_items
from ratchet.store.events.presence import find_known_traces
from ratchet.store.records import RecordStore
from ratchet.store.records.regression_runs import RunFilter, find_regression_runs


def compare(bench: Bench, project_id: str, sent: CompareIn, *, within_s: float) -> Report:
    """Hold a test against what is asked for.

    Raises `NotFound` for a test or baseline that there is not, `Conflict` where the two do not measure the same.
    """
    run = find_run(bench.records, project_id, sent.test_id)
    if not run.state.is_over:
        raise Conflict(f"Test {run.id!r} is {run.state}. Compare it when it is over, or cancel it.")
    run = replace(
        run,
        criteria=replace(sent.to_criteria(run.criteria), stops_early=False),
        score_name=sent.score_name or run.score_name,
        baseline_tag=sent.baseline_tag,
    )
    candidate = side_of_run(bench.events, project_id, run)
    return compare_sides(run, _choose(bench, run, sent, within_s), candidate)


def read_flakiness(
    events: EventStore, records: RecordStore, dataset: Dataset, *, runs: int, score_name: str | None
) -> Flakiness:
    """The flakiness of a dataset over its latest completed tests, as far as the same judges scored them."""
    found = _latest_runs(records, dataset, runs)
    if not found:
        raise NotFound(f"There is no completed test of dataset {dataset.name!r}. Run one first.")
    name = score_name or found[0].score_name
    answers = {run.id: read_answers(events, run.project_id, run.id) for run in found}
    epoch = epochs_of(answers[found[0].id]).get(name)
    same = {run_id: some for run_id, some in answers.items() if epochs_of(some).get(name) == epoch}
    if not any(name in answer.scores for some in same.values() for answer in some):
        raise NotFound(f"score_name: no completed test of dataset {dataset.name!r} has scores named {name!r}.")
    return measure_flakiness(name, same, found[0].criteria)


def read_history(
    events: EventStore, records: RecordStore, dataset: Dataset, item_id: str, *, limit: int
) -> list[PastAnswer]:
    """An item's answers in the latest completed tests of its dataset, the newest test first."""
    found = [
        (run, answer)
        for run in _latest_runs(records, dataset, limit)
        for answer in read_answers_of_items(events, run.project_id, run.id, [item_id])
    ]
    traces = find_known_traces(events, dataset.project_id, (answer.trace_id for _, answer in found if answer.trace_id))
    return [
        PastAnswer(
            test_id=run.id,
            created_at=run.created_at,
            target=run.target,
            repeat=answer.repeat,
            status=answer.status,
            output=answer.output,
            error=answer.error,
            scores=answer.scores,
            trace_id=answer.trace_id if answer.trace_id in traces else None,
        )
        for run, answer in found
    ]


def _choose(bench: Bench, run: RegressionRun, sent: CompareIn, within_s: float) -> Side:
    if sent.against_test_id is not None:
        other = find_run(bench.records, run.project_id, sent.against_test_id)
        if other.dataset_id != run.dataset_id:
            raise Conflict(f"Test {other.id!r} is of another dataset, {other.dataset!r}.")
        return side_of_run(bench.events, run.project_id, other)
    baseline = choose_baseline(bench.records, run.project_id, run.dataset_id, run.baseline_tag)
    if sent.rescore and baseline is not None:
        return rescore(bench, baseline, run, within_s=within_s)
    return choose_side(bench.events, bench.records, run)


def _latest_runs(records: RecordStore, dataset: Dataset, limit: int) -> list[RegressionRun]:
    completed = RunFilter(project_id=dataset.project_id, dataset=dataset.name, state=RegressionState.COMPLETED)
    return find_regression_runs(records, completed, offset=0, limit=limit)
