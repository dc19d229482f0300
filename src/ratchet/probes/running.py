"""Doing a run of a probe: asking, deciding where the probe stands, and storing all that came of it."""

from collections.abc import Sequence
from concurrent.futures import Future
from datetime import UTC, datetime
from typing import TypeVar

from ratchet.domain.probe import Probe, ProbeResult, ProbeState
from ratchet.errors import Busy
from ratchet.jobs.finishing import Interrupted
from ratchet.judges.bench import Bench
from ratchet.probes.asking import ask_questions
from ratchet.probes.run import Outcome, ProbeRun
from ratchet.probes.tracing import to_result, to_scores, to_spans
from ratchet.store.events.commit import GroupCommit
from ratchet.store.events.probe_results import read_probe_run, write_probe_results
from ratchet.store.records.probes import end_run, read_probe, write_run

_WAIT_S = 0.2
_WAITS_MAX = 150
# A row's columns beside its texts.
_SIZE_BYTES = 1500
Row = TypeVar("Row")


def do_run(bench: Bench, run: ProbeRun) -> Sequence[ProbeResult]:
    """Do a run, and give what is stored of it; one that is stored already is not asked again."""
    probe = run.probe
    known = read_probe_run(bench.events, probe.project_id, probe.id, run.id)
    results = known or _store(bench, run, ask_questions(bench, run))
    if not run.is_manual:
        end_run(bench.records, probe.project_id, probe.id)
    return results


def try_run(bench: Bench, probe: Probe) -> Sequence[ProbeResult]:
    """What a probe would find now; nothing is stored."""
    run = ProbeRun(probe=probe, id="", is_manual=True)
    return [to_result(run, number, one, _as_such(one)) for number, one in enumerate(ask_questions(bench, run))]


def find_run(bench: Bench, project_id: str, probe_id: str, run_id: str, missed: int) -> ProbeRun | None:
    """A run of a probe as it is now; None when it has been deleted, or switched off, since."""
    posted = read_probe(bench.records, project_id, probe_id)
    if posted is None or not posted.probe.enabled:
        return None
    return ProbeRun(probe=posted.probe, id=run_id, missed=missed)


def _store(bench: Bench, run: ProbeRun, outcomes: Sequence[Outcome]) -> Sequence[ProbeResult]:
    state = _settle(bench, run, is_ok=all(one.is_ok for one in outcomes))
    results = [to_result(run, number, one, state) for number, one in enumerate(outcomes)]
    pairs = list(zip(outcomes, results, strict=True))
    _write(bench, run, bench.writers.spans, [span for one, result in pairs for span in to_spans(run, one, result)])
    _write(bench, run, bench.writers.scores, [score for one, result in pairs for score in to_scores(run, one, result)])
    write_probe_results(bench.events, results)
    return results


def _settle(bench: Bench, run: ProbeRun, *, is_ok: bool) -> ProbeState:
    """Where the probe stands after a run; what was tried by hand moves nothing."""
    if run.is_manual:
        return ProbeState.UP if is_ok else ProbeState.FAILING
    standing = write_run(bench.records, run.probe, run.id, is_ok=is_ok, now=datetime.now(UTC))
    return ProbeState.UNKNOWN if standing is None else standing.state


def _as_such(outcome: Outcome) -> ProbeState:
    return ProbeState.UP if outcome.is_ok else ProbeState.FAILING


def _write(bench: Bench, run: ProbeRun, queue: GroupCommit[Row], rows: Sequence[Row]) -> None:
    """On disk when this returns."""
    if rows:
        _submit(bench, run, queue, rows).result()


def _submit(bench: Bench, run: ProbeRun, queue: GroupCommit[Row], rows: Sequence[Row]) -> Future[None]:
    """Queue rows. A full queue is waited for a while, but not where somebody waits for the answer."""
    size_bytes = sum(_SIZE_BYTES + len(str(row)) for row in rows)
    for _ in range(0 if run.is_manual else _WAITS_MAX):
        try:
            return queue.submit(rows, size_bytes)
        except Busy:
            if bench.stopping.wait(_WAIT_S):
                raise Interrupted from None
    return queue.submit(rows, size_bytes)
