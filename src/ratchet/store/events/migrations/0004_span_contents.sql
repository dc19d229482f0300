-- What log records said of the content of spans, for as long as the span may still come, or come again: records and
-- spans are sent apart from each other, and in any order.
CREATE TABLE IF NOT EXISTS span_contents (
    project_id LowCardinality(String),
    trace_id String CODEC(ZSTD(1)),
    span_id String CODEC(ZSTD(1)),
    time DateTime64(9, 'UTC') CODEC(Delta, ZSTD(1)),
    position UInt32,
    name LowCardinality(String),
    said String CODEC(ZSTD(3)),
    inserted_at DateTime64(6, 'UTC') DEFAULT now64(6) CODEC(Delta, ZSTD(1))
) ENGINE = ReplacingMergeTree
PARTITION BY toYYYYMM(inserted_at)
ORDER BY (project_id, trace_id, span_id, time, name, cityHash64(said))
TTL toDateTime(inserted_at) + INTERVAL 30 DAY
SETTINGS index_granularity = 512;
