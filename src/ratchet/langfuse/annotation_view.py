"""Comments, queues and their items as Langfuse's API shows them."""

from typing import Any

from ratchet.domain.annotation_queue import AnnotationQueue, QueueItem
from ratchet.domain.comment import Comment
from ratchet.domain.time import format_moment


def to_comment(comment: Comment) -> dict[str, Any]:
    """A comment."""
    return {
        "id": comment.id,
        "projectId": comment.project_id,
        "createdAt": format_moment(comment.created_at),
        "updatedAt": format_moment(comment.updated_at),
        "objectType": comment.object_type,
        "objectId": comment.object_id,
        "content": comment.content,
        "authorUserId": comment.author_id,
    }


def to_queue(queue: AnnotationQueue) -> dict[str, Any]:
    """A queue."""
    return {
        "id": queue.id,
        "name": queue.name,
        "description": queue.description,
        "scoreConfigIds": queue.score_config_ids,
        "createdAt": format_moment(queue.created_at),
        "updatedAt": format_moment(queue.updated_at),
    }


def to_queue_item(item: QueueItem) -> dict[str, Any]:
    """An item of a queue."""
    return {
        "id": item.id,
        "queueId": item.queue_id,
        "objectId": item.object_id,
        "objectType": item.object_type,
        "status": item.status,
        "completedAt": format_moment(item.completed_at) if item.completed_at else None,
        "createdAt": format_moment(item.created_at),
        "updatedAt": format_moment(item.updated_at),
    }
