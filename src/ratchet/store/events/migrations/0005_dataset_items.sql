-- A row per edit of an item, and none is ever changed, so that a dataset can be read as of any moment. The rows of an
-- item lie together, for it keeps its created_at.
CREATE TABLE IF NOT EXISTS dataset_items (
    project_id LowCardinality(String),
    dataset_id LowCardinality(String),
    created_at DateTime64(9, 'UTC') CODEC(Delta, ZSTD(1)),
    item_id String CODEC(ZSTD(1)),
    version DateTime64(9, 'UTC') CODEC(Delta, ZSTD(1)),
    status LowCardinality(String),
    is_deleted Bool DEFAULT false,
    input String CODEC(ZSTD(3)),
    expected_output String CODEC(ZSTD(3)),
    metadata String CODEC(ZSTD(3)),
    source_trace_id String CODEC(ZSTD(1)),
    source_span_id String CODEC(ZSTD(1)),
    score Nullable(Float64) CODEC(ZSTD(1)),
    score_name LowCardinality(String),
    query_type LowCardinality(String),
    inserted_at DateTime64(6, 'UTC') DEFAULT now64(6) CODEC(Delta, ZSTD(1)),
    INDEX id_filter item_id TYPE bloom_filter(0.01) GRANULARITY 1,
    INDEX source_filter source_trace_id TYPE bloom_filter(0.01) GRANULARITY 1
) ENGINE = ReplacingMergeTree
ORDER BY (project_id, dataset_id, created_at, item_id, version)
SETTINGS
    index_granularity = 256,
    -- A column and a thousand rows at a time: a merge of texts takes little memory, however many there are.
    merge_max_block_size = 1024,
    vertical_merge_algorithm_min_rows_to_activate = 1,
    vertical_merge_algorithm_min_columns_to_activate = 1;
