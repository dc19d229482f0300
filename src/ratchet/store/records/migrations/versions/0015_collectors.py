"""Collectors, and what they did."""

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"


def upgrade() -> None:
    """Make the tables."""
    _make_collectors()
    _make_runs()


def _make_collectors() -> None:
    op.create_table(
        "collectors",
        sa.Column("project_id", sa.String, nullable=False),
        sa.Column("name", sa.String, nullable=False),
        sa.Column("dataset_id", sa.String, nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer, nullable=False),
        sa.Column("description", sa.String, nullable=False),
        sa.Column("filters", sa.JSON, nullable=False),
        sa.Column("criteria", sa.JSON, nullable=False),
        sa.Column("at_most_a_day", sa.Integer, nullable=True),
        sa.Column("sampling", sa.Double, nullable=False),
        sa.Column("deduplicates", sa.Boolean, nullable=False),
        sa.Column("redacts", sa.Boolean, nullable=False),
        sa.Column("expects_answer", sa.Boolean, nullable=False),
        sa.Column("is_enabled", sa.Boolean, nullable=False),
        sa.Column("since_us", sa.BigInteger, nullable=False),
        sa.Column("watermark_us", sa.BigInteger, nullable=False),
        sa.Column("deleted_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("project_id", "name", name="pk_collectors"),
        sa.ForeignKeyConstraint(["project_id"], ["projects.id"], name="fk_collectors_project_id"),
    )


def _make_runs() -> None:
    op.create_table(
        "collector_runs",
        sa.Column("project_id", sa.String, nullable=False),
        sa.Column("id", sa.String, nullable=False),
        sa.Column("collector", sa.String, nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("start", sa.BigInteger, nullable=False),
        sa.Column("end", sa.BigInteger, nullable=False),
        sa.Column("limit", sa.Integer, nullable=False),
        sa.Column("state", sa.String, nullable=False),
        sa.Column("finished_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("tally", sa.JSON, nullable=False),
        sa.Column("error", sa.String, nullable=False),
        sa.PrimaryKeyConstraint("project_id", "id", name="pk_collector_runs"),
        sa.ForeignKeyConstraint(["project_id"], ["projects.id"], name="fk_collector_runs_project_id"),
    )
    op.create_index("ix_collector_runs_state", "collector_runs", ["state"])
