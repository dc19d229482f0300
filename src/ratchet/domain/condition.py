"""A condition: what a reader wants to be true of a field of what is stored."""

from enum import StrEnum
from typing import NamedTuple


class Operator(StrEnum):
    """How a field is compared with a value."""

    EQUAL = "="
    UNEQUAL = "<>"
    GREATER = ">"
    LESS = "<"
    AT_LEAST = ">="
    AT_MOST = "<="
    CONTAINS = "contains"
    LACKS = "does not contain"
    STARTS_WITH = "starts with"
    ENDS_WITH = "ends with"
    MATCHES = "matches"
    ANY_OF = "any of"
    NONE_OF = "none of"
    ALL_OF = "all of"
    IS_NULL = "is null"
    IS_NOT_NULL = "is not null"


Value = str | float | bool | list[str] | list[float] | None


class Condition(NamedTuple):
    """`field operator value`; `key` names an entry where the field is a map, or a score where it is scores.

    Times are nanoseconds since 1970 in UTC. `matches` ignores case, `contains` does not.
    """

    field: str
    operator: Operator
    value: Value = None
    key: str = ""
