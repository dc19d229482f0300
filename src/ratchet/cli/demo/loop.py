"""Going through the steps: each is played, then checked, and what keeps it from that is its outcome."""

import time
from collections.abc import Callable, Iterator, Sequence

import httpx2

from ratchet.cli.demo.stage import Stage
from ratchet.cli.demo.step import Claim, Outcome, Step
from ratchet.errors import RatchetError


def run_steps(stage: Stage, steps: Sequence[Step], on_begin: Callable[[Step], object]) -> Iterator[Outcome]:
    """What came of each step; those after one that broke off are tried all the same."""
    for step in steps:
        on_begin(step)
        began = time.monotonic()
        claims = _run(step, stage)
        yield Outcome(step, claims, time.monotonic() - began)


def _run(step: Step, stage: Stage) -> tuple[Claim, ...]:
    try:
        step.play(stage)
        return tuple(step.check(stage))
    except RatchetError as error:
        return (Claim(error.message, holds=False),)
    except (httpx2.HTTPError, LookupError) as error:  # an answer that is not as the API describes it
        return (Claim(f"{type(error).__name__}: {error}", holds=False),)
