"""The typed fields of items: what an item says itself, else what the trace says that it was made from."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace

from ratchet.domain.dataset import Item
from ratchet.domain.qa import Facts, to_query, to_response
from ratchet.domain.score import Score, ScoreType
from ratchet.domain.span import Span, SpanKey
from ratchet.domain.trace import Trace
from ratchet.domain.value import decode_value
from ratchet.store.events import EventStore
from ratchet.store.events.score_reads import read_scores_of_traces
from ratchet.store.events.spans import read_spans
from ratchet.store.events.traces import read_traces

Source = Span | Trace


def read_facts(
    events: EventStore, project_id: str, items: Sequence[Item], quality_names: Collection[str]
) -> list[Facts]:
    """The facts of each of these items in turn.

    Query and response come from the item, else from the observation or trace that it was made from; the score from
    the item, else it is the newest of that trace under one of `quality_names`.
    """
    own = [item.facts for item in items]
    incomplete = [item for item, facts in zip(items, own, strict=True) if _needs_source(item, facts)]
    sources = _read_sources(events, project_id, incomplete)
    scores = read_scores_of_traces(events, project_id, {item.source_trace_id for item in incomplete})
    return [
        _complete(facts, sources.get(_key(item)), _newest(scores.get(item.source_trace_id, ()), quality_names))
        for item, facts in zip(items, own, strict=True)
    ]


def _needs_source(item: Item, facts: Facts) -> bool:
    return bool(item.source_trace_id) and None in (facts.query, facts.response, facts.score)


def _key(item: Item) -> SpanKey:
    """Where an item was made from; no span id: from the trace as a whole."""
    return SpanKey(item.project_id, item.source_trace_id, item.source_span_id)


def _read_sources(events: EventStore, project_id: str, items: Iterable[Item]) -> Mapping[SpanKey, Source]:
    wanted = {_key(item) for item in items if item.facts.query is None or item.facts.response is None}
    found: dict[SpanKey, Source] = dict(read_spans(events, [key for key in wanted if key.span_id]))
    missing = {key.trace_id for key in wanted - found.keys()}
    traces = read_traces(events, project_id, missing)
    return found | {key: traces[key.trace_id] for key in wanted - found.keys() if key.trace_id in traces}


def _newest(scores: Iterable[Score], names: Collection[str]) -> Score | None:
    numbers = (
        score
        for score in scores
        if score.name in names and score.value is not None and score.data_type in (ScoreType.NUMERIC, ScoreType.BOOLEAN)
    )
    return max(numbers, key=lambda score: (score.timestamp, score.score_id), default=None)


def _complete(facts: Facts, source: Source | None, score: Score | None) -> Facts:
    if source is not None:
        facts = replace(
            facts,
            query=facts.query or to_query(decode_value(source.input)),
            response=facts.response or to_response(decode_value(source.output)),
        )
    if facts.score is None and score is not None:
        facts = replace(facts, score=score.value, score_name=score.name)
    return facts
