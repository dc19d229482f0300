"""Baselines."""

import sqlalchemy as sa
from alembic import op

revision = "0018"
down_revision = "0017"


def upgrade() -> None:
    """Make the table."""
    op.create_table(
        "baselines",
        sa.Column("project_id", sa.String, nullable=False),
        sa.Column("id", sa.String, nullable=False),
        sa.Column("dataset_id", sa.String, nullable=False),
        sa.Column("tag", sa.String, nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("dataset_version", sa.BigInteger, nullable=False),
        sa.Column("origin", sa.String, nullable=False),
        sa.Column("run_id", sa.String, nullable=False),
        sa.Column("target", sa.String, nullable=False),
        sa.Column("epochs", sa.JSON, nullable=False),
        sa.Column("means", sa.JSON, nullable=False),
        sa.Column("items", sa.Integer, nullable=False),
        sa.Column("repeats", sa.Integer, nullable=False),
        sa.PrimaryKeyConstraint("project_id", "id", name="pk_baselines"),
        sa.ForeignKeyConstraint(["project_id"], ["projects.id"], name="fk_baselines_project_id"),
        sa.UniqueConstraint("project_id", "dataset_id", "tag", name="uq_baselines_project_id"),
    )
