"""Judges, what runs of them have done, and who is at what among replicas."""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"


def upgrade() -> None:
    """Make the tables."""
    _make_judges()
    _make_states()
    _make_runs()
    _make_spending()
    _make_leases()


def _make_judges() -> None:
    op.create_table(
        "judges",
        sa.Column("project_id", sa.String, nullable=False),
        sa.Column("name", sa.String, nullable=False),
        sa.Column("version", sa.Integer, nullable=False),
        sa.Column("kind", sa.String, nullable=False),
        sa.Column("description", sa.String, nullable=False),
        sa.Column("score_name", sa.String, nullable=False),
        sa.Column("parameters", sa.JSON, nullable=False),
        sa.Column("is_quality", sa.Boolean, nullable=False),
        sa.Column("level", sa.String, nullable=False),
        sa.Column("filters", sa.JSON, nullable=False),
        sa.Column("sampling", sa.Double, nullable=False),
        sa.Column("delay_s", sa.Double, nullable=False),
        sa.Column("cost_usd_per_day", sa.Double, nullable=True),
        sa.Column("calls_per_minute", sa.Integer, nullable=True),
        sa.Column("epoch", sa.String, nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("project_id", "name", "version", name="pk_judges"),
        sa.ForeignKeyConstraint(["project_id"], ["projects.id"], name="fk_judges_project_id"),
    )


def _make_states() -> None:
    op.create_table(
        "judge_states",
        sa.Column("project_id", sa.String, nullable=False),
        sa.Column("name", sa.String, nullable=False),
        sa.Column("version", sa.Integer, nullable=False),
        sa.Column("is_enabled", sa.Boolean, nullable=False),
        sa.Column("since_us", sa.BigInteger, nullable=False),
        sa.Column("watermark_us", sa.BigInteger, nullable=False),
        sa.Column("deleted_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("project_id", "name", name="pk_judge_states"),
        sa.ForeignKeyConstraint(["project_id"], ["projects.id"], name="fk_judge_states_project_id"),
    )


def _make_runs() -> None:
    op.create_table(
        "judge_runs",
        sa.Column("project_id", sa.String, nullable=False),
        sa.Column("id", sa.String, nullable=False),
        sa.Column("judge", sa.String, nullable=False),
        sa.Column("judge_version", sa.Integer, nullable=False),
        sa.Column("state", sa.String, nullable=False),
        sa.Column("start", sa.BigInteger, nullable=False),
        sa.Column("end", sa.BigInteger, nullable=False),
        sa.Column("dataset", sa.String, nullable=True),
        sa.Column("run_name", sa.String, nullable=True),
        sa.Column("is_again", sa.Boolean, nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("finished_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("tally", sa.JSON, nullable=False),
        sa.Column("error", sa.String, nullable=False),
        sa.PrimaryKeyConstraint("project_id", "id", name="pk_judge_runs"),
        sa.ForeignKeyConstraint(["project_id"], ["projects.id"], name="fk_judge_runs_project_id"),
    )
    op.create_index("ix_judge_runs_state", "judge_runs", ["state"])


def _make_spending() -> None:
    op.create_table(
        "judge_spending",
        sa.Column("project_id", sa.String, nullable=False),
        sa.Column("judge", sa.String, nullable=False),
        sa.Column("day", sa.String(10), nullable=False),
        sa.Column("calls", sa.Integer, nullable=False),
        sa.Column("cost_usd", sa.Double, nullable=False),
        sa.PrimaryKeyConstraint("project_id", "judge", "day", name="pk_judge_spending"),
        sa.ForeignKeyConstraint(["project_id"], ["projects.id"], name="fk_judge_spending_project_id"),
    )


def _make_leases() -> None:
    op.create_table(
        "leases",
        sa.Column("name", sa.String, nullable=False),
        sa.Column("holder", sa.String, nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("name", name="pk_leases"),
    )
