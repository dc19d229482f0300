"""How much work collectors are: when nothing happens, and over traces that were scored.

`python benchmarks/collectors.py`: a store of its own, 10,000 traces of one span with a quality score each.
"""

import tempfile
from pathlib import Path
from time import perf_counter, process_time, time_ns
from uuid import uuid4

from ratchet.auth.keys import ensure_project
from ratchet.datasets.collectors.builtin import ensure_builtins
from ratchet.datasets.collectors.collecting import collect
from ratchet.datasets.collectors.definitions import create_collector
from ratchet.datasets.collectors.equipment import Equipment, equip
from ratchet.datasets.collectors.schemas import CollectorNew
from ratchet.datasets.collectors.watching import SETTLED_S, TRACES_PER_BATCH, Batch, Watch
from ratchet.domain.score import Score, ScoreType
from ratchet.domain.span import Span
from ratchet.store.events import open_event_store
from ratchet.store.events.scores import write_scores
from ratchet.store.events.spans import write_spans
from ratchet.store.records import open_record_store
from ratchet.store.records.collectors import read_collectors

PROJECT = "project"
TRACES = 10_000
LOOKS = 50


def main() -> None:
    """Measure, and print; processor time too, which others on the machine do not change."""
    with tempfile.TemporaryDirectory() as directory:
        events = open_event_store(f"chdb://{Path(directory) / 'events'}")
        records = open_record_store(f"sqlite:///{Path(directory) / 'records.db'}")
        ensure_project(records, PROJECT, "A benchmark")
        ensure_builtins(events, records, PROJECT)
        equipment = equip(events, records)
        rule = {"name": "all", "dataset": "all", "criteria": [{"type": "quality", "at_least": 0.5}]}
        create_collector(events, records, PROJECT, CollectorNew.model_validate(rule))
        _fill(equipment)
        given = _find_news(equipment)
        _collect(equipment, given)
        _collect(equipment, given)
        _look_at_nothing(equipment)
        events.close()
        records.close()


def _fill(equipment: Equipment) -> None:
    now = time_ns()
    spans = [
        Span(
            project_id=PROJECT,
            trace_id=uuid4().hex,
            span_id=uuid4().hex[:16],
            root_rank=1,
            start_time=now + number,
            end_time=now + number + 10**6,
            name="chat",
            input=f"Question {number}: {'how long is it, and why? ' * 20}",
            output=f"Answer {number}: {'it is so long, because it is. ' * 40}",
        )
        for number in range(TRACES)
    ]
    write_spans(equipment.events, spans)
    scores = [
        Score(PROJECT, uuid4().hex, "good", ScoreType.NUMERIC, now, value=number % 10 / 9, trace_id=span.trace_id)
        for number, span in enumerate(spans)
    ]
    write_scores(equipment.events, scores)


def _find_news(equipment: Equipment) -> list[str]:
    batches: list[Batch] = []
    watch = Watch(equipment.events, equipment.records, batches.append)
    begun = perf_counter()
    while sum(len(batch.trace_ids) for batch in batches) < TRACES and perf_counter() - begun < 60:
        watch.look()
    took_s = perf_counter() - begun
    print(f"{TRACES:,} scored traces found {took_s:.1f} s after their scores, of which {SETTLED_S:g} s is waiting")
    return [trace_id for batch in batches for trace_id in batch.trace_ids]


def _collect(equipment: Equipment, trace_ids: list[str]) -> None:
    collectors = read_collectors(equipment.records, PROJECT)
    begun, begun_busy = perf_counter(), process_time()
    collected = kept = 0
    for start in range(0, len(trace_ids), TRACES_PER_BATCH):
        tally = collect(equipment, PROJECT, collectors, trace_ids[start : start + TRACES_PER_BATCH])
        collected, kept = collected + tally.collected, kept + tally.kept
    took_s = perf_counter() - begun
    busy_ms = (process_time() - begun_busy) / len(trace_ids) * 1000
    rate = len(trace_ids) / took_s
    print(f"{len(collectors)} collectors: {collected:,} items collected, {kept:,} kept")
    print(f"  {rate:,.0f} traces/s, {busy_ms:.2f} ms of processor each")


def _look_at_nothing(equipment: Equipment) -> None:
    watch = Watch(equipment.events, equipment.records, lambda _: None)
    watch.look()
    begun = process_time()
    for _ in range(LOOKS):
        watch.look()
    print(f"a look where nothing is new: {(process_time() - begun) / LOOKS * 1000:.1f} ms of processor")


if __name__ == "__main__":
    main()
