"""News of scores: whose traces had some, by when they were stored, and whether those traces are complete."""

from collections.abc import Collection, Iterable

from ratchet.store.events.arrivals import Arrival
from ratchet.store.events.client import EventStore
from ratchet.store.events.identity import hash_id
from ratchet.store.events.lookup import split_ids

_HASHES = 2**64
_NOT_YET = 2**63 - 1


def read_score_arrivals(
    store: EventStore, project_id: str, *, since_us: int, before_us: int, share: float, without: Collection[str]
) -> list[Arrival]:
    """The traces below a share with scores, deleted ones too, that were stored in a stretch of time.

    Scores of the names in `without` are no news. What is known of the traces themselves is left open.
    """
    bound = {
        "project": project_id,
        "since": since_us,
        "before": before_us,
        "share": min(int(share * _HASHES), _HASHES - 1),
        "without": sorted(without),
    }
    rows = store.query(_SCORED, bound)
    return [Arrival(trace_id, last, False, _NOT_YET, 0, place / _HASHES) for trace_id, last, place in rows]


def read_first_score_arrival(store: EventStore, project_id: str, *, since_us: int) -> int | None:
    """When the first score since a moment was stored, if there is one, in microseconds."""
    [[first]] = store.query(_FIRST, {"project": project_id, "since": since_us})
    return first or None


def is_there(arrival: Arrival) -> bool:
    """Whether anything of the trace itself is known, beside scores of it."""
    return arrival.ends_at > 0


def complete_arrivals(store: EventStore, project_id: str, arrivals: Iterable[Arrival]) -> list[Arrival]:
    """Those of these arrivals whose traces are stored, with what is known of them now."""
    known = {arrival.trace_id: arrival for arrival in arrivals}
    completed: list[Arrival] = []
    for ids in split_ids(known):
        bound = {"project": project_id, "traces": ids, "hashes": [hash_id(project_id, trace_id) for trace_id in ids]}
        for trace_id, complete, start, end in store.query(_STORED, bound):
            said = known[trace_id]
            completed.append(said._replace(is_complete=bool(complete), starts_at=start, ends_at=end))
    return completed


def read_shares(store: EventStore, trace_ids: Iterable[str]) -> dict[str, float]:
    """Where each of these traces lies in [0, 1): samples are the traces below a share."""
    shares: dict[str, float] = {}
    for ids in split_ids(trace_ids):
        rows = store.query("SELECT arrayJoin({ids:Array(String)}) AS id, cityHash64(id)", {"ids": ids})
        shares.update((trace_id, place / _HASHES) for trace_id, place in rows)
    return shares


_SCORED = """
SELECT trace_id, toUnixTimestamp64Micro(max(inserted_at)), cityHash64(trace_id) AS place FROM scores
WHERE project_id = {project:String} AND inserted_at >= fromUnixTimestamp64Micro({since:Int64}, 'UTC')
    AND inserted_at < fromUnixTimestamp64Micro({before:Int64}, 'UTC')
    AND trace_id != '' AND place <= {share:UInt64} AND name NOT IN {without:Array(String)}
GROUP BY trace_id
"""
_FIRST = """
SELECT toUnixTimestamp64Micro(minIf(inserted_at, inserted_at > fromUnixTimestamp64Micro(0, 'UTC'))) FROM scores
WHERE project_id = {project:String} AND inserted_at >= fromUnixTimestamp64Micro({since:Int64}, 'UTC')
"""
# As for judges: what was said of a trace apart from its spans is complete when it says what came out.
_STORED = """
SELECT trace_id, max(complete), toUnixTimestamp64Nano(min(start)), toUnixTimestamp64Nano(max(start)) FROM (
    SELECT trace_id, root_rank > 0 AND end_time IS NOT NULL AS complete, start_time AS start FROM spans
    PREWHERE project_id = {project:String} AND trace_id IN {traces:Array(String)} AND toStartOfHour(start_time) IN
        (SELECT toStartOfHour(start_time) FROM span_index WHERE trace_hash IN {hashes:Array(UInt64)})
    UNION ALL
    SELECT trace_id, output != '' AS complete, timestamp AS start FROM trace_overrides
    WHERE project_id = {project:String} AND trace_id IN {traces:Array(String)}
)
GROUP BY trace_id
"""
