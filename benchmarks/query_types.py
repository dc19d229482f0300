"""How often the type of a query is found: on queries with types by hand, and on real instructions where they are there.

    python benchmarks/query_types.py

The rules were written with one half of the queries in view, the errors in the other half were never looked at; one
person wrote both. The instructions are AlpacaEval's, which nobody wrote for this: 110 drawn at random, typed by hand
before the rules saw them.
"""

import gzip
import json
from collections import Counter
from collections.abc import Sequence
from hashlib import sha256
from pathlib import Path

from ratchet.sdk.few_shot.detection import detect_query_type

ROOT = Path(__file__).resolve().parents[1]
LABELLED = ROOT / "tests/few_shot_client/labelled_queries.tsv"
INSTRUCTION_TYPES = ROOT / "tests/few_shot_client/alpaca_eval_types.tsv"
INSTRUCTIONS = ROOT.parent / "shared/data/alpaca_eval.jsonl.gz"

Labelled = tuple[str, str]
"""The type by hand, and the query."""


def read_labelled() -> list[Labelled]:
    """The queries of the repository."""
    lines = LABELLED.read_text(encoding="utf-8").splitlines()
    return [(query_type, query) for query_type, query in (line.split("\t") for line in lines)]


def is_held_back(query: str) -> bool:
    """Whether a query is in the half that the rules were not written with; by its hash, so that nobody chose."""
    return sha256(query.encode()).digest()[0] % 2 == 1


def read_instructions() -> list[Labelled]:
    """AlpacaEval's instructions with types by hand; none where its file is not at hand."""
    if not INSTRUCTIONS.exists():
        return []
    with gzip.open(INSTRUCTIONS, "rt", encoding="utf-8") as lines:
        by_id = {row["id"]: row["instruction"] for row in map(json.loads, lines)}
    labels = (line.split("\t") for line in INSTRUCTION_TYPES.read_text(encoding="utf-8").splitlines())
    return [(query_type, by_id[row_id]) for query_type, row_id in labels]


def count_confusion(labelled: Sequence[Labelled]) -> Counter[tuple[str, str]]:
    """How often each type by hand was found as each type."""
    return Counter((query_type, detect_query_type(query)) for query_type, query in labelled)


def accuracy(confusion: Counter[tuple[str, str]]) -> float:
    """The share of queries whose type was found."""
    return sum(count for (said, found), count in confusion.items() if said == found) / confusion.total()


def show(title: str, labelled: Sequence[Labelled]) -> None:
    """Print accuracy and confusion."""
    confusion = count_confusion(labelled)
    print(f"\n{title}: {len(labelled)} queries, {accuracy(confusion):.0%} right")
    types = sorted({one for pair in confusion for one in pair})
    print(f"{'by hand / found':>16}", *(f"{one:>10}" for one in types))
    for said in types:
        print(f"{said:>16}", *(f"{confusion[said, found] or '·':>10}" for found in types))


if __name__ == "__main__":
    ours = read_labelled()
    show("The half with which rules were written", [one for one in ours if not is_held_back(one[1])])
    show("The half held back", [one for one in ours if is_held_back(one[1])])
    if instructions := read_instructions():
        show("AlpacaEval's instructions", instructions)
