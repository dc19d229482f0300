"""References to media in the values of items: where they stand, and which media they mean."""

import re
from collections.abc import Iterator
from typing import Any, NamedTuple, cast

from ratchet.domain.dataset import Item

MARK = "@@@langfuseMedia:"
"""How every reference begins."""

# `@@@langfuseMedia:type=image/png|id=…|source=bytes@@@`, its parts in any order.
_REFERENCE = re.compile(MARK + r"(?:[^@]*\|)?id=(?P<id>[^|@]+)[^@]*@@@")


class MediaReference(NamedTuple):
    """One reference: its text as it stands, the JSONPath of the text that holds it, and the id of the media."""

    text: str
    json_path: str
    media_id: str


def find_media_references(value: Any) -> list[MediaReference]:
    """Every reference in a value of any JSON type, in the order in which a reader meets them."""
    return [
        MediaReference(match[0], _to_json_path(place), match["id"])
        for place, text in _walk_texts(value)
        for match in _REFERENCE.finditer(text)
    ]


def find_media_ids(item: Item) -> set[str]:
    """The ids of all media that an item refers to."""
    values = (item.input, item.expected_output, item.metadata)
    return {reference.media_id for value in values for reference in find_media_references(value)}


class _Place(NamedTuple):
    """Where a value stands: in another, at an index or under a name."""

    within: "_Place | None"
    key: int | str


def _walk_texts(root: Any) -> Iterator[tuple[_Place | None, str]]:
    # A stack and no recursion: values may be nested as deeply as JSON can be read.
    stack: list[tuple[_Place | None, Any]] = [(None, root)]
    while stack:
        place, value = stack.pop()
        if isinstance(value, str):
            yield place, value
        else:
            stack += [(_Place(place, key), inner) for key, inner in reversed(_parts(value))]


def _parts(value: Any) -> list[tuple[int | str, Any]]:
    match value:
        case list():
            return list(enumerate(cast(list[Any], value)))
        case dict():
            return list(cast(dict[str, Any], value).items())
        case _:
            return []


def _to_json_path(place: _Place | None) -> str:
    keys: list[str] = []
    while place is not None:
        keys.append(f"[{place.key}]" if isinstance(place.key, int) else f"[{_quote(place.key)}]")
        place = place.within
    return "$" + "".join(reversed(keys))


def _quote(name: str) -> str:
    escaped = name.replace("\\", "\\\\").replace("'", "\\'")
    return f"'{escaped}'"
