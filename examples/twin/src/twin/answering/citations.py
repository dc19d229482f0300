"""Citations: the ids of sources in brackets, as answers name what they rest on."""

import re
from collections.abc import Collection

_MARK = re.compile(r"\[([^\[\]\n]{1,200})\]")


def find_citations(answer: str, ids: Collection[str]) -> list[str]:
    """The sources that an answer names, of those that it had, in order and each once."""
    named = (part.strip() for mark in _MARK.findall(answer) for part in mark.split(","))
    return list(dict.fromkeys(name for name in named if name in ids))
