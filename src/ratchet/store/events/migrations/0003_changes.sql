-- What single events said of spans and traces, for as long as more of the same may still come, late or again.
-- A merged row is computed from all of them, so neither their order nor a repetition matters.
CREATE TABLE IF NOT EXISTS changes (
    project_id LowCardinality(String),
    subject_id String CODEC(ZSTD(1)),
    kind LowCardinality(String),
    timestamp DateTime64(9, 'UTC') CODEC(Delta, ZSTD(1)),
    is_update Bool,
    position UInt32,
    change_id String CODEC(ZSTD(1)),
    fields String CODEC(ZSTD(3)),
    inserted_at DateTime64(6, 'UTC') DEFAULT now64(6) CODEC(Delta, ZSTD(1))
) ENGINE = ReplacingMergeTree
PARTITION BY toYYYYMM(inserted_at)
ORDER BY (project_id, subject_id, kind, timestamp, is_update, position, change_id)
TTL toDateTime(inserted_at) + INTERVAL 30 DAY
SETTINGS index_granularity = 512;
