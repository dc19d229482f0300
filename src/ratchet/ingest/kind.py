"""What kind of work a span is."""

import re

from ratchet.domain.span import SpanType
from ratchet.ingest.attributes import OPERATION_KEYS, TYPE_BY_OPERATION, TYPE_BY_PRESENCE, TYPE_BY_VALUE
from ratchet.ingest.readers import unquote
from ratchet.ingest.wire import Attributes, Scope

# Langfuse's Python SDK up to 3.3.0 called its generations spans.
_GENERATIONS_CALLED_SPANS = re.compile(r"[0-2]\.|3\.[0-2]\.|3\.3\.0")
_OF_GENERATIONS = (
    "langfuse.observation.model.name",
    "langfuse.observation.model.parameters",
    "langfuse.observation.usage_details",
    "langfuse.observation.cost_details",
    "langfuse.observation.completion_start_time",
    "langfuse.observation.prompt.name",
)


def find_type(attributes: Attributes) -> str:
    """The type of a span whose type Langfuse did not say: the first rule of the table that fits."""
    for key, types in TYPE_BY_VALUE.items():
        if key in attributes and (found := types.get(unquote(attributes[key]) or "")):
            return found
    return _by_operation(attributes) or _by_presence(attributes)


def calls_generations_spans(scope: Scope) -> bool:
    """Whether spans of this scope with a generation's attributes are generations, whatever they say."""
    return scope.name == "langfuse-sdk" and _GENERATIONS_CALLED_SPANS.match(scope.version) is not None


def looks_like_generation(attributes: Attributes) -> bool:
    """Whether a span has attributes that only a generation has."""
    return any(key in attributes for key in _OF_GENERATIONS)


def _by_operation(attributes: Attributes) -> str | None:
    for key in OPERATION_KEYS:
        operation = attributes.get(key)
        if isinstance(operation, str) and ("ai.model.id" in attributes or "gen_ai.request.model" in attributes):
            # `operation.name` may have the function's own name after it.
            _, dot, last = operation.partition(" ")[0].rpartition(".")
            if found := TYPE_BY_OPERATION.get(dot + last):
                return found
    return None


def _by_presence(attributes: Attributes) -> str:
    return next((found for key, found in TYPE_BY_PRESENCE.items() if key in attributes), SpanType.SPAN)
