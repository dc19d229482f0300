"""Changes and what is said of traces are kept by their subjects."""

from ratchet.domain.change import Change, ChangeKind, Subject
from ratchet.domain.span import TraceOverride
from ratchet.store.events import EventStore
from ratchet.store.events.changes import insert_changes, read_changes
from ratchet.store.events.trace_overrides import read_trace_overrides, write_trace_overrides

NOON = 1_763_812_800 * 10**9


def change(project: str, subject_id: str, kind: ChangeKind, change_id: str) -> Change:
    return Change(project, subject_id, kind, NOON, False, 3, change_id, '{"name":"n"}')


def test_a_change_is_read_by_its_subject_and_stays_one(events: EventStore, project: str) -> None:
    ours = change(project, "a", ChangeKind.SPAN, "1")
    insert_changes(events, [ours])
    insert_changes(
        events,
        [ours, change(project, "a", ChangeKind.TRACE, "2"), change(f"{project}-other", "a", ChangeKind.SPAN, "3")],
    )
    subjects = [ours.subject, Subject(project, "missing", ChangeKind.SPAN)]
    assert read_changes(events, subjects) == {ours.subject: [ours]}


def test_what_is_said_of_a_trace_reads_back_and_the_latest_wins(events: EventStore, project: str) -> None:
    first = TraceOverride(project, "t", NOON, name="a", tags=["x"], metadata={"k": "1"}, public=None, revision=1)
    second = first._replace(name="b", public=False, timestamp=NOON - 86_400 * 10**9, revision=2)
    write_trace_overrides(events, [first])
    assert read_trace_overrides(events, project, ["t", "u"]) == {"t": first}
    write_trace_overrides(events, [second])
    assert read_trace_overrides(events, project, ["t"]) == {"t": second}
    assert read_trace_overrides(events, f"{project}-other", ["t"]) == {}
