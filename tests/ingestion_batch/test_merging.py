"""Events of one thing lead to the same row, in whatever order and however often they come."""

from itertools import permutations
from typing import Any

import pytest
from batch_events import at, event, ns, only_span, send_good, spans_of
from fastapi.testclient import TestClient

from ratchet.domain.span import Span
from ratchet.domain.value import decode_value
from ratchet.store.events import EventStore
from ratchet.store.events.spans import write_spans
from ratchet.store.events.trace_overrides import read_trace_overrides

CREATION = event(
    "generation-create",
    1,
    id="g",
    traceId="t",
    parentObservationId="p",
    name="answer",
    startTime=at(0.5),
    model="gpt-4o",
    input=[{"role": "user", "content": "x"}],
    metadata={"plan": {"steps": 3, "by": "a"}, "kept": True},
    environment="Staging",
)
MIDDLE = event("generation-update", 2, id="g", traceId="t", output="draft", metadata={"plan": {"steps": 4}})
END = event(
    "generation-update",
    3,
    id="g",
    traceId="t",
    output="final",
    endTime=at(2.5),
    usage={"promptTokens": 7, "completionTokens": 5},
    metadata={"plan": {"by": "b"}, "last": [1, 2]},
)


def seconds_of(order: tuple[dict[str, Any], ...]) -> str:
    return "-".join(sent["timestamp"][17:19] for sent in order)


def without_revision(span: Span) -> Span:
    return span._replace(revision=0, project_id="")


@pytest.mark.parametrize("order", list(permutations([CREATION, MIDDLE, END])), ids=seconds_of)
def test_events_that_come_one_by_one_in_any_order_make_the_same_span(
    client: TestClient, events: EventStore, project: str, order: tuple[dict[str, Any], ...]
) -> None:
    for one in order:
        send_good(client, one)
    span = only_span(events, project)
    assert (span.trace_id, span.span_id, span.parent_span_id, span.root_rank) == ("t", "g", "p", 0)
    assert (span.start_time, span.end_time) == (ns(0.5), ns(2.5))
    assert (span.name, span.type, span.model) == ("answer", "GENERATION", "gpt-4o")
    assert span.input == '[{"role":"user","content":"x"}]'
    assert span.output == "final"
    assert span.environment == "staging"
    assert span.usage == {"input": 7, "output": 5, "total": 12}
    assert {key: decode_value(text) for key, text in span.metadata.items()} == {
        "plan": {"steps": 4, "by": "b"},
        "kept": True,
        "last": [1, 2],
    }


def test_a_batch_that_is_sent_again_changes_nothing(client: TestClient, events: EventStore, project: str) -> None:
    send_good(client, CREATION, MIDDLE)
    send_good(client, END)
    before = only_span(events, project)
    send_good(client, CREATION, MIDDLE)
    assert without_revision(only_span(events, project)) == without_revision(before)


def test_a_batch_that_is_sent_again_with_other_times_keeps_the_first_start(
    client: TestClient, events: EventStore, project: str
) -> None:
    send_good(client, event("span-create", 1, id="s", traceId="t", startTime=at(1), name="first"))
    send_good(client, event("span-create", 9000, id="s", traceId="t", startTime=at(9000), name="second"))
    span = only_span(events, project)
    assert (span.start_time, span.name) == (ns(1), "second")


def test_an_update_alone_is_a_span_until_its_creation_comes(
    client: TestClient, events: EventStore, project: str
) -> None:
    send_good(client, event("span-update", 7300, id="s", traceId="t", output="done", endTime=at(7300)))
    assert only_span(events, project).start_time == ns(7300)
    send_good(client, event("span-create", 10, id="s", traceId="t", startTime=at(10), name="long"))
    span = only_span(events, project)
    assert (span.start_time, span.end_time, span.name, span.output) == (ns(10), ns(7300), "long", "done")


def test_an_update_without_a_trace_finds_its_span(client: TestClient, events: EventStore, project: str) -> None:
    send_good(client, event("span-create", 1, id="s", traceId="t", startTime=at(1)))
    send_good(client, event("span-update", 2, id="s", output="done"))
    span = only_span(events, project)
    assert (span.trace_id, span.output) == ("t", "done")


def test_an_update_without_a_trace_that_comes_first_moves_to_the_trace_of_its_creation(
    client: TestClient, events: EventStore, project: str
) -> None:
    send_good(client, event("span-update", 2, id="s", output="done"))
    assert only_span(events, project).trace_id == "s"
    send_good(client, event("span-create", 1, id="s", traceId="t", startTime=at(1)))
    span = only_span(events, project)
    assert (span.trace_id, span.start_time, span.output) == ("t", ns(1), "done")


def test_an_observation_without_a_trace_gets_one_with_its_own_id(
    client: TestClient, events: EventStore, project: str
) -> None:
    send_good(client, event("span-create", 1, id="s", name="lonely"))
    send_good(client, event("span-update", 2, id="s", traceId="another", output="done"))
    span = only_span(events, project)
    assert (span.trace_id, span.root_rank, span.output) == ("s", 1, "done")


