"""Questions with expected answers for each twin, as shipped; given to Ratchet they are datasets to test releases on."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from uuid import NAMESPACE_URL, uuid5

from langfuse import Langfuse

from twin.modes import Mode


@dataclass(frozen=True, slots=True)
class Question:
    """What is asked, what a good answer says, and what kind of talk it is."""

    input: str
    expected_output: str
    mode: Mode


def read_questions(twins_dir: Path, twin_id: str) -> Sequence[Question]:
    """The questions of a twin: `questions.jsonl` in its folder."""
    lines = (twins_dir / twin_id / "questions.jsonl").read_text().splitlines()
    read = (json.loads(line) for line in lines)
    return [Question(one["input"], one["expected_output"], Mode(one["mode"])) for one in read]


def to_dataset_name(twin_id: str) -> str:
    """What the dataset of a twin is called."""
    return f"twin-{twin_id}"


def load_questions(client: Langfuse, twin_id: str, questions: Sequence[Question]) -> str:
    """Create the dataset of a twin, or bring it up to date; returns its name."""
    name = to_dataset_name(twin_id)
    client.create_dataset(name=name, description=f"Questions to the twin {twin_id!r}, with expected answers.")
    for question in questions:
        client.create_dataset_item(
            dataset_name=name,
            id=str(uuid5(NAMESPACE_URL, f"{name}/{question.input}")),  # the same question again is the same item
            input=question.input,
            expected_output=question.expected_output,
            metadata={
                "twin_id": twin_id,
                "dialogue_mode": question.mode.value,
                "query_type": question.mode.value.split("_")[0].lower(),
            },
        )
    return name
