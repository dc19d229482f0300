"""A batch of Langfuse's ingestion API, sorted into what is stored and what is refused."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from time import time_ns
from typing import Any, NamedTuple

from ratchet.domain.change import Change
from ratchet.domain.project import Access
from ratchet.domain.score import Score
from ratchet.domain.score_config import ScoreConfig
from ratchet.errors import Forbidden, Invalid, RatchetError
from ratchet.http.errors import status_of
from ratchet.http.fields import invalid_field
from ratchet.ingest.changes import parse_change, parse_event
from ratchet.ingest.schemas import EventIn
from ratchet.ingest.spans import Sender
from ratchet.scores.configs import read_configs_of
from ratchet.scores.parse import parse_score
from ratchet.store.records import RecordStore

SCORE_EVENT = "score-create"
LOG_EVENT = "sdk-log"

# Error id of an event that has none of its own.
_NAMELESS = "unknown"


@dataclass(slots=True)
class Batch:
    """What a batch comes to; `stored` and `refused` are the two lists of its answer."""

    changes: list[Change] = field(default_factory=list[Change])
    scores: list[Score] = field(default_factory=list[Score])
    stored: list[dict[str, Any]] = field(default_factory=list[dict[str, Any]])
    refused: list[dict[str, Any]] = field(default_factory=list[dict[str, Any]])


class _Given(NamedTuple):
    """What is known when a batch comes: who sends it, how far they may go, and the configs that its scores name."""

    sender: Sender
    access: Access
    configs: Mapping[str, ScoreConfig]


def read_batch(payload: Any, records: RecordStore, sender: Sender, access: Access) -> Batch:
    """Take every event that is right, and say of every other what is wrong; raises `Invalid` for no batch at all."""
    events = payload.get("batch") if isinstance(payload, dict) else None
    if not isinstance(events, list):
        raise invalid_field("batch", 'The body is an object with a list of events: {"batch": […]}')
    configs = read_configs_of(records, sender.project_id, _score_bodies(events))
    given = _Given(sender, access, configs)
    batch = Batch()
    for position, raw in enumerate(events):
        try:
            event = parse_event(raw, "batch", position)
            _take(batch, event, position, given)
        except RatchetError as error:
            batch.refused.append(_refusal(raw, error))
        else:
            batch.stored.append({"id": event.id, "status": 201})
    return batch


def to_sender(project_id: str, headers: Mapping[str, str], payload: Any) -> Sender:
    """Who sent a batch, by its headers (Python's second SDK writes them with underscores), else by its metadata."""
    metadata = payload.get("metadata") if isinstance(payload, dict) else None
    said = metadata if isinstance(metadata, dict) else {}
    name, version = (
        headers.get(f"x-langfuse-sdk-{part}")
        or headers.get(f"x_langfuse_sdk_{part}")
        or str(said.get(f"sdk_{part}") or "")
        for part in ("name", "version")
    )
    return Sender(project_id, time_ns(), name[:200], version[:200])


def _score_bodies(events: list[Any]) -> Iterator[Any]:
    return (raw.get("body") for raw in events if isinstance(raw, dict) and raw.get("type") == SCORE_EVENT)


def _take(batch: Batch, event: EventIn, position: int, given: _Given) -> None:
    if event.type == LOG_EVENT:
        return
    if event.type == SCORE_EVENT:
        batch.scores.append(_parse_score(event, given))
        return
    if given.access is not Access.FULL:
        raise Forbidden("A public key alone may send score-create and no other event.")
    batch.changes.append(parse_change(event, given.sender, position))


def _parse_score(event: EventIn, given: _Given) -> Score:
    try:
        return parse_score(
            event.body,
            project_id=given.sender.project_id,
            score_id=event.id,
            timestamp=event.timestamp,
            configs=given.configs,
        )
    except Invalid as error:
        raise Invalid(f"body.{error.message}") from error


def _refusal(raw: Any, error: RatchetError) -> dict[str, Any]:
    event_id = raw.get("id") if isinstance(raw, dict) else None
    return {
        "id": event_id if isinstance(event_id, str) else _NAMELESS,
        "status": status_of(error),
        "message": error.message,
        "error": "ForbiddenError" if isinstance(error, Forbidden) else "InvalidRequestError",
    }
