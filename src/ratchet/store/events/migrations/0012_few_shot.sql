-- A row per span in which a prompt was given examples, or was told which it would have had, as the attributes
-- `ratchet.few_shot.…` say. Written beside the spans, of which few have them: nobody has to look through all for it.
CREATE TABLE IF NOT EXISTS few_shot_uses (
    project_id LowCardinality(String),
    trace_id String CODEC(ZSTD(1)),
    span_id String CODEC(ZSTD(1)),
    start_time DateTime64(9, 'UTC') CODEC(Delta, ZSTD(1)),
    dataset LowCardinality(String),
    query_type LowCardinality(String),
    strategy LowCardinality(String),
    is_held_out Bool,
    examples Array(String) CODEC(ZSTD(1)),
    revision UInt64 CODEC(Delta, ZSTD(1)),
    inserted_at DateTime64(6, 'UTC') DEFAULT now64(6) CODEC(Delta, ZSTD(1))
) ENGINE = ReplacingMergeTree(revision)
PARTITION BY toYYYYMM(start_time)
ORDER BY (project_id, toStartOfHour(start_time), trace_id, span_id)
SETTINGS index_granularity = 1024;

-- Older SDKs of Langfuse send such attributes as metadata. A text that reads as JSON is stored quoted.
CREATE MATERIALIZED VIEW IF NOT EXISTS few_shot_use_writer TO few_shot_uses AS
WITH
    mapContains(attributes, 'ratchet.few_shot.held_out') AS is_attribute,
    if(is_attribute, attributes, metadata) AS said,
    said['ratchet.few_shot.held_out'] = 'true' AS held_out,
    said[if(held_out, 'ratchet.few_shot.withheld', 'ratchet.few_shot.examples')] AS listed
SELECT
    project_id,
    trace_id,
    span_id,
    start_time,
    said['ratchet.few_shot.dataset'] AS dataset,
    said['ratchet.few_shot.query_type'] AS query_type,
    said['ratchet.few_shot.strategy'] AS strategy,
    held_out AS is_held_out,
    arraySort(arrayDistinct(arraySlice(
        JSONExtract(if(startsWith(listed, '"'), JSONExtractString(listed), listed), 'Array(String)'), 1, 100
    ))) AS examples,
    revision
FROM spans
WHERE is_attribute OR mapContains(metadata, 'ratchet.few_shot.held_out');

-- What texts mean, as vectors, by the model that made them and a fingerprint of the text.
CREATE TABLE IF NOT EXISTS few_shot_vectors (
    project_id LowCardinality(String),
    model LowCardinality(String),
    fingerprint FixedString(32) CODEC(ZSTD(1)),
    vector Array(Float32) CODEC(ZSTD(1)),
    inserted_at DateTime64(6, 'UTC') DEFAULT now64(6) CODEC(Delta, ZSTD(1))
) ENGINE = ReplacingMergeTree(inserted_at)
ORDER BY (project_id, model, fingerprint)
SETTINGS index_granularity = 512;
