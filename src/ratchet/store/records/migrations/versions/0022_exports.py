"""Exports."""

import sqlalchemy as sa
from alembic import op

revision = "0022"
down_revision = "0021"


def upgrade() -> None:
    """Make the table."""
    op.create_table(
        "exports",
        sa.Column("project_id", sa.String, nullable=False),
        sa.Column("id", sa.String, nullable=False),
        sa.Column("dataset_id", sa.String, nullable=False),
        sa.Column("dataset_name", sa.String, nullable=False),
        sa.Column("place", sa.String, nullable=False),
        sa.Column("order", sa.JSON, nullable=False),
        sa.Column("is_background", sa.Boolean, nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("state", sa.String, nullable=False),
        sa.Column("progress", sa.Integer, nullable=False),
        sa.Column("total", sa.Integer, nullable=False),
        sa.Column("files", sa.JSON, nullable=False),
        sa.Column("report", sa.JSON, nullable=False),
        sa.Column("error", sa.String, nullable=False),
        sa.PrimaryKeyConstraint("project_id", "id", name="pk_exports"),
        sa.ForeignKeyConstraint(["project_id"], ["projects.id"], name="fk_exports_project_id"),
    )
    op.create_index("ix_exports_state", "exports", ["state"])
    op.create_index("ix_exports_place", "exports", ["place"])
