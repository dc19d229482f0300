"""Score configs, comments and annotation queues as the newest SDK's own client makes and reads them."""

from uuid import uuid4

import pytest
from langfuse.api import (
    AnnotationQueueObjectType,
    AnnotationQueueStatus,
    CommentObjectType,
    ConfigCategory,
    LangfuseAPI,
    ScoreConfigDataType,
)

from ratchet.testing.server import Server


@pytest.fixture
def api(server: Server) -> LangfuseAPI:
    """The client that the SDK calls `langfuse.api`."""
    username, password = server.keys
    return LangfuseAPI(base_url=server.url, username=username, password=password)


def test_score_configs_are_defined_changed_and_read(api: LangfuseAPI) -> None:
    name = f"mood {uuid4().hex[:8]}"
    categories = [ConfigCategory(label="glad", value=1), ConfigCategory(label="sad", value=0)]
    made = api.score_configs.create(name=name, data_type=ScoreConfigDataType.CATEGORICAL, categories=categories)
    assert (made.name, made.is_archived, made.categories) == (name, False, categories)
    changed = api.score_configs.update(made.id, is_archived=True, description="no more")
    assert (changed.is_archived, changed.description, changed.created_at) == (True, "no more", made.created_at)
    assert api.score_configs.get_by_id(made.id) == changed
    assert changed in api.score_configs.get(page=1, limit=100).data


def test_a_queue_is_worked_off(api: LangfuseAPI) -> None:
    config = api.score_configs.create(name="helpful", data_type=ScoreConfigDataType.BOOLEAN)
    name = f"queue {uuid4().hex}"
    queue = api.annotation_queues.create_queue(name=name, score_config_ids=[config.id])
    assert api.annotation_queues.get_queue(queue.id) == queue
    assert queue in api.annotation_queues.list_queues().data
    item = api.annotation_queues.create_queue_item(
        queue.id, object_id=uuid4().hex, object_type=AnnotationQueueObjectType.TRACE
    )
    assert item.status == AnnotationQueueStatus.PENDING
    done = api.annotation_queues.update_queue_item(queue.id, item.id, status=AnnotationQueueStatus.COMPLETED)
    assert done.completed_at is not None
    assert api.annotation_queues.get_queue_item(queue.id, item.id) == done
    listed = api.annotation_queues.list_queue_items(queue.id, status=AnnotationQueueStatus.COMPLETED)
    assert (listed.data, listed.meta.total_items) == ([done], 1)
    assert api.annotation_queues.delete_queue_item(queue.id, item.id).success
    assert api.annotation_queues.list_queue_items(queue.id).data == []


def test_comments_are_made_and_read(api: LangfuseAPI, server: Server) -> None:
    trace_id = uuid4().hex
    event = {"id": trace_id, "type": "trace-create", "timestamp": "2026-11-22T12:00:00Z", "body": {"id": trace_id}}
    with server.client() as http:
        assert http.post("/api/public/ingestion", json={"batch": [event]}).json()["errors"] == []
    project_id = api.projects.get().data[0].id
    made = api.comments.create(project_id=project_id, object_type="TRACE", object_id=trace_id, content="look")
    comment = api.comments.get_by_id(made.id)
    assert (comment.object_type, comment.object_id, comment.content) == (CommentObjectType.TRACE, trace_id, "look")
    assert api.comments.get(object_type="TRACE", object_id=trace_id).data == [comment]
