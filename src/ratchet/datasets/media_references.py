"""References to media in the values of items: where they stand, and which media they mean."""

import re
from collections.abc import Iterator
from typing import Any, NamedTuple, cast

from ratchet.domain.dataset import Item

# `@@@langfuseMedia:type=image/png|id=…|source=bytes@@@`, its parts in any order.
_REFERENCE = re.compile(r"@@@langfuseMedia:(?:[^@]*\|)?id=(?P<id>[^|@]+)[^@]*@@@")


class MediaReference(NamedTuple):
    """One reference: its text as it stands, the JSONPath of the text that holds it, and the id of the media."""

    text: str
    json_path: str
    media_id: str


def find_media_references(value: Any) -> list[MediaReference]:
    """Every reference in a value of any JSON type, in the order in which a reader meets them."""
    return [
        MediaReference(match[0], path, match["id"])
        for path, text in _walk_texts(value)
        for match in _REFERENCE.finditer(text)
    ]


def find_media_ids(item: Item) -> set[str]:
    """The ids of all media that an item refers to."""
    values = (item.input, item.expected_output, item.metadata)
    return {reference.media_id for value in values for reference in find_media_references(value)}


def _walk_texts(root: Any) -> Iterator[tuple[str, str]]:
    # A stack and no recursion: values may be nested as deeply as JSON can be read.
    stack: list[tuple[str, Any]] = [("$", root)]
    while stack:
        path, value = stack.pop()
        match value:
            case str():
                yield path, value
            case list():
                items = list(enumerate(cast(list[Any], value)))
                stack += [(f"{path}[{index}]", item) for index, item in reversed(items)]
            case dict():
                fields = list(cast(dict[str, Any], value).items())
                stack += [(f"{path}[{_quote(name)}]", item) for name, item in reversed(fields)]
            case _:
                pass


def _quote(name: str) -> str:
    escaped = name.replace("\\", "\\\\").replace("'", "\\'")
    return f"'{escaped}'"
