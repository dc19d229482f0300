"""A worse release is tried, and `ratchet gate` stops it."""

import os
import subprocess
import sysconfig
from collections.abc import Iterator
from pathlib import Path

from ratchet.cli.demo.stage import CARELESS, QUESTIONS, Stage
from ratchet.cli.demo.step import Claim, Step
from ratchet.cli.demo.steps.saving import TAG, make_target

_STOPPED = 1
_NAMED = 3


def play(stage: Stage) -> None:
    """Run the command as a build does."""
    make_target(stage, CARELESS)
    command = [str(Path(sysconfig.get_path("scripts")) / "ratchet"), "gate"]
    asked = ["--dataset", QUESTIONS, "--target", CARELESS, "--baseline", TAG]
    done = subprocess.run(  # noqa: S603 - our own command
        [*command, *asked], env=_environment(stage), capture_output=True, text=True, check=False
    )
    stage.gate_exit = done.returncode


def check(stage: Stage) -> Iterator[Claim]:
    """The server says of the same test that it failed, and by which items."""
    tests = stage.client.get("/admin/regression/test")["tests"]
    test = next((one for one in tests if one["target"] == CARELESS), None)
    told = stage.client.get(f"/admin/regression/test/{test['test_id']}") if test else {}
    report = told.get("report") or {}
    yield Claim(f"`ratchet gate` ended with exit code {stage.gate_exit}", stage.gate_exit == _STOPPED)
    yield Claim(str(report.get("sentence") or "There is no report"), report.get("verdict") == "failed")
    failed = [item for item in report.get("items", []) if item["status"] == "failed"]
    for item in failed[:_NAMED]:
        before, after = item["baseline_score"] or 0.0, item["new_score"] or 0.0
        yield Claim(f"Worse: {item['item_id']}, {before:.2f} → {after:.2f}", after < before)
    yield Claim(f"{len(failed)} items are named", bool(failed))


def _environment(stage: Stage) -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("RATCHET_", "LANGFUSE_"))}
    public_key, secret_key = stage.server.keys
    keys = {"RATCHET_PUBLIC_KEY": public_key, "RATCHET_SECRET_KEY": secret_key}
    return {**kept, "RATCHET_URL": stage.server.url, **keys}


STEP = Step("Try a worse release: the gate stops it", play, check, "/regression")
