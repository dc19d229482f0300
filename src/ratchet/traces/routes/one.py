"""/metrics/traces/{id}/…: one trace, its outline first and what its spans hold when it is asked for."""

from fastapi import APIRouter

from ratchet.auth.guard import Caller
from ratchet.http.state import Events
from ratchet.store.events.score_reads import read_scores_of_traces
from ratchet.traces.content import read_span_content, read_trace_content
from ratchet.traces.outline import read_outline
from ratchet.traces.outline_schemas import ContentOut, OutlineOut

router = APIRouter(prefix="/metrics/traces", tags=["traces"])


@router.get("/{trace_id:path}/outline")
def get_outline(trace_id: str, caller: Caller, events: Events) -> OutlineOut:
    """A trace with its spans and scores, without what went in and came out."""
    outline = read_outline(events, caller.project_id, trace_id)
    scores = read_scores_of_traces(events, caller.project_id, [trace_id])
    return OutlineOut.of(outline, scores.get(trace_id, []))


@router.get("/{trace_id:path}/content")
def get_content(trace_id: str, caller: Caller, events: Events, span: str | None = None) -> ContentOut:
    """What went into a trace, or a span of it, what came out, and everything else that it holds."""
    if span is None:
        return ContentOut.of_trace(read_trace_content(events, caller.project_id, trace_id))
    return ContentOut.of_span(read_span_content(events, caller.project_id, trace_id, span))
