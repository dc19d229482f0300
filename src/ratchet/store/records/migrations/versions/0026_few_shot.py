"""Few-shot settings, and examples that are retired."""

import sqlalchemy as sa
from alembic import op

revision = "0026"
down_revision = "0025"


def upgrade() -> None:
    """Make the tables."""
    op.create_table(
        "few_shot_settings",
        sa.Column("project_id", sa.String, nullable=False),
        sa.Column("dataset_name", sa.String, nullable=False),
        sa.Column("n", sa.Integer, nullable=False),
        sa.Column("min_score", sa.Double, nullable=False),
        sa.Column("strategy", sa.String, nullable=False),
        sa.Column("token_budget", sa.Integer, nullable=True),
        sa.Column("redact", sa.Boolean, nullable=False),
        sa.Column("holdout_share", sa.Double, nullable=False),
        sa.Column("likeness", sa.String, nullable=False),
        sa.Column("embedding_connection", sa.String, nullable=False),
        sa.Column("embedding_model", sa.String, nullable=False),
        sa.Column("diversity", sa.Double, nullable=False),
        sa.Column("evaluation_datasets", sa.JSON, nullable=False),
        sa.Column("auto_retire", sa.Boolean, nullable=False),
        sa.Column("review_hours", sa.Integer, nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("reviewed_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("project_id", name="pk_few_shot_settings"),
        sa.ForeignKeyConstraint(["project_id"], ["projects.id"], name="fk_few_shot_settings_project_id"),
    )
    op.create_table(
        "few_shot_retired",
        sa.Column("project_id", sa.String, nullable=False),
        sa.Column("example", sa.String, nullable=False),
        sa.Column("reason", sa.String, nullable=False),
        sa.Column("by", sa.String, nullable=False),
        sa.Column("retired_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("project_id", "example", name="pk_few_shot_retired"),
        sa.ForeignKeyConstraint(["project_id"], ["projects.id"], name="fk_few_shot_retired_project_id"),
    )
