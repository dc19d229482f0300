"""`ratchet demo`: the whole loop on the reference application, live, with nothing to configure."""

import tempfile
import threading
import time
from pathlib import Path
from typing import Annotated

import typer
from rich.progress import Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

from ratchet.cli.demo.loop import run_steps
from ratchet.cli.demo.stage import GOOD, Stage, set_stage
from ratchet.cli.demo.step import Outcome
from ratchet.cli.demo.steps import STEPS
from ratchet.cli.demo.telling import console, tell_end, tell_outcome, tell_where


def demo(
    once: Annotated[
        bool, typer.Option("--once", help="End with a summary; fail if a step did not do what it says.")
    ] = False,
) -> None:
    """Close the loop on a small chat application: traces, scores, datasets, a gate, an alert, few-shot, an export."""
    began = time.monotonic()
    with tempfile.TemporaryDirectory(prefix="ratchet-demo-", ignore_cleanup_errors=True) as directory:
        console.print("A server, three twins to talk to, and a webhook, each on a port of its own.\n")
        with set_stage(Path(directory)) as stage:
            outcomes = _play(stage)
            tell_end(outcomes, time.monotonic() - began)
            if not once:
                tell_where(stage.server, stage.releases[GOOD].url)
                _wait_for_interrupt()
    if not all(outcome.holds for outcome in outcomes):
        raise typer.Exit(1)


def _play(stage: Stage) -> list[Outcome]:
    columns = (SpinnerColumn(), TextColumn("{task.description}"), TimeElapsedColumn())
    outcomes: list[Outcome] = []
    with Progress(*columns, console=console, transient=True) as progress:
        task = progress.add_task("")
        for outcome in run_steps(stage, STEPS, lambda step: progress.update(task, description=f"{step.title}…")):
            tell_outcome(outcome, stage.server.url)
            outcomes.append(outcome)
    return outcomes


def _wait_for_interrupt() -> None:
    try:
        threading.Event().wait()
    except KeyboardInterrupt:
        console.print("\nStopped.")
