"""Media and what refers to them, and the secret that their addresses are signed with."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"


def upgrade() -> None:
    """Make the tables."""
    op.create_table(
        "secrets",
        sa.Column("name", sa.String, nullable=False),
        sa.Column("value", sa.String, nullable=False),
        sa.PrimaryKeyConstraint("name", name="pk_secrets"),
    )
    op.create_table(
        "media",
        sa.Column("project_id", sa.String, nullable=False),
        sa.Column("id", sa.String, nullable=False),
        sa.Column("content_type", sa.String, nullable=False),
        sa.Column("size_bytes", sa.BigInteger, nullable=False),
        sa.Column("sha256", sa.String(64), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("uploaded_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("blob", sa.String, nullable=True),
        sa.Column("failure", sa.String, nullable=False),
        sa.PrimaryKeyConstraint("project_id", "id", name="pk_media"),
        sa.ForeignKeyConstraint(["project_id"], ["projects.id"], name="fk_media_project_id"),
    )
    op.create_table(
        "media_uses",
        sa.Column("project_id", sa.String, nullable=False),
        sa.Column("owner_sha256", sa.String(64), nullable=False),
        sa.Column("media_id", sa.String, nullable=False),
        sa.Column("kind", sa.String, nullable=False),
        sa.Column("owner_id", sa.String, nullable=False),
        sa.PrimaryKeyConstraint("project_id", "owner_sha256", "media_id", name="pk_media_uses"),
        sa.ForeignKeyConstraint(
            ["project_id", "media_id"], ["media.project_id", "media.id"], name="fk_media_uses_project_id"
        ),
    )
    op.create_index("ix_media_uses_project_id", "media_uses", ["project_id", "media_id"])
