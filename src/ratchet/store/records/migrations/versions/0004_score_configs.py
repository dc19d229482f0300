"""Score configs, comments and annotation queues."""

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    """Make the tables."""
