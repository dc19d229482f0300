import pytest

from ratchet.domain.span import Level, Span, SpanType
from ratchet.errors import Invalid
from ratchet.store.events import EventStore
from ratchet.store.events.spans import write_spans

NANOSECOND = 1_700_000_000_123_456_789
UNICODE = "naïve 日本語 🦜 \u202eabc\u0301 \t\r\n\\ ' \" `"


def full_span(project: str) -> Span:
    """A span with another value than the default in every column."""
    return Span(
        project_id=project,
        trace_id="0af7651916cd43dd8448eb211c80319c",
        span_id="3d1f8c9e-5b7a-4e57-9f0e-free-string",
        parent_span_id="b7ad6b7169203331",
        root_rank=2,
        start_time=NANOSECOND,
        end_time=NANOSECOND + 1,
        completion_start_time=NANOSECOND - 1,
        name=UNICODE,
        type=SpanType.GENERATION,
        level=Level.ERROR,
        status_message="rate limited",
        error_type="RateLimitError",
        input='[{"role": "user", "content": "hello"}]',
        output=UNICODE,
        metadata={"step": "3", "": UNICODE, "nested": '{"a":[1,2]}'},
        model="gpt-4o-mini",
        model_parameters={"temperature": "0.7"},
        usage={"input": 120, "output": 2**64 - 1},
        cost={"total": 0.1 + 0.2, "input": 1e-300},
        prompt_name="greeting",
        prompt_version=2**32 - 1,
        trace_name="chat",
        user_id="user-1",
        session_id="session-1",
        tags=["a", "", UNICODE],
        environment="production",
        release="v1.2.3",
        version="7",
        public=True,
        trace_input="in",
        trace_output="out",
        trace_metadata={"twin_id": "t-1"},
        attributes={"http.route": "/chat"},
        resource={"service.name": "chat"},
        events='[{"name":"exception"}]',
        links='[{"traceId":"1"}]',
        scope_name="langfuse-sdk",
        scope_version="5.0.4",
        sdk_name="python",
        sdk_version="5.0.4",
        revision=2**64 - 1,
    )


def read_back(events: EventStore, project: str) -> list[Span]:
    rows = events.query(
        f"SELECT {', '.join(Span._fields)} FROM spans FINAL WHERE project_id = {{project:String}} ORDER BY span_id",
        {"project": project},
    )
    return [Span(*row) for row in rows]


def test_every_column_comes_back_as_it_was_written(events: EventStore, project: str) -> None:
    span = full_span(project)
    assert not [name for name in Span._fields if getattr(span, name) == Span._field_defaults.get(name)]
    write_spans(events, [span])
    assert read_back(events, project) == [span]


def test_a_span_of_which_nothing_is_known_comes_back_as_it_was_written(events: EventStore, project: str) -> None:
    span = Span(project, "trace", "span")
    write_spans(events, [span])
    assert read_back(events, project) == [span]


def test_nul_characters_are_kept_in_texts_and_maps(events: EventStore, project: str) -> None:
    span = Span(project, "t\0", "s\0", name="a\0b", model="m\0", metadata={"k\0": "\0"}, tags=["\0"])
    write_spans(events, [span])
    assert read_back(events, project) == [span]


def test_texts_of_megabytes_are_kept_whole(events: EventStore, project: str) -> None:
    long = "0123456789abcdef\n\n" * 600_000
    span = Span(project, "trace", "span", input=long, attributes={"long": long[: 1024 * 1024]})
    write_spans(events, [span])
    assert read_back(events, project) == [span]


@pytest.mark.parametrize("start_time", [0, 1, NANOSECOND, 4_102_444_800_000_000_000, 2**63 - 1])
def test_a_time_keeps_its_nanoseconds(events: EventStore, project: str, start_time: int) -> None:
    span = Span(project, "trace", "span", start_time=start_time, end_time=start_time)
    write_spans(events, [span])
    assert read_back(events, project) == [span]


def test_a_batch_larger_than_a_block_is_stored_whole(events: EventStore, project: str) -> None:
    spans = [Span(project, f"t{n // 4}", f"s{n:05}", start_time=NANOSECOND + n, input="x" * 600) for n in range(6000)]
    write_spans(events, spans)
    assert read_back(events, project) == spans


@pytest.mark.parametrize(
    "bad",
    [{"name": "\ud800"}, {"usage": {"a": -1}}, {"start_time": 2**63}, {"name": None}],
    ids=["lone surrogate", "negative count", "time out of range", "no text"],
)
def test_a_value_that_a_column_cannot_hold_is_refused_and_nothing_of_it_is_stored(
    events: EventStore, project: str, bad: dict[str, object]
) -> None:
    good = Span(project, "trace", "good")
    with pytest.raises(Invalid, match="cannot be stored in spans"):
        write_spans(events, [good, Span(project, "trace", "bad")._replace(**bad)])
    assert read_back(events, project) == []
    write_spans(events, [good])
    assert read_back(events, project) == [good]
