"""Comments: made on what is there, and read."""

from datetime import UTC, datetime
from uuid import uuid4

from ratchet.annotations.commented import has_object
from ratchet.annotations.schemas import CommentIn
from ratchet.domain.comment import Comment
from ratchet.errors import NotFound
from ratchet.http.fields import invalid_field
from ratchet.store.events import EventStore
from ratchet.store.records import RecordStore
from ratchet.store.records import comments as stored


def add_comment(events: EventStore, records: RecordStore, project_id: str, sent: CommentIn) -> Comment:
    """Store a comment; raises `NotFound` when what it is on has not come, `Invalid` for another project's."""
    if sent.project_id != project_id:
        raise invalid_field("projectId", f"This key is of project {project_id!r}: send its id")
    if not has_object(events, records, project_id, sent.object_type, sent.object_id):
        raise NotFound(f"{sent.object_type.capitalize()} {sent.object_id} not found within authorized project")
    now = datetime.now(UTC)
    comment = Comment(
        project_id=project_id,
        id=str(uuid4()),
        object_type=sent.object_type,
        object_id=sent.object_id,
        content=sent.content,
        created_at=now,
        updated_at=now,
        author_id=sent.author_user_id,
    )
    stored.write_comment(records, comment)
    return comment


def read_comment(records: RecordStore, project_id: str, comment_id: str) -> Comment:
    """One comment; raises `NotFound`."""
    comment = stored.read_comment(records, project_id, comment_id)
    if comment is None:
        raise NotFound(f"Comment {comment_id} not found within authorized project")
    return comment
