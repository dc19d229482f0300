"""What was collected is written out for fine-tuning, and looked at."""

import hashlib
import json
from collections.abc import Iterator

from ratchet.cli.demo.stage import Stage
from ratchet.cli.demo.step import Claim, Step

DATASET = "high_quality_responses"


def play(stage: Stage) -> None:
    """Have the server write chats as OpenAI's fine-tuning takes them."""
    stage.export = stage.client.post(f"/admin/datasets/{DATASET}/export", {"format": "openai", "train_split": 0.8})


def check(stage: Stage) -> Iterator[Claim]:
    """Every file is as the export says, byte by byte, and every line a chat."""
    told = stage.client.get(f"/admin/exports/{stage.export['export_id']}")
    contents = {file["name"]: b"".join(stage.client.fetch(_path(told, file["name"]))) for file in told["files"]}
    intact = all(hashlib.sha256(contents[file["name"]]).hexdigest() == file["sha256"] for file in told["files"])
    lines = [line for name, content in contents.items() if name.endswith(".jsonl") for line in content.splitlines()]
    chats = [json.loads(line)["messages"] for line in lines]
    yield Claim(
        f"{told['total_items']} items: {told['train_items']} to train on, {told['val_items']} to validate with",
        told["state"] == "completed" and len(chats) == told["total_items"] > 0,
    )
    yield Claim(f"{len(contents)} files, each with the SHA-256 that the manifest names", intact)
    yield Claim(
        "Every line is a chat that ends with the assistant", all(chat[-1]["role"] == "assistant" for chat in chats)
    )


def _path(told: dict[str, str], name: str) -> str:
    return f"/admin/exports/{told['export_id']}/files/{name}"


STEP = Step("Export for fine-tuning", play, check, "/datasets")
