"""A baseline is saved: what the good release answers to a dataset of questions, scored."""

from collections.abc import Iterator
from typing import Any

from ratchet.cli.demo.stage import EXAMPLES, GOOD, QUESTIONS, Stage
from ratchet.cli.demo.step import Claim, Step
from ratchet.cli.demo.visits import read_questions

TAG = f"v{GOOD}"


def play(stage: Stage) -> None:
    """Every second question is for tests; the others are kept, with good answers, as examples."""
    questions = read_questions()
    fill(stage, QUESTIONS, [question.item for question in questions[::2]])
    fill(stage, EXAMPLES, [question.item for question in questions[1::2]])
    stage.tests[GOOD] = run_test(stage, GOOD)
    wanted = {"dataset_name": QUESTIONS, "tag": TAG, "run_id": stage.tests[GOOD]["test_id"]}
    stage.client.post("/admin/regression/baseline", wanted)


def check(stage: Stage) -> Iterator[Claim]:
    """The baseline is there, with a score for every item."""
    count = stage.client.get(f"/admin/datasets/{QUESTIONS}/items", {"limit": 1})["total"]
    found = stage.client.get(f"/admin/regression/baselines/{QUESTIONS}")["baselines"]
    saved = next((one for one in found if one["tag"] == TAG), None)
    score = stage.tests[GOOD]["score_name"]
    mean = saved["means"].get(score) if saved else None
    yield Claim(
        f"Release {GOOD} answered {count} questions: baseline {TAG}, mean {score} {mean or 0:.3f}",
        saved is not None and mean is not None and saved["item_count"] == count,
    )


def fill(stage: Stage, dataset: str, items: list[dict[str, Any]]) -> None:
    """Make a dataset of items."""
    stage.client.post("/admin/datasets", {"name": dataset})
    stage.client.post(f"/admin/datasets/{dataset}/items", {"items": items})


def make_target(stage: Stage, release: str) -> None:
    """Let the server ask a release."""
    running = stage.releases[release]
    running.wait_until_ready()
    stage.client.post(
        "/admin/targets",
        {
            "name": release,
            "url": f"{running.url}/chat/{{{{metadata.twin_id}}}}",
            "allow_private": True,
            "body": {"query": "{{query}}"},
            "answer_path": "$.answer",
        },
    )


def run_test(stage: Stage, release: str, **wanted: Any) -> dict[str, Any]:
    """Ask a release every question, and give what came of it."""
    make_target(stage, release)
    return stage.client.post("/admin/regression/test", {"dataset_name": QUESTIONS, "target": release, **wanted})


STEP = Step("Save a baseline", play, check, "/regression")
