"""Comments in the record store."""

from dataclasses import asdict, dataclass, replace
from typing import Any

from sqlalchemy import ColumnElement, RowMapping, and_, func, insert, select

from ratchet.domain.comment import Comment, CommentedType
from ratchet.store.records.client import RecordStore
from ratchet.store.records.tables import comments


@dataclass(frozen=True, slots=True, kw_only=True)
class CommentQuery:
    """Which comments of a project; what is `None` does not matter."""

    project_id: str
    object_type: CommentedType | None = None
    object_id: str | None = None
    author_id: str | None = None


def write_comment(store: RecordStore, comment: Comment) -> None:
    """Store a new comment; raises `Conflict` when its id is taken."""
    with store.write() as connection:
        connection.execute(insert(comments).values(asdict(comment)))


def read_comment(store: RecordStore, project_id: str, comment_id: str) -> Comment | None:
    """One comment, or None."""
    one = select(comments).where(comments.c.project_id == project_id, comments.c.id == comment_id)
    with store.read() as connection:
        row = connection.execute(one).mappings().one_or_none()
    return _to_comment(row) if row else None


def list_comments(store: RecordStore, query: CommentQuery, *, limit: int, offset: int) -> list[Comment]:
    """A page of comments, the newest first."""
    newest = (comments.c.created_at.desc(), comments.c.id.desc())
    page = select(comments).where(_where(query)).order_by(*newest).limit(limit).offset(offset)
    with store.read() as connection:
        return [_to_comment(row) for row in connection.execute(page).mappings()]


def count_comments(store: RecordStore, query: CommentQuery) -> int:
    """How many comments a query has."""
    with store.read() as connection:
        return connection.execute(select(func.count()).select_from(comments).where(_where(query))).scalar_one()


def _where(query: CommentQuery) -> ColumnElement[bool]:
    asked: dict[str, Any] = {name: value for name, value in asdict(query).items() if value is not None}
    return and_(*(comments.c[name] == value for name, value in asked.items()))


def _to_comment(row: RowMapping) -> Comment:
    return replace(Comment(**row), object_type=CommentedType(row["object_type"]))
