"""Reading an answer, and the id of its trace, out of what an endpoint sent."""

import json
import re
from collections.abc import Mapping
from typing import Any, cast

from jsonpath import JSONPath, JSONPathEnvironment
from jsonpath.exceptions import JSONPathError

from ratchet.domain.answer import AskFailure
from ratchet.domain.target import Target
from ratchet.errors import Invalid
from ratchet.http.fields import invalid_field
from ratchet.targets.reply import Reply, failed

PATH_LENGTH_MAX = 500
_DESCENTS_MAX = 2
_SHOWN = 300
_TRACE_ID_LENGTH_MAX = 200
_USUAL_HEADER = "x-trace-id"
_TRACEPARENT = re.compile(r"[0-9a-f]{2}-([0-9a-f]{32})-[0-9a-f]{16}-[0-9a-f]{2}.*")

_paths = JSONPathEnvironment(strict=True)
# Theirs take patterns, which run unbounded.
_paths.function_extensions.clear()


class Reader:
    """Knows where a target's endpoint puts the answer.

    Where nobody said, the answer is all that it sent: judges find the text in it, and the documents beside it.
    """

    def __init__(self, target: Target) -> None:
        self._answer = parse_path(target.answer_path, "answer_path") if target.answer_path else None
        self._trace_id = parse_path(target.trace_id_path, "trace_id_path") if target.trace_id_path else None
        self._header = (target.trace_id_header or _USUAL_HEADER).lower()

    def read(self, status: int, headers: Mapping[str, str], body: bytes) -> Reply:
        """The answer in a response, or what is wrong with it; `headers` are found whatever their case."""
        if status >= 300:
            return _refused(status, headers, body)
        text = body.decode(errors="replace")
        value, is_json = _parse(text)
        trace_id = self._read_trace_id(headers, value)
        if not is_json and (self._answer is not None or _is_no_text(headers, text)):
            detail = f"The target sent no JSON but {headers.get('content-type') or 'something'}: {text[:_SHOWN]}"
            return failed(AskFailure.MALFORMED, detail, trace_id=trace_id)
        found = [value] if self._answer is None else find_at(self._answer, value)
        if not found:
            detail = f"There is nothing at {self._answer} in what the target sent: {text[:_SHOWN]}"
            return failed(AskFailure.MALFORMED, detail, trace_id=trace_id)
        return Reply(output="" if found[0] is None else found[0], trace_id=trace_id)

    def _read_trace_id(self, headers: Mapping[str, str], value: Any) -> str:
        found = [] if self._trace_id is None else find_at(self._trace_id, value)
        said = found[0] if found else headers.get(self._header, "")
        if isinstance(said, str) and 0 < len(said) <= _TRACE_ID_LENGTH_MAX and said.isprintable():
            return said
        continued = _TRACEPARENT.fullmatch(headers.get("traceparent", ""))
        return continued[1] if continued else ""


def parse_path(path: str, field: str) -> JSONPath:
    """A JSONPath, ready to be asked; raises `Invalid` naming the field when it is none."""
    if path.count("..") > _DESCENTS_MAX:
        raise invalid_field(field, f"A path looks at all depths ('..') at most {_DESCENTS_MAX} times")
    try:
        return cast(JSONPath, _paths.compile(path))
    except (JSONPathError, RecursionError) as error:
        said = str(error.args[0]) if error.args else "it cannot be read"
        raise _no_path(path, field, said) from error


def _no_path(path: str, field: str, said: str) -> Invalid:
    return invalid_field(field, f"{path!r} is no JSONPath ({said}). Write one such as $.choices[0].message.content")


def find_at(path: JSONPath, value: Any) -> list[Any]:
    """What a path finds first in a value, if it finds anything."""
    if not isinstance(value, dict | list):
        return []
    match = path.match(cast(Any, value))
    return [] if match is None else [match.obj]


def _parse(text: str) -> tuple[Any, bool]:
    """A value, and whether it was JSON; else it is the text itself."""
    try:
        return json.loads(text), True
    except (ValueError, RecursionError):
        return text, False


def _is_no_text(headers: Mapping[str, str], text: str) -> bool:
    """Whether it is a page, or an answer in pieces; a target must not be asked to stream."""
    media_type = headers.get("content-type", "")
    is_page = "html" in media_type or text.lstrip()[:15].lower().startswith(("<!doctype", "<html"))
    return is_page or "event-stream" in media_type


def _refused(status: int, headers: Mapping[str, str], body: bytes) -> Reply:
    shown = body[:_SHOWN].decode(errors="replace")
    match status:
        case 429:
            failure = AskFailure.RATE_LIMITED
        case 408:
            failure = AskFailure.TIMEOUT
        case 502 | 503 | 504:
            failure = AskFailure.UNAVAILABLE
        case _ if status >= 500:
            failure = AskFailure.SERVER_ERROR
        case _ if status < 400:
            failure = AskFailure.REFUSED
            shown = f"it leads to {headers.get('location', 'nowhere')[:_SHOWN]}, where nobody goes. Name that address."
        case _:
            failure = AskFailure.REFUSED
    return failed(failure, f"HTTP {status}: {shown}", retry_after_s=_to_seconds(headers.get("retry-after", "")))


def _to_seconds(said: str) -> float | None:
    return float(said) if said.isdecimal() and len(said) < 6 else None
