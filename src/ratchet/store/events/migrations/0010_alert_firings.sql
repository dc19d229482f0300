-- What was firing when, and what was known of it. A firing that is resolved, acknowledged or commented on is written
-- again; times that have not come are 0.
CREATE TABLE IF NOT EXISTS alert_firings (
    project_id LowCardinality(String),
    id String,
    rule_id LowCardinality(String),
    rule_name LowCardinality(String),
    rule_type LowCardinality(String),
    severity LowCardinality(String),
    labels Map(LowCardinality(String), String),
    message String CODEC(ZSTD(1)),
    value Nullable(Float64),
    samples UInt64,
    threshold Float64,
    window_minutes UInt32,
    fired_at DateTime64(9, 'UTC'),
    resolved_at DateTime64(9, 'UTC'),
    resolution LowCardinality(String),
    evidence Nullable(Float64),
    worst_trace_ids Array(String),
    segment String CODEC(ZSTD(1)),
    runbook_url String CODEC(ZSTD(1)),
    acknowledged_at DateTime64(9, 'UTC'),
    acknowledged_by String,
    notes String CODEC(ZSTD(1)),
    revision UInt64 CODEC(Delta, ZSTD(1)),
    inserted_at DateTime64(6, 'UTC') DEFAULT now64(6)
) ENGINE = ReplacingMergeTree(revision)
ORDER BY (project_id, toStartOfHour(fired_at), id)
SETTINGS index_granularity = 512;
