"""What tests of few-shot examples have in common."""

import time
from collections.abc import Callable
from typing import Any

POOL = "high_quality_responses"
# Long, since nothing here is about time: whoever waits does so for what is being done.
PATIENT_MS = 10_000

Fill = Callable[..., list[str]]
Select = Callable[..., dict[str, Any]]


def queries(answer: dict[str, Any]) -> list[str]:
    """The questions of the examples in an answer, in order."""
    return [example["query"] for example in answer["examples"]]


def until(is_so: Callable[[], bool]) -> None:
    """Ask until something is so; for at most two minutes."""
    end = time.monotonic() + 120
    while not is_so():
        assert time.monotonic() < end
