"""What an export says of its items: left out and why, near-duplicates, leaks, contamination, personal data, tokens."""

from typing import Any

import numpy as np

from ratchet.datasets.held_out import QUERIES_MAX
from ratchet.domain.export import ExportFormat, ExportOrder
from ratchet.export.inspection import Inspection
from ratchet.export.openai_rules import EXAMPLES_MIN
from ratchet.export.split import TRAIN, VALIDATION, Split

_OPENAI = (ExportFormat.OPENAI, ExportFormat.OPENAI_PREFERENCE)


def to_report(found: Inspection, split: Split, order: ExportOrder) -> dict[str, Any]:
    """The report; what was not looked at whole says so in `looked_at`."""
    written = split.count(TRAIN) + split.count(VALIDATION)
    return {
        "looked_at": found.looked_at,
        "left_out": [
            {"reason": reason, "count": count, "examples": found.examples[reason]}
            for reason, count in found.reasons.most_common()
        ],
        "near_duplicates": len(found.resemblance.pairs),
        "leaked": _count_leaks(found, split.sides),
        "contaminated": {"items": found.contaminated.total(), "datasets": dict(found.contaminated)},
        "personal_data": {
            "items": found.with_personal_data,
            "kinds": dict(found.personal_data.most_common()),
            "is_redacted": order.redact,
        },
        "tokens": found.tokens.describe(written),
        "warnings": _warn(found, order, split.count(TRAIN)),
    }


def _count_leaks(found: Inspection, sides: np.ndarray) -> int:
    """Items of validation whose query is in training too, or that nearly repeat an item there."""
    trained = {query for position, query in found.queries.items() if sides[position] == TRAIN}
    leaked = {p for p, query in found.queries.items() if sides[p] == VALIDATION and query in trained}
    for pair in found.resemblance.pairs:
        if {int(sides[position]) for position in pair} == {TRAIN, VALIDATION}:
            leaked.add(next(position for position in pair if sides[position] == VALIDATION))
    return len(leaked)


def _warn(found: Inspection, order: ExportOrder, trained: int) -> list[str]:
    warnings: list[str] = []
    if order.format in _OPENAI and trained < EXAMPLES_MIN:
        warnings.append(f"OpenAI takes no training file of fewer than {EXAMPLES_MIN} examples; this has {trained}.")
    if not found.knows_all_held_out:
        warnings.append(f"Evaluation datasets have more than {QUERIES_MAX:,} queries; only so many were looked for.")
    return warnings
