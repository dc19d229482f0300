"""What Alembic runs around the revisions: they go through the connection that `migrate` holds."""

from alembic import context

context.configure(connection=context.config.attributes["connection"])
context.run_migrations()
