"""Prompts with places for values: `{{question}}`, each filled from a part of the subject."""

import json
import re
from collections.abc import Mapping
from typing import Any, Literal, cast, get_args

from pydantic import BaseModel, ConfigDict, Field, field_validator

from ratchet.judges.subject import Subject

_PLACE = re.compile(r"\{\{\s*([\w.-]+)\s*\}\}")
# What of JSONPath people write: names and numbers from the root, $.messages[0].content or $['a b'].
_STEP = re.compile(r"\.([\w-]+)|\[(\d+)\]|\[['\"]([^'\"]+)['\"]\]")

Part = Literal["input", "output", "expected_output", "metadata", "sources", "messages", "name", "model"]


PATH_LENGTH_MAX = 500


def check_path(path: str) -> str:
    """The path, if it is one; raises `ValueError` for what of JSONPath is not spoken here."""
    if path and _STEP.sub("", path.removeprefix("$")):
        raise ValueError("A path is made of names and numbers: $.messages[0].content")
    return path


class Variable(BaseModel):
    """Where the value of a place comes from: a part of the subject, and a path within it."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    part: Part
    path: str = Field("", max_length=PATH_LENGTH_MAX, description="From the root of the part: $.messages[0].content")

    @field_validator("path")
    @classmethod
    def _check_path(cls, path: str) -> str:
        return check_path(path)


USUAL: Mapping[str, Variable] = {
    **{part: Variable(part=part, path="") for part in cast(tuple[Part, ...], get_args(Part))},
    "question": Variable(part="input", path=""),
    "query": Variable(part="input", path=""),
    "answer": Variable(part="output", path=""),
    "response": Variable(part="output", path=""),
    "generation": Variable(part="output", path=""),
    "reference": Variable(part="expected_output", path=""),
    "ground_truth": Variable(part="expected_output", path=""),
    "context": Variable(part="sources", path=""),
}
"""What places mean that nobody has explained."""


def find_places(prompt: str) -> tuple[str, ...]:
    """The names of a prompt's places, in their order, each once."""
    return tuple(dict.fromkeys(_PLACE.findall(prompt)))


def fill(prompt: str, variables: Mapping[str, Variable], subject: Subject) -> str:
    """The prompt with every place filled; one whose value is missing is left empty."""

    def value_of(match: re.Match[str]) -> str:
        variable = variables.get(match[1]) or USUAL.get(match[1])
        return "" if variable is None else read_value(variable, subject)

    return _PLACE.sub(value_of, prompt)


def read_value(variable: Variable, subject: Subject) -> str:
    """What a variable stands for, as text."""
    if not variable.path:
        return _to_text(_whole(variable.part, subject))
    return _to_text(_walk(_raw(variable.part, subject), variable.path))


def _whole(part: Part, subject: Subject) -> Any:
    match part:
        case "input":
            return subject.question or subject.input
        case "output":
            return subject.answer or subject.output
        case "expected_output":
            return subject.reference or subject.expected_output
        case "sources":
            return "\n\n".join(f"[{number}] {source.text}" for number, source in enumerate(subject.sources, 1))
        case _:
            return _raw(part, subject)


def _raw(part: Part, subject: Subject) -> Any:
    if part == "sources":
        return [{"id": source.id, "text": source.text} for source in subject.sources]
    return getattr(subject, part)


def _walk(value: Any, path: str) -> Any:
    for name, number, quoted in _STEP.findall(path):
        match value:
            case Mapping():
                value = cast(Mapping[str, Any], value).get(name or quoted or number)
            case list() if number and int(number) < len(cast(list[Any], value)):
                value = cast(list[Any], value)[int(number)]
            case _:
                return None
    return value


def _to_text(value: Any) -> str:
    match value:
        case None:
            return ""
        case str():
            return value
        case _:
            return json.dumps(value, ensure_ascii=False, default=dict)
