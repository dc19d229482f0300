"""What went into a span and what came out, where no single attribute says it."""

from ratchet.ingest.attributes import INPUT_EVENTS, OUTPUT_EVENTS, PARTS
from ratchet.ingest.draft import Draft
from ratchet.ingest.messages import (
    CONTENT_EVENTS,
    ContentEvent,
    join_parts,
    read_content,
    with_instructions,
    with_tool_calls,
)
from ratchet.ingest.readers import to_json, to_text
from ratchet.ingest.rules import OTHERS
from ratchet.ingest.wire import WireEvent

_INSTRUCTIONS = "gen_ai.system_instructions"
_TOOL_CALLS = "ai.response.toolCalls"


def gather_content(draft: Draft, events: list[WireEvent]) -> list[WireEvent]:
    """Offer the draft what its parts and its events say; the events that are still to be kept."""
    kept = _offer_events(draft, events) if events else events
    if draft.groups:
        _offer_parts(draft)
    if _INSTRUCTIONS in draft.attributes and draft.holder("input") == "gen_ai.input.messages":
        instructions = draft.attributes[_INSTRUCTIONS]
        draft.fields["input"] = to_text(with_instructions(draft.fields["input"], instructions))
        draft.groups[OTHERS].pop(_INSTRUCTIONS, None)
    if _TOOL_CALLS in draft.attributes and draft.holder("output") in ("ai.response.text", _TOOL_CALLS):
        _add_tool_calls(draft)
    return kept


def _offer_events(draft: Draft, events: list[WireEvent]) -> list[WireEvent]:
    spoken = [event for event in events if event.name in CONTENT_EVENTS]
    if not spoken:
        return events
    content = read_content(ContentEvent(event.name, event.attributes) for event in spoken)
    taken = [
        content.input is None or draft.offer(INPUT_EVENTS, content.input),
        content.output is None or draft.offer(OUTPUT_EVENTS, content.output),
    ]
    return [event for event in events if event.name not in CONTENT_EVENTS] if all(taken) else events


def _offer_parts(draft: Draft) -> None:
    for group in PARTS:
        parts = draft.groups.pop(group, None)
        if parts and not draft.offer(group, join_parts(parts)):
            draft.keep_members(group, parts)


def _add_tool_calls(draft: Draft) -> None:
    text = draft.attributes.get("ai.response.text")
    draft.fields["output"] = to_json(with_tool_calls(text, draft.attributes[_TOOL_CALLS]))
    draft.groups[OTHERS].pop(_TOOL_CALLS, None)
