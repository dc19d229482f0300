"""Traces, observations and scores, as they are read, made into the events that Langfuse's ingestion API takes."""

import json
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, NamedTuple
from uuid import UUID, uuid5

from ratchet.langfuse.sync.remote import Row

EVENTS_MAX = 500
# Langfuse takes bodies of 4.5 MB.
BATCH_SIZE_BYTES_MAX = 3_000_000

_OF_EVENTS = UUID("7be2a6de-5f0a-5a39-8f0e-3f5c40b0b1a4")
_TRACE = ("id", "timestamp", "name", "userId", "sessionId", "input", "output", "metadata", "tags", "environment")
_TRACE_TOO = ("release", "version", "public")
_OBSERVATION = ("id", "traceId", "parentObservationId", "name", "startTime", "endTime", "completionStartTime", "level")
_OBSERVATION_TOO = ("statusMessage", "version", "environment", "input", "output", "metadata", "model")
_SCORE = ("id", "name", "dataType", "traceId", "observationId", "sessionId", "datasetRunId", "configId", "comment")
_SCORE_TOO = ("metadata", "environment", "timestamp")
_TEXTS = frozenset({"CATEGORICAL", "TEXT", "CORRECTION"})
_OF_MODEL = ("modelParameters", "usageDetails", "costDetails", "promptName", "promptVersion")


class Event(NamedTuple):
    """An event, written as JSON, and the trace or score that it is about."""

    id: str
    subject_id: str
    text: bytes


def to_trace_event(trace: Row) -> Event:
    """What is said of a trace itself."""
    body = _pick(trace, (*_TRACE, *_TRACE_TOO))
    return _to_event("trace-create", trace["id"], trace.get("updatedAt") or trace["timestamp"], body)


def to_observation_event(observation: Row) -> Event:
    """What is said of an observation."""
    body = _pick(observation, (*_OBSERVATION, *_OBSERVATION_TOO, *_OF_MODEL))
    said_at = observation.get("updatedAt") or observation["startTime"]
    return _to_event(f"{observation['type'].lower()}-create", observation["traceId"], said_at, body)


def to_score_event(score: Row) -> Event:
    """A score, given by an API as far as the destination is concerned."""
    value = score.get("stringValue") if score.get("dataType") in _TEXTS else score["value"]
    body = {**_pick(score, (*_SCORE, *_SCORE_TOO)), "value": value}
    return _to_event("score-create", score["id"], score.get("updatedAt") or score["timestamp"], body)


def to_batches(events: Sequence[Event]) -> Iterator[Sequence[Event]]:
    """The events in their order, in batches that are not too large to be taken."""
    batch, size_bytes = list[Event](), 0
    for event in events:
        if batch and (len(batch) == EVENTS_MAX or size_bytes + len(event.text) > BATCH_SIZE_BYTES_MAX):
            yield batch
            batch, size_bytes = [], 0
        batch.append(event)
        size_bytes += len(event.text)
    if batch:
        yield batch


def to_body(batch: Sequence[Event]) -> bytes:
    """The body of a request."""
    return b'{"batch":[' + b",".join(event.text for event in batch) + b"]}"


def _pick(row: Row, names: Sequence[str]) -> dict[str, Any]:
    return {name: row[name] for name in names if row.get(name) is not None}


def _to_event(kind: str, subject_id: str, said_at: str, body: Mapping[str, Any]) -> Event:
    # The same thing read again makes the same event, which is stored once.
    event_id = str(uuid5(_OF_EVENTS, f"{kind} {body['id']} {said_at}"))
    event = {"id": event_id, "type": kind, "timestamp": said_at, "body": body}
    return Event(event_id, subject_id, json.dumps(event, ensure_ascii=False, separators=(",", ":")).encode())
