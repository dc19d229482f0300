"""Calibrations of judges."""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"


def upgrade() -> None:
    """Make the table."""
    op.create_table(
        "judge_calibrations",
        sa.Column("project_id", sa.String, nullable=False),
        sa.Column("id", sa.String, nullable=False),
        sa.Column("judge", sa.String, nullable=False),
        sa.Column("judge_version", sa.Integer, nullable=False),
        sa.Column("epoch", sa.String, nullable=False),
        sa.Column("human_score", sa.String, nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("figures", sa.JSON, nullable=False),
        sa.PrimaryKeyConstraint("project_id", "id", name="pk_judge_calibrations"),
        sa.ForeignKeyConstraint(["project_id"], ["projects.id"], name="fk_judge_calibrations_project_id"),
    )
    op.create_index("ix_judge_calibrations_project_id", "judge_calibrations", ["project_id", "judge", "created_at"])
