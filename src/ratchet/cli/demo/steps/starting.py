"""The server and the twin start, with prompts under management; a first answer has its trace."""

from collections.abc import Iterator
from typing import Any

from ratchet.cli.demo.stage import BROKEN, CARELESS, DRAWN, EXAMPLES, GOOD, TAUGHT, Stage, start_release, wait_until
from ratchet.cli.demo.step import Claim, Step
from ratchet.errors import NotFound
from twin.prompts import NAMES, read_shipped

_NODES = {"router", "planner", "retrieval", "realizer", "generate", "persona_audit"}
# A port on which nobody listens.
_NOWHERE = "http://127.0.0.1:9/v1"


def play(stage: Stage) -> None:
    """Give the server its prompts, start every release, and ask the first question."""
    for name in NAMES:
        stage.client.post("/api/public/v2/prompts", _prompt(name, read_shipped(name), "production"))
    careless = read_shipped("twin-answer", "careless")
    stage.client.post("/api/public/v2/prompts", _prompt("twin-answer", careless, "careless"))
    start_release(stage, GOOD, environment="production").wait_until_ready()
    start_release(stage, CARELESS, prompt_label="careless", environment="staging")
    start_release(stage, BROKEN, model_url=_NOWHERE, model_key="none", environment="production")
    examples = {"few_shot": 3, "few_shot_dataset": EXAMPLES}
    start_release(stage, TAUGHT, **examples, environment="staging")
    start_release(stage, DRAWN, **examples, environment="production")
    stage.first = stage.releases[GOOD].ask("mira", "How much food does a colony need for the winter?")
    wait_until(lambda: _steps(stage) >= _NODES, "the trace of the first answer is stored")


def check(stage: Stage) -> Iterator[Claim]:
    """The first answer is stored, with a span for each node."""
    found = _steps(stage)
    yield Claim(f"Asked “{stage.first.query}”, and got: {stage.first.answer}", stage.first.status == 200)
    yield Claim(f"Its trace {stage.first.trace_id} has {len(found)} spans: {', '.join(sorted(found))}", found >= _NODES)


def _steps(stage: Stage) -> set[str]:
    try:
        trace = stage.client.get(f"/api/public/traces/{stage.first.trace_id}")
    except NotFound:
        return set()
    return {step["name"] for step in trace["observations"]}


def _prompt(name: str, text: str, label: str) -> dict[str, Any]:
    return {"name": name, "type": "text", "prompt": text, "labels": [label]}


STEP = Step("Start a server, and a twin that is traced", play, check, "/traces")
