"""Which examples prompts were given, how good what came of it was, and what the examples did to it."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from ratchet.domain.quality import quality_names
from ratchet.domain.window import Window
from ratchet.fewshot.doubts import find_doubts
from ratchet.stats.estimate import Estimate, estimate_mean_of, unknown
from ratchet.stats.uplift import SAMPLES_MIN, Effect, Group, estimate_effects, estimate_uplift
from ratchet.store.events import EventStore
from ratchet.store.events.dataset_figures import read_figures_of_names
from ratchet.store.events.few_shot_uses import UseGroup, count_uses, read_uses
from ratchet.store.records import RecordStore
from ratchet.store.records.few_shot import read_few_shot_settings, read_retired
from ratchet.store.records.quality_marks import read_marks

FALSE_DISCOVERIES = 0.05
_TRACES_MAX = 200_000


class Verdict(StrEnum):
    """What is known of an example: that it helps or hurts, nothing certain, or why there can be nothing."""

    HELPS = "helps"
    HURTS = "hurts"
    UNCLEAR = "unclear"
    TOO_FEW = "too_few"
    INSEPARABLE = "inseparable"


@dataclass(frozen=True, slots=True)
class ExampleUse:
    """What is known of an example; `given` and `withheld` count traces, `quality` is of those it was given to.

    `effect` is how much it moves a trace's quality by itself, or together with `inseparable`, which it never was
    without. `q` is the share of false discoveries among all that are found at least as clearly.
    """

    example: str
    query_types: tuple[str, ...]
    given: int
    withheld: int
    quality: Estimate
    effect: Estimate
    q: float | None
    verdict: Verdict
    inseparable: tuple[str, ...]
    last_used_at: int
    is_retired: bool


@dataclass(frozen=True, slots=True)
class TypeUse:
    """The traces of a query type: how many were given examples, how many none, and how much better the first are."""

    query_type: str
    given: int
    withheld: int
    quality_given: Estimate
    quality_withheld: Estimate
    uplift: Estimate


@dataclass(frozen=True, slots=True)
class Usage:
    """The traces of a window in which prompts asked for examples; `part` says that one in so many was looked at."""

    window: Window
    traces: int
    held_out: int
    part: int
    uplift: Estimate
    types: Sequence[TypeUse]
    examples: Sequence[ExampleUse]
    doubts: Sequence[str]


def read_usage(events: EventStore, records: RecordStore, project_id: str, window: Window) -> Usage:
    """What became of the examples that were used in a window."""
    counts = count_uses(events, project_id, window)
    part = max(1, -(-counts.traces // _TRACES_MAX))
    names = quality_names(read_figures_of_names(events, project_id).values(), read_marks(records, project_id))
    uses = [use for use in read_uses(events, project_id, window, score_names=names, part=part) if use.examples]
    groups = [_to_group(use) for use in uses if use.scored]
    examples = _to_examples(uses, estimate_effects(groups), read_retired(records, project_id))
    return Usage(
        window=window,
        traces=counts.traces,
        held_out=counts.held_out,
        part=part,
        uplift=estimate_uplift(groups),
        types=_to_types(uses),
        examples=examples,
        doubts=find_doubts(uses, read_few_shot_settings(records, project_id), window),
    )


def _to_group(use: UseGroup) -> Group:
    stratum = use.dataset, use.query_type
    return Group(stratum, frozenset(use.examples), not use.is_held_out, use.scored, use.total, use.squares)


def _to_types(uses: Sequence[UseGroup]) -> list[TypeUse]:
    by_type: dict[str, list[UseGroup]] = {}
    for use in uses:
        by_type.setdefault(use.query_type, []).append(use)
    return [_to_type(query_type, some) for query_type, some in sorted(by_type.items())]


def _to_type(query_type: str, uses: Sequence[UseGroup]) -> TypeUse:
    given = [use for use in uses if not use.is_held_out]
    withheld = [use for use in uses if use.is_held_out]
    return TypeUse(
        query_type,
        sum(use.traces for use in given),
        sum(use.traces for use in withheld),
        _mean(given),
        _mean(withheld),
        estimate_uplift(_to_group(use) for use in uses if use.scored),
    )


def _to_examples(uses: Sequence[UseGroup], effects: Mapping[str, Effect], retired: set[str]) -> list[ExampleUse]:
    by_example: dict[str, list[UseGroup]] = {}
    for use in uses:
        for example in use.examples:
            by_example.setdefault(example, []).append(use)
    nothing = Effect(unknown())
    return [
        _to_example(example, some, effects.get(example, nothing), is_retired=example in retired)
        for example, some in by_example.items()
    ]


def _to_example(example: str, uses: Sequence[UseGroup], effect: Effect, *, is_retired: bool) -> ExampleUse:
    given = [use for use in uses if not use.is_held_out]
    return ExampleUse(
        example=example,
        query_types=tuple(sorted({use.query_type for use in uses})),
        given=sum(use.traces for use in given),
        withheld=sum(use.traces for use in uses if use.is_held_out),
        quality=_mean(given),
        effect=effect.estimate,
        q=effect.q,
        verdict=_to_verdict(effect, uses),
        inseparable=tuple(sorted(effect.inseparable)),
        last_used_at=max(use.last_at for use in uses),
        is_retired=is_retired,
    )


def _to_verdict(effect: Effect, uses: Sequence[UseGroup]) -> Verdict:
    if effect.q is None or effect.estimate.value is None:
        scored = [sum(use.scored for use in uses if use.is_held_out is side) for side in (False, True)]
        return Verdict.TOO_FEW if min(scored) < SAMPLES_MIN else Verdict.INSEPARABLE
    if effect.q > FALSE_DISCOVERIES:
        return Verdict.UNCLEAR
    return Verdict.HELPS if effect.estimate.value > 0 else Verdict.HURTS


def _mean(uses: Sequence[UseGroup]) -> Estimate:
    size = sum(use.scored for use in uses)
    if not size:
        return unknown()
    mean = sum(use.total for use in uses) / size
    variance = max(0.0, sum(use.squares for use in uses) / size - mean**2) * size / max(1, size - 1)
    return estimate_mean_of(mean, math.sqrt(variance), size)
