"""What OpenAI's models take and cost in training, by the longest name that a model's begins with.

The figures are in `openai_models.json`, with where they are from and the day on which they were read.
"""

import json
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any


def find_tokens_max(model: str) -> int:
    """How many tokens an example may have for a model."""
    return int(_find("tokens_max_per_example", model) or 0)


def find_training_usd(model: str) -> float | None:
    """What a million tokens cost in training; None where nothing is known of a model."""
    return _find("training_usd_per_million_tokens", model)


def read_on() -> str:
    """The day on which the figures were true."""
    return _read_figures()["read_on"]


def _find(table: str, model: str) -> float | None:
    figures: Mapping[str, float] = _read_figures()[table]
    return next((figures[name] for name in sorted(figures, key=len, reverse=True) if model.startswith(name)), None)


@cache
def _read_figures() -> Mapping[str, Any]:
    return json.loads(Path(__file__).with_suffix(".json").read_text())
