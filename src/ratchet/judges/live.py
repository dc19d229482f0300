"""Judging a batch that a watch has found, as one that ran before may have left it."""

from ratchet.domain.judge import Judge, Tally
from ratchet.domain.window import Window
from ratchet.judges.batch import judge_material
from ratchet.judges.bench import Bench
from ratchet.judges.material import read_material
from ratchet.judges.watching import Batch
from ratchet.store.records.judges import read_judge


def judge_batch(bench: Bench, batch: Batch) -> Tally:
    """Ask the judges of a batch about its traces; one that was switched off or deleted meanwhile is left out."""
    judges = _read_judges(bench, batch)
    if not judges:
        return Tally()
    window = Window(batch.starts_at, batch.ends_at)
    material = read_material(bench.events, batch.project_id, batch.trace_ids, window)
    return judge_material(bench, judges, material)


def _read_judges(bench: Bench, batch: Batch) -> list[Judge]:
    found = (read_judge(bench.records, batch.project_id, name, version) for name, version in batch.judges)
    return [judge for judge in found if judge is not None and judge.is_enabled]
