"""Self-consistency: the same question to the same judge several times, so that its own noise shows."""

import hashlib
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from statistics import fmean, median_low, pstdev
from typing import TypeAlias

from ratchet.domain.judge import JudgeFailure, NotApplicable, Verdict
from ratchet.judges.subject import Subject

Once: TypeAlias = Verdict | NotApplicable | JudgeFailure


def is_repeated(subject: Subject, share: float) -> bool:
    """Whether a subject is among the share that is asked about several times; always the same ones."""
    drawn = hashlib.sha256(f"{subject.trace_id}\0{subject.span_id}\0{subject.item_id}".encode()).digest()
    return int.from_bytes(drawn[:8]) < share * 2**64


def merge(outcomes: Sequence[Once]) -> Once:
    """One outcome for several: the middle of the numbers, else what was said most often; with how much they differ.

    Metadata: `repeats`, the `repeat_values`, and `repeat_spread` (standard deviation of numbers; for others, the share
    that says something else). What failed counts only when all did.
    """
    verdicts = [outcome for outcome in outcomes if isinstance(outcome, Verdict)]
    if len(outcomes) == 1 or not verdicts:
        return outcomes[0]
    cost_usd = sum(outcome.cost_usd for outcome in outcomes if not isinstance(outcome, NotApplicable))
    values = [verdict.value for verdict in verdicts]
    chosen = _choose(values)
    told = next(verdict for verdict in verdicts if verdict.value == chosen)
    said = {"repeats": len(values), "repeat_values": values, "repeat_spread": round(_spread(values, chosen), 6)}
    return replace(told, cost_usd=cost_usd, metadata={**told.metadata, **said})


def _choose(values: Sequence[float | str | bool]) -> float | str | bool:
    numbers = _numbers(values)
    return median_low(numbers) if numbers else Counter(values).most_common(1)[0][0]


def _spread(values: Sequence[float | str | bool], chosen: float | str | bool) -> float:
    numbers = _numbers(values)
    return pstdev(numbers) if numbers else fmean(value != chosen for value in values)


def _numbers(values: Sequence[float | str | bool]) -> list[float]:
    """The values, if they are numbers."""
    numbers = [value for value in values if isinstance(value, int | float) and not isinstance(value, bool)]
    return [float(number) for number in numbers] if len(numbers) == len(values) else []
