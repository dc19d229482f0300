-- A row per question that a probe asked in one run. What somebody tried by hand is kept beside, and counts for nothing.
CREATE TABLE IF NOT EXISTS probe_results (
    project_id LowCardinality(String),
    probe_id LowCardinality(String),
    run_id String CODEC(ZSTD(1)),
    number UInt32,
    ran_at DateTime64(9, 'UTC') CODEC(ZSTD(1)),
    is_ok Bool,
    question String CODEC(ZSTD(3)),
    answer String CODEC(ZSTD(3)),
    latency_ms Nullable(Float64) CODEC(ZSTD(1)),
    status_code Nullable(UInt16),
    failure LowCardinality(String),
    detail String CODEC(ZSTD(3)),
    checks String CODEC(ZSTD(3)),
    scores Map(LowCardinality(String), Float64),
    trace_id String CODEC(ZSTD(1)),
    answer_trace_id String CODEC(ZSTD(1)),
    target LowCardinality(String),
    state LowCardinality(String),
    is_manual Bool,
    missed UInt32,
    revision UInt64 CODEC(ZSTD(1)),
    inserted_at DateTime64(6, 'UTC') DEFAULT now64(6) CODEC(ZSTD(1))
) ENGINE = ReplacingMergeTree(revision)
ORDER BY (project_id, probe_id, run_id, number)
SETTINGS index_granularity = 512;
