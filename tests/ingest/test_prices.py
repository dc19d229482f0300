from datetime import UTC, datetime

import pytest
from genai_prices import Usage, calc_price

from ratchet.prices.published import cost_of

AT = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)
AT_NS = int(AT.timestamp()) * 10**9

MODELS = [
    "gpt-4o",
    "gpt-4o-mini-2024-07-18",
    "claude-sonnet-4-5-20250929",
    "gemini-2.5-pro",
    "o3-mini",
    "deepseek-chat",
]


@pytest.mark.parametrize("model", MODELS)
@pytest.mark.parametrize("input_tokens", [1_000, 150_000, 250_000])
def test_a_cost_is_what_genai_prices_computes(model: str, input_tokens: int):
    cost = cost_of(model, {"input": input_tokens, "output": 500, "total": input_tokens + 500}, AT_NS)
    published = calc_price(Usage(input_tokens=input_tokens, output_tokens=500), model, genai_request_timestamp=AT)
    assert cost["input"] == pytest.approx(float(published.input_price))
    assert cost["output"] == pytest.approx(float(published.output_price))
    assert cost["total"] == pytest.approx(float(published.total_price))


@pytest.mark.parametrize("model", MODELS)
def test_what_was_cached_has_its_own_price_and_counts_for_the_tier(model: str):
    usage = {"input": 10_000, "input_cached_tokens": 200_000, "output": 300, "output_reasoning_tokens": 200}
    published = calc_price(
        Usage(input_tokens=210_000, cache_read_tokens=200_000, output_tokens=500),
        model,
        genai_request_timestamp=AT,
    )
    assert cost_of(model, usage, AT_NS)["total"] == pytest.approx(float(published.total_price))


@pytest.mark.parametrize("hour", [3, 12, 17, 23])
def test_a_price_that_changes_with_the_hour_is_that_of_the_call(hour: int):
    at = datetime(2025, 3, 1, hour, 40, tzinfo=UTC)
    published = calc_price(Usage(input_tokens=10, output_tokens=10), "deepseek-chat", genai_request_timestamp=at)
    cost = cost_of("deepseek-chat", {"input": 10, "output": 10}, int(at.timestamp()) * 10**9)
    assert cost["total"] == pytest.approx(float(published.total_price))


def test_a_price_per_request_is_part_of_the_total():
    published = calc_price(
        Usage(input_tokens=1000, output_tokens=100),
        "sonar",
        provider_id="perplexity",
        genai_request_timestamp=AT,
    )
    cost = cost_of("sonar", {"input": 1000, "output": 100}, AT_NS)
    assert cost["request"] > 0
    assert cost["total"] == pytest.approx(float(published.total_price))


@pytest.mark.parametrize(
    ("name", "same_as"),
    [
        ("openai/gpt-4o", "gpt-4o"),
        ("models/gemini-2.5-pro", "gemini-2.5-pro"),
        ("anthropic/claude-sonnet-4-5", "claude-sonnet-4-5"),
        ("GPT-4o", "gpt-4o"),
    ],
)
def test_a_model_is_known_by_the_names_that_gateways_give_it(name: str, same_as: str):
    usage = {"input": 1000, "output": 100}
    assert cost_of(name, usage, AT_NS) == cost_of(same_as, usage, AT_NS) != {}


def test_a_model_that_only_its_provider_tells_is_found():
    assert cost_of("text-embedding-3-small", {"input": 1_000_000}, AT_NS)["total"] == pytest.approx(0.02)
    assert cost_of("llama-3.1-8b-instant", {"input": 1_000_000}, AT_NS, provider="groq")["total"] > 0


@pytest.mark.parametrize("model", ["", "in-house-7b", "x" * 10_000])
def test_an_unknown_model_costs_nothing_known(model: str):
    assert cost_of(model, {"input": 10}, AT_NS) == {}


def test_no_tokens_cost_nothing_known():
    assert cost_of("gpt-4o", {}, AT_NS) == {}
    assert cost_of("gpt-4o", {"total": 10}, AT_NS) == {}
