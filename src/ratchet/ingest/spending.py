"""The tokens and the money that a span took."""

from collections.abc import Sequence
from typing import Any

from ratchet.domain.model import Model, Source
from ratchet.domain.span import SpanType
from ratchet.ingest.attributes import (
    CALL_USAGE,
    METADATA,
    MODEL_PARAMETERS,
    OPERATIONS_OF_MANY_CALLS,
    PROVIDER_KEYS,
    USAGE,
)
from ratchet.ingest.draft import Draft
from ratchet.ingest.readers import parse_json
from ratchet.ingest.usage import counts_in_provider_metadata, usage_of_attributes
from ratchet.prices.own import Call, cost_of_call

_PROVIDER_METADATA = "ai.response.providerMetadata"


def settle_spending(draft: Draft, start_time: int, models: Sequence[Model]) -> None:
    """Give the draft its usage and its cost: what the application sent, else the price of the model."""
    if draft.attributes.get("gen_ai.operation.name") in OPERATIONS_OF_MANY_CALLS:
        return _leave_to_calls(draft)
    fields = draft.fields
    if USAGE in draft.groups or CALL_USAGE in draft.groups:
        _take_counts(draft)
    if not fields.get("cost") and fields.get("usage") and (model := fields.get("model")):
        call = Call(model, fields["usage"], start_time, _provider(draft), _attributes(draft) if models else {})
        fields["cost"] = cost_of_call(call, models)
    return None


def _take_counts(draft: Draft) -> None:
    counts: dict[str, Any] = draft.groups.pop(USAGE, {})
    of_call: dict[str, Any] = draft.groups.pop(CALL_USAGE, {})
    if draft.fields["type"] not in (SpanType.GENERATION, SpanType.EMBEDDING):
        draft.keep_members(CALL_USAGE, of_call)
    elif of_call:
        counts = of_call | counts | _reported_by_provider(draft)
    if "usage" in draft.fields:
        draft.keep_members(USAGE, counts)
    else:
        draft.fields["usage"] = usage_of_attributes(counts)


def _reported_by_provider(draft: Draft) -> dict[str, int]:
    metadata = draft.attributes.get(_PROVIDER_METADATA)
    return counts_in_provider_metadata(parse_json(metadata) if isinstance(metadata, str) else metadata)


def _leave_to_calls(draft: Draft) -> None:
    for field in ("model", "usage", "cost"):
        draft.drop(field)
    for group in (USAGE, CALL_USAGE):
        draft.keep_members(group, draft.groups.pop(group, {}))


def _attributes(draft: Draft) -> dict[Source, dict[str, str]]:
    fields, groups = draft.fields, draft.groups
    return {
        Source.PARAMETERS: fields.get(MODEL_PARAMETERS, {}) | groups.get(MODEL_PARAMETERS, {}),
        Source.METADATA: fields.get(METADATA, {}) | groups.get(METADATA, {}),
    }


def _provider(draft: Draft) -> str:
    for key in PROVIDER_KEYS:
        if isinstance(provider := draft.attributes.get(key), str):
            return provider
    return ""
