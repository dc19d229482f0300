"""OTLP's JSON, read into spans and records as they came.

By hand and not through protobuf's own JSON reader, which takes twenty times as long: a JavaScript application sends
nothing else. As the standard has it, ids are hexadecimal, 64-bit integers may be texts, and unknown fields are ignored.
"""

import json
from collections.abc import Callable, Iterator
from typing import Any

import orjson

from ratchet.errors import Invalid
from ratchet.ingest.protobuf import to_json_number
from ratchet.ingest.wire import (
    Attributes,
    RecordGroup,
    Scope,
    SpanGroup,
    WireEvent,
    WireLink,
    WireRecord,
    WireSpan,
)

_HEXADECIMAL = frozenset("0123456789abcdef")
_STATUS_CODES = {"STATUS_CODE_UNSET": 0, "STATUS_CODE_OK": 1, "STATUS_CODE_ERROR": 2}


def read_traces(body: bytes) -> Iterator[SpanGroup]:
    """The spans of an export request in JSON; raises `Invalid` when the body is none, naming the field."""
    for of_resource in _objects(_parse(body, "resourceSpans"), "resourceSpans"):
        for of_scope in _objects(of_resource, "scopeSpans"):
            yield SpanGroup(_to_scope(of_scope, of_resource), map(_to_span, _objects(of_scope, "spans")))


def read_logs(body: bytes) -> Iterator[RecordGroup]:
    """The records of an export request in JSON; raises `Invalid` when the body is none, naming the field."""
    for of_resource in _objects(_parse(body, "resourceLogs"), "resourceLogs"):
        for of_scope in _objects(of_resource, "scopeLogs"):
            yield RecordGroup(_to_scope(of_scope, of_resource), map(_to_record, _objects(of_scope, "logRecords")))


def _parse(body: bytes, field: str) -> dict[str, Any]:
    request = _load(body)
    if not isinstance(request, dict):
        raise Invalid("The body must be a JSON object.")
    if request and field not in request:
        raise Invalid(f"The body has no {field!r}: send an OTLP export request, its names in lowerCamelCase.")
    return request


def _load(body: bytes) -> Any:
    try:
        return orjson.loads(body)
    except orjson.JSONDecodeError as error:
        # orjson takes no half of a surrogate pair, which JavaScript cuts texts into.
        if b"\\ud" not in body.lower():
            raise Invalid(f"The body is no JSON: {error}.") from error
    try:
        return _whole(json.loads(body))
    except (ValueError, RecursionError) as error:
        raise Invalid(f"The body is no JSON: {error}.") from error


def _whole(value: Any) -> Any:
    """The same value with every half of a surrogate pair replaced, which no store and no answer could hold."""
    if isinstance(value, str):
        return value.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    if isinstance(value, list):
        return [_whole(item) for item in value]
    if isinstance(value, dict):
        return {_whole(key): _whole(item) for key, item in value.items()}
    return value


def _to_scope(of_scope: dict[str, Any], of_resource: dict[str, Any]) -> Scope:
    scope = _object(of_scope, "scope")
    resource = _object(of_resource, "resource")
    return Scope(_text(scope, "name"), _text(scope, "version"), _attributes(scope), _attributes(resource))


def _to_span(span: dict[str, Any]) -> WireSpan:
    status = _object(span, "status")
    return WireSpan(
        _id(span, "traceId"),
        _id(span, "spanId"),
        _id(span, "parentSpanId"),
        _text(span, "name"),
        _integer(span, "startTimeUnixNano"),
        _integer(span, "endTimeUnixNano"),
        _attributes(span),
        [_to_event(event) for event in _objects(span, "events")],
        [_to_link(link) for link in _objects(span, "links")],
        _status_code(status),
        _text(status, "message"),
    )


def _status_code(status: dict[str, Any]) -> int:
    code = status.get("code")
    return _STATUS_CODES[code] if isinstance(code, str) and code in _STATUS_CODES else _integer(status, "code")


def _to_event(event: dict[str, Any]) -> WireEvent:
    return WireEvent(_text(event, "name"), _integer(event, "timeUnixNano"), _attributes(event))


def _to_link(link: dict[str, Any]) -> WireLink:
    return WireLink(_id(link, "traceId"), _id(link, "spanId"), _attributes(link))


def _to_record(record: dict[str, Any]) -> WireRecord:
    return WireRecord(
        _id(record, "traceId"),
        _id(record, "spanId"),
        _integer(record, "timeUnixNano") or _integer(record, "observedTimeUnixNano"),
        _text(record, "eventName"),
        _to_value(_object(record, "body")),
        _attributes(record),
    )


def _attributes(of: dict[str, Any], field: str = "attributes") -> Attributes:
    attributes: dict[str, Any] = {}
    for pair in _objects(of, field):
        attributes[_text(pair, "key")] = _to_value(_object(pair, "value"))
    return attributes


def _to_value(value: dict[str, Any]) -> Any:
    for kind, raw in value.items():
        if raw is not None and (read := _VALUES.get(kind)):
            return read(value, kind)
    return None


def _objects(of: dict[str, Any], field: str) -> list[dict[str, Any]]:
    found = of.get(field)
    if found is None:
        return []
    if not isinstance(found, list):
        raise Invalid(f"{field} must be a list.", details={"field": field})
    for item in found:
        if not isinstance(item, dict):
            raise Invalid(f"{field} must hold objects.", details={"field": field})
    return found


def _object(of: dict[str, Any], field: str) -> dict[str, Any]:
    found = of.get(field)
    if found is None:
        return {}
    if not isinstance(found, dict):
        raise Invalid(f"{field} must be an object.", details={"field": field})
    return found


def _text(of: dict[str, Any], field: str) -> str:
    found = of.get(field)
    if found is None:
        return ""
    if not isinstance(found, str):
        raise Invalid(f"{field} must be a string.", details={"field": field})
    return found


def _id(of: dict[str, Any], field: str) -> str:
    """An id in lower case; empty when it is not hexadecimal, which then counts as missing."""
    found = _text(of, field).lower()
    return found if _HEXADECIMAL.issuperset(found) else ""


def _integer(of: dict[str, Any], field: str) -> int:
    found = of.get(field)
    if found is None:
        return 0
    if isinstance(found, str) and found.removeprefix("-").isdecimal() and len(found) <= 20:
        return int(found)
    if isinstance(found, int) or (isinstance(found, float) and found.is_integer()):
        return int(found)
    raise Invalid(f"{field} must be an integer, or a string of one.", details={"field": field})


def _number(of: dict[str, Any], field: str) -> float | str:
    found = of[field]
    if found in ("NaN", "Infinity", "-Infinity"):
        return found
    if isinstance(found, int | float):
        return to_json_number(found)
    raise Invalid(f"{field} must be a number.", details={"field": field})


def _flag(of: dict[str, Any], field: str) -> bool:
    found = of[field]
    if not isinstance(found, bool):
        raise Invalid(f"{field} must be true or false.", details={"field": field})
    return found


def _array(of: dict[str, Any], field: str) -> list[Any]:
    return [_to_value(item) for item in _objects(_object(of, field), "values")]


def _mapping(of: dict[str, Any], field: str) -> Attributes:
    return _attributes(_object(of, field), "values")


_VALUES: dict[str, Callable[[dict[str, Any], str], Any]] = {
    "stringValue": _text,
    "intValue": _integer,
    "boolValue": _flag,
    "doubleValue": _number,
    "arrayValue": _array,
    "kvlistValue": _mapping,
    "bytesValue": _text,
}
