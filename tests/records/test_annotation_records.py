"""Score configs, comments, queues and their items are kept as they are, on both databases."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from ratchet.auth.keys import ensure_project
from ratchet.domain.annotation_queue import AnnotationQueue, QueuedType, QueueItem, QueueStatus
from ratchet.domain.comment import Comment, CommentedType
from ratchet.domain.score import ScoreType
from ratchet.domain.score_config import Category, ScoreConfig
from ratchet.errors import Conflict, Invalid
from ratchet.store.records import RecordStore, open_record_store
from ratchet.store.records.annotation_queues import find_queue, list_queues, read_queue, write_queue
from ratchet.store.records.comments import CommentQuery, count_comments, list_comments, read_comment, write_comment
from ratchet.store.records.queue_items import (
    change_status,
    count_queue_items,
    delete_queue_item,
    list_queue_items,
    read_queue_item,
    write_queue_item,
)
from ratchet.store.records.score_configs import (
    change_score_config,
    count_score_configs,
    list_score_configs,
    read_all_score_configs,
    read_score_config,
    read_score_configs,
    write_score_config,
)

NOON = datetime(2026, 11, 22, 12, 0, 0, 123456, tzinfo=UTC)
AGES = "\u20ac" * 800


@pytest.fixture
def records(records: RecordStore) -> RecordStore:
    """An empty record store with the projects that everything is in."""
    for project in ("p", "q"):
        ensure_project(records, project, project)
    return records


def config(config_id: str, **fields: object) -> ScoreConfig:
    given = ScoreConfig(
        project_id="p", id=config_id, name="n", data_type=ScoreType.NUMERIC, created_at=NOON, updated_at=NOON
    )
    return replace(given, **fields)  # type: ignore[arg-type]


def queue(queue_id: str, project: str = "p") -> AnnotationQueue:
    return AnnotationQueue(
        project_id=project, id=queue_id, name=queue_id, score_config_ids=("b", "a"), created_at=NOON, updated_at=NOON
    )


def item(item_id: str, minutes: int = 0, status: QueueStatus = QueueStatus.PENDING) -> QueueItem:
    return QueueItem(
        project_id="p",
        id=item_id,
        queue_id="queue",
        object_type=QueuedType.SESSION,
        object_id=AGES,
        status=status,
        created_at=NOON + timedelta(minutes=minutes),
        updated_at=NOON,
    )


def comment(comment_id: str, **fields: object) -> Comment:
    given = Comment(
        project_id="p",
        id=comment_id,
        object_type=CommentedType.TRACE,
        object_id=AGES,
        content="words \U0001f600",
        created_at=NOON,
        updated_at=NOON,
    )
    return replace(given, **fields)  # type: ignore[arg-type]


def test_a_config_reads_back_in_every_field(records: RecordStore) -> None:
    whole = config(
        "a",
        data_type=ScoreType.CATEGORICAL,
        categories=(Category("gläd", 1.5), Category("sad", -1e300)),
        description="what one feels",
        is_archived=True,
        quality=False,
    )
    bounded = config("b", min_value=0.1, max_value=1e308)
    for one in (whole, bounded):
        write_score_config(records, one)
        assert read_score_config(records, "p", one.id) == one
    assert read_score_config(records, "q", "a") is None
    with pytest.raises(Conflict):
        write_score_config(records, whole)


def test_configs_are_listed_and_looked_up_within_their_project(records: RecordStore) -> None:
    for number in range(3):
        write_score_config(records, config(f"c{number}", created_at=NOON + timedelta(minutes=number)))
    write_score_config(records, config("theirs", project_id="q"))
    assert [found.id for found in list_score_configs(records, "p", limit=2, offset=1)] == ["c1", "c0"]
    assert (count_score_configs(records, "p"), len(read_all_score_configs(records, "p"))) == (3, 3)
    many = [*(f"unknown {number}" for number in range(70_000)), "c1", "theirs"]
    assert read_score_configs(records, "p", many).keys() == {"c1"}


def test_changes_at_the_same_time_are_all_kept(records: RecordStore) -> None:
    write_score_config(records, config("a", description=""))

    def add(letter: str) -> None:
        change_score_config(records, "p", "a", lambda c: replace(c, description=f"{c.description}{letter}"))

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(add, "abcdefgh"))
    kept = read_score_config(records, "p", "a")
    assert kept is not None
    assert sorted(kept.description or "") == list("abcdefgh")
    assert change_score_config(records, "q", "a", lambda c: c) is None


def test_a_change_that_is_refused_changes_nothing(records: RecordStore) -> None:
    def refuse(_: ScoreConfig) -> ScoreConfig:
        raise Invalid("no")

    write_score_config(records, config("a"))
    with pytest.raises(Invalid):
        change_score_config(records, "p", "a", refuse)
    assert read_score_config(records, "p", "a") == config("a")


def test_comments_are_found_by_what_they_are_on_and_who_made_them(records: RecordStore) -> None:
    ours = comment("a", author_id="ada")
    later = comment("b", object_type=CommentedType.SESSION, object_id="s", created_at=NOON + timedelta(seconds=1))
    for one in (ours, later, comment("a", project_id="q")):
        write_comment(records, one)
    assert read_comment(records, "p", "a") == ours
    assert read_comment(records, "p", "c") is None
    asked: dict[CommentQuery, list[str]] = {
        CommentQuery(project_id="p"): ["b", "a"],
        CommentQuery(project_id="p", object_type=CommentedType.TRACE, object_id=AGES): ["a"],
        CommentQuery(project_id="p", author_id="ada"): ["a"],
        CommentQuery(project_id="p", object_type=CommentedType.PROMPT): [],
    }
    for query, found in asked.items():
        assert [one.id for one in list_comments(records, query, limit=10, offset=0)] == found
        assert count_comments(records, query) == len(found)


def test_queues_are_kept_by_their_names(records: RecordStore) -> None:
    write_queue(records, queue("first"))
    write_queue(records, queue("first", "q"))
    assert read_queue(records, "p", "first") == find_queue(records, "p", "first") == queue("first")
    assert [found.project_id for found in list_queues(records, "q", limit=10, offset=0)] == ["q"]
    with pytest.raises(Conflict):
        write_queue(records, replace(queue("second"), name="first"))


def test_items_are_worked_off_within_their_queue(records: RecordStore) -> None:
    with pytest.raises(Conflict):
        write_queue_item(records, item("a"))
    write_queue(records, queue("queue"))
    write_queue(records, queue("other"))
    for one in (item("a"), item("b", 1), item("c", 2, QueueStatus.COMPLETED)):
        write_queue_item(records, one)
    assert read_queue_item(records, "p", "queue", "a") == item("a")
    assert read_queue_item(records, "p", "other", "a") is None
    assert change_status(records, "p", "queue", "a", status=QueueStatus.COMPLETED, at=NOON)
    assert not change_status(records, "p", "other", "a", status=QueueStatus.PENDING, at=NOON)
    done = list_queue_items(records, "p", "queue", status=QueueStatus.COMPLETED, limit=10, offset=0)
    assert [(one.id, one.completed_at) for one in done] == [("c", None), ("a", NOON)]
    assert delete_queue_item(records, "p", "queue", "b")
    assert not delete_queue_item(records, "p", "queue", "b")
    assert count_queue_items(records, "p", "queue") == 2


def test_a_text_that_postgres_cannot_hold_is_refused_and_not_called_a_failure(
    create_database: Callable[[], str],
) -> None:
    postgres = open_record_store(create_database())
    ensure_project(postgres, "p", "p")
    with pytest.raises(Invalid, match="cannot hold"):
        write_comment(postgres, comment("a", content="a\0b"))
    postgres.close()
