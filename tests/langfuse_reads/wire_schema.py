"""Checks an answer against the schemas of Langfuse's own API description, of which `wire_schemas.json` is a part (MIT).

Knows what those schemas use of JSON Schema in OpenAPI 3.0: types, `nullable`, required and further properties, enums,
references, `allOf` and `oneOf`.
"""

import json
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

SCHEMAS: dict[str, Any] = json.loads(Path(__file__).with_name("wire_schemas.json").read_text())
TYPES: dict[str, type | tuple[type, ...]] = {
    "object": dict,
    "array": list,
    "string": str,
    "boolean": bool,
    "integer": int,
    "number": (int, float),
}


def problems(value: Any, name: str) -> list[str]:
    """Everything in which a value is not what the schema of this name says."""
    return list(_problems(value, SCHEMAS[name], name))


def _problems(value: Any, schema: dict[str, Any], where: str) -> Iterator[str]:
    if value is None and schema.get("nullable"):
        return
    if "$ref" in schema:
        yield from _problems(value, SCHEMAS[schema["$ref"].rpartition("/")[2]], where)
    for part in schema.get("allOf", ()):
        yield from _problems(value, part, where)
    if "oneOf" in schema:
        of_each = [list(_problems(value, part, where)) for part in schema["oneOf"]]
        if all(of_each):
            yield from min(of_each, key=len)
    if "enum" in schema and value not in schema["enum"]:
        yield f"{where}: {value!r} is none of {schema['enum']}"
    if "type" in schema:
        yield from _problems_of_type(value, schema, where)


def _problems_of_type(value: Any, schema: dict[str, Any], where: str) -> Iterator[str]:
    kind = schema["type"]
    if not isinstance(value, TYPES[kind]) or (kind in ("integer", "number") and isinstance(value, bool)):
        yield f"{where}: {value!r} is no {kind}"
    elif kind == "string" and schema.get("format") == "date-time":
        if not value.endswith("Z") or datetime.fromisoformat(value).utcoffset() is None:
            yield f"{where}: {value!r} is no time in UTC"
    elif kind == "array":
        for index, item in enumerate(value):
            yield from _problems(item, schema.get("items", {}), f"{where}[{index}]")
    elif kind == "object":
        yield from (f"{where}.{name} is missing" for name in schema.get("required", ()) if name not in value)
        more = schema.get("additionalProperties")
        for name, item in value.items():
            of_item = schema.get("properties", {}).get(name, more if isinstance(more, dict) else {})
            yield from _problems(item, of_item, f"{where}.{name}")
