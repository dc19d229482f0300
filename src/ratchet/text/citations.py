"""Citations in a text: `[1]`, `[2, 3]`, `[^4]`, `【5】` and `[handbook]`."""

import re
from typing import NamedTuple

_MARK = re.compile(r"[\[【]\^?([^\[\]【】\n]{1,200})[\]】](?!\()")  # a link of Markdown goes on with a parenthesis
_NUMBERS = re.compile(r"\d{1,3}(?:\s*[,;–-]\s*\d{1,3})*")


class Citation(NamedTuple):
    """A mark in a text, and the names that it cites."""

    mark: str
    names: tuple[str, ...]


def find_citations(text: str, names: frozenset[str] = frozenset()) -> list[Citation]:
    """What a text cites: numbers in brackets, and of other words in brackets those that are `names` of sources."""
    found = (Citation(mark.group(), _to_names(mark.group(1), names)) for mark in _MARK.finditer(text))
    return [citation for citation in found if citation.names]


def drop_citations(text: str, names: frozenset[str] = frozenset()) -> str:
    """The text without what it cites."""
    return _MARK.sub(lambda mark: "" if _to_names(mark.group(1), names) else mark.group(), text)


def _to_names(inside: str, names: frozenset[str]) -> tuple[str, ...]:
    inside = inside.strip()
    if inside in names:
        return (inside,)
    if _NUMBERS.fullmatch(inside):
        return tuple(re.findall(r"\d+", inside))
    parts = [part.strip() for part in re.split(r"[,;]", inside)]
    return tuple(parts) if all(part in names for part in parts) else ()
