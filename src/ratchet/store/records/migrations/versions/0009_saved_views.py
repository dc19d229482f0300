"""Views of lists that people keep."""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"


def upgrade() -> None:
    """Make the table."""
    op.create_table(
        "saved_views",
        sa.Column("project_id", sa.String, nullable=False),
        sa.Column("id", sa.String, nullable=False),
        sa.Column("page", sa.String, nullable=False),
        sa.Column("name", sa.String, nullable=False),
        sa.Column("search", sa.String, nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("project_id", "id", name="pk_saved_views"),
        sa.ForeignKeyConstraint(["project_id"], ["projects.id"], name="fk_saved_views_project_id"),
        sa.UniqueConstraint("project_id", "page", "name", name="uq_saved_views_project_id"),
    )
