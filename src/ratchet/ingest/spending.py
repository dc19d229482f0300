"""The tokens and the money that a span took."""

from collections.abc import Mapping
from typing import Any

from ratchet.domain.span import SpanType
from ratchet.ingest.attributes import CALL_USAGE, OPERATIONS_OF_MANY_CALLS, PROVIDER_KEYS, USAGE
from ratchet.ingest.draft import Draft
from ratchet.ingest.prices import cost_of
from ratchet.ingest.readers import parse_json
from ratchet.ingest.usage import counts_in_provider_metadata, usage_of_attributes

_FAMILIES_OF_USAGE: Mapping[str, tuple[str, ...]] = {
    USAGE: ("gen_ai.usage.", "llm.token_count.", "llm.usage."),
    CALL_USAGE: ("ai.usage.",),
}
_PROVIDER_METADATA = "ai.response.providerMetadata"


def settle_spending(draft: Draft, start_time: int) -> None:
    """Give the draft its usage and its cost: what the application sent, else the published price."""
    if draft.attributes.get("gen_ai.operation.name") in OPERATIONS_OF_MANY_CALLS:
        return _leave_to_calls(draft)
    fields = draft.fields
    if USAGE in draft.groups or CALL_USAGE in draft.groups:
        _take_counts(draft)
    if not fields.get("cost") and fields.get("usage") and (model := fields.get("model")):
        fields["cost"] = cost_of(model, fields["usage"], start_time, _provider(draft))
    return None


def _take_counts(draft: Draft) -> None:
    counts: dict[str, Any] = draft.groups.pop(USAGE, {})
    of_call: dict[str, Any] = draft.groups.pop(CALL_USAGE, {})
    if "usage" in draft.fields:
        return _keep_counts(draft, {USAGE: counts, CALL_USAGE: of_call})
    if draft.fields["type"] in (SpanType.GENERATION, SpanType.EMBEDDING):
        counts = counts | {key: count for key, count in of_call.items() if key not in counts}
        metadata = draft.attributes.get(_PROVIDER_METADATA)
        if metadata is not None:
            counts |= counts_in_provider_metadata(parse_json(metadata) if isinstance(metadata, str) else metadata)
    else:
        _keep_counts(draft, {CALL_USAGE: of_call})
    draft.fields["usage"] = usage_of_attributes(counts)
    return None


def _leave_to_calls(draft: Draft) -> None:
    for field in ("model", "usage", "cost"):
        draft.drop(field)
    _keep_counts(draft, {group: draft.groups.pop(group, {}) for group in (USAGE, CALL_USAGE)})


def _keep_counts(draft: Draft, counts: Mapping[str, Mapping[str, Any]]) -> None:
    for group, members in counts.items():
        for prefix in _FAMILIES_OF_USAGE[group]:
            for member in members:
                draft.keep(prefix + member)


def _provider(draft: Draft) -> str:
    for key in PROVIDER_KEYS:
        if isinstance(provider := draft.attributes.get(key), str):
            return provider
    return ""
