"""The loop, step by step; each has the same shape, and is checked against the API."""

from ratchet.cli.demo.step import Step
from ratchet.cli.demo.steps import alerting, collecting, exporting, gating, judging, playing, saving, starting, teaching

STEPS: tuple[Step, ...] = (
    starting.STEP,
    playing.STEP,
    judging.STEP,
    collecting.STEP,
    saving.STEP,
    gating.STEP,
    alerting.STEP,
    teaching.STEP,
    exporting.STEP,
)
