"""Collecting from a batch that a watch has found, as one that ran before may have left it."""

from ratchet.datasets.collectors.collecting import collect
from ratchet.datasets.collectors.equipment import Equipment
from ratchet.datasets.collectors.watching import Batch
from ratchet.domain.collector import CollectionTally
from ratchet.store.records.collectors import read_collectors


def collect_batch(equipment: Equipment, batch: Batch) -> CollectionTally:
    """Let the collectors of a batch look at its traces; one that was switched off or deleted meanwhile is left out."""
    known = read_collectors(equipment.records, batch.project_id)
    wanted = [one for one in known if one.name in batch.collectors and one.is_enabled]
    return collect(equipment, batch.project_id, wanted, batch.trace_ids) if wanted else CollectionTally()
