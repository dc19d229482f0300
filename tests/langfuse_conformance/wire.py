"""Langfuse's description of its own API, as far as answers can be held against it, and what of it is served here."""

import json
import re
from functools import cache
from pathlib import Path
from typing import Any

from jsonschema_rs import Draft202012Validator

from ratchet.server.app import describe_api

_DESCRIPTION: dict[str, Any] = json.loads(Path(__file__).with_name("langfuse_api.json").read_text())
DOCUMENTED: dict[str, dict[str, Any]] = _DESCRIPTION["routes"]


def problems(route: str, status: int, value: Any) -> list[str]:
    """Everything in which an answer is not what the description says of this route and status."""
    return [f"{error.instance_path}: {error.message}" for error in _validator(route, str(status)).iter_errors(value)]


@cache
def _validator(route: str, status: str) -> Draft202012Validator:
    answers = DOCUMENTED[route]["answers"]
    # Statuses are taken as families: an object that is made answers 201 where the description says 200.
    schema = answers.get(status) or next(iter(answers.values()))
    return Draft202012Validator({**schema, "$defs": _DESCRIPTION["$defs"]}, validate_formats=True)


def nameless(route: str) -> str:
    """A route whose parameters have no names, so that two descriptions of it are the same."""
    return re.sub(r"\{[^}]*\}", "{}", route)


@cache
def served_routes() -> dict[str, dict[str, Any]]:
    """Every route that is served under /api/public, by verb and path as our own description has it."""
    return {
        f"{verb.upper()} {path}": operation
        for path, operations in describe_api()["paths"].items()
        for verb, operation in operations.items()
        if path.startswith("/api/public/")
    }


SERVED = {nameless(route) for route in served_routes()}
"""The same without the names of parameters."""

ANSWERED = sorted(route for route in DOCUMENTED if nameless(route) in SERVED)
"""The documented routes that are served."""
