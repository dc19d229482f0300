"""The guide to tracing: its applications run, and are traced as it says."""

import json
import re
from pathlib import Path
from typing import Any

from fastapi.testclient import TestClient

GUIDE = (Path(__file__).parents[2] / "docs/guides/trace-your-app.md").read_text()


def run_block(name: str) -> dict[str, Any]:
    block = re.search(rf"```python\n# {name}\n(.*?)```", GUIDE, re.DOTALL)
    assert block
    # Where spans go is the fixture's.
    names: dict[str, Any] = {}
    exec(re.sub(r"ratchet\.start_tracing\(.*\)\n", "", block.group(1)), names)
    return names


def test_the_fastapi_application_of_the_guide_is_traced_as_it_says(spans) -> None:
    client = TestClient(run_block("fastapi_shop.py")["app"])
    assert client.get("/chat/ada", params={"question": "When?"}).json()["answer"]
    said = spans.says("GET /chat/{twin_id}")
    assert (said["user.id"], said["langfuse.trace.metadata.dialogue_mode"]) == ("u-7", "FACTUAL")
    assert said["langfuse.observation.input"] == "When?"
    assert json.loads(str(spans.says("retrieve")["langfuse.observation.input"])) == {"question": "When?"}
    assert spans.says("answer")["langfuse.observation.model.name"] == "gpt-4o-mini"


def test_the_flask_application_of_the_guide_is_traced_as_it_says(spans) -> None:
    client = run_block("flask_shop.py")["app"].test_client()
    assert client.get("/orders/7").text == "Order 7 is on its way."
    assert spans.named("GET /orders/<int:number>")
