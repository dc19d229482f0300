-- A row per answer of a baseline, as the run had it when it was frozen, or (`scoring` is not empty) as it was scored
-- again later by other judges. The columns are those of `answers`.
CREATE TABLE IF NOT EXISTS baseline_scores (
    project_id LowCardinality(String),
    baseline_id String CODEC(ZSTD(1)),
    scoring LowCardinality(String),
    item_id String CODEC(ZSTD(1)),
    repeat UInt32,
    status LowCardinality(String),
    opinions String CODEC(ZSTD(3)),
    output String CODEC(ZSTD(3)),
    error LowCardinality(String),
    error_detail String CODEC(ZSTD(3)),
    latency_ms Nullable(Float64) CODEC(ZSTD(1)),
    trace_id String CODEC(ZSTD(1)),
    cluster Nullable(String) CODEC(ZSTD(1)),
    attempts UInt32,
    asked_at DateTime64(9, 'UTC') CODEC(ZSTD(1)),
    is_judged Bool,
    revision UInt64 CODEC(ZSTD(1)),
    inserted_at DateTime64(6, 'UTC') DEFAULT now64(6) CODEC(ZSTD(1))
) ENGINE = ReplacingMergeTree(revision)
ORDER BY (project_id, baseline_id, scoring, item_id, repeat)
SETTINGS index_granularity = 512;
