"""Changes: what events said, kept while more of the same may come."""

from collections.abc import Iterable, Sequence

from ratchet.domain.change import Change, Subject
from ratchet.store.events.client import EventStore
from ratchet.store.events.lookup import by_project, split_ids


def insert_changes(store: EventStore, changes: Sequence[Change]) -> None:
    """Store changes; one that is stored already stays one."""
    if changes:
        store.insert("changes", Change._fields, list(zip(*changes, strict=True)))


def read_changes(store: EventStore, subjects: Iterable[Subject]) -> dict[Subject, list[Change]]:
    """The stored changes of each subject that has any."""
    wanted = set(subjects)
    found: dict[Subject, list[Change]] = {}
    for project_id, ids in by_project((subject.project_id, subject.subject_id) for subject in wanted).items():
        for some in split_ids(ids):
            rows = store.query(
                f"SELECT {', '.join(Change._fields)} FROM changes FINAL "
                "WHERE project_id = {project:String} AND subject_id IN {ids:Array(String)}",
                {"project": project_id, "ids": some},
            )
            for change in map(Change._make, rows):
                found.setdefault(change.subject, []).append(change)
    return {subject: changes for subject, changes in found.items() if subject in wanted}
