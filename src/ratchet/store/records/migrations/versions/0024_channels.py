"""Notification channels, and what is to be sent."""

import sqlalchemy as sa
from alembic import op

revision = "0024"
down_revision = "0023"


def upgrade() -> None:
    """Make the tables."""
    time = sa.DateTime(timezone=True)
    op.create_table(
        "alert_channels",
        sa.Column("project_id", sa.String, nullable=False),
        sa.Column("id", sa.String, nullable=False),
        sa.Column("name", sa.String, nullable=False),
        sa.Column("kind", sa.String, nullable=False),
        sa.Column("created_at", time, nullable=False),
        sa.Column("updated_at", time, nullable=False),
        sa.Column("sealed", sa.String, nullable=False),
        sa.Column("address", sa.String, nullable=False),
        sa.Column("is_signed", sa.Boolean, nullable=False),
        sa.Column("severities", sa.JSON, nullable=False),
        sa.Column("rule_ids", sa.JSON, nullable=False),
        sa.Column("send_resolved", sa.Boolean, nullable=False),
        sa.Column("allow_private_addresses", sa.Boolean, nullable=False),
        sa.Column("enabled", sa.Boolean, nullable=False),
        sa.Column("is_managed", sa.Boolean, nullable=False),
        sa.Column("failures", sa.Integer, nullable=False),
        sa.Column("failing_since", time, nullable=True),
        sa.Column("retry_at", time, nullable=True),
        sa.Column("last_error", sa.String, nullable=False),
        sa.Column("last_delivered_at", time, nullable=True),
        sa.Column("firing_id", sa.String, nullable=False),
        sa.PrimaryKeyConstraint("project_id", "id", name="pk_alert_channels"),
        sa.ForeignKeyConstraint(["project_id"], ["projects.id"], name="fk_alert_channels_project_id"),
        sa.UniqueConstraint("project_id", "name", name="uq_alert_channels_project_id"),
    )
    op.create_table(
        "alert_notifications",
        sa.Column("project_id", sa.String, nullable=False),
        sa.Column("id", sa.String, nullable=False),
        sa.Column("channel_id", sa.String, nullable=False),
        sa.Column("turn", sa.String, nullable=False),
        sa.Column("firing_id", sa.String, nullable=False),
        sa.Column("firing", sa.JSON, nullable=False),
        sa.Column("created_at", time, nullable=False),
        sa.Column("due_at", time, nullable=False),
        sa.Column("give_up_at", time, nullable=False),
        sa.Column("status", sa.String, nullable=False),
        sa.Column("attempts", sa.Integer, nullable=False),
        sa.Column("last_error", sa.String, nullable=False),
        sa.Column("finished_at", time, nullable=True),
        sa.PrimaryKeyConstraint("project_id", "id", name="pk_alert_notifications"),
        sa.ForeignKeyConstraint(["project_id"], ["projects.id"], name="fk_alert_notifications_project_id"),
        sa.ForeignKeyConstraint(
            ["project_id", "channel_id"],
            ["alert_channels.project_id", "alert_channels.id"],
            name="fk_alert_notifications_channel_id",
            ondelete="CASCADE",
        ),
    )
    op.create_index("ix_alert_notifications_status", "alert_notifications", ["status", "due_at"])
    op.create_index(
        "ix_alert_notifications_project_id", "alert_notifications", ["project_id", "channel_id", "created_at"]
    )
