-- A row per answer to an item in a regression run; it is replaced once judges have thought about it. `opinions` is
-- JSON, a member per score.
CREATE TABLE IF NOT EXISTS answers (
    project_id LowCardinality(String),
    run_id String CODEC(ZSTD(1)),
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
    cost_usd Float64 CODEC(ZSTD(1)),
    revision UInt64 CODEC(ZSTD(1)),
    inserted_at DateTime64(6, 'UTC') DEFAULT now64(6) CODEC(ZSTD(1)),
    INDEX item_filter item_id TYPE bloom_filter(0.01) GRANULARITY 1
) ENGINE = ReplacingMergeTree(revision)
ORDER BY (project_id, run_id, item_id, repeat)
SETTINGS index_granularity = 512;
