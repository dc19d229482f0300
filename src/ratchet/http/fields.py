"""What values on the wire have in common: free ids, times, names of environments, and how one that is wrong is told."""

from typing import Annotated, Any

from pydantic import AfterValidator, BeforeValidator, StringConstraints, ValidationError

from ratchet.domain.environment import to_environment
from ratchet.domain.time import parse_time
from ratchet.errors import Invalid


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


FreeId = Annotated[str, StringConstraints(min_length=1, max_length=800), AfterValidator(_one_line)]
"""An id that an application chose."""

Time = Annotated[int, BeforeValidator(_to_nanoseconds)]
"""ISO 8601 on the wire, nanoseconds since 1970 here."""

Environment = Annotated[str, AfterValidator(to_environment)]
"""The name of an environment, brought into its one form."""