def test_an_update_of_a_span_that_came_by_otlp_keeps_what_it_does_not_say(
    client: TestClient, events: EventStore, project: str
) -> None:
    stored = Span(
        project,
        "t",
        "s",
        root_rank=2,
        start_time=ns(1),
        end_time=ns(2),
        name="otlp",
        output="old",
        metadata={"a": "1"},
        model="gpt-4o",
        cost={"total": 0.25},
        attributes={"x": "y"},
        error_type="ValueError",
        level="ERROR",
        revision=1,
    )
    write_spans(events, [stored])
    send_good(client, event("span-update", 100, id="s", output="new", metadata={"b": 2}, startTime=at(50)))
    expected = stored._replace(output="new", metadata={"a": "1", "b": "2"})
    assert without_revision(only_span(events, project)) == without_revision(expected)


def test_null_and_empty_never_overwrite_and_zero_and_false_do(
    client: TestClient, events: EventStore, project: str
) -> None:
    send_good(
        client, event("span-create", 1, id="s", traceId="t", name="n", input="in", output="out", statusMessage="m")
    )
    send_good(client, event("span-update", 2, id="s", name=None, input={}, output="", metadata={}, statusMessage=None))
    span = only_span(events, project)
    assert (span.name, span.input, span.output, span.status_message) == ("n", "in", "out", "m")
    send_good(client, event("span-update", 3, id="s", input=0, output=False))
    span = only_span(events, project)
    assert (span.input, span.output) == ("0", "false")


def test_updates_in_one_batch_apply_by_their_timestamps(client: TestClient, events: EventStore, project: str) -> None:
    send_good(
        client,
        event("span-update", 9, id="s", traceId="t", output="late"),
        event("span-update", 5, id="s", traceId="t", output="early", name="renamed"),
        event("span-create", 5, id="s", traceId="t", output="first", name="created"),
    )
    span = only_span(events, project)
    assert (span.name, span.output) == ("renamed", "late")


def test_two_spans_of_one_batch_do_not_touch(client: TestClient, events: EventStore, project: str) -> None:
    send_good(
        client,
        event("span-create", 1, id="a", traceId="t", name="A"),
        event("span-create", 1, id="b", traceId="t", name="B", parentObservationId="a"),
        event("span-update", 2, id="b", traceId="t", output="b"),
    )
    spans = spans_of(events, project)
    assert (spans["a"].name, spans["a"].output, spans["a"].root_rank) == ("A", "", 1)
    assert (spans["b"].name, spans["b"].output, spans["b"].root_rank) == ("B", "b", 0)


def test_the_same_id_in_two_projects_is_two_spans(client: TestClient, events: EventStore, project: str) -> None:
    other = f"{project}-other"
    write_spans(events, [Span(other, "t", "s", start_time=ns(1), name="theirs", revision=1)])
    send_good(client, event("span-update", 2, id="s", name="ours"))
    assert only_span(events, project).name == "ours"
    assert only_span(events, other).name == "theirs"


TRACE_EVENTS = (
    event(
        "trace-create", 1, id="t", timestamp=at(1), name="chat", userId="u", tags=["b", "a"], metadata={"k": {"x": 1}}
    ),
    event("trace-create", 2, id="t", timestamp=at(2), output="final", tags=["c", "a"], metadata={"k": {"y": 2}}),
    event("trace-create", 3, id="t", sessionId="s", input={"q": 1}, public=True, release="r", version="v", name="talk"),
)


@pytest.mark.parametrize("order", list(permutations(TRACE_EVENTS)), ids=seconds_of)
def test_what_is_said_of_a_trace_adds_up_in_any_order(
    client: TestClient, events: EventStore, project: str, order: tuple[dict[str, Any], ...]
) -> None:
    for one in order:
        send_good(client, one)
    trace = read_trace_overrides(events, project, ["t"])["t"]
    assert (trace.timestamp, trace.name, trace.user_id, trace.session_id) == (ns(1), "talk", "u", "s")
    assert (trace.input, trace.output) == ('{"q":1}', "final")
    assert trace.tags == ["a", "b", "c"]
    assert {key: decode_value(text) for key, text in trace.metadata.items()} == {"k": {"x": 1, "y": 2}}
    assert (trace.public, trace.release, trace.version, trace.environment) == (True, "r", "v", "default")
    assert spans_of(events, project) == {}


def test_of_two_trace_events_with_one_timestamp_the_second_of_the_batch_wins(
    client: TestClient, events: EventStore, project: str
) -> None:
    first = event("trace-create", 1, "z", id="t", timestamp=at(0.9), name="one", output="o")
    second = event("trace-create", 1, "a", id="t", timestamp=at(0.8), name="two", public=False)
    send_good(client, first, second)
    send_good(client, first, second)
    trace = read_trace_overrides(events, project, ["t"])["t"]
    assert (trace.name, trace.output, trace.timestamp, trace.public) == ("two", "o", ns(0.8), False)


def test_a_trace_that_names_no_time_has_that_of_its_first_event(
    client: TestClient, events: EventStore, project: str
) -> None:
    send_good(client, event("trace-create", 5, id="t", name="b"))
    send_good(client, event("trace-create", 4, id="t", name="a"))
    assert read_trace_overrides(events, project, ["t"])["t"].timestamp == ns(4)
    send_good(client, event("trace-create", 6, id="t", timestamp=at(5.5)))
    assert read_trace_overrides(events, project, ["t"])["t"].timestamp == ns(5.5)


def test_an_environment_stays_what_it_was_first(client: TestClient, events: EventStore, project: str) -> None:
    send_good(client, event("trace-create", 1, id="t", environment="production"))
    send_good(client, event("trace-create", 2, id="t", environment="staging"))
    assert read_trace_overrides(events, project, ["t"])["t"].environment == "production"
