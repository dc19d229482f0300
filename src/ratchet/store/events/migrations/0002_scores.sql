-- A score is the same score when its id is: the writer keeps the stored timestamp of an id that it knows.
CREATE TABLE IF NOT EXISTS scores (
    project_id LowCardinality(String),
    score_id String CODEC(ZSTD(1)),
    name LowCardinality(String),
    data_type LowCardinality(String),
    timestamp DateTime64(9, 'UTC') CODEC(Delta, ZSTD(1)),
    value Nullable(Float64) CODEC(ZSTD(1)),
    string_value String CODEC(ZSTD(1)),
    trace_id String CODEC(ZSTD(1)),
    span_id String CODEC(ZSTD(1)),
    session_id String CODEC(ZSTD(1)),
    run_id String CODEC(ZSTD(1)),
    source LowCardinality(String),
    comment String CODEC(ZSTD(1)),
    metadata Map(LowCardinality(String), String) CODEC(ZSTD(1)),
    config_id LowCardinality(String),
    author_id LowCardinality(String),
    queue_id LowCardinality(String),
    environment LowCardinality(String),
    is_deleted UInt8 DEFAULT 0,
    revision UInt64 CODEC(Delta, ZSTD(1)),
    inserted_at DateTime64(6, 'UTC') DEFAULT now64(6) CODEC(Delta, ZSTD(1)),
    INDEX trace_filter trace_id TYPE bloom_filter(0.01) GRANULARITY 4,
    INDEX id_filter score_id TYPE bloom_filter(0.01) GRANULARITY 4,
    INDEX inserted_at_range inserted_at TYPE minmax
) ENGINE = ReplacingMergeTree(revision, is_deleted)
PARTITION BY toYYYYMM(timestamp)
ORDER BY (project_id, toStartOfHour(timestamp), score_id)
SETTINGS index_granularity = 1024;
