"""Real scores to compare: 805 answers of four models, and four trials of an agent at 40 tasks."""

import gzip
import json
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path

import numpy as np
import pytest

from ratchet.domain.answer import Answer, AnswerStatus, Opinion
from ratchet.domain.baseline import Origin
from ratchet.domain.comparison import Reference
from ratchet.domain.regression_run import Criteria, RegressionRun
from ratchet.regression.side import Side

_DATA = Path(__file__).resolve().parents[3] / "shared" / "data"
STRICT = Criteria(is_strict=True)


def win_rates() -> dict[str, np.ndarray]:
    """How often a judge preferred each model's answer to each instruction, by model."""
    rows = _read("alpaca_eval.jsonl.gz")
    models = list(rows[0]["answers"])
    return {model: np.array([row["answers"][model]["win_rate"] for row in rows]) for model in models}


def rewards() -> np.ndarray:
    """Whether the agent did each of 40 tasks, in each of four trials."""
    table = np.zeros((40, 4))
    for row in _read("tau_airline.jsonl.gz"):
        table[row["task_id"], row["trial"]] = row["reward"]
    return table


def to_side(values: np.ndarray | Sequence[float] | Mapping[str, float | None], *, name: str = "score") -> Side:
    """Scores as a run's: a row per item, a column per repeat."""
    rows = values if isinstance(values, Mapping) else {f"i{index:04}": row for index, row in enumerate(values)}
    answers = [
        Answer(
            item_id=item_id,
            repeat=repeat,
            status=AnswerStatus.OK,
            opinions=(Opinion(score_name=name, value=value, failure="" if value is not None else "timeout"),),
            is_judged=True,
        )
        for item_id, row in rows.items()
        for repeat, value in enumerate([None] if row is None else np.atleast_1d(row).tolist())
    ]
    return Side(reference=Reference(origin=Origin.BASELINE, id="b", tag="v1"), answers=answers, dataset_version=1)


def a_run(
    criteria: Criteria | None = None, *, score_name: str = "score", total: int = 0, seed: int = 0
) -> RegressionRun:
    """A run that asked for no more than a comparison."""
    return RegressionRun(
        project_id="p",
        id="r",
        dataset_id="d",
        dataset="questions",
        dataset_version=1,
        created_at=datetime(2026, 11, 22, tzinfo=UTC),
        score_name=score_name,
        criteria=criteria or Criteria(),
        total=total,
    )


def _read(name: str) -> list[dict]:
    if not (_DATA / name).exists():
        pytest.skip(f"the real data {name} is not here")
    with gzip.open(_DATA / name, "rt") as lines:
        return [json.loads(line) for line in lines]
