"""The guide to regression tests: what it tells people to send is taken."""

import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

from ratchet.regression.schemas import TestIn
from ratchet.testing.target import TargetApp

GUIDE = (Path(__file__).parents[2] / "docs/guides/regression.md").read_text()
SENT = [json.loads(body) for body in re.findall(r"--json '(\{.*?\})'", GUIDE, re.DOTALL)]


def test_what_the_guide_sends_is_taken(ask: Callable[..., Any], fill: Callable[..., Any], app: TargetApp) -> None:
    target, question, test, baseline = SENT
    target["headers"] = {"Authorization": "Bearer abc"}
    ask("POST", "targets", status=201, json={**target, "url": app.url})
    assert ask("POST", "targets/staging/try", json=question)["answer"] == "Are you there?"
    fill(1, name=test["dataset_name"])
    missing = ask("POST", "regression/test", status=404, json=test)
    assert "baseline_tag: the dataset 'high_quality_responses' has no baseline 'v1.2.3'" in missing["message"]
    started = ask("POST", "regression/test", status=202, json={**test, "baseline_tag": None, "background": True})
    assert started["status"] == "queued"
    refused = ask("POST", "regression/baseline", status=409, json=baseline)
    assert "no score to save in the items' own scores" in refused["message"]


def test_the_guide_names_every_field_with_its_default() -> None:
    table = GUIDE.partition("| field | default | |")[2].partition("\n\n")[0]
    told = set(re.findall(r"`(\w+)`", "".join(line.split("|")[1] for line in table.splitlines() if "|" in line)))
    assert told == TestIn.model_fields.keys() - {"dataset_name", "background"}
