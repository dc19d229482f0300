"""What an item asks, what answers it, and how good that answer is, out of whatever form it was stored in."""

import json
import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, cast

# The names under which applications keep a question, and an answer, in an object; the first that is there counts.
_QUERY_NAMES = ("query", "question", "prompt", "q", "text", "content", "input", "message")
_RESPONSE_NAMES = ("response", "answer", "completion", "a", "text", "content", "output", "message")


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """The typed fields of an item; `None` for what nothing says."""

    query: str | None = None
    response: str | None = None
    score: float | None = None
    score_name: str | None = None
    query_type: str | None = None


def to_facts(asked: Any, answered: Any, metadata: Any) -> Facts:
    """What an item says of itself: its metadata where that has the field, else its input and expected output."""
    said = _to_object(metadata)
    return Facts(
        query=_to_text(said.get("query")) or to_query(asked),
        response=_to_text(said.get("response")) or to_response(answered),
        score=_to_number(said.get("score")),
        score_name=_to_text(said.get("score_name")),
        query_type=_to_text(said.get("query_type")),
    )


def to_query(asked: Any) -> str | None:
    """The question in an input: the text itself, a chat's last message of the user, or the field that holds it."""
    return _find_text(asked, _QUERY_NAMES, "user")


def to_response(answered: Any) -> str | None:
    """The answer in an output, found as a question is found in an input."""
    return _find_text(answered, _RESPONSE_NAMES, "assistant")


def _find_text(value: Any, names: tuple[str, ...], role: str) -> str | None:
    match value:
        case None | "":
            return None
        case str():
            return value
        case dict():
            found = _find_in_object(cast(Mapping[str, Any], value), names, role)
        case list():
            found = _last_message(cast(list[Any], value), role)
        case _:
            found = None
    # A form that nobody foresaw is shown whole rather than left out.
    return found or json.dumps(value, ensure_ascii=False, default=str)


def _find_in_object(value: Mapping[str, Any], names: tuple[str, ...], role: str) -> str | None:
    if isinstance(messages := value.get("messages"), list):
        return _last_message(cast(list[Any], messages), role)
    named = next((text for name in names if (text := _to_text(value.get(name)))), None)
    return named or (to_message_text(value) if "role" in value else None)


def _last_message(messages: list[Any], role: str) -> str | None:
    for message in reversed(messages):
        said = _to_object(message)
        if said.get("role") == role and (text := to_message_text(said)):
            return text
    return None


def to_message_text(message: Mapping[str, Any]) -> str | None:
    """What one message of a chat says: its content, or the texts among its parts, as OpenTelemetry names them."""
    return _content(message.get("content")) or _content(message.get("parts"))


def _content(content: Any) -> str | None:
    if not isinstance(content, list):
        return _to_text(content)
    parts = (_part(_to_object(part)) for part in cast(list[Any], content))
    return "\n".join(part for part in parts if part) or None


def _part(part: Mapping[str, Any]) -> str | None:
    """The text of a part; what a model thinks and what tools give is in parts of other types."""
    return _to_text(part.get("text")) or (_to_text(part.get("content")) if part.get("type") == "text" else None)


def _to_object(value: Any) -> Mapping[str, Any]:
    return cast(Mapping[str, Any], value) if isinstance(value, dict) else {}


def _to_text(value: Any) -> str | None:
    return value if isinstance(value, str) and value else None


def _to_number(value: Any) -> float | None:
    if isinstance(value, bool):
        return float(value)
    try:
        return float(value) if isinstance(value, int | float) and math.isfinite(value) else None
    except OverflowError:
        return None
