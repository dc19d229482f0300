"""Writing what judges found, behind the applications that send: a full queue is waited for."""

from collections.abc import Sequence

from ratchet.domain.judge import FailureRecord
from ratchet.domain.score import Score
from ratchet.errors import Busy
from ratchet.judges.bench import Bench
from ratchet.store.events.judge_failures import delete_failures, write_failures

_WAIT_S = 0.2
# A score's columns beside its texts.
_SCORE_SIZE_BYTES = 600


def write_found(
    bench: Bench, scores: Sequence[Score], failures: Sequence[FailureRecord], resolved: Sequence[FailureRecord]
) -> None:
    """Store scores and failures, and take failures back that are no longer true; on disk when this returns."""
    if scores:
        _submit(bench, scores)
    write_failures(bench.events, failures)
    delete_failures(bench.events, resolved)


def _submit(bench: Bench, scores: Sequence[Score]) -> None:
    size_bytes = sum(_SCORE_SIZE_BYTES + len(score.comment) for score in scores)
    while True:
        try:
            future = bench.writers.scores.submit(scores, size_bytes)
        except Busy:
            bench.stopping.wait(_WAIT_S)
            continue
        return future.result()
