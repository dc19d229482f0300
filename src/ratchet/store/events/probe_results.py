"""What came of probes: written run by run, read as a list, and as uptime."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field, fields
from time import time_ns
from typing import Any

from ratchet.domain.probe import Checked, CheckType, ProbeResult, ProbeState
from ratchet.domain.value import decode_value, encode_value
from ratchet.domain.window import Window
from ratchet.store.events.client import EventStore
from ratchet.store.events.conditions import Statement

_FIELDS = tuple(field.name for field in fields(ProbeResult))
_OF_PROJECT = "project_id = {project:String}"
_IN_WINDOW = (
    "ran_at >= fromUnixTimestamp64Nano({start:Int64}, 'UTC') AND ran_at < fromUnixTimestamp64Nano({end:Int64}, 'UTC')"
)


@dataclass(frozen=True, slots=True)
class Uptime:
    """What the runs of a step come to, or of a window; `answers` are those that came, however late or wrong."""

    runs: int = 0
    failed: int = 0
    missed: int = 0
    answers: int = 0
    latency_ms_p50: float | None = None
    latency_ms_p95: float | None = None
    scores: Mapping[str, float] = field(default_factory=dict[str, float])


@dataclass(frozen=True, slots=True)
class UptimeSeries:
    """The steps of a window by their number, counted from its start, as far as there were runs; and the whole."""

    steps: Mapping[int, Uptime]
    whole: Uptime


def write_probe_results(store: EventStore, results: Sequence[ProbeResult]) -> None:
    """Store results, each in place of what is stored of it; they are on disk when this returns."""
    if results:
        rows = [_to_row(result) for result in results]
        columns = [*zip(*rows, strict=True), [time_ns()] * len(rows)]
        store.insert("probe_results", (*_FIELDS, "revision"), columns)


def read_probe_run(store: EventStore, project_id: str, probe_id: str, run_id: str) -> list[ProbeResult]:
    """The results of one run, question by question; none when there was no such run."""
    rows = store.query(
        f"SELECT {', '.join(_FIELDS)} FROM probe_results FINAL WHERE {_OF_PROJECT} "
        "AND probe_id = {probe:String} AND run_id = {run:String} ORDER BY number",
        {"project": project_id, "probe": probe_id, "run": run_id},
    )
    return [_to_result(row) for row in rows]


def find_probe_results(
    store: EventStore, project_id: str, probe_id: str, window: Window, *, failed_only: bool = False, limit: int
) -> list[ProbeResult]:
    """The results of a probe in a window, the newest run first."""
    wanted = "AND NOT is_ok" if failed_only else ""
    rows = store.query(
        f"SELECT {', '.join(_FIELDS)} FROM probe_results FINAL WHERE {_OF_PROJECT} AND probe_id = {{probe:String}} "
        f"AND {_IN_WINDOW} {wanted} ORDER BY ran_at DESC, run_id, number LIMIT {int(limit)}",
        {"project": project_id, "probe": probe_id, "start": window.start, "end": window.end},
    )
    return [_to_result(row) for row in rows]


# A run is as good as the worst of its answers. The whole is read beside the steps, for medians do not add up.
_UPTIME = f"""
SELECT probe_id, grouping(step) AS is_whole, step, uniqExact(run_id), uniqExactIf(run_id, NOT is_ok),
    sumIf(missed, number = 0), countIf(isNotNull(latency_ms)), quantilesExactInclusive(0.5, 0.95)(latency_ms),
    avgMap(scores)
FROM (
    SELECT *, intDiv(toUnixTimestamp64Nano(ran_at) - {{start:Int64}}, {{step_ns:Int64}}) AS step
    FROM probe_results FINAL
    WHERE {_OF_PROJECT} AND %(probes)s AND NOT is_manual AND {_IN_WINDOW}
)
GROUP BY GROUPING SETS ((probe_id, step), (probe_id))
"""


def read_uptime(
    store: EventStore, project_id: str, window: Window, *, step_ns: int, probe_id: str | None = None
) -> dict[str, UptimeSeries]:
    """How each probe fared over a window, or one of them; those that did not run are left out."""
    statement = Statement(project=project_id, start=window.start, end=window.end, step_ns=step_ns)
    of_probe = "true" if probe_id is None else f"probe_id = {statement.bind(probe_id, 'String')}"
    steps: dict[str, dict[int, Uptime]] = {}
    wholes: dict[str, Uptime] = {}
    for name, is_whole, step, *figures in store.query(_UPTIME % {"probes": of_probe}, statement.values):
        if is_whole:
            wholes[name] = _to_uptime(figures)
        else:
            steps.setdefault(name, {})[step] = _to_uptime(figures)
    return {name: UptimeSeries(steps.get(name, {}), whole) for name, whole in wholes.items()}


def _to_uptime(figures: Sequence[Any]) -> Uptime:
    runs, failed, missed, answers, (p50, p95), scores = figures
    return Uptime(runs, failed, missed, answers, *((p50, p95) if answers else (None, None)), dict(scores))


def _to_row(result: ProbeResult) -> tuple[Any, ...]:
    said = {name: getattr(result, name) for name in _FIELDS}
    said |= {
        "answer": encode_value(result.answer),
        "checks": json.dumps([asdict(checked) for checked in result.checks], ensure_ascii=False),
        "scores": dict(result.scores),
        "state": result.state.value,
    }
    return tuple(said.values())


def _to_result(row: Sequence[Any]) -> ProbeResult:
    said: dict[str, Any] = dict(zip(_FIELDS, row, strict=True))
    said["answer"], said["state"] = decode_value(said["answer"]), ProbeState(said["state"])
    checks = json.loads(said["checks"])
    said["checks"] = tuple(Checked(**one | {"type": CheckType(one["type"])}) for one in checks)
    return ProbeResult(**said)
