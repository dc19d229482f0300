"""Collecting: some collectors look at some traces; done as often as one likes, every trace makes the same items."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from time import time_ns

from ratchet.datasets.collectors.collected import Found
from ratchet.datasets.collectors.criteria import find_match
from ratchet.datasets.collectors.equipment import Equipment
from ratchet.datasets.collectors.planning import Plan, plan_additions, plan_withdrawals
from ratchet.datasets.collectors.selecting import select_traces
from ratchet.datasets.items import write_items
from ratchet.domain.collector import CollectionTally, Collector, CollectorRun
from ratchet.domain.dataset import Dataset
from ratchet.domain.score import Score
from ratchet.domain.trace import Trace
from ratchet.domain.window import DAY_NS
from ratchet.errors import Conflict, NotFound, RatchetError
from ratchet.store.events.collected_items import count_collected
from ratchet.store.events.score_reads import read_scores_of_traces
from ratchet.store.events.traces import read_traces
from ratchet.store.records.datasets import read_dataset_by_id


@dataclass(frozen=True, slots=True)
class Material:
    """What collectors look at, read once for all: scores by trace, and those traces whose scores meet a rule."""

    trace_ids: Sequence[str]
    traces: Mapping[str, Trace]
    scores: Mapping[str, Sequence[Score]]
    of_quality: Collection[str]


@dataclass(frozen=True, slots=True)
class Pile:
    """Traces as a collector sees them: those that it takes, the oldest first, and the ids of those that it does not."""

    collector: Collector
    dataset: Dataset
    found: Sequence[Found]
    unmet: Sequence[str]


def collect(
    equipment: Equipment,
    project_id: str,
    collectors: Iterable[Collector],
    trace_ids: Sequence[str],
    run: CollectorRun | None = None,
) -> CollectionTally:
    """Let collectors look at traces, and write what they make of them; on disk when this returns.

    What they collected before and would no longer is withdrawn. One batch of a project is at it at a time.
    """
    with equipment.records.lock(f"collecting {project_id}"):
        open_ones = [(one, dataset) for one in collectors if (dataset := find_open_dataset(equipment, one))]
        material = read_material(equipment, project_id, [one for one, _ in open_ones], trace_ids)
        piles = [sort_traces(equipment, one, dataset, material) for one, dataset in open_ones]
        total = CollectionTally(looked_at=len(piles) * len(trace_ids))
        for pile in piles:  # first, so that others can have the places
            total += _withdraw(equipment, pile)
        for pile in piles:
            total += _add(equipment, pile, run)
        return total


def read_material(
    equipment: Equipment, project_id: str, collectors: Sequence[Collector], trace_ids: Sequence[str]
) -> Material:
    """What these collectors need to know of these traces; those that none of them takes are not read."""
    scores = read_scores_of_traces(equipment.events, project_id, trace_ids)
    of_quality = equipment.quality.of(project_id, [score for some in scores.values() for score in some])
    wanted = [
        trace_id
        for trace_id in trace_ids
        if any(find_match(collector, scores.get(trace_id, ()), of_quality) for collector in collectors)
    ]
    return Material(trace_ids, read_traces(equipment.events, project_id, wanted), scores, of_quality)


def sort_traces(equipment: Equipment, collector: Collector, dataset: Dataset, material: Material) -> Pile:
    """What a collector thinks of each of these traces."""
    traces, scores = material.traces, material.scores
    matches = select_traces(equipment.events, collector, traces, scores, material.of_quality)
    found = [Found(traces[one], scores.get(one, ()), match) for one, match in matches.items()]
    return Pile(collector, dataset, found, [one for one in material.trace_ids if one not in matches])


def find_open_dataset(equipment: Equipment, collector: Collector) -> Dataset | None:
    """The dataset that a collector fills, unless it was deleted or archived."""
    dataset = read_dataset_by_id(equipment.records, collector.project_id, collector.dataset_id)
    return None if dataset is None or dataset.archived_at is not None else dataset


def count_left(equipment: Equipment, collector: Collector, run: CollectorRun | None = None) -> int | None:
    """How many more items a collector may make today, or in a run; None for no limit."""
    if run is not None:
        since, limit, run_id = int(run.created_at.timestamp()) * 10**9, run.limit, run.id
    elif collector.at_most_a_day is not None:
        since, limit, run_id = time_ns() // DAY_NS * DAY_NS, collector.at_most_a_day, ""
    else:
        return None
    made = count_collected(
        equipment.events, collector.project_id, collector.dataset_id, collector.name, since=since, run_id=run_id
    )
    return max(0, limit - made)


def _withdraw(equipment: Equipment, pile: Pile) -> CollectionTally:
    plan = plan_withdrawals(equipment.events, pile.collector, pile.dataset, pile.unmet)
    return _carry_out(equipment, pile.dataset, plan)


def _add(equipment: Equipment, pile: Pile, run: CollectorRun | None) -> CollectionTally:
    if not pile.found:
        return CollectionTally()
    left = count_left(equipment, pile.collector, run)
    run_id = "" if run is None else run.id
    found = pile.found if run is None else pile.found[::-1]  # runs go from the newest back
    plan = plan_additions(equipment.events, pile.collector, pile.dataset, found, run_id=run_id, left=left)
    return _carry_out(equipment, pile.dataset, plan)


def _carry_out(equipment: Equipment, dataset: Dataset, plan: Plan) -> CollectionTally:
    items = [*plan.changed.values(), *plan.added.values()]
    if not items:
        return plan.tally
    try:
        outcomes = write_items(equipment.events, equipment.records, dataset, items)
    except (Conflict, NotFound):  # archived or deleted since it was looked up
        return CollectionTally(refused=len(items))
    refused = {item.id for item, outcome in zip(items, outcomes, strict=True) if isinstance(outcome, RatchetError)}
    lost = len(refused & plan.added.keys())
    return plan.tally + CollectionTally(refused=len(refused), collected=-lost)
