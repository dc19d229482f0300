"""/api/public/comments: what people have to say of traces, observations, sessions and prompts."""

from typing import Annotated, Any

from fastapi import APIRouter, Depends, Query

from ratchet.annotations.comments import add_comment, read_comment
from ratchet.annotations.schemas import Commented, CommentIn
from ratchet.auth.guard import Caller
from ratchet.http.fields import invalid_field
from ratchet.http.shapes import LangfuseRoute
from ratchet.http.state import Events, Records
from ratchet.langfuse.annotation_view import to_comment
from ratchet.langfuse.parameters import PageParameters
from ratchet.langfuse.routes.json_body import body_of
from ratchet.store.records.comments import CommentQuery, count_comments, list_comments

router = APIRouter(prefix="/api/public", route_class=LangfuseRoute, tags=["langfuse"])


class CommentParameters(PageParameters):
    """Which comments to list."""

    object_type: Commented | None = None
    object_id: str | None = None
    author_user_id: str | None = None


@router.post("/comments")
def create(
    caller: Caller, events: Events, records: Records, sent: Annotated[CommentIn, Depends(body_of(CommentIn))]
) -> dict[str, str]:
    """Comment on a trace, an observation, a session or a version of a prompt, which must be there."""
    return {"id": add_comment(events, records, caller.project_id, sent).id}


@router.get("/comments")
def list_page(caller: Caller, records: Records, asked: Annotated[CommentParameters, Query()]) -> dict[str, Any]:
    """A page of comments, the newest first."""
    if asked.object_id is not None and asked.object_type is None:
        raise invalid_field("objectType", "With objectId it says what that is: TRACE, OBSERVATION, SESSION or PROMPT")
    query = CommentQuery(
        project_id=caller.project_id,
        object_type=asked.object_type,
        object_id=asked.object_id,
        author_id=asked.author_user_id,
    )
    found = list_comments(records, query, limit=asked.limit, offset=asked.offset)
    return {"data": [to_comment(comment) for comment in found], "meta": asked.meta(count_comments(records, query))}


@router.get("/comments/{comment_id:path}")
def read_one(comment_id: str, caller: Caller, records: Records) -> dict[str, Any]:
    """One comment."""
    return to_comment(read_comment(records, caller.project_id, comment_id))
