"""What fields of a span take: each reader makes a field's value of an attribute's, or None of one it cannot use."""

import json
import re
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from functools import lru_cache
from typing import Any

import orjson

from ratchet.domain.span import Level, SpanType
from ratchet.domain.value import decode_value, encode_value
from ratchet.ingest.checks import EARLIEST, LATEST
from ratchet.ingest.usage import parse_usage

Reader = Callable[[Any], Any]

_LEVELS: Mapping[str, str] = {
    "DEBUG": Level.DEBUG,
    "TRACE": Level.DEBUG,
    "VERBOSE": Level.DEBUG,
    "DEFAULT": Level.DEFAULT,
    "INFO": Level.DEFAULT,
    "LOG": Level.DEFAULT,
    "NOTICE": Level.DEFAULT,
    "OK": Level.DEFAULT,
    "SUCCESS": Level.DEFAULT,
    "WARNING": Level.WARNING,
    "WARN": Level.WARNING,
    "ERROR": Level.ERROR,
    "FATAL": Level.ERROR,
    "CRITICAL": Level.ERROR,
}
_TYPES: Mapping[str, str] = {kind: kind for kind in SpanType}
_VERSION_MAX = 2**32 - 1
_ENVIRONMENT = re.compile(r"[a-z0-9_-]{1,40}")
_LONGEST_TIME = 64
_DAY_NS = 86_400 * 1_000_000_000


def to_text(value: Any) -> str | None:
    """A text as it is, anything else as its JSON."""
    if type(value) is str:
        return value or None
    return None if value is None else to_json(value)


def to_json(value: Any) -> str:
    """The JSON of a value."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def to_span_type(value: Any) -> str | None:
    """A type as Langfuse names it."""
    return _TYPES.get(value.upper()) if isinstance(value, str) else None


def to_level(value: Any) -> str | None:
    """A level, by any of its names."""
    return _LEVELS.get(value.upper()) if isinstance(value, str) else None


def to_flag(value: Any) -> bool:
    """True only for true and "true"."""
    return value is True or value == "true"


def to_version(value: Any) -> int | None:
    """A prompt's version."""
    number = parse_json(value) if isinstance(value, str) else value
    valid = isinstance(number, int) and not isinstance(number, bool) and 0 < number <= _VERSION_MAX
    return number if valid else None


def to_environment(value: Any) -> str | None:
    """An environment's name as Langfuse keeps it: lower case, at most 40 characters, `default` for what is no name."""
    return _environment(value[:100]) if isinstance(value, str) and value else None


@lru_cache(maxsize=256)
def _environment(value: str) -> str:
    name = re.sub(r"^langfuse[-_]", "", value.lower())[:40]
    return name if _ENVIRONMENT.fullmatch(name) else "default"


def to_tags(value: Any) -> list[str] | None:
    """Tags from a list, the JSON of one, texts separated by commas, or one text."""
    found = value
    if isinstance(value, str):
        parsed = parse_json(value) if value.startswith("[") else None
        found = parsed if isinstance(parsed, list) else value.split(",")
    if not isinstance(found, list):
        return None
    tags = [tag.strip() if isinstance(tag, str) else to_json(tag) for tag in found]
    return list(dict.fromkeys(filter(None, tags))) or None


def to_time(value: Any) -> int | None:
    """Nanoseconds of a time in ISO 8601, which some SDKs put in quotes once more."""
    if not isinstance(value, str) or len(value) > _LONGEST_TIME:
        return None
    try:
        time = datetime.fromisoformat(value.strip('"'))
    except ValueError:
        return None
    since = (time if time.tzinfo else time.replace(tzinfo=UTC)) - datetime(1970, 1, 1, tzinfo=UTC)
    time_ns = (since.days * 86_400 + since.seconds) * 1_000_000_000 + since.microseconds * 1_000
    return time_ns if EARLIEST <= time_ns < LATEST else None


def from_milliseconds(value: Any) -> int | None:
    """Nanoseconds."""
    return _to_duration(value, 1_000_000)


def from_seconds(value: Any) -> int | None:
    """Nanoseconds."""
    return _to_duration(value, 1_000_000_000)


def _to_duration(value: Any, unit_ns: int) -> int | None:
    number = parse_json(value) if isinstance(value, str) else value
    if isinstance(number, bool) or not isinstance(number, int | float) or not 0 <= number * unit_ns <= _DAY_NS:
        return None
    return round(number * unit_ns)


def to_usage(value: Any) -> dict[str, int] | None:
    """Counts of tokens from a JSON object; none from other JSON, and what is no JSON leaves it to other attributes."""
    found = _parsed(value)
    if found is None:
        return None
    return parse_usage(found) if isinstance(found, dict) else {}


def to_cost(value: Any) -> dict[str, float] | None:
    """US dollars from a JSON object, with their total."""
    found = _parsed(value)
    if not isinstance(found, dict):
        return None if found is None else {}
    cost = {key: dollars for key, number in found.items() if (dollars := _to_dollars(number)) is not None}
    if cost and "total" not in cost:
        cost["total"] = sum(cost.values())
    return cost


def to_total_cost(value: Any) -> dict[str, float] | None:
    """US dollars of a whole call."""
    dollars = _to_dollars(_parsed(value))
    return None if dollars is None else {"total": dollars}


def _to_dollars(value: Any) -> float | None:
    valid = isinstance(value, int | float) and not isinstance(value, bool) and 0 <= value < 1e15
    return float(value) if valid else None


def to_map(value: Any) -> dict[str, str] | None:
    """A JSON object, each of its values encoded."""
    found = _parsed(value)
    return {key: encode_value(item) for key, item in found.items()} if isinstance(found, dict) else None


def to_metadata(value: Any) -> dict[str, str]:
    """As `to_map`; what is no object is kept under the key `metadata`."""
    found = to_map(value)
    return {"metadata": to_metadata_value(value)} if found is None else found


def to_metadata_value(value: Any) -> str:
    """One value of metadata.

    Langfuse's newer SDKs send the JSON of every value, the older ones only of what is no text. Either is what
    `encode_value` would make of it, but for texts in quotes that need none.
    """
    if type(value) is not str:
        return encode_value(value)
    return encode_value(decode_value(value)) if value.startswith('"') else value


def to_object(value: Any) -> dict[str, Any] | None:
    """A JSON object."""
    found = _parsed(value)
    return found if isinstance(found, dict) else None


def unquote(value: Any) -> str | None:
    """A text, without the quotes of its JSON."""
    found = parse_json(value) if isinstance(value, str) and value.startswith('"') else value
    return found if isinstance(found, str) and found else None


def _parsed(value: Any) -> Any:
    return parse_json(value) if isinstance(value, str) else value


def parse_json(text: str) -> Any:
    """The value of a JSON text; None when it is none."""
    try:
        return orjson.loads(text)
    except orjson.JSONDecodeError:
        return None
