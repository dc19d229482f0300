"""Log records that tell what went into a span and came out of it, joined to their spans.

OpenTelemetry's instrumentations may send a call's messages as log records, apart from the call's span, and nothing
says which of the two arrives first. So both sides write first and look after: whoever writes the second of the two
sees the first, and joins them. What the records said is kept, and a span that is sent again is joined again.
"""

import time
from collections.abc import Iterable, Iterator

import orjson

from ratchet.domain.content import SpanContent
from ratchet.domain.span import Span, SpanKey
from ratchet.errors import Invalid
from ratchet.ingest import otlp_json, protobuf
from ratchet.ingest.attributes import PROVIDER_KEYS
from ratchet.ingest.checks import why_no_span, why_no_time
from ratchet.ingest.export import Export
from ratchet.ingest.messages import CONTENT_EVENTS, ContentEvent, read_content
from ratchet.ingest.readers import to_json, to_text
from ratchet.ingest.spans import Sender
from ratchet.ingest.wire import RecordGroup, WireRecord
from ratchet.store.events import EventStore
from ratchet.store.events.span_contents import read_span_contents
from ratchet.store.events.spans import insert_spans, read_spans
from ratchet.store.records import RecordStore
from ratchet.store.rewriting import rewriting_spans

# The attribute that names the fields of a span that log records told.
_TOLD = "ratchet.told_by_logs"
_OF_CALLS = frozenset({"gen_ai.operation.name", *PROVIDER_KEYS})


def decode_protobuf(body: bytes, sender: Sender) -> Export[SpanContent]:
    """What a request in protobuf says of spans; raises `Invalid` when it is none."""
    return _decode(protobuf.read_logs(body), sender)


def decode_json(body: bytes, sender: Sender) -> Export[SpanContent]:
    """What a request in JSON says of spans; raises `Invalid` when it is none."""
    return _decode(otlp_json.read_logs(body), sender)


def may_have_contents(span: Span) -> bool:
    """Whether a span is a model's call that came without its messages, which log records may tell."""
    return not (span.input and span.output) and not _OF_CALLS.isdisjoint(span.attributes)


def join_contents(store: EventStore, records: RecordStore, keys: Iterable[SpanKey]) -> None:
    """Give those of these spans that are stored what is stored of their contents; call it after writing either."""
    known = read_span_contents(store, keys)
    if not known:
        return
    with rewriting_spans(store, records):
        contents = read_span_contents(store, known)  # again: more may have come meanwhile
        spans = read_spans(store, contents)
        joined = [with_contents(span, contents[key]) for key, span in spans.items()]
        insert_spans(store, [span for span in joined if span is not spans[span.key]])


def with_contents(span: Span, contents: Iterable[SpanContent]) -> Span:
    """A span with what was said of it where it says nothing itself; the same span when there is nothing to add."""
    # What an earlier record told, a later one completes.
    fields = set(span.attributes.get(_TOLD, "").split())
    told = {
        field: text
        for field, value in read_content(map(_to_event, contents))._asdict().items()
        if (text := to_text(value)) and (field in fields or not getattr(span, field))
    }
    if all(getattr(span, field) == text for field, text in told.items()):
        return span
    mark = {_TOLD: " ".join(sorted(fields.union(told)))}
    return span._replace(**told, attributes=span.attributes | mark, revision=time.time_ns())


def _to_event(content: SpanContent) -> ContentEvent:
    return ContentEvent(content.name, **orjson.loads(content.said))


def _decode(groups: Iterator[RecordGroup], sender: Sender) -> Export[SpanContent]:
    export = Export[SpanContent]()
    try:
        for group in groups:
            for record in group.records:
                _take(record, sender, export)
    except RecursionError as error:
        raise Invalid("The body nests values too deeply to be read.") from error
    return export


def _take(record: WireRecord, sender: Sender, export: Export[SpanContent]) -> None:
    """Keep a record about a call's content; any other is none of ours."""
    name = record.event_name or record.attributes.get("event.name")
    if not isinstance(name, str) or name not in CONTENT_EVENTS:
        return
    if reason := why_no_span(record.trace_id, record.span_id) or why_no_time("timeUnixNano", record.time):
        export.rejected[reason] += 1
        return
    said = to_json({"attributes": record.attributes, "body": record.body})
    at = record.time or sender.received_at
    export.rows.append(
        SpanContent(sender.project_id, record.trace_id, record.span_id, at, len(export.rows), name, said)
    )
