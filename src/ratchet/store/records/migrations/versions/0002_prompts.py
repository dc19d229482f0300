"""Prompts, their versions and labels."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    """Make the tables."""
    _make_prompts()
    _make_versions()
    _make_labels()
    _make_tags()
    _make_references()


def _make_prompts() -> None:
    op.create_table(
        "prompts",
        sa.Column("id", sa.String, nullable=False),
        sa.Column("project_id", sa.String, nullable=False),
        sa.Column("name", sa.String, nullable=False),
        sa.Column("type", sa.String, nullable=False),
        sa.Column("last_version", sa.Integer, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_prompts"),
        sa.UniqueConstraint("project_id", "name", name="uq_prompts_project_id"),
        sa.ForeignKeyConstraint(["project_id"], ["projects.id"], name="fk_prompts_project_id"),
    )


def _make_versions() -> None:
    op.create_table(
        "prompt_versions",
        sa.Column("prompt_id", sa.String, nullable=False),
        sa.Column("version", sa.Integer, nullable=False),
        sa.Column("id", sa.String, nullable=False),
        sa.Column("content", sa.JSON, nullable=False),
        sa.Column("config", sa.JSON, nullable=False),
        sa.Column("commit_message", sa.String, nullable=True),
        sa.Column("created_by", sa.String, nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("prompt_id", "version", name="pk_prompt_versions"),
        sa.UniqueConstraint("id", name="uq_prompt_versions_id"),
        _of_a_prompt("prompt_versions"),
    )


def _make_labels() -> None:
    op.create_table(
        "prompt_labels",
        sa.Column("prompt_id", sa.String, nullable=False),
        sa.Column("label", sa.String, nullable=False),
        sa.Column("version", sa.Integer, nullable=False),
        sa.PrimaryKeyConstraint("prompt_id", "label", name="pk_prompt_labels"),
        _of_a_version("prompt_labels"),
    )


def _make_tags() -> None:
    op.create_table(
        "prompt_tags",
        sa.Column("prompt_id", sa.String, nullable=False),
        sa.Column("tag", sa.String, nullable=False),
        sa.PrimaryKeyConstraint("prompt_id", "tag", name="pk_prompt_tags"),
        _of_a_prompt("prompt_tags"),
    )


def _make_references() -> None:
    op.create_table(
        "prompt_references",
        sa.Column("prompt_id", sa.String, nullable=False),
        sa.Column("version", sa.Integer, nullable=False),
        sa.Column("to_name", sa.String, nullable=False),
        sa.Column("to_version", sa.Integer, nullable=False),
        sa.Column("to_label", sa.String, nullable=False),
        sa.PrimaryKeyConstraint(
            "prompt_id", "version", "to_name", "to_version", "to_label", name="pk_prompt_references"
        ),
        _of_a_version("prompt_references"),
    )
    op.create_index("ix_prompt_references_to_name", "prompt_references", ["to_name"])


def _of_a_prompt(table: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(["prompt_id"], ["prompts.id"], name=f"fk_{table}_prompt_id", ondelete="CASCADE")


def _of_a_version(table: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(
        ["prompt_id", "version"],
        ["prompt_versions.prompt_id", "prompt_versions.version"],
        name=f"fk_{table}_version",
        ondelete="CASCADE",
    )
