"""Notification channels, and what is to be sent."""

revision = "0020"
down_revision = "0019"


def upgrade() -> None:
    """Make the tables."""
