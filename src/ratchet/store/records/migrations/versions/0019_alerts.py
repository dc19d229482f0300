"""Alert rules, their states and silences."""

import sqlalchemy as sa
from alembic import op

revision = "0019"
down_revision = "0018"


def upgrade() -> None:
    """Make the tables."""
    time = sa.DateTime(timezone=True)
    op.create_table(
        "alert_rules",
        sa.Column("project_id", sa.String, nullable=False),
        sa.Column("id", sa.String, nullable=False),
        sa.Column("name", sa.String, nullable=False),
        sa.Column("is_enabled", sa.Boolean, nullable=False),
        sa.Column("definition", sa.JSON, nullable=False),
        sa.Column("created_at", time, nullable=False),
        sa.Column("updated_at", time, nullable=False),
        sa.PrimaryKeyConstraint("project_id", "id", name="pk_alert_rules"),
        sa.ForeignKeyConstraint(["project_id"], ["projects.id"], name="fk_alert_rules_project_id"),
        sa.UniqueConstraint("project_id", "name", name="uq_alert_rules_project_id"),
    )
    op.create_table(
        "alert_states",
        sa.Column("project_id", sa.String, nullable=False),
        sa.Column("rule_id", sa.String, nullable=False),
        sa.Column("labels", sa.String, nullable=False),
        sa.Column("state", sa.String, nullable=False),
        sa.Column("since", time, nullable=False),
        sa.Column("value", sa.Double, nullable=True),
        sa.Column("samples", sa.BigInteger, nullable=False),
        sa.Column("threshold", sa.Double, nullable=True),
        sa.Column("firing_id", sa.String, nullable=False),
        sa.Column("fired_at", time, nullable=True),
        sa.Column("notified_at", time, nullable=True),
        sa.Column("is_acknowledged", sa.Boolean, nullable=False),
        sa.Column("seen_at", time, nullable=True),
        sa.PrimaryKeyConstraint("project_id", "rule_id", "labels", name="pk_alert_states"),
        sa.ForeignKeyConstraint(
            ["project_id", "rule_id"],
            ["alert_rules.project_id", "alert_rules.id"],
            name="fk_alert_states_project_id",
            ondelete="CASCADE",
        ),
    )
    op.create_table(
        "alert_transitions",
        sa.Column("project_id", sa.String, nullable=False),
        sa.Column("id", sa.String, nullable=False),
        sa.Column("turn", sa.String, nullable=False),
        sa.Column("at", time, nullable=False),
        sa.Column("is_silenced", sa.Boolean, nullable=False),
        sa.Column("firing", sa.JSON, nullable=False),
        sa.Column("is_recorded", sa.Boolean, nullable=False),
        sa.Column("is_taken", sa.Boolean, nullable=False),
        sa.PrimaryKeyConstraint("project_id", "id", name="pk_alert_transitions"),
        sa.ForeignKeyConstraint(["project_id"], ["projects.id"], name="fk_alert_transitions_project_id"),
    )
    op.create_index("ix_alert_transitions_at", "alert_transitions", ["at"])
    op.create_table(
        "alert_silences",
        sa.Column("project_id", sa.String, nullable=False),
        sa.Column("id", sa.String, nullable=False),
        sa.Column("rule_id", sa.String, nullable=False),
        sa.Column("labels", sa.JSON, nullable=False),
        sa.Column("starts_at", time, nullable=False),
        sa.Column("ends_at", time, nullable=False),
        sa.Column("comment", sa.String, nullable=False),
        sa.Column("created_by", sa.String, nullable=False),
        sa.PrimaryKeyConstraint("project_id", "id", name="pk_alert_silences"),
        sa.ForeignKeyConstraint(["project_id"], ["projects.id"], name="fk_alert_silences_project_id"),
    )
    op.create_table(
        "alert_monitoring",
        sa.Column("project_id", sa.String, nullable=False),
        sa.Column("is_on", sa.Boolean, nullable=False),
        sa.Column("interval_s", sa.Integer, nullable=False),
        sa.Column("checked_at", time, nullable=True),
        sa.Column("builtins", sa.JSON, nullable=False),
        sa.PrimaryKeyConstraint("project_id", name="pk_alert_monitoring"),
        sa.ForeignKeyConstraint(["project_id"], ["projects.id"], name="fk_alert_monitoring_project_id"),
    )
