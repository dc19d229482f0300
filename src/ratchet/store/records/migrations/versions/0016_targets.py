"""Targets."""

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0015"


def upgrade() -> None:
    """Make the table."""
    op.create_table(
        "targets",
        sa.Column("project_id", sa.String, nullable=False),
        sa.Column("name", sa.String, nullable=False),
        sa.Column("kind", sa.String, nullable=False),
        sa.Column("description", sa.String, nullable=False),
        sa.Column("is_default", sa.Boolean, nullable=False),
        sa.Column("url", sa.String, nullable=False),
        sa.Column("method", sa.String, nullable=False),
        sa.Column("sealed_headers", sa.String, nullable=False),
        sa.Column("header_names", sa.JSON, nullable=False),
        sa.Column("body", sa.JSON, nullable=False),
        sa.Column("variables", sa.JSON, nullable=False),
        sa.Column("answer_path", sa.String, nullable=False),
        sa.Column("trace_id_path", sa.String, nullable=False),
        sa.Column("trace_id_header", sa.String, nullable=False),
        sa.Column("allow_private", sa.Boolean, nullable=False),
        sa.Column("release", sa.String, nullable=False),
        sa.Column("environment", sa.String, nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("project_id", "name", name="pk_targets"),
        sa.ForeignKeyConstraint(["project_id"], ["projects.id"], name="fk_targets_project_id"),
    )
