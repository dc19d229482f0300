-- One wide row per span. Duplicates of an id collapse within an hour by the sorting key; the writer keeps the stored
-- start of an id that it knows, so a span that is sent again with other times collapses too.
-- Texts have no codec of their own: they are compressed fast on their first day, when they are rewritten and searched most, and well after it.
-- Rows are wide: merging a column at a time, in small blocks, takes a third of the memory and less of the processor,
-- and merging more parts at once rewrites a row less often.
CREATE TABLE IF NOT EXISTS spans (
    project_id LowCardinality(String),
    trace_id String CODEC(ZSTD(1)),
    span_id String CODEC(ZSTD(1)),
    parent_span_id String CODEC(ZSTD(1)),
    root_rank UInt8,
    start_time DateTime64(9, 'UTC') CODEC(Delta, ZSTD(1)),
    end_time Nullable(DateTime64(9, 'UTC')) CODEC(ZSTD(1)),
    completion_start_time Nullable(DateTime64(9, 'UTC')) CODEC(ZSTD(1)),
    name String CODEC(ZSTD(1)),
    type LowCardinality(String),
    level LowCardinality(String),
    status_message String CODEC(ZSTD(1)),
    error_type LowCardinality(String),
    input String,
    output String,
    metadata Map(LowCardinality(String), String) CODEC(ZSTD(1)),
    model LowCardinality(String),
    model_parameters Map(LowCardinality(String), String) CODEC(ZSTD(1)),
    usage Map(LowCardinality(String), UInt64) CODEC(ZSTD(1)),
    cost Map(LowCardinality(String), Float64) CODEC(ZSTD(1)),
    prompt_name LowCardinality(String),
    prompt_version UInt32,
    trace_name String CODEC(ZSTD(1)),
    user_id String CODEC(ZSTD(1)),
    session_id String CODEC(ZSTD(1)),
    tags Array(LowCardinality(String)) CODEC(ZSTD(1)),
    environment LowCardinality(String),
    release LowCardinality(String),
    version LowCardinality(String),
    public Bool,
    trace_input String,
    trace_output String,
    trace_metadata Map(LowCardinality(String), String) CODEC(ZSTD(1)),
    attributes Map(LowCardinality(String), String) CODEC(ZSTD(1)),
    resource Map(LowCardinality(String), String) CODEC(ZSTD(1)),
    events String,
    links String CODEC(ZSTD(1)),
    scope_name LowCardinality(String),
    scope_version LowCardinality(String),
    sdk_name LowCardinality(String),
    sdk_version LowCardinality(String),
    revision UInt64 CODEC(Delta, ZSTD(1)),
    inserted_at DateTime64(6, 'UTC') DEFAULT now64(6) CODEC(Delta, ZSTD(1)),
    trace_hash UInt64 MATERIALIZED cityHash64(trace_id) CODEC(ZSTD(1)),
    total_cost Float64 MATERIALIZED cost['total'] CODEC(ZSTD(1)),
    INDEX inserted_at_range inserted_at TYPE minmax
) ENGINE = ReplacingMergeTree(revision)
PARTITION BY toYYYYMM(start_time)
ORDER BY (project_id, toStartOfHour(start_time), trace_id, span_id)
TTL toDateTime(inserted_at) + INTERVAL 1 DAY RECOMPRESS CODEC(ZSTD(3))
SETTINGS
    merge_with_recompression_ttl_timeout = 3600,
    merge_max_block_size = 1024,
    merge_selector_base = 16,
    vertical_merge_algorithm_min_rows_to_activate = 1,
    vertical_merge_algorithm_min_columns_to_activate = 1;

-- Where a span is: what the writer asks to keep the start of a known id, and what finds a trace by its id alone.
-- Small granules and blocks, because it is read at a few hundred places at a time.
CREATE TABLE IF NOT EXISTS span_index (
    trace_hash UInt64 CODEC(NONE),
    span_hash UInt64 CODEC(NONE),
    start_time DateTime64(9, 'UTC') CODEC(NONE),
    INDEX span_hash_filter span_hash TYPE bloom_filter(0.01) GRANULARITY 16
) ENGINE = ReplacingMergeTree
ORDER BY (trace_hash, span_hash)
SETTINGS index_granularity = 256, min_compress_block_size = 4096, max_compress_block_size = 8192;

CREATE MATERIALIZED VIEW IF NOT EXISTS span_index_writer TO span_index AS
SELECT
    reinterpretAsUInt64(substring(MD5(concat(project_id, '\0', trace_id)), 1, 8)) AS trace_hash,
    reinterpretAsUInt64(substring(MD5(concat(project_id, '\0', span_id)), 1, 8)) AS span_hash,
    start_time
FROM spans;

-- What applications said of traces themselves; a trace of Langfuse's first SDKs may have no span at all.
CREATE TABLE IF NOT EXISTS trace_overrides (
    project_id LowCardinality(String),
    trace_id String CODEC(ZSTD(1)),
    timestamp DateTime64(9, 'UTC') CODEC(Delta, ZSTD(1)),
    name String CODEC(ZSTD(1)),
    user_id String CODEC(ZSTD(1)),
    session_id String CODEC(ZSTD(1)),
    input String CODEC(ZSTD(1)),
    output String CODEC(ZSTD(1)),
    metadata Map(LowCardinality(String), String) CODEC(ZSTD(1)),
    tags Array(LowCardinality(String)) CODEC(ZSTD(1)),
    environment LowCardinality(String),
    release LowCardinality(String),
    version LowCardinality(String),
    public Nullable(Bool),
    revision UInt64 CODEC(Delta, ZSTD(1)),
    inserted_at DateTime64(6, 'UTC') DEFAULT now64(6) CODEC(Delta, ZSTD(1))
) ENGINE = ReplacingMergeTree(revision)
ORDER BY (project_id, trace_id);
