"""Whether the values of items meet the JSON Schemas of their dataset."""

from functools import lru_cache
from itertools import islice
from typing import Any

from jsonschema_rs import FancyRegexOptions, ValidationError, Validator, validator_for

from ratchet.domain.dataset import Dataset
from ratchet.domain.value import encode_value
from ratchet.errors import Invalid
from ratchet.http.fields import invalid_field

SCHEMA_SIZE_MAX = 256 * 1024
_PROBLEMS_MAX = 10
_MESSAGE_LENGTH_MAX = 300
# A pattern that goes through a text over and over is given up after so many steps.
_PATTERNS = FancyRegexOptions(backtrack_limit=100_000)


def check_schemas(dataset: Dataset) -> None:
    """Raise `Invalid` naming the schema when one of a dataset's cannot be used."""
    for field, schema in (
        ("inputSchema", dataset.input_schema),
        ("expectedOutputSchema", dataset.expected_output_schema),
    ):
        if schema is not None:
            _compile_field(field, schema)


def check_values(dataset: Dataset, said: Any, expected: Any) -> None:
    """Raise `Invalid` with the fields of an item that do not meet their schema, and where in them."""
    problems = [
        *_find_problems("input", dataset.input_schema, said),
        *_find_problems("expectedOutput", dataset.expected_output_schema, expected),
    ]
    if problems:
        first = problems[0]
        raise Invalid(f"{first['field']}: {first['message']}", details={"fields": problems})


def _compile_field(field: str, schema: Any) -> Validator:
    text = encode_value(schema)
    if len(text) > SCHEMA_SIZE_MAX:
        raise invalid_field(field, f"This schema is over {SCHEMA_SIZE_MAX:,} characters. Make it smaller")
    try:
        return _compile(text)
    except ValueError as error:
        message = error.message if isinstance(error, ValidationError) else str(error)
        raise invalid_field(field, f"This is no JSON Schema that can be used here: {_shorten(message)}") from error


@lru_cache(maxsize=64)
def _compile(text: str) -> Validator:
    # Nothing that a schema refers to is fetched: it would be this server that asks.
    return validator_for(text, pattern_options=_PATTERNS, offline=True)


def _find_problems(field: str, schema: Any, value: Any) -> list[dict[str, str]]:
    if schema is None:
        return []
    errors = _compile_field(f"{field}Schema", schema).iter_errors(value)
    return [
        {"field": ".".join(map(str, (field, *error.instance_path))), "message": _shorten(error.message)}
        for error in islice(errors, _PROBLEMS_MAX)
    ]


def _shorten(message: str) -> str:
    return message if len(message) <= _MESSAGE_LENGTH_MAX else f"{message[:_MESSAGE_LENGTH_MAX]}…"
