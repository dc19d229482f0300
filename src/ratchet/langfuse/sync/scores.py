"""Scores, read by stretches of time; where a server has version 3 of them only, made what version 2 shows."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

from ratchet.errors import NotFound
from ratchet.langfuse.sync.copying import Sync
from ratchet.langfuse.sync.remote import Remote, Row
from ratchet.langfuse.sync.windows import Stretch, to_text, walk_stretches

API = "/api/public"
KIND = "scores"
_SUBJECTS = {"trace": "traceId", "observation": "observationId", "session": "sessionId", "experiment": "datasetRunId"}


def sync_scores(sync: Sync) -> None:
    """All scores from where the last sync was over."""
    end = sync.begun + timedelta(days=1)  # clocks of applications may be ahead
    if not has_second_version(sync.source):
        sync.keep(KIND, read_third_version(sync.source, sync.checkpoint.reached(KIND), end))
        sync.checkpoint.reach(KIND, end)
        return
    start = sync.checkpoint.reached(KIND) or read_earliest(sync.source)
    if start is None:
        return
    total = sync.source.count(f"{API}/v2/scores", fromTimestamp=to_text(start))
    for stretch in walk_stretches(sync.source, f"{API}/v2/scores", start, end):
        sync.keep(KIND, _read(sync.source, stretch), total)
        sync.checkpoint.reach(KIND, stretch.end)


def has_second_version(source: Remote) -> bool:
    """Whether a server shows scores by page."""
    try:
        source.count(f"{API}/v2/scores")
    except NotFound:
        return False
    return True


def read_earliest(source: Remote) -> datetime | None:
    """When the oldest score was given: the list begins with the newest, so its last page says."""
    total = source.count(f"{API}/v2/scores")
    found = source.get(f"{API}/v2/scores", limit=1, page=total)["data"] if total else []
    return datetime.fromisoformat(found[0]["timestamp"]) if found else None


def read_third_version(source: Remote, start: datetime | None, end: datetime) -> Iterator[Row]:
    """All scores between two times, in the form of version 2."""
    asked = {"fromTimestamp": start and to_text(start), "toTimestamp": to_text(end)}
    for page in source.walk(f"{API}/v3/scores", {"fields": "details,subject,annotation", **asked}):
        yield from map(to_second_version, page)


def to_second_version(score: Row) -> Row:
    """A score of version 3 as version 2 shows it."""
    subject = score.get("subject") or {}
    known = {_SUBJECTS[subject["kind"]]: subject["id"]} if subject.get("kind") in _SUBJECTS else {}
    if subject.get("traceId"):
        known["traceId"] = subject["traceId"]
    return {**score, **known, **_to_values(score["value"])}


def _to_values(value: Any) -> dict[str, Any]:
    match value:
        case bool():
            return {"value": int(value), "stringValue": str(value)}
        case str():
            return {"value": None, "stringValue": value}
        case _:
            return {"value": value}


def _read(source: Remote, stretch: Stretch) -> Iterator[Row]:
    return source.rows(f"{API}/v2/scores", fields="score", **stretch.named("Timestamp"))
