-- Why a judge could not say. A failure is the same one when judge, version and subject are; it goes when the judge
-- has found a verdict after all.
CREATE TABLE IF NOT EXISTS judge_failures (
    project_id LowCardinality(String),
    failure_id String CODEC(ZSTD(1)),
    judge LowCardinality(String),
    judge_version UInt32,
    epoch LowCardinality(String),
    reason LowCardinality(String),
    detail String CODEC(ZSTD(3)),
    cost_usd Float64 CODEC(ZSTD(1)),
    timestamp DateTime64(9, 'UTC') CODEC(Delta, ZSTD(1)),
    trace_id String CODEC(ZSTD(1)),
    span_id String CODEC(ZSTD(1)),
    environment LowCardinality(String),
    is_deleted UInt8 DEFAULT 0,
    revision UInt64 CODEC(Delta, ZSTD(1)),
    inserted_at DateTime64(6, 'UTC') DEFAULT now64(6) CODEC(Delta, ZSTD(1)),
    INDEX trace_filter trace_id TYPE bloom_filter(0.01) GRANULARITY 1
) ENGINE = ReplacingMergeTree(revision, is_deleted)
ORDER BY (project_id, judge, failure_id)
TTL toDateTime(inserted_at) + INTERVAL 90 DAY
SETTINGS index_granularity = 512;
