"""News of scores, and items by who collected them."""

from time import time_ns

from ratchet.domain.dataset import Item, ItemStatus
from ratchet.domain.score import Score, ScoreType
from ratchet.domain.span import Span, TraceOverride
from ratchet.store.events import EventStore
from ratchet.store.events.arrivals import read_clock
from ratchet.store.events.collected_items import count_collected, find_collected, read_items_of_traces
from ratchet.store.events.dataset_items import StoredItem, insert_items
from ratchet.store.events.score_arrivals import (
    complete_arrivals,
    is_there,
    read_first_score_arrival,
    read_score_arrivals,
    read_shares,
)
from ratchet.store.events.scores import delete_score, write_scores
from ratchet.store.events.spans import write_spans
from ratchet.store.events.trace_overrides import write_trace_overrides


def _score(project: str, name: str, trace_id: str) -> Score:
    return Score(project, f"{name} of {trace_id}", name, ScoreType.NUMERIC, time_ns(), value=1.0, trace_id=trace_id)


def test_scores_are_news_of_their_traces_by_when_they_were_stored(events: EventStore, project: str) -> None:
    since = read_clock(events)
    assert read_first_score_arrival(events, project, since_us=since) is None
    write_scores(events, [_score(project, "good", "one"), _score(project, "length", "two")])
    between = read_clock(events)
    delete_score(events, project, "good of one")

    def read(since_us: int, *without: str) -> set[str]:
        end = read_clock(events) + 1
        found = read_score_arrivals(events, project, since_us=since_us, before_us=end, share=1.0, without=without)
        return {arrival.trace_id for arrival in found}

    assert read(since) == {"one", "two"}
    assert read(since, "length") == {"one"}
    assert read(between) == {"one"}, "a score that is deleted is news too"
    first = read_first_score_arrival(events, project, since_us=since)
    assert first is not None
    assert since <= first <= between


def test_what_is_known_of_traces_completes_their_news(events: EventStore, project: str) -> None:
    write_scores(events, [_score(project, "good", trace) for trace in ("whole", "half", "spoken", "absent")])
    now = time_ns()
    whole = Span(project_id=project, trace_id="whole", span_id="a", root_rank=1, start_time=now, end_time=now + 5)
    half = Span(project_id=project, trace_id="half", span_id="b", start_time=now)
    write_spans(events, [whole, half])
    write_trace_overrides(events, [TraceOverride(project, "spoken", now, output="It is.")])
    end = read_clock(events) + 1
    news = read_score_arrivals(events, project, since_us=end - 10**8, before_us=end, share=1.0, without=[])
    assert [arrival for arrival in news if is_there(arrival) or arrival.is_complete] == []
    known = {arrival.trace_id: arrival for arrival in complete_arrivals(events, project, news)}
    assert {trace: arrival.is_complete for trace, arrival in known.items()} == {
        "whole": True,
        "half": False,
        "spoken": True,
    }
    assert (known["whole"].starts_at, is_there(known["half"])) == (now, True)
    shares = read_shares(events, ["whole", "half"])
    assert shares == {arrival.trace_id: arrival.share for arrival in news if arrival.trace_id in shares}


def test_items_are_found_by_their_collector_and_their_trace(events: EventStore, project: str) -> None:
    now = time_ns() // 10**6 * 10**6

    def item(name: str, at: int, **metadata: str) -> Item:
        return Item(
            project_id=project,
            dataset_id="set",
            id=name,
            created_at=at,
            version=at,
            input="?",
            metadata=metadata,
            source_trace_id=f"trace of {name}",
        )

    mine, older = item("mine", now, collected_by="me"), item("older", now - 10**9, collected_by="me")
    in_run, theirs = (
        item("in run", now - 1, collected_by="me", collected_in="run"),
        item("theirs", now, collected_by="you"),
    )
    insert_items(events, [StoredItem(one) for one in (mine, older, in_run, theirs)])
    assert [one.item.id for one in find_collected(events, project, "set", "me", offset=0, limit=9)] == [
        "mine",
        "in run",
        "older",
    ]
    assert [one.item.id for one in find_collected(events, project, "set", "me", offset=1, limit=1)] == ["in run"]
    assert count_collected(events, project, "set", "me", since=now - 10) == 1
    assert count_collected(events, project, "set", "me", since=0) == 2
    assert count_collected(events, project, "set", "me", since=0, run_id="run") == 1
    found = read_items_of_traces(events, project, "set", ["trace of mine", "trace of nothing"])
    assert {trace: [one.item.status for one in some] for trace, some in found.items()} == {
        "trace of mine": [ItemStatus.ACTIVE]
    }
