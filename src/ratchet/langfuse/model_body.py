"""Models as they are sent to Langfuse's API: prices by kind of usage, flat or in tiers."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import Annotated, Literal, Self
from uuid import uuid4

from pydantic import AfterValidator, AliasGenerator, BaseModel, ConfigDict, Field, StringConstraints, model_validator
from pydantic.alias_generators import to_camel

from ratchet.domain.model import (
    AttributeCondition,
    Comparison,
    Model,
    Source,
    Tier,
    TierCondition,
    Unit,
    UsageCondition,
)
from ratchet.http.fields import Json, Text, Time
from ratchet.text.patterns import LENGTH_MAX, check_pattern

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)

Name = Annotated[Text, StringConstraints(min_length=1, max_length=300)]
Pattern = Annotated[Text, StringConstraints(min_length=1, max_length=LENGTH_MAX), AfterValidator(check_pattern)]
Price = Annotated[float, Field(ge=0, allow_inf_nan=False)]


class _Wire(BaseModel):
    model_config = ConfigDict(alias_generator=AliasGenerator(validation_alias=to_camel), extra="ignore", frozen=True)


class ConditionIn(_Wire):
    """A condition on the usage of a call, or on one of its attributes: on which, its fields say."""

    usage_detail_pattern: Pattern | None = None
    operator: Comparison | Literal["in"]
    value: Annotated[float, Field(allow_inf_nan=False)] | None = None
    case_sensitive: bool | None = None
    source: Source | None = None
    key: Name | None = None
    values: Annotated[list[Name], Field(min_length=1, max_length=100)] | None = None

    @model_validator(mode="after")
    def _check_kind(self) -> Self:
        self.to_condition()
        return self

    def to_condition(self) -> TierCondition:
        """The condition; raises `ValueError` when it is neither of one kind nor of the other."""
        if isinstance(self.operator, Comparison):
            if self.usage_detail_pattern is None or self.value is None:
                raise ValueError("A condition on the usage has usageDetailPattern, operator and value")
            return UsageCondition(
                self.usage_detail_pattern, self.operator, self.value, case_sensitive=bool(self.case_sensitive)
            )
        if self.source is None or self.key is None or self.values is None:
            raise ValueError("A condition on an attribute has source, key, operator `in` and values")
        return AttributeCondition(self.source, self.key, self.values)


class TierIn(_Wire):
    """A tier of prices; the default one has no conditions and the priority 0."""

    name: Name
    is_default: bool | None = None
    priority: Annotated[int, Field(ge=0, lt=2**31)]
    conditions: Annotated[list[ConditionIn], Field(max_length=20)]
    prices: Annotated[dict[Name, Price], Field(min_length=1, max_length=200)]

    @model_validator(mode="after")
    def _check_default(self) -> Self:
        if self.is_default and (self.priority or self.conditions):
            raise ValueError("The default tier has the priority 0 and no conditions")
        if not self.is_default and not (self.priority and self.conditions):
            raise ValueError("A tier that is not the default one has a priority over 0 and conditions")
        return self

    def to_tier(self) -> Tier:
        conditions = [condition.to_condition() for condition in self.conditions]
        return Tier(str(uuid4()), self.name, self.priority, conditions, self.prices)


class ModelIn(_Wire):
    """A model with its prices: flat ones for input and output or for the total, or tiers of them."""

    model_name: Name
    match_pattern: Pattern
    start_date: Time | None = None
    unit: Unit | None = None
    input_price: Price | None = None
    output_price: Price | None = None
    total_price: Price | None = None
    pricing_tiers: Annotated[list[TierIn], Field(max_length=100)] | None = None
    tokenizer_id: Literal["openai", "claude"] | None = None
    tokenizer_config: Json = None

    @model_validator(mode="after")
    def _check_prices(self) -> Self:
        if bool(self._flat_prices) == bool(self.pricing_tiers):
            raise ValueError("Prices are either flat (inputPrice and outputPrice, or totalPrice) or in pricingTiers")
        if self.total_price is not None and len(self._flat_prices) > 1:
            raise ValueError("totalPrice stands alone: inputPrice and outputPrice say it by kind")
        _check_tiers(self.pricing_tiers or ())
        return self

    @property
    def _flat_prices(self) -> dict[str, float]:
        prices = {"input": self.input_price, "output": self.output_price, "total": self.total_price}
        return {kind: price for kind, price in prices.items() if price is not None}

    def to_model(self, project_id: str, model_id: str) -> Model:
        """The model, made now, with the default tier last."""
        tiers = [tier.to_tier() for tier in sorted(self.pricing_tiers or (), key=lambda tier: tier.priority or 2**31)]
        return Model(
            id=model_id,
            project_id=project_id,
            name=self.model_name,
            match_pattern=self.match_pattern,
            tiers=tiers or [Tier(str(uuid4()), "Standard", 0, [], self._flat_prices)],
            created_at=datetime.now(UTC),
            starts_at=None if self.start_date is None else _EPOCH + timedelta(microseconds=self.start_date // 1000),
            unit=self.unit,
            tokenizer_id=self.tokenizer_id,
            tokenizer_config=self.tokenizer_config,
        )


def _check_tiers(tiers: Sequence[TierIn]) -> None:
    if tiers and sum(bool(tier.is_default) for tier in tiers) != 1:
        raise ValueError("pricingTiers has exactly one tier with isDefault")
    for field in ("name", "priority"):
        if len({getattr(tier, field) for tier in tiers}) < len(tiers):
            raise ValueError(f"Each of the pricingTiers has a {field} of its own")
