"""Connections to providers of language models."""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"


def upgrade() -> None:
    """Make the table."""
    op.create_table(
        "llm_connections",
        sa.Column("project_id", sa.String, nullable=False),
        sa.Column("id", sa.String, nullable=False),
        sa.Column("provider", sa.String, nullable=False),
        sa.Column("adapter", sa.String, nullable=False),
        sa.Column("base_url", sa.String, nullable=True),
        sa.Column("sealed_key", sa.String, nullable=False),
        sa.Column("key_hint", sa.String, nullable=False),
        sa.Column("sealed_headers", sa.String, nullable=False),
        sa.Column("header_names", sa.JSON, nullable=False),
        sa.Column("models", sa.JSON, nullable=False),
        sa.Column("has_default_models", sa.Boolean, nullable=False),
        sa.Column("default_model", sa.String, nullable=False),
        sa.Column("structured_output", sa.String, nullable=False),
        sa.Column("options", sa.JSON, nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("project_id", "id", name="pk_llm_connections"),
        sa.ForeignKeyConstraint(["project_id"], ["projects.id"], name="fk_llm_connections_project_id"),
        sa.UniqueConstraint("project_id", "provider", name="uq_llm_connections_project_id"),
    )
