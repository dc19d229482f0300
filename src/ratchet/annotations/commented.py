"""What comments can be on, and whether it is there."""

from ratchet.domain.comment import CommentedType
from ratchet.store.events import EventStore
from ratchet.store.events.presence import has_session, has_span, has_trace
from ratchet.store.records import RecordStore
from ratchet.store.records.prompts import has_prompt_version


def has_object(
    events: EventStore, records: RecordStore, project_id: str, object_type: CommentedType, object_id: str
) -> bool:
    """Whether a project has this trace, observation, session or version of a prompt."""
    match object_type:
        case CommentedType.TRACE:
            return has_trace(events, project_id, object_id)
        case CommentedType.OBSERVATION:
            return has_span(events, project_id, object_id)
        case CommentedType.SESSION:
            return has_session(events, project_id, object_id)
        case CommentedType.PROMPT:
            return has_prompt_version(records, project_id, object_id)
