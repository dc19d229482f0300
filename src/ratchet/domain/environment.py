"""The name of an environment, in the one form in which it is kept."""

import re

_RESERVED = re.compile(r"^langfuse[-_]")
_NAME = re.compile(r"[a-z0-9_-]+")
_LENGTH_MAX = 40

DEFAULT_ENVIRONMENT = "default"


def to_environment(text: str) -> str:
    """Lower case, without a leading `langfuse-`, cut to 40 characters; `default` when it is no name even so."""
    name = _RESERVED.sub("", text.strip().lower())[:_LENGTH_MAX]
    return name if _NAME.fullmatch(name) else DEFAULT_ENVIRONMENT
