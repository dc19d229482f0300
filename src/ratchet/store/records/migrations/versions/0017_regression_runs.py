"""Regression runs."""

import sqlalchemy as sa
from alembic import op

revision = "0017"
down_revision = "0016"


def upgrade() -> None:
    """Make the table."""
    op.create_table(
        "regression_runs",
        sa.Column("project_id", sa.String, nullable=False),
        sa.Column("id", sa.String, nullable=False),
        sa.Column("dataset_id", sa.String, nullable=False),
        sa.Column("dataset", sa.String, nullable=False),
        sa.Column("dataset_version", sa.BigInteger, nullable=False),
        sa.Column("asker", sa.String, nullable=False),
        sa.Column("target", sa.String, nullable=False),
        sa.Column("twin_id", sa.String, nullable=True),
        sa.Column("variables", sa.JSON, nullable=False),
        sa.Column("sample_size", sa.Integer, nullable=True),
        sa.Column("seed", sa.BigInteger, nullable=False),
        sa.Column("repeats", sa.Integer, nullable=False),
        sa.Column("total", sa.Integer, nullable=False),
        sa.Column("pace", sa.JSON, nullable=False),
        sa.Column("judges", sa.JSON, nullable=False),
        sa.Column("score_name", sa.String, nullable=False),
        sa.Column("baseline_tag", sa.String, nullable=True),
        sa.Column("criteria", sa.JSON, nullable=False),
        sa.Column("state", sa.String, nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("finished_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("resumptions", sa.Integer, nullable=False),
        sa.Column("is_cancelling", sa.Boolean, nullable=False),
        sa.Column("error", sa.String, nullable=False),
        sa.Column("report", sa.JSON, nullable=False),
        sa.PrimaryKeyConstraint("project_id", "id", name="pk_regression_runs"),
        sa.ForeignKeyConstraint(["project_id"], ["projects.id"], name="fk_regression_runs_project_id"),
    )
    op.create_index("ix_regression_runs_state", "regression_runs", ["state"])
    op.create_index("ix_regression_runs_project_id", "regression_runs", ["project_id", "dataset_id", "created_at"])
