"""Checks an answer against Langfuse's own description of datasets, of which `dataset_schemas.json` is a part (MIT)."""

import json
from pathlib import Path
from typing import Any

from jsonschema_rs import Draft202012Validator

SCHEMAS: dict[str, Any] = json.loads(Path(__file__).with_name("dataset_schemas.json").read_text())


def problems(value: Any, name: str) -> list[str]:
    """Everything in which a value is not what the schema of this name says."""
    validator = Draft202012Validator({"$ref": f"#/$defs/{name}", **SCHEMAS}, validate_formats=True)
    return [f"{error.instance_path}: {error.message}" for error in validator.iter_errors(value)]
