"""Annotation queues: made for score configs that are there, and read."""

from datetime import UTC, datetime
from uuid import uuid4

from ratchet.annotations.schemas import QueueIn
from ratchet.domain.annotation_queue import AnnotationQueue
from ratchet.errors import Conflict, NotFound
from ratchet.http.fields import invalid_field
from ratchet.store.records import RecordStore
from ratchet.store.records import annotation_queues as stored
from ratchet.store.records.score_configs import read_score_configs


def create_queue(records: RecordStore, project_id: str, sent: QueueIn) -> AnnotationQueue:
    """Make a queue; raises `Invalid` for a config that is not there, `Conflict` when the name is taken."""
    _check_configs(records, project_id, sent.score_config_ids)
    if stored.find_queue(records, project_id, sent.name) is not None:
        raise Conflict(f"name: this project has a queue named {sent.name!r} already. Pick another name.")
    now = datetime.now(UTC)
    queue = AnnotationQueue(
        project_id=project_id,
        id=str(uuid4()),
        name=sent.name,
        score_config_ids=tuple(dict.fromkeys(sent.score_config_ids)),
        created_at=now,
        updated_at=now,
        description=sent.description,
    )
    stored.write_queue(records, queue)
    return queue


def read_queue(records: RecordStore, project_id: str, queue_id: str) -> AnnotationQueue:
    """One queue; raises `NotFound`."""
    queue = stored.read_queue(records, project_id, queue_id)
    if queue is None:
        raise NotFound(f"Annotation queue {queue_id} not found within authorized project")
    return queue


def _check_configs(records: RecordStore, project_id: str, config_ids: list[str]) -> None:
    known = read_score_configs(records, project_id, config_ids)
    for position, config_id in enumerate(config_ids):
        if config_id not in known:
            raise invalid_field(
                f"scoreConfigIds.{position}",
                f"This project has no score config {config_id[:60]!r}; GET /api/public/score-configs lists them",
            )
