"""Views of lists that people keep."""

revision = "0009"
down_revision = "0008"


def upgrade() -> None:
    """Make the tables."""
