"""Collectors, and what they did."""

revision = "0015"
down_revision = "0014"


def upgrade() -> None:
    """Make the tables."""
