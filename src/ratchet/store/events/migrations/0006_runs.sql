-- A row per run of an item. What applications and spans say of one arrives in pieces and in any order, so a row is put
-- together by the engine: times widen, and a text that was said wins over one that was not.
CREATE TABLE IF NOT EXISTS run_items (
    project_id LowCardinality(String),
    run_id String CODEC(ZSTD(1)),
    trace_id String CODEC(ZSTD(1)),
    span_id String CODEC(ZSTD(1)),
    item_id String CODEC(ZSTD(1)),
    first_at SimpleAggregateFunction(min, DateTime64(9, 'UTC')) CODEC(ZSTD(1)),
    last_at SimpleAggregateFunction(max, DateTime64(9, 'UTC')) CODEC(ZSTD(1)),
    dataset_id SimpleAggregateFunction(max, String) CODEC(ZSTD(1)),
    run_name SimpleAggregateFunction(max, String) CODEC(ZSTD(1)),
    run_description SimpleAggregateFunction(max, String) CODEC(ZSTD(1)),
    run_metadata SimpleAggregateFunction(max, String) CODEC(ZSTD(1)),
    item_version SimpleAggregateFunction(max, Nullable(DateTime64(9, 'UTC'))) CODEC(ZSTD(1)),
    linked_at SimpleAggregateFunction(min, Nullable(DateTime64(9, 'UTC'))) CODEC(ZSTD(1)),
    started_at SimpleAggregateFunction(min, Nullable(DateTime64(9, 'UTC'))) CODEC(ZSTD(1)),
    updated_at SimpleAggregateFunction(max, DateTime64(9, 'UTC')) CODEC(ZSTD(1)),
    inserted_at SimpleAggregateFunction(max, DateTime64(6, 'UTC')) DEFAULT now64(6) CODEC(ZSTD(1)),
    INDEX item_filter item_id TYPE bloom_filter(0.01) GRANULARITY 1,
    INDEX trace_filter trace_id TYPE bloom_filter(0.01) GRANULARITY 1,
    INDEX inserted_at_range inserted_at TYPE minmax
) ENGINE = AggregatingMergeTree
ORDER BY (project_id, run_id, trace_id, span_id, item_id)
SETTINGS index_granularity = 1024;

-- Scores of runs are few among the scores of traces.
ALTER TABLE scores ADD INDEX IF NOT EXISTS run_filter run_id TYPE bloom_filter(0.01) GRANULARITY 4;
