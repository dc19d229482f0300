"""Makes `langfuse_api.json` from Langfuse's own description of its API, `openapi.yml`:

    python tests/langfuse_conformance/describe.py openapi.yml > tests/langfuse_conformance/langfuse_api.json

The description is part of https://github.com/langfuse/langfuse (Copyright 2023-2026 Langfuse GmbH, MIT licence). Of
it are kept the routes, the names of their parameters, and the schemas of their answers, as JSON Schema 2020-12.
"""

import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import yaml

ORIGIN = "Made by describe.py from openapi.yml of https://github.com/langfuse/langfuse, August 2026, MIT licence"
VERBS = ("get", "post", "put", "patch", "delete")
REFERENCE = "#/components/schemas/"


def describe(api: dict[str, Any]) -> dict[str, Any]:
    """The routes with their answers, and the schemas that these refer to."""
    routes = {
        f"{verb.upper()} {path}": describe_route(operation)
        for path, operations in sorted(api["paths"].items())
        for verb, operation in operations.items()
        if verb in VERBS
    }
    schemas, wanted = dict[str, Any](), set(references(routes))
    while new := sorted(wanted - schemas.keys()):
        schemas |= {name: to_json_schema(api["components"]["schemas"][name]) for name in new}
        wanted |= {name for schema in new for name in references(schemas[schema])}
    return {"origin": ORIGIN, "routes": routes, "$defs": dict(sorted(schemas.items()))}


def describe_route(operation: dict[str, Any]) -> dict[str, Any]:
    """What a route can be asked, and what it answers by status."""
    content = {
        status: answer.get("content", {}).get("application/json", {}).get("schema")
        for status, answer in operation["responses"].items()
        if status.startswith("2")
    }
    return {
        "parameters": [one["name"] for one in operation.get("parameters", ()) if one["in"] == "query"],
        "answers": {status: schema and to_json_schema(schema) for status, schema in content.items()},
    }


def to_json_schema(schema: Any) -> Any:
    """A schema of OpenAPI 3.0 in JSON Schema, without its prose.

    `oneOf` becomes `anyOf`, for in the description it means a choice: an integer is one of "integer or number".
    """
    if isinstance(schema, list):
        return [to_json_schema(part) for part in schema]
    if not isinstance(schema, dict):
        return schema
    if "$ref" in schema:
        converted: dict[str, Any] = {"$ref": schema["$ref"].replace(REFERENCE, "#/$defs/")}
    else:
        converted = dict(convert_members(schema))
    return {"anyOf": [converted, {"type": "null"}]} if schema.get("nullable") else converted


def convert_members(schema: dict[str, Any]) -> Iterator[tuple[str, Any]]:
    """The keywords that say something of a value."""
    for keyword, value in schema.items():
        match keyword:
            case "properties":
                yield keyword, {name: to_json_schema(part) for name, part in value.items()}
            case "items" | "additionalProperties" | "allOf" | "anyOf":
                yield keyword, to_json_schema(value)
            case "oneOf":
                yield "anyOf", to_json_schema(value)
            case "type" | "enum" | "required" | "format" | "minimum" | "maximum" | "minLength" | "maxLength":
                yield keyword, value
            case _:
                pass


def references(value: Any) -> Iterator[str]:
    """The names of all schemas that are referred to anywhere in a value."""
    match value:
        case dict():
            if isinstance(target := value.get("$ref"), str):
                yield target.rpartition("/")[2]
            for part in value.values():
                yield from references(part)
        case list():
            for part in value:
                yield from references(part)
        case _:
            pass


if __name__ == "__main__":
    print(json.dumps(describe(yaml.safe_load(Path(sys.argv[1]).read_text())), separators=(",", ":")))
