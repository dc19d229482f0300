"""Trying a rule out: what a collector would make of the newest traces, without storing anything."""

from itertools import islice

from ratchet.datasets.collectors.backfill import to_window, walk_places
from ratchet.datasets.collectors.collecting import count_left, find_open_dataset, read_material, sort_traces
from ratchet.datasets.collectors.definitions import find_collector, to_collector
from ratchet.datasets.collectors.equipment import Equipment
from ratchet.datasets.collectors.planning import plan_additions, plan_withdrawals
from ratchet.datasets.collectors.schemas import (
    CollectionTallyOut,
    CollectorPreviewIn,
    CollectorPreviewItemOut,
    CollectorPreviewOut,
)
from ratchet.datasets.headers import find_dataset
from ratchet.datasets.schemas import ItemIn
from ratchet.domain.collector import CollectionTally, Collector
from ratchet.domain.dataset import Dataset
from ratchet.domain.qa import to_facts
from ratchet.errors import Conflict, Unprocessable

_UNNAMED = "a rule"


def preview(equipment: Equipment, project_id: str, asked: CollectorPreviewIn) -> CollectorPreviewOut:
    """What a collector, stored or not, would collect of the newest traces of a stretch of time."""
    collector, dataset = _find(equipment, project_id, asked)
    window = to_window(asked.from_time, asked.to_time)
    places = walk_places(equipment.events, collector, window)
    trace_ids = [place.trace_id for place in islice(places, asked.traces + 1)]
    material = read_material(equipment, project_id, [collector], trace_ids[: asked.traces])
    pile = sort_traces(equipment, collector, dataset, material)
    gone = plan_withdrawals(equipment.events, collector, dataset, pile.unmet)
    left = count_left(equipment, collector)
    plan = plan_additions(equipment.events, collector, dataset, pile.found, run_id="", left=left)
    looked_at = CollectionTally(looked_at=len(pile.found) + len(pile.unmet))
    return CollectorPreviewOut(
        tally=CollectionTallyOut.of(looked_at + gone.tally + plan.tally),
        items=[_show(item) for item in islice(plan.added.values(), asked.shown)],
        more_traces=len(trace_ids) > asked.traces,
    )


def _find(equipment: Equipment, project_id: str, asked: CollectorPreviewIn) -> tuple[Collector, Dataset]:
    match asked.collector, asked.rule:
        case str(), None:
            collector = find_collector(equipment.records, project_id, asked.collector)
            dataset = find_open_dataset(equipment, collector)
            if dataset is None:
                raise Conflict(
                    "The dataset of this collector was deleted or archived. PATCH the collector with another."
                )
            return collector, dataset
        case None, rule if rule is not None:
            collector = to_collector(equipment.events, project_id, _UNNAMED, rule)
            if asked.dataset is not None:
                return collector, find_dataset(equipment.records, project_id, asked.dataset)
            now = collector.created_at
            return collector, Dataset(project_id, _UNNAMED, _UNNAMED, now, now)
        case _:
            message = "Say which by collector or by rule, one of both"
            details = {"fields": [{"field": "collector", "message": message}]}
            raise Unprocessable(f"collector: {message}", details=details)


def _show(item: ItemIn) -> CollectorPreviewItemOut:
    facts = to_facts(item.input, item.expected_output, item.metadata)
    return CollectorPreviewItemOut(
        id=item.id or "",
        trace_id=item.source_trace_id or "",
        query=facts.query,
        response=facts.response,
        score=facts.score,
        score_name=facts.score_name,
        query_type=facts.query_type,
        reason=item.metadata["reason"],
    )
