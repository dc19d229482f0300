"""Published models, in the form of a project's own."""

import pytest
from genai_prices.data_snapshot import get_snapshot

from ratchet.domain.time import parse_time
from ratchet.prices.own import Call, cost_of_call
from ratchet.prices.published import cost_of
from ratchet.prices.published_models import find_published_model, published_models, to_pattern
from ratchet.text.patterns import check_pattern, matches

AT_NS = parse_time("2026-11-22T12:00:00Z")


def test_a_pattern_finds_the_names_that_the_rule_does_and_no_others() -> None:
    names = {model.id for provider in get_snapshot().providers for model in provider.models}
    names = {*sorted(names)[::9], "gpt-4o-mini", "claude-sonnet-4-5", "models/gemini-2.5-pro", "o3"}
    for provider in get_snapshot().providers:
        for model in provider.models[::5]:
            pattern = check_pattern(f"(?i){to_pattern(model.match)}")
            assert {name for name in names if matches(pattern, name)} == {
                name for name in names if model.match.is_match(name.lower())
            }, model.id


@pytest.mark.parametrize("name", ["gpt-4o", "o3-mini"])
@pytest.mark.parametrize("input_tokens", [1_000, 300_000])
def test_a_price_in_this_form_gives_the_cost_that_is_published(name: str, input_tokens: int) -> None:
    model = find_published_model(f"openai:{name}")
    assert model is not None
    usage = {"input": input_tokens, "input_cached_tokens": 500, "output": 100, "total": input_tokens + 600}
    assert cost_of_call(Call(name, usage, AT_NS), [model]) == pytest.approx(cost_of(name, usage, AT_NS))


def test_ids_are_unique_and_every_model_has_a_default_tier_with_prices() -> None:
    models = published_models()
    assert len({model.id for model in models}) == len(models) > 2000
    for model in models:
        assert model.default_tier.is_default
        assert model.default_tier.prices
        assert not any(tier.is_default for tier in model.tiers[:-1])


def test_a_model_whose_input_is_priced_by_its_length_has_tiers() -> None:
    model = find_published_model("google:gemini-2.5-pro")
    assert model is not None
    over, standard = model.tiers
    assert over.prices["input"] > standard.prices["input"]
