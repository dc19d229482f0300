"""Traces move into datasets by their scores, once, and leave when their scores say otherwise."""

from collections.abc import Callable, Sequence
from typing import Any

from ratchet.domain.collector import Collector
from ratchet.domain.dataset import Item

Make = Callable[..., Collector]
Send = Callable[..., str]
ScoreIt = Callable[..., str]
Look = Callable[[], int]
ItemsOf = Callable[..., Sequence[Item]]


def test_a_trace_with_a_good_score_becomes_an_item_that_says_why(
    collector: Make, send: Send, score: ScoreIt, look: Look, items_of: ItemsOf
) -> None:
    collector()
    trace = send("How long is delivery?", "Two days.", trace_metadata={"query_type": "factual"})
    score(trace, 0.9)
    look()
    [item] = items_of()
    assert (item.input, item.expected_output, item.source_trace_id) == ("How long is delivery?", "Two days.", trace)
    assert (item.query, item.response) == ("How long is delivery?", "Two days.")
    assert (item.score, item.score_name, item.query_type) == (0.9, "helpfulness", "factual")
    assert item.metadata["collected_by"] == "good"
    assert item.metadata["rule"] == "quality at least 0.8"
    assert item.metadata["reason"] == "Its quality is 0.9, by helpfulness; the rule asks for at least 0.8."
