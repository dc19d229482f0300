"""Windows of time as they are asked for: so many hours until now, or from one time to another."""

from time import time_ns
from typing import Annotated, Any

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, StringConstraints, WithJsonSchema

from ratchet.domain.environment import ALL_ENVIRONMENTS, OF_USERS, Environments, to_environment
from ratchet.domain.time import parse_time
from ratchet.domain.window import HOUR_NS, SECOND_NS, Window
from ratchet.errors import Unprocessable

HOURS_MAX = 8760
EVERY_ENVIRONMENT = "*"
# Hours are kept in 32 bits of seconds, and a window reads a little more than itself.
_LAST_NS = 4_294_900_000 * SECOND_NS


def _to_nanoseconds(value: Any) -> int:
    text = str(value).strip()
    return parse_time(f"{text}T00:00" if len(text) == len("2024-01-15") else text)


def _within_reach(moment: int) -> int:
    if not HOUR_NS <= moment <= _LAST_NS:
        raise ValueError("This lies outside the years 1970 to 2105")
    return moment


EnvironmentName = Annotated[str, StringConstraints(min_length=1, max_length=100)]
Moment = Annotated[
    int,
    BeforeValidator(_to_nanoseconds),
    AfterValidator(_within_reach),
    WithJsonSchema({"type": "string", "format": "date-time"}),
]


class RangeIn(BaseModel):
    """A window of time in a query string. Nothing else is taken beside it, so that a misspelled name is noticed."""

    model_config = ConfigDict(extra="forbid")

    hours: int = Field(
        24, ge=1, le=HOURS_MAX, description="How long the window is, unless `from` says where it starts."
    )
    from_: Moment | None = Field(
        None,
        alias="from",
        description="Its first moment, ISO 8601, in UTC without an offset.",
        examples=["2024-01-15T10:00:00"],
    )
    to: Moment | None = Field(
        None, description="The first moment after it, ISO 8601, in UTC without an offset; now if not given."
    )
    environment: list[EnvironmentName] = Field(
        default_factory=list[str],
        max_length=20,
        description="Only these environments, or `*` for all; by default all but `synthetic`, where probes are.",
    )

    def to_window(self) -> Window:
        """The window asked for; raises `Unprocessable` naming `from` when it ends before it starts or is too long."""
        end = self.to if self.to is not None else _next_second(time_ns())
        start = self.from_ if self.from_ is not None else max(end - self.hours * HOUR_NS, HOUR_NS)
        if start >= end:
            raise _unusable("from", "this is not before the end of the window")
        if end - start > HOURS_MAX * HOUR_NS:
            raise _unusable("from", f"the window would be longer than {HOURS_MAX} hours; ask for less at a time")
        return Window(start, end)

    def to_environments(self) -> Environments:
        """The environments asked for."""
        if not self.environment:
            return OF_USERS
        if EVERY_ENVIRONMENT in self.environment:
            return ALL_ENVIRONMENTS
        return Environments(tuple(to_environment(name) for name in self.environment), are_meant=True)


def _next_second(moment: int) -> int:
    """So that what was sent a moment ago is in, and the window is exactly what its times say in whole seconds."""
    return -(-moment // SECOND_NS) * SECOND_NS


def _unusable(field: str, message: str) -> Unprocessable:
    return Unprocessable(f"{field}: {message}.", details={"fields": [{"field": field, "message": message}]})
