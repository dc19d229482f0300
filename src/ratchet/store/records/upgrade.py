"""Alembic, put to work."""

import logging
from pathlib import Path

from alembic import command
from alembic.config import Config
from sqlalchemy import Connection

# It tells of its own workings, which say nothing to an operator.
logging.getLogger("alembic").setLevel(logging.WARNING)


def upgrade(connection: Connection, folder: Path) -> None:
    """Apply the revisions in a folder that are missing, through a connection in a transaction."""
    config = Config(attributes={"connection": connection})
    config.set_main_option("script_location", str(folder).replace("%", "%%"))
    command.upgrade(config, "head")
