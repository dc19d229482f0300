"""What a run is held against: the baseline it names, the newest one, or the items' own scores."""

from itertools import islice

from ratchet.datasets.facts import read_facts
from ratchet.domain.answer import Answer, AnswerStatus, Opinion
from ratchet.domain.baseline import Baseline, Origin
from ratchet.domain.comparison import Reference
from ratchet.domain.dataset import Item
from ratchet.domain.qa import Facts
from ratchet.domain.quality import quality_names
from ratchet.domain.regression_run import RegressionRun, RegressionState
from ratchet.errors import NotFound
from ratchet.regression.asking import to_cluster
from ratchet.regression.side import Side
from ratchet.store.events import EventStore
from ratchet.store.events.answers import read_answers
from ratchet.store.events.baseline_scores import Scoring, read_baseline_answers
from ratchet.store.events.dataset_figures import read_figures_of_names
from ratchet.store.events.dataset_items import walk_items
from ratchet.store.events.dataset_scores import read_last_edit
from ratchet.store.records import RecordStore
from ratchet.store.records.baselines import read_baseline_of_tag, read_baselines
from ratchet.store.records.quality_marks import read_marks
from ratchet.store.records.regression_runs import RunFilter, find_regression_runs

_NAMED_MAX = 10
_AT_ONCE = 1000


def choose_side(events: EventStore, records: RecordStore, run: RegressionRun) -> Side:
    """What a run asks to be held against; raises `NotFound` for a tag that its dataset has no baseline of."""
    baseline = choose_baseline(records, run.project_id, run.dataset_id, run.baseline_tag)
    if baseline is not None:
        return side_of_baseline(events, baseline)
    return side_of_items(events, records, run.project_id, run.dataset_id, as_of=run.dataset_version)


def choose_baseline(records: RecordStore, project_id: str, dataset_id: str, tag: str | None) -> Baseline | None:
    """The baseline of this tag, else the newest of the dataset, if there is one.

    Raises `NotFound`, naming those there are, for a tag that there is no baseline of.
    """
    if tag is None:
        return next(iter(read_baselines(records, project_id, dataset_id, limit=1)), None)
    found = read_baseline_of_tag(records, project_id, dataset_id, tag)
    if found is None:
        there = [one.tag for one in read_baselines(records, project_id, dataset_id, limit=_NAMED_MAX)]
        known = f"The newest are: {', '.join(there)}" if there else "There is none at all"
        raise NotFound(f"The dataset has no baseline {tag!r}. {known}.")
    return found


def side_of_baseline(events: EventStore, baseline: Baseline, scoring: str = "") -> Side:
    """A baseline as it was frozen, or as it was scored again."""
    return Side(
        reference=Reference(origin=Origin.BASELINE, id=baseline.id, tag=baseline.tag, is_rescored=bool(scoring)),
        answers=read_baseline_answers(events, Scoring(baseline.project_id, baseline.id, scoring)),
        dataset_version=baseline.dataset_version,
    )


def side_of_run(events: EventStore, project_id: str, run: RegressionRun) -> Side:
    """A run with the answers that it has."""
    return Side(
        reference=Reference(origin=Origin.RUN, id=run.id),
        answers=read_answers(events, project_id, run.id),
        dataset_version=read_last_edit(events, project_id, run.dataset_id, run.dataset_version),
        is_whole=run.sample_size is None,
    )


def side_of_items(events: EventStore, records: RecordStore, project_id: str, dataset_id: str, *, as_of: int) -> Side:
    """The items' own scores and responses; those that have no score are left out."""
    of_quality = quality_names(read_figures_of_names(events, project_id).values(), read_marks(records, project_id))
    answers: list[Answer] = []
    items = walk_items(events, project_id, dataset_id, as_of=as_of)
    while some := list(islice(items, _AT_ONCE)):
        facts = read_facts(events, project_id, some, of_quality)
        answers += [_to_answer(*pair) for pair in zip(some, facts, strict=True) if pair[1].score is not None]
    return Side(
        reference=Reference(origin=Origin.ITEMS),
        answers=answers,
        dataset_version=read_last_edit(events, project_id, dataset_id, as_of),
    )


def find_latest_run(records: RecordStore, project_id: str, dataset: str) -> RegressionRun | None:
    """The latest completed run of a dataset."""
    completed = RunFilter(project_id=project_id, dataset=dataset, state=RegressionState.COMPLETED)
    return next(iter(find_regression_runs(records, completed, offset=0, limit=1)), None)


def _to_answer(item: Item, facts: Facts) -> Answer:
    return Answer(
        item_id=item.id,
        repeat=0,
        status=AnswerStatus.OK,
        opinions=(Opinion(score_name=facts.score_name or "", value=facts.score),),
        output=facts.response,
        cluster=to_cluster(item),
        trace_id=item.source_trace_id,
        is_judged=True,
    )
