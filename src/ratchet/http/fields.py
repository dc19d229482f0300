"""What values on the wire have in common: free ids, times, names of environments, and how one that is wrong is told."""

import math
from typing import Annotated, Any

from pydantic import AfterValidator, BeforeValidator, StringConstraints, ValidationError, WithJsonSchema

from ratchet.domain.environment import to_environment
from ratchet.domain.time import parse_time
from ratchet.errors import Invalid

JSON_DEPTH_MAX = 100


def to_invalid(error: ValidationError, *within: str | int) -> Invalid:
    """What pydantic found wrong, as one error that names the first field; `within` is where the value stood."""
    fields = [
        {
            "field": ".".join(str(part) for part in (*within, *problem["loc"])) or "body",
            "message": problem["msg"].removeprefix("Value error, "),
        }
        for problem in error.errors(include_url=False, include_context=False, include_input=False)
    ]
    first = fields[0]
    return Invalid(f"{first['field']}: {first['message']}", details={"fields": fields})


def invalid_field(field: str, message: str) -> Invalid:
    """One field that is wrong, in the same form."""
    return Invalid(f"{field}: {message}", details={"fields": [{"field": field, "message": message}]})


def _one_line(free_id: str) -> str:
    if "\r" in free_id:
        raise ValueError("An id holds no carriage return")
    return free_id


def _to_nanoseconds(value: Any) -> int:
    if not isinstance(value, str):
        raise ValueError("This is a time in ISO 8601, as a string: 2026-11-22T14:22:42.855486Z")
    return parse_time(value)


def check_json(value: Any, depth: int = 0) -> Any:
    """What both databases can keep and what can be shown again; Postgres has neither NUL characters nor NaN."""
    if depth > JSON_DEPTH_MAX:
        raise ValueError(f"Values are nested over {JSON_DEPTH_MAX} deep")
    match value:
        case str() if "\0" in value:
            raise ValueError("A text holds no NUL character")
        case float() if not math.isfinite(value):
            raise ValueError("A number is finite")
        case dict() | list():
            for member in [*value, *value.values()] if isinstance(value, dict) else value:
                check_json(member, depth + 1)
        case _:
            pass
    return value


def _check_json(value: Any) -> Any:
    return check_json(value)


Json = Annotated[Any, AfterValidator(_check_json)]
"""Any value, of which records are made."""

Text = Annotated[str, AfterValidator(_check_json)]
"""A text, of which records are made."""

FreeId = Annotated[str, StringConstraints(min_length=1, max_length=800), AfterValidator(_one_line)]
"""An id that an application chose."""

Time = Annotated[int, BeforeValidator(_to_nanoseconds), WithJsonSchema({"type": "string", "format": "date-time"})]
"""ISO 8601 on the wire, nanoseconds since 1970 here."""

Environment = Annotated[str, AfterValidator(to_environment)]
"""The name of an environment, brought into its one form."""
