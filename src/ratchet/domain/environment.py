"""The name of an environment, in the one form in which it is kept; and which environments figures are about."""

import re
from collections.abc import Iterable
from typing import NamedTuple

from ratchet.domain.condition import Condition

_RESERVED = re.compile(r"^langfuse[-_]")
_NAME = re.compile(r"[a-z0-9_-]+")
_LENGTH_MAX = 40

DEFAULT_ENVIRONMENT = "default"
SYNTHETIC = "synthetic"
"""What probes ask, and no user: it counts only where somebody asks for it."""
PROBE_TRACE_PREFIX = "70726f6265"
"""How ids of probes' traces begin ("probe" in hexadecimal), by which they are known where an application goes on."""


def to_environment(text: str) -> str:
    """Lower case, without a leading `langfuse-`, cut to 40 characters; `default` when it is no name even so."""
    name = _RESERVED.sub("", text.strip().lower())[:_LENGTH_MAX]
    return name if _NAME.fullmatch(name) else DEFAULT_ENVIRONMENT


def is_looked_at(environment: str, filters: Iterable[Condition]) -> bool:
    """Whether whoever has these filters looks at an environment: at that of probes where a filter is about it."""
    return environment != SYNTHETIC or any(condition.field == "environment" for condition in filters)


class Environments(NamedTuple):
    """The environments of these names, or all but those."""

    names: tuple[str, ...]
    are_meant: bool


OF_PROBES = Environments((SYNTHETIC,), are_meant=True)
OF_USERS = Environments((SYNTHETIC,), are_meant=False)
"""Everything but what probes ask."""

ALL_ENVIRONMENTS = Environments((), are_meant=False)
