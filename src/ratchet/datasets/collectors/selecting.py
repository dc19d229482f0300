"""Which of some traces a collector takes: those of its sample that meet its criteria and its filters."""

from collections.abc import Collection, Mapping, Sequence

from ratchet.datasets.collectors.criteria import find_match
from ratchet.domain.collector import Collector, Match
from ratchet.domain.environment import is_looked_at
from ratchet.domain.score import Score
from ratchet.domain.trace import Trace, window_around
from ratchet.store.events import EventStore
from ratchet.store.events.score_arrivals import read_shares
from ratchet.store.events.traces import keep_matching


def select_traces(
    events: EventStore,
    collector: Collector,
    traces: Mapping[str, Trace],
    scores: Mapping[str, Sequence[Score]],
    of_quality: Collection[str],
) -> dict[str, Match]:
    """Why each of those that a collector takes is taken, by trace, the oldest first."""
    found = {trace_id: find_match(collector, scores.get(trace_id, ()), of_quality) for trace_id in traces}
    matches = {
        trace_id: match
        for trace_id, match in found.items()
        if match is not None and is_looked_at(traces[trace_id].environment, collector.filters)
    }
    if matches and collector.sampling < 1:
        shares = read_shares(events, matches)
        matches = {trace_id: match for trace_id, match in matches.items() if shares[trace_id] < collector.sampling}
    if matches and collector.filters:
        some = {trace_id: traces[trace_id] for trace_id in matches}
        kept = keep_matching(events, collector.project_id, some, collector.filters, window_around(some.values()))
        matches = {trace_id: match for trace_id, match in matches.items() if trace_id in kept}
    return dict(sorted(matches.items(), key=lambda one: (traces[one[0]].timestamp, one[0])))
