"""The name of an environment, in the one form in which it is kept; and which environments figures are about."""

import re
from typing import NamedTuple

_RESERVED = re.compile(r"^langfuse[-_]")
_NAME = re.compile(r"[a-z0-9_-]+")
_LENGTH_MAX = 40

DEFAULT_ENVIRONMENT = "default"
SYNTHETIC = "synthetic"
"""What probes ask, and no user: it counts only where somebody asks for it."""


def to_environment(text: str) -> str:
    """Lower case, without a leading `langfuse-`, cut to 40 characters; `default` when it is no name even so."""
    name = _RESERVED.sub("", text.strip().lower())[:_LENGTH_MAX]
    return name if _NAME.fullmatch(name) else DEFAULT_ENVIRONMENT


class Environments(NamedTuple):
    """The environments of these names, or all but those."""

    names: tuple[str, ...]
    are_meant: bool


OF_USERS = Environments((SYNTHETIC,), are_meant=False)
"""Everything but what probes ask."""

ALL_ENVIRONMENTS = Environments((), are_meant=False)
