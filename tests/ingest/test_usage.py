import math

import pytest

from ratchet.ingest.usage import counts_in_provider_metadata, parse_usage, usage_of_attributes

SHAPES = {
    "our own keys": ({"input": 3, "output": 5}, {"input": 3, "output": 5, "total": 8}),
    "our own keys with parts are taken as they are": (
        {"input": 100, "input_cached_tokens": 40, "output": 5, "total": 145},
        {"input": 100, "input_cached_tokens": 40, "output": 5, "total": 145},
    ),
    "OpenAI chat completions": (
        {
            "prompt_tokens": 100,
            "completion_tokens": 50,
            "total_tokens": 150,
            "prompt_tokens_details": {"cached_tokens": 40, "audio_tokens": 0},
            "completion_tokens_details": {"reasoning_tokens": 20},
        },
        {"input": 60, "input_cached_tokens": 40, "output": 30, "output_reasoning_tokens": 20, "total": 150},
    ),
    "OpenAI responses": (
        {
            "input_tokens": 10,
            "output_tokens": 4,
            "total_tokens": 14,
            "input_tokens_details": {"cached_tokens": 6},
        },
        {"input": 4, "input_cached_tokens": 6, "output": 4, "total": 14},
    ),
    "Anthropic, which counts caches beside the input": (
        {
            "input_tokens": 5,
            "output_tokens": 7,
            "cache_read_input_tokens": 100,
            "cache_creation_input_tokens": 20,
        },
        {"input": 5, "output": 7, "input_cached_tokens": 100, "input_cache_creation": 20, "total": 132},
    ),
    "Langfuse's first SDKs": (
        {"promptTokens": 1, "completionTokens": 2, "totalTokens": 3, "unit": "TOKENS", "inputCost": 1},
        {"input": 1, "output": 2, "total": 3},
    ),
    "what is no count is left out": (
        {"input": 3, "output": -1, "a": True, "b": "7", "c": math.nan, "d": 2**64, "e": 0.5, "f": None},
        {"input": 3, "total": 3},
    ),
    "nothing": ({}, {}),
}


@pytest.mark.parametrize("shape", SHAPES)
def test_usage_is_read_in_every_shape_that_applications_pass_on(shape: str):
    raw, expected = SHAPES[shape]
    assert parse_usage(raw) == expected


def test_parts_larger_than_their_side_leave_nothing_of_it():
    usage = parse_usage({"prompt_tokens": 10, "prompt_tokens_details": {"cached_tokens": 40}})
    assert usage["input"] == 0


ATTRIBUTES = {
    "OpenTelemetry": (
        {
            "input_tokens": 100,
            "output_tokens": 30,
            "cache_read.input_tokens": 60,
            "reasoning.output_tokens": 10,
        },
        {"input": 40, "input_cached_tokens": 60, "output": 20, "output_reasoning_tokens": 10, "total": 130},
    ),
    "OpenInference": (
        {"prompt": 100, "completion": 30, "total": 130, "prompt_details.cache_read": 60},
        {"input": 40, "input_cached_tokens": 60, "output": 30, "total": 130},
    ),
    "pydantic-ai": (
        {"input_tokens": 50, "output_tokens": 5, "details.cache_write_tokens": 20, "details.accepted": 2},
        {"input": 30, "input_cache_creation": 20, "output": 5, "accepted": 2, "total": 57},
    ),
    "Traceloop": (
        {"prompt_tokens": 9, "completion_tokens": 1, "total_tokens": 10, "cache_read_input_tokens": 4},
        {"input": 5, "input_cached_tokens": 4, "output": 1, "total": 10},
    ),
}


@pytest.mark.parametrize("vendor", ATTRIBUTES)
def test_parts_among_attributes_are_taken_out_of_their_side(vendor: str):
    raw, expected = ATTRIBUTES[vendor]
    assert usage_of_attributes(raw) == expected


def test_provider_metadata_tells_what_was_cached():
    metadata = {"anthropic": {"cacheReadInputTokens": 60, "cacheCreationInputTokens": None}, "other": 3}
    raw = {"input_tokens": 100, "output_tokens": 1} | counts_in_provider_metadata(metadata)
    assert usage_of_attributes(raw) == {"input": 40, "input_cached_tokens": 60, "output": 1, "total": 101}
    assert counts_in_provider_metadata(["not", "a", "mapping"]) == {}
