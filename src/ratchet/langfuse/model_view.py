"""Models as Langfuse's API shows them."""

from typing import Any

from ratchet.domain.model import AttributeCondition, Model, Tier, TierCondition, UsageCondition
from ratchet.domain.time import format_moment


def to_model(model: Model) -> dict[str, Any]:
    """A model of a project, or a published one; the flat prices are those of its default tier."""
    prices = model.default_tier.prices
    return {
        "id": model.id,
        "modelName": model.name,
        "matchPattern": model.match_pattern,
        "startDate": format_moment(model.starts_at) if model.starts_at else None,
        "unit": model.unit,
        "inputPrice": prices.get("input"),
        "outputPrice": prices.get("output"),
        "totalPrice": prices.get("total"),
        "tokenizerId": model.tokenizer_id,
        "tokenizerConfig": model.tokenizer_config,
        "isLangfuseManaged": not model.project_id,
        "createdAt": format_moment(model.created_at),
        "prices": {kind: {"price": price} for kind, price in prices.items()},
        "pricingTiers": [_to_tier(tier) for tier in sorted(model.tiers, key=lambda tier: tier.priority)],
    }


def _to_tier(tier: Tier) -> dict[str, Any]:
    return {
        "id": tier.id,
        "name": tier.name,
        "isDefault": tier.is_default,
        "priority": tier.priority,
        "conditions": [_to_condition(condition) for condition in tier.conditions],
        "prices": tier.prices,
    }


def _to_condition(condition: TierCondition) -> dict[str, Any]:
    match condition:
        case UsageCondition(pattern, comparison, value, case_sensitive):
            return {
                "usageDetailPattern": pattern,
                "operator": comparison,
                "value": value,
                "caseSensitive": case_sensitive,
            }
        case AttributeCondition(source, key, values):
            return {"source": source, "key": key, "operator": "in", "values": values}
