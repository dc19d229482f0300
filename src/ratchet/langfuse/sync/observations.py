"""Traces put together from observations, for servers that show these only, as Langfuse's version 4 does."""

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from itertools import groupby
from typing import Any

from ratchet.langfuse.sync.remote import Remote, Row
from ratchet.langfuse.sync.windows import Stretch

_PATH = "/api/public/v2/observations"
_GROUPS = "core,basic,time,io,metadata,model,usage,prompt,trace_context"
_WIDTH = timedelta(days=1)
# Values of metadata are cut to this length unless their key is named.
_CUT = 200


def read_traces_of_observations(
    source: Remote, start: datetime, end: datetime
) -> Iterator[tuple[Stretch, Iterator[Row]]]:
    """Days, and what happened in each: observations with what they say of their trace, gathered by page."""
    first = _find_first(source, start, end)
    while first is not None and first < end:
        stretch = Stretch(first, min(first + _WIDTH, end), 0)
        yield stretch, _read(source, stretch)
        first = stretch.end


def _find_first(source: Remote, start: datetime, end: datetime) -> datetime | None:
    """The start of the first day on which something happened; a list that begins with the newest does not tell."""
    while start < end:
        middle = start + (end - start) / 2
        if end - start < _WIDTH:
            return start
        if _has_any(source, Stretch(start, middle, 0)):
            end = middle
        else:
            start = middle
    return None


def _has_any(source: Remote, stretch: Stretch) -> bool:
    return bool(source.get(_PATH, limit=1, **stretch.named("StartTime"))["data"])


def _read(source: Remote, stretch: Stretch) -> Iterator[Row]:
    cursor, is_more = None, True
    while is_more:
        asked = {"fields": _GROUPS, "limit": 100, "cursor": cursor, **stretch.named("StartTime")}
        answer = source.get(_PATH, **asked)
        if cut := _find_cut(answer["data"]):
            answer = source.get(_PATH, **asked, expandMetadata=",".join(cut))
        yield from _to_traces(answer["data"])
        cursor = answer["meta"].get("cursor")
        is_more = cursor is not None


def _find_cut(observations: Sequence[Row]) -> list[str]:
    """The keys of metadata that were cut in any of these."""
    said = (pair for observation in observations for pair in (observation.get("metadata") or {}).items())
    return sorted({key for key, value in said if isinstance(value, str) and len(value) == _CUT})


def _to_traces(observations: Sequence[Row]) -> Iterator[Row]:
    """The traces of a page, each with those of its observations that are on it."""
    ordered = sorted(observations, key=lambda observation: (observation["traceId"], observation["startTime"]))
    for trace_id, group in groupby(ordered, key=lambda observation: observation["traceId"]):
        found = list(group)
        said = next((one for one in found if one.get("isRootObservation")), None)
        yield {
            **(_to_trace(said) if said else {}),
            "id": trace_id,
            "observations": [{**one, "model": one.get("providedModelName")} for one in found],
        }


def _to_trace(root: Row) -> dict[str, Any]:
    """What a root says of its trace; input and output are the root's own."""
    kept = ("userId", "sessionId", "tags", "release", "version", "environment", "public", "updatedAt")
    return {
        **{name: root.get(name) for name in kept},
        "name": root.get("traceName") or root.get("name"),
        "timestamp": root["startTime"],
    }
