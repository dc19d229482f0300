"""Templates: a request as people wrote it, with `{{query}}` and the like where an item's values belong."""

import json
import re
from collections.abc import Iterator, Mapping
from typing import Any, cast
from urllib.parse import quote

_PLACEHOLDER = re.compile(r"\{\{\s*([A-Za-z_][\w-]*(?:\.[\w-]+)*)\s*\}\}")
# What every item brings along, and what a run may do without.
OF_ITEM = ("query", "input", "messages", "item_id", "metadata")
OF_RUN = ("twin_id",)


class Unfit(ValueError):
    """A variable has no value here; the message says which."""


def item_variables(*, item_id: str, query: str, asked: Any, metadata: Any) -> dict[str, Any]:
    """What a template can say of an item; nothing that would give the expected answer away."""
    return {
        "query": query,
        "input": asked,
        "messages": _to_messages(asked, query),
        "item_id": item_id,
        "metadata": metadata,
    }


def fill(template: Any, variables: Mapping[str, Any]) -> Any:
    """The template with values in it, of any JSON type where a placeholder stands alone.

    A member of an object that would be nothing but a variable that is not given is left out. Raises `Unfit`.
    """
    match template:
        case str():
            alone = _PLACEHOLDER.fullmatch(template)
            return _find(alone[1], variables) if alone else fill_text(template, variables)
        case dict():
            members = cast(Mapping[str, Any], template).items()
            return {name: fill(part, variables) for name, part in members if not _is_left_out(part, variables)}
        case list():
            return [fill(part, variables) for part in cast(list[Any], template)]
        case _:
            return template


def fill_text(template: str, variables: Mapping[str, Any]) -> str:
    """A text with values in it, those that are no texts as JSON. Raises `Unfit`."""
    return _PLACEHOLDER.sub(lambda found: _to_text(found[1], variables), template)


def fill_url(template: str, variables: Mapping[str, Any]) -> str:
    """An address with values in it, encoded so that none becomes more than one part of it. Raises `Unfit`."""

    def encode(found: re.Match[str]) -> str:
        text = _to_text(found[1], variables)
        if text in ("", ".", ".."):
            raise Unfit(f"{found[1]} is {text!r}, which cannot stand in an address.")
        return quote(text, safe="")

    return _PLACEHOLDER.sub(encode, template)


def find_names(template: Any) -> set[str]:
    """The variables that a template names, by their first part."""
    return {name.partition(".")[0] for text in _texts(template) for name in _PLACEHOLDER.findall(text)}


def find_needed(template: Any) -> set[str]:
    """Those without which nothing can be sent: all but the ones that may be left out with their member."""
    match template:
        case dict():
            parts = cast(Mapping[str, Any], template).values()
            return set[str]().union(*(find_needed(part) for part in parts if not _may_be_left_out(part)))
        case list():
            return set[str]().union(*(find_needed(part) for part in cast(list[Any], template)))
        case _:
            return find_names(template)


def _texts(template: Any) -> Iterator[str]:
    match template:
        case str():
            yield template
        case dict():
            for part in cast(Mapping[str, Any], template).values():
                yield from _texts(part)
        case list():
            for part in cast(list[Any], template):
                yield from _texts(part)
        case _:
            pass


def _may_be_left_out(part: Any) -> bool:
    alone = _PLACEHOLDER.fullmatch(part) if isinstance(part, str) else None
    return alone is not None and alone[1] in OF_RUN


def _is_left_out(part: Any, variables: Mapping[str, Any]) -> bool:
    return _may_be_left_out(part) and _find_or_none(_PLACEHOLDER.findall(part)[0], variables) is None


def _to_text(name: str, variables: Mapping[str, Any]) -> str:
    value = _find(name, variables)
    if value is None:
        raise Unfit(f"{name} has no value.")
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)


def _find(name: str, variables: Mapping[str, Any]) -> Any:
    first, *path = name.split(".")
    if first not in variables:
        raise Unfit(f"{name} has no value.")
    value = variables[first]
    for part in path:
        value = _step(name, value, part)
    return value


def _find_or_none(name: str, variables: Mapping[str, Any]) -> Any:
    return _find(name, variables) if name in variables else None


def _step(name: str, value: Any, part: str) -> Any:
    match value:
        case dict() if part in value:
            return cast(Mapping[str, Any], value)[part]
        case list() if part.isdecimal() and int(part) < len(cast(list[Any], value)):
            return cast(list[Any], value)[int(part)]
        case _:
            raise Unfit(f"{name} has no value: there is no {part!r} in it.")


def _to_messages(asked: Any, query: str) -> Any:
    """The chat that an input is, else the question as one."""
    match asked:
        case [{"role": _}, *_]:
            return cast(list[Any], asked)
        case {"messages": list()}:
            return cast(Mapping[str, Any], asked)["messages"]
        case _:
            return [{"role": "user", "content": query}]
