"""The tables of the record store, as the migrations leave them."""

from datetime import UTC, datetime
from typing import Any

from sqlalchemy import (
    JSON,
    BigInteger,
    Boolean,
    Column,
    DateTime,
    Dialect,
    Double,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    Integer,
    MetaData,
    String,
    Table,
    TypeDecorator,
    UniqueConstraint,
)

# Constraints are named by rule, so that a migration can name what an earlier one made, on either database.
metadata = MetaData(
    naming_convention={
        "pk": "pk_%(table_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s",
        "uq": "uq_%(table_name)s_%(column_0_name)s",
        "ix": "ix_%(table_name)s_%(column_0_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
    }
)


class Time(TypeDecorator[datetime]):
    """A moment, always in UTC; SQLite keeps no time zone, so it is taken off and put back there."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        moment = value.astimezone(UTC)
        return moment.replace(tzinfo=None) if dialect.name == "sqlite" else moment

    def process_result_value(self, value: Any, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if dialect.name == "sqlite" else value.astimezone(UTC)


projects = Table(
    "projects",
    metadata,
    Column("id", String, primary_key=True),
    Column("name", String, nullable=False),
    Column("created_at", Time, nullable=False),
)

keys = Table(
    "keys",
    metadata,
    Column("public_key", String, primary_key=True),
    # Unique, for a secret alone says whose it is when it is sent as a bearer token.
    Column("secret_sha256", String(64), nullable=False, unique=True),
    Column("project_id", String, ForeignKey("projects.id"), nullable=False),
    Column("note", String, nullable=False),
    Column("created_at", Time, nullable=False),
    Column("revoked_at", Time, nullable=True),
    Index(None, "project_id"),
)

datasets = Table(
    "datasets",
    metadata,
    Column("project_id", String, ForeignKey("projects.id"), primary_key=True),
    Column("id", String, primary_key=True),
    Column("name", String, nullable=False),
    Column("description", String, nullable=True),
    # The next three hold JSON.
    Column("metadata", String, nullable=True),
    Column("input_schema", String, nullable=True),
    Column("expected_output_schema", String, nullable=True),
    Column("created_at", Time, nullable=False),
    Column("updated_at", Time, nullable=False),
    Column("archived_at", Time, nullable=True),
    UniqueConstraint("project_id", "name"),
)

score_configs = Table(
    "score_configs",
    metadata,
    Column("project_id", String, ForeignKey("projects.id"), primary_key=True),
    Column("id", String, primary_key=True),
    Column("created_at", Time, nullable=False),
    Column("updated_at", Time, nullable=False),
    Column("name", String, nullable=False),
    Column("data_type", String, nullable=False),
    Column("min_value", Double, nullable=True),
    Column("max_value", Double, nullable=True),
    Column("categories", JSON, nullable=False),
    Column("description", String, nullable=True),
    Column("is_archived", Boolean, nullable=False),
    Column("quality", Boolean, nullable=True),
    Index(None, "project_id", "created_at"),
)

comments = Table(
    "comments",
    metadata,
    Column("project_id", String, ForeignKey("projects.id"), primary_key=True),
    Column("id", String, primary_key=True),
    Column("created_at", Time, nullable=False),
    Column("updated_at", Time, nullable=False),
    Column("object_type", String, nullable=False),
    Column("object_id", String, nullable=False),
    Column("content", String, nullable=False),
    Column("author_id", String, nullable=True),
    Index(None, "project_id", "created_at"),
    Index(None, "object_id", postgresql_using="hash"),  # ids of traces are free strings, of any length
)

annotation_queues = Table(
    "annotation_queues",
    metadata,
    Column("project_id", String, ForeignKey("projects.id"), primary_key=True),
    Column("id", String, primary_key=True),
    Column("created_at", Time, nullable=False),
    Column("updated_at", Time, nullable=False),
    Column("name", String, nullable=False),
    Column("description", String, nullable=True),
    Column("score_config_ids", JSON, nullable=False),
    UniqueConstraint("project_id", "name"),
)

annotation_queue_items = Table(
    "annotation_queue_items",
    metadata,
    Column("project_id", String, ForeignKey("projects.id"), primary_key=True),
    Column("id", String, primary_key=True),
    Column("created_at", Time, nullable=False),
    Column("updated_at", Time, nullable=False),
    Column("queue_id", String, nullable=False),
    Column("object_type", String, nullable=False),
    Column("object_id", String, nullable=False),
    Column("status", String, nullable=False),
    Column("completed_at", Time, nullable=True),
    ForeignKeyConstraint(
        ["project_id", "queue_id"],
        ["annotation_queues.project_id", "annotation_queues.id"],
        name="fk_annotation_queue_items_queue",
    ),
    Index(None, "queue_id", "created_at"),
    Index(None, "object_id", postgresql_using="hash"),
)

# What the server made for itself and works with: it cannot be kept as a hash.
secrets = Table(
    "secrets",
    metadata,
    Column("name", String, primary_key=True),
    Column("value", String, nullable=False),
)

media = Table(
    "media",
    metadata,
    Column("project_id", String, ForeignKey("projects.id"), primary_key=True),
    Column("id", String, primary_key=True),
    Column("content_type", String, nullable=False),
    Column("size_bytes", BigInteger, nullable=False),
    Column("sha256", String(64), nullable=False),
    Column("created_at", Time, nullable=False),
    Column("uploaded_at", Time, nullable=True),
    Column("blob", String, nullable=True),
    Column("failure", String, nullable=False),
)

media_uses = Table(
    "media_uses",
    metadata,
    Column("project_id", String, primary_key=True),
    Column("owner_sha256", String(64), primary_key=True),
    Column("media_id", String, primary_key=True),
    Column("kind", String, nullable=False),
    Column("owner_id", String, nullable=False),
    ForeignKeyConstraint(["project_id", "media_id"], ["media.project_id", "media.id"]),
    Index(None, "project_id", "media_id"),
)

prompts = Table(
    "prompts",
    metadata,
    Column("id", String, primary_key=True),
    Column("project_id", String, ForeignKey("projects.id"), nullable=False),
    Column("name", String, nullable=False),
    Column("type", String, nullable=False),
    # A number is given once, so that what a trace says of a version stays true when the version is deleted.
    Column("last_version", Integer, nullable=False),
    UniqueConstraint("project_id", "name"),
)

prompt_versions = Table(
    "prompt_versions",
    metadata,
    Column("prompt_id", String, ForeignKey("prompts.id", ondelete="CASCADE"), primary_key=True),
    Column("version", Integer, primary_key=True),
    Column("id", String, nullable=False, unique=True),
    Column("content", JSON, nullable=False),
    Column("config", JSON, nullable=False),
    Column("commit_message", String, nullable=True),
    Column("created_by", String, nullable=False),
    Column("created_at", Time, nullable=False),
    Column("updated_at", Time, nullable=False),
)


def _of_a_version(table: str) -> ForeignKeyConstraint:
    return ForeignKeyConstraint(
        ["prompt_id", "version"],
        ["prompt_versions.prompt_id", "prompt_versions.version"],
        name=f"fk_{table}_version",
        ondelete="CASCADE",
    )


prompt_labels = Table(
    "prompt_labels",
    metadata,
    Column("prompt_id", String, primary_key=True),
    Column("label", String, primary_key=True),
    Column("version", Integer, nullable=False),
    _of_a_version("prompt_labels"),
)

prompt_tags = Table(
    "prompt_tags",
    metadata,
    Column("prompt_id", String, ForeignKey("prompts.id", ondelete="CASCADE"), primary_key=True),
    Column("tag", String, primary_key=True),
)

# What the tags within a version lead to: a version by its number, or by a label when that is 0.
prompt_references = Table(
    "prompt_references",
    metadata,
    Column("prompt_id", String, primary_key=True),
    Column("version", Integer, primary_key=True),
    Column("to_name", String, primary_key=True),
    Column("to_version", Integer, primary_key=True),
    Column("to_label", String, primary_key=True),
    _of_a_version("prompt_references"),
    Index(None, "to_name"),
)

sign_ins = Table(
    "sign_ins",
    metadata,
    Column("token_sha256", String(64), primary_key=True),
    Column("public_key", String, nullable=False),
    Column("project_id", String, ForeignKey("projects.id"), nullable=False),
    Column("expires_at", Time, nullable=False),
)

sign_in_links = Table(
    "sign_in_links",
    metadata,
    Column("token_sha256", String(64), primary_key=True),
    Column("expires_at", Time, nullable=False),
)

models = Table(
    "models",
    metadata,
    Column("project_id", String, ForeignKey("projects.id"), primary_key=True),
    Column("id", String, primary_key=True),
    Column("name", String, nullable=False),
    Column("match_pattern", String, nullable=False),
    Column("starts_at", Time, nullable=True),
    Column("unit", String, nullable=True),
    Column("tiers", JSON, nullable=False),
    Column("tokenizer_id", String, nullable=True),
    Column("tokenizer_config", JSON, nullable=False),
    Column("created_at", Time, nullable=False),
)

saved_views = Table(
    "saved_views",
    metadata,
    Column("project_id", String, ForeignKey("projects.id"), primary_key=True),
    Column("id", String, primary_key=True),
    Column("page", String, nullable=False),
    Column("name", String, nullable=False),
    Column("search", String, nullable=False),
    Column("created_at", Time, nullable=False),
    UniqueConstraint("project_id", "page", "name"),
)

judges = Table(
    "judges",
    metadata,
    Column("project_id", String, ForeignKey("projects.id"), primary_key=True),
    Column("name", String, primary_key=True),
    Column("version", Integer, primary_key=True),
    Column("kind", String, nullable=False),
    Column("description", String, nullable=False),
    Column("score_name", String, nullable=False),
    Column("parameters", JSON, nullable=False),
    Column("is_quality", Boolean, nullable=False),
    Column("level", String, nullable=False),
    Column("filters", JSON, nullable=False),
    Column("sampling", Double, nullable=False),
    Column("delay_s", Double, nullable=False),
    Column("cost_usd_per_day", Double, nullable=True),
    Column("calls_per_minute", Integer, nullable=True),
    Column("epoch", String, nullable=False),
    Column("created_at", Time, nullable=False),
)

# What is true of a judge whatever its version. Times of arrival are microseconds by the event store's clock.
judge_states = Table(
    "judge_states",
    metadata,
    Column("project_id", String, ForeignKey("projects.id"), primary_key=True),
    Column("name", String, primary_key=True),
    Column("version", Integer, nullable=False),
    Column("is_enabled", Boolean, nullable=False),
    Column("since_us", BigInteger, nullable=False),
    Column("watermark_us", BigInteger, nullable=False),
    Column("deleted_at", Time, nullable=True),
)

judge_runs = Table(
    "judge_runs",
    metadata,
    Column("project_id", String, ForeignKey("projects.id"), primary_key=True),
    Column("id", String, primary_key=True),
    Column("judge", String, nullable=False),
    Column("judge_version", Integer, nullable=False),
    Column("state", String, nullable=False),
    Column("start", BigInteger, nullable=False),
    Column("end", BigInteger, nullable=False),
    Column("dataset", String, nullable=True),
    Column("run_name", String, nullable=True),
    Column("is_again", Boolean, nullable=False),
    Column("created_at", Time, nullable=False),
    Column("finished_at", Time, nullable=True),
    Column("tally", JSON, nullable=False),
    Column("error", String, nullable=False),
    Index(None, "state"),
)

judge_spending = Table(
    "judge_spending",
    metadata,
    Column("project_id", String, ForeignKey("projects.id"), primary_key=True),
    Column("judge", String, primary_key=True),
    Column("day", String(10), primary_key=True),
    Column("calls", Integer, nullable=False),
    Column("cost_usd", Double, nullable=False),
)

# Who is at what among replicas, for as long as they say so.
leases = Table(
    "leases",
    metadata,
    Column("name", String, primary_key=True),
    Column("holder", String, nullable=False),
    Column("expires_at", Time, nullable=False),
)

# Keys and headers are sealed: only the server's secret opens them.
llm_connections = Table(
    "llm_connections",
    metadata,
    Column("project_id", String, ForeignKey("projects.id"), primary_key=True),
    Column("id", String, primary_key=True),
    Column("provider", String, nullable=False),
    Column("adapter", String, nullable=False),
    Column("base_url", String, nullable=True),
    Column("sealed_key", String, nullable=False),
    Column("key_hint", String, nullable=False),
    Column("sealed_headers", String, nullable=False),
    Column("header_names", JSON, nullable=False),
    Column("models", JSON, nullable=False),
    Column("has_default_models", Boolean, nullable=False),
    Column("default_model", String, nullable=False),
    Column("structured_output", String, nullable=False),
    Column("options", JSON, nullable=False),
    Column("created_at", Time, nullable=False),
    Column("updated_at", Time, nullable=False),
    UniqueConstraint("project_id", "provider"),
)

judge_calibrations = Table(
    "judge_calibrations",
    metadata,
    Column("project_id", String, ForeignKey("projects.id"), primary_key=True),
    Column("id", String, primary_key=True),
    Column("judge", String, nullable=False),
    Column("judge_version", Integer, nullable=False),
    Column("epoch", String, nullable=False),
    Column("human_score", String, nullable=False),
    Column("created_at", Time, nullable=False),
    Column("figures", JSON, nullable=False),
    Index(None, "project_id", "judge", "created_at"),
)

evaluation_rules = Table(
    "evaluation_rules",
    metadata,
    Column("project_id", String, ForeignKey("projects.id"), primary_key=True),
    Column("id", String, primary_key=True),
    Column("name", String, nullable=False),
    Column("is_enabled", Boolean, nullable=False),
    Column("sampling", Double, nullable=False),
    Column("filter", JSON, nullable=False),
    Column("assignments", JSON, nullable=False),
    Column("created_at", Time, nullable=False),
    Column("updated_at", Time, nullable=False),
)

# Headers are sealed: only the server's secret opens them.
targets = Table(
    "targets",
    metadata,
    Column("project_id", String, ForeignKey("projects.id"), primary_key=True),
    Column("name", String, primary_key=True),
    Column("kind", String, nullable=False),
    Column("description", String, nullable=False),
    Column("is_default", Boolean, nullable=False),
    Column("url", String, nullable=False),
    Column("method", String, nullable=False),
    Column("sealed_headers", String, nullable=False),
    Column("header_names", JSON, nullable=False),
    Column("body", JSON, nullable=False),
    Column("variables", JSON, nullable=False),
    Column("answer_path", String, nullable=False),
    Column("trace_id_path", String, nullable=False),
    Column("trace_id_header", String, nullable=False),
    Column("allow_private", Boolean, nullable=False),
    Column("release", String, nullable=False),
    Column("environment", String, nullable=False),
    Column("created_at", Time, nullable=False),
    Column("updated_at", Time, nullable=False),
)

regression_runs = Table(
    "regression_runs",
    metadata,
    Column("project_id", String, ForeignKey("projects.id"), primary_key=True),
    Column("id", String, primary_key=True),
    Column("dataset_id", String, nullable=False),
    Column("dataset", String, nullable=False),
    Column("dataset_version", BigInteger, nullable=False),
    Column("asker", String, nullable=False),
    Column("target", String, nullable=False),
    Column("twin_id", String, nullable=True),
    Column("variables", JSON, nullable=False),
    Column("sample_size", Integer, nullable=True),
    Column("seed", BigInteger, nullable=False),
    Column("repeats", Integer, nullable=False),
    Column("total", Integer, nullable=False),
    Column("pace", JSON, nullable=False),
    Column("judges", JSON, nullable=False),
    Column("score_name", String, nullable=False),
    Column("baseline_tag", String, nullable=True),
    Column("criteria", JSON, nullable=False),
    Column("state", String, nullable=False),
    Column("created_at", Time, nullable=False),
    Column("started_at", Time, nullable=True),
    Column("finished_at", Time, nullable=True),
    Column("resumptions", Integer, nullable=False),
    Column("is_cancelling", Boolean, nullable=False),
    Column("error", String, nullable=False),
    Column("report", JSON, nullable=False),
    Index(None, "state"),
    Index(None, "project_id", "dataset_id", "created_at"),
)

alert_rules = Table(
    "alert_rules",
    metadata,
    Column("project_id", String, ForeignKey("projects.id"), primary_key=True),
    Column("id", String, primary_key=True),
    Column("name", String, nullable=False),
    Column("is_enabled", Boolean, nullable=False),
    Column("definition", JSON, nullable=False),
    Column("created_at", Time, nullable=False),
    Column("updated_at", Time, nullable=False),
    UniqueConstraint("project_id", "name"),
)

alert_states = Table(
    "alert_states",
    metadata,
    Column("project_id", String, primary_key=True),
    Column("rule_id", String, primary_key=True),
    Column("labels", String, primary_key=True),
    Column("state", String, nullable=False),
    Column("since", Time, nullable=False),
    Column("value", Double, nullable=True),
    Column("samples", BigInteger, nullable=False),
    Column("threshold", Double, nullable=True),
    Column("firing_id", String, nullable=False),
    Column("fired_at", Time, nullable=True),
    Column("notified_at", Time, nullable=True),
    Column("is_acknowledged", Boolean, nullable=False),
    Column("seen_at", Time, nullable=True),
    ForeignKeyConstraint(
        ["project_id", "rule_id"],
        ["alert_rules.project_id", "alert_rules.id"],
        name="fk_alert_states_project_id",
        ondelete="CASCADE",
    ),
)

# What there is to tell of alerts: kept with the states in one transaction, recorded in the history and told afterwards.
alert_transitions = Table(
    "alert_transitions",
    metadata,
    Column("project_id", String, ForeignKey("projects.id"), primary_key=True),
    Column("id", String, primary_key=True),
    Column("turn", String, nullable=False),
    Column("at", Time, nullable=False),
    Column("is_silenced", Boolean, nullable=False),
    Column("firing", JSON, nullable=False),
    Column("is_recorded", Boolean, nullable=False),
    Column("is_taken", Boolean, nullable=False),
    Index(None, "at"),
)

alert_silences = Table(
    "alert_silences",
    metadata,
    Column("project_id", String, ForeignKey("projects.id"), primary_key=True),
    Column("id", String, primary_key=True),
    Column("rule_id", String, nullable=False),
    Column("labels", JSON, nullable=False),
    Column("starts_at", Time, nullable=False),
    Column("ends_at", Time, nullable=False),
    Column("comment", String, nullable=False),
    Column("created_by", String, nullable=False),
)

alert_monitoring = Table(
    "alert_monitoring",
    metadata,
    Column("project_id", String, ForeignKey("projects.id"), primary_key=True),
    Column("is_on", Boolean, nullable=False),
    Column("interval_s", Integer, nullable=False),
    Column("checked_at", Time, nullable=True),
    Column("builtins", JSON, nullable=False),
)

# How far each has looked is by the clock of the event store. One that was deleted leaves its name, so that those of
# ours do not come back.
collectors = Table(
    "collectors",
    metadata,
    Column("project_id", String, ForeignKey("projects.id"), primary_key=True),
    Column("name", String, primary_key=True),
    Column("dataset_id", String, nullable=False),
    Column("created_at", Time, nullable=False),
    Column("updated_at", Time, nullable=False),
    Column("version", Integer, nullable=False),
    Column("description", String, nullable=False),
    Column("filters", JSON, nullable=False),
    Column("criteria", JSON, nullable=False),
    Column("at_most_a_day", Integer, nullable=True),
    Column("sampling", Double, nullable=False),
    Column("deduplicates", Boolean, nullable=False),
    Column("redacts", Boolean, nullable=False),
    Column("expects_answer", Boolean, nullable=False),
    Column("is_enabled", Boolean, nullable=False),
    Column("since_us", BigInteger, nullable=False),
    Column("watermark_us", BigInteger, nullable=False),
    Column("deleted_at", Time, nullable=True),
)

collector_runs = Table(
    "collector_runs",
    metadata,
    Column("project_id", String, ForeignKey("projects.id"), primary_key=True),
    Column("id", String, primary_key=True),
    Column("collector", String, nullable=False),
    Column("created_at", Time, nullable=False),
    Column("start", BigInteger, nullable=False),
    Column("end", BigInteger, nullable=False),
    Column("limit", Integer, nullable=False),
    Column("state", String, nullable=False, index=True),
    Column("finished_at", Time, nullable=True),
    Column("tally", JSON, nullable=False),
    Column("error", String, nullable=False),
)

baselines = Table(
    "baselines",
    metadata,
    Column("project_id", String, ForeignKey("projects.id"), primary_key=True),
    Column("id", String, primary_key=True),
    Column("dataset_id", String, nullable=False),
    Column("tag", String, nullable=False),
    Column("created_at", Time, nullable=False),
    Column("dataset_version", BigInteger, nullable=False),
    Column("origin", String, nullable=False),
    Column("run_id", String, nullable=False),
    Column("target", String, nullable=False),
    Column("epochs", JSON, nullable=False),
    Column("means", JSON, nullable=False),
    Column("items", Integer, nullable=False),
    Column("repeats", Integer, nullable=False),
    UniqueConstraint("project_id", "dataset_id", "tag"),
)

exports = Table(
    "exports",
    metadata,
    Column("project_id", String, ForeignKey("projects.id"), primary_key=True),
    Column("id", String, primary_key=True),
    Column("dataset_id", String, nullable=False),
    Column("dataset_name", String, nullable=False),
    Column("place", String, nullable=False, index=True),
    Column("order", JSON, nullable=False),
    Column("is_background", Boolean, nullable=False),
    Column("created_at", Time, nullable=False),
    Column("updated_at", Time, nullable=False),
    Column("state", String, nullable=False, index=True),
    Column("progress", Integer, nullable=False),
    Column("total", Integer, nullable=False),
    Column("files", JSON, nullable=False),
    Column("report", JSON, nullable=False),
    Column("error", String, nullable=False),
)

# Where alerts are told, and how each has fared; addresses and keys are sealed before they come here.
alert_channels = Table(
    "alert_channels",
    metadata,
    Column("project_id", String, ForeignKey("projects.id"), primary_key=True),
    Column("id", String, primary_key=True),
    Column("name", String, nullable=False),
    Column("kind", String, nullable=False),
    Column("created_at", Time, nullable=False),
    Column("updated_at", Time, nullable=False),
    Column("sealed", String, nullable=False),
    Column("address", String, nullable=False),
    Column("is_signed", Boolean, nullable=False),
    Column("severities", JSON, nullable=False),
    Column("rule_ids", JSON, nullable=False),
    Column("send_resolved", Boolean, nullable=False),
    Column("allow_private_addresses", Boolean, nullable=False),
    Column("enabled", Boolean, nullable=False),
    Column("is_managed", Boolean, nullable=False),
    Column("failures", Integer, nullable=False),
    Column("failing_since", Time, nullable=True),
    Column("retry_at", Time, nullable=True),
    Column("last_error", String, nullable=False),
    Column("last_delivered_at", Time, nullable=True),
    Column("firing_id", String, nullable=False),
    UniqueConstraint("project_id", "name"),
)

# What is to be sent, what was, and what was given up.
alert_notifications = Table(
    "alert_notifications",
    metadata,
    Column("project_id", String, ForeignKey("projects.id"), primary_key=True),
    Column("id", String, primary_key=True),
    Column("channel_id", String, nullable=False),
    Column("turn", String, nullable=False),
    Column("firing_id", String, nullable=False),
    Column("firing", JSON, nullable=False),
    Column("created_at", Time, nullable=False),
    Column("due_at", Time, nullable=False),
    Column("give_up_at", Time, nullable=False),
    Column("status", String, nullable=False),
    Column("attempts", Integer, nullable=False),
    Column("last_error", String, nullable=False),
    Column("finished_at", Time, nullable=True),
    ForeignKeyConstraint(
        ["project_id", "channel_id"],
        ["alert_channels.project_id", "alert_channels.id"],
        name="fk_alert_notifications_channel_id",
        ondelete="CASCADE",
    ),
    Index(None, "status", "due_at"),
    Index(None, "project_id", "channel_id", "created_at"),
)

probes = Table(
    "probes",
    metadata,
    Column("project_id", String, ForeignKey("projects.id"), primary_key=True),
    Column("id", String, primary_key=True),
    Column("name", String, nullable=False),
    Column("enabled", Boolean, nullable=False),
    Column("definition", JSON, nullable=False),
    Column("created_at", Time, nullable=False),
    Column("updated_at", Time, nullable=False),
    Column("next_at", Time, nullable=False, index=True),
    Column("busy_until", Time, nullable=True),
    Column("state", String, nullable=False),
    Column("since", Time, nullable=True),
    Column("failures", Integer, nullable=False),
    Column("missed", Integer, nullable=False),
    Column("missed_lately", Integer, nullable=False),
    Column("run_id", String, nullable=False),
    Column("ran_at", Time, nullable=True),
    UniqueConstraint("project_id", "name"),
)

few_shot_settings = Table(
    "few_shot_settings",
    metadata,
    Column("project_id", String, ForeignKey("projects.id"), primary_key=True),
    Column("dataset_name", String, nullable=False),
    Column("n", Integer, nullable=False),
    Column("min_score", Double, nullable=False),
    Column("strategy", String, nullable=False),
    Column("token_budget", Integer, nullable=True),
    Column("redact", Boolean, nullable=False),
    Column("holdout_share", Double, nullable=False),
    Column("likeness", String, nullable=False),
    Column("embedding_connection", String, nullable=False),
    Column("embedding_model", String, nullable=False),
    Column("diversity", Double, nullable=False),
    Column("evaluation_datasets", JSON, nullable=False),
    Column("auto_retire", Boolean, nullable=False),
    Column("review_hours", Integer, nullable=False),
    Column("updated_at", Time, nullable=False),
    Column("reviewed_at", Time, nullable=False),
)

few_shot_retired = Table(
    "few_shot_retired",
    metadata,
    Column("project_id", String, ForeignKey("projects.id"), primary_key=True),
    Column("example", String, primary_key=True),
    Column("reason", String, nullable=False),
    Column("by", String, nullable=False),
    Column("retired_at", Time, nullable=False),
)
