"""Score configs, comments and annotation queues."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    """Make the tables."""
    _make_score_configs()
    _make_comments()
    _make_queues()
    _make_queue_items()


def _make_score_configs() -> None:
    op.create_table(
        "score_configs",
        *_own_columns(),
        sa.Column("name", sa.String, nullable=False),
        sa.Column("data_type", sa.String, nullable=False),
        sa.Column("min_value", sa.Double, nullable=True),
        sa.Column("max_value", sa.Double, nullable=True),
        sa.Column("categories", sa.JSON, nullable=False),
        sa.Column("description", sa.String, nullable=True),
        sa.Column("is_archived", sa.Boolean, nullable=False),
        sa.Column("quality", sa.Boolean, nullable=True),
        *_own_constraints("score_configs"),
    )
    op.create_index("ix_score_configs_project_id", "score_configs", ["project_id", "created_at"])


def _make_comments() -> None:
    op.create_table(
        "comments",
        *_own_columns(),
        sa.Column("object_type", sa.String, nullable=False),
        sa.Column("object_id", sa.String, nullable=False),
        sa.Column("content", sa.String, nullable=False),
        sa.Column("author_id", sa.String, nullable=True),
        *_own_constraints("comments"),
    )
    op.create_index("ix_comments_project_id", "comments", ["project_id", "created_at"])
    op.create_index("ix_comments_object_id", "comments", ["object_id"], postgresql_using="hash")


def _make_queues() -> None:
    op.create_table(
        "annotation_queues",
        *_own_columns(),
        sa.Column("name", sa.String, nullable=False),
        sa.Column("description", sa.String, nullable=True),
        sa.Column("score_config_ids", sa.JSON, nullable=False),
        *_own_constraints("annotation_queues"),
        sa.UniqueConstraint("project_id", "name", name="uq_annotation_queues_project_id"),
    )


def _make_queue_items() -> None:
    op.create_table(
        "annotation_queue_items",
        *_own_columns(),
        sa.Column("queue_id", sa.String, nullable=False),
        sa.Column("object_type", sa.String, nullable=False),
        sa.Column("object_id", sa.String, nullable=False),
        sa.Column("status", sa.String, nullable=False),
        sa.Column("completed_at", sa.DateTime(timezone=True), nullable=True),
        *_own_constraints("annotation_queue_items"),
        sa.ForeignKeyConstraint(
            ["project_id", "queue_id"],
            ["annotation_queues.project_id", "annotation_queues.id"],
            name="fk_annotation_queue_items_queue",
        ),
    )
    op.create_index("ix_annotation_queue_items_queue_id", "annotation_queue_items", ["queue_id", "created_at"])
    op.create_index(
        "ix_annotation_queue_items_object_id", "annotation_queue_items", ["object_id"], postgresql_using="hash"
    )


def _own_columns() -> list[sa.Column[object]]:
    """What every one of these tables has."""
    return [
        sa.Column("project_id", sa.String, nullable=False),
        sa.Column("id", sa.String, nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
    ]


def _own_constraints(table: str) -> list[sa.Constraint]:
    return [
        sa.PrimaryKeyConstraint("project_id", "id", name=f"pk_{table}"),
        sa.ForeignKeyConstraint(["project_id"], ["projects.id"], name=f"fk_{table}_project_id"),
    ]
