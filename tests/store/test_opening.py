from ratchet.domain.span import Span
from ratchet.store.events import EventStore
from ratchet.store.events.spans import write_spans


def test_a_store_that_was_just_opened_takes_and_gives_spans(events: EventStore, project: str) -> None:
    write_spans(events, [Span(project, "trace", "span", start_time=1_700_000_000_123_456_789)])
    rows = events.query(
        "SELECT span_id, start_time FROM spans WHERE project_id = {project:String}", {"project": project}
    )
    assert rows == [("span", 1_700_000_000_123_456_789)]
