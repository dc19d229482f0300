"""What calls cost by a project's own prices: in the function, and in spans that arrive by either API."""

import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from fastapi.testclient import TestClient
from sqlalchemy import insert, select

from ratchet.auth.keys import ensure_project
from ratchet.domain.model import AttributeCondition, Comparison, Model, Source, Tier, UsageCondition
from ratchet.domain.time import parse_time
from ratchet.errors import Conflict
from ratchet.prices.own import Call, cost_of_call
from ratchet.prices.published import cost_of
from ratchet.store.records import RecordStore, open_record_store
from ratchet.store.records.models import PROJECT_MODELS_MAX, delete_model, read_model, read_models, write_model
from ratchet.store.records.tables import models

AT = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)
AT_NS = parse_time("2026-11-22T12:00:00Z")


def tier(*conditions: Any, **prices: float) -> Tier:
    return Tier(uuid4().hex, "tier", len(conditions), conditions, prices)


def model(*tiers: Tier, pattern: str = "^m$", **fields: Any) -> Model:
    defaults = {"id": uuid4().hex, "project_id": "p", "name": "m", "created_at": AT}
    return Model(**(defaults | fields), match_pattern=pattern, tiers=tiers)


def cost(usage: dict[str, int], *own: Model, name: str = "m", **attributes: Any) -> dict[str, float]:
    return cost_of_call(Call(name, usage, AT_NS, attributes=attributes.get("attributes", {})), own)


def test_every_count_costs_its_price_and_the_total_is_their_sum() -> None:
    own = model(tier(input=2, output=3, images=10))
    usage = {"input": 10, "output": 5, "images": 2, "seconds": 7, "total": 24}
    assert cost(usage, own) == {"input": 20, "output": 15, "images": 20, "total": 55}


def test_a_price_of_the_total_is_that_of_all_tokens() -> None:
    assert cost({"input": 10, "output": 5, "total": 15}, model(tier(total=2))) == {"total": 30}


def test_a_count_without_a_price_costs_what_its_side_does() -> None:
    usage = {"input": 10, "input_cached_tokens": 5, "output": 1, "output_reasoning_tokens": 2}
    own = model(tier(input=2, output=3))
    assert cost(usage, own) == {
        "input": 20,
        "input_cached_tokens": 10,
        "output": 3,
        "output_reasoning_tokens": 6,
        "total": 39,
    }


@pytest.mark.parametrize("key", ["input_cached_tokens", "cache_read_input_tokens", "input_cache_read", "cached_tokens"])
def test_a_price_is_known_by_the_names_that_vendors_give_it(key: str) -> None:
    assert cost({"input": 1, "input_cached_tokens": 5}, model(tier(**{"input": 2, key: 0.5})))["total"] == 4.5


def test_a_price_of_nothing_is_a_price() -> None:
    assert cost({"input": 10}, model(tier(input=0))) == {"input": 0, "total": 0}


def test_an_own_model_comes_before_a_published_one_even_if_nothing_of_it_is_priced() -> None:
    usage = {"input": 1000, "output": 10}
    published = cost_of("gpt-4o", usage, AT_NS)
    assert cost(usage, model(tier(input=1), pattern="^other"), name="gpt-4o") == published != {}
    assert cost(usage, model(tier(input=1), pattern="^gpt"), name="gpt-4o")["input"] == 1000
    assert cost(usage, model(tier(images=1), pattern="^gpt"), name="gpt-4o") == {}


def test_the_first_of_the_models_that_match_and_have_begun_wins() -> None:
    later = model(tier(input=3), starts_at=AT + timedelta(seconds=1))
    begun = model(tier(input=2), starts_at=AT)
    assert cost({"input": 1}, later, begun, model(tier(input=1)))["total"] == 2


@pytest.mark.parametrize(
    ("comparison", "holds_at"),
    [
        (Comparison.OVER, {11}),
        (Comparison.AT_LEAST, {10, 11}),
        (Comparison.UNDER, {9}),
        (Comparison.AT_MOST, {9, 10}),
        (Comparison.EQUAL, {10}),
        (Comparison.UNEQUAL, {9, 11}),
    ],
)
def test_a_tier_is_for_calls_whose_usage_adds_up(comparison: Comparison, holds_at: set[int]) -> None:
    own = model(tier(UsageCondition("^INPUT", comparison, 10), input=100), tier(input=1))
    for tokens in (9, 10, 11):
        usage = {"input": tokens - 3, "input_audio_tokens": 3, "output": 50}
        assert cost(usage, own)["total"] == tokens * (100 if tokens in holds_at else 1)


def test_a_pattern_can_mind_the_case() -> None:
    own = model(tier(UsageCondition("^INPUT", Comparison.OVER, 0, case_sensitive=True), input=100), tier(input=1))
    assert cost({"input": 5}, own)["total"] == 5


def test_a_tier_is_for_calls_with_an_attribute() -> None:
    fast = AttributeCondition(Source.PARAMETERS, "service_tier", ["priority", "2"])
    own = model(tier(fast, input=100), tier(input=1))
    for value, total in (("priority", 100), ('"2"', 100), ("2", 100), ("default", 1)):
        assert cost({"input": 1}, own, attributes={Source.PARAMETERS: {"service_tier": value}})["total"] == total
    assert cost({"input": 1}, own, attributes={Source.METADATA: {"service_tier": "priority"}})["total"] == 1


def test_a_pattern_that_would_explode_elsewhere_does_not_here() -> None:
    own = model(tier(input=1), pattern="^(a+)+$")
    start = time.perf_counter()
    assert cost({"input": 1}, own, name="a" * 5000 + "b") == {}
    assert time.perf_counter() - start < 1


@pytest.fixture
def keep(records: RecordStore, project: str) -> Callable[..., Model]:
    """Store a model of the test's project."""
    ensure_project(records, project, "A test's project")
    return lambda *tiers, **fields: write_model(records, model(*tiers, **{"project_id": project, **fields}))


def test_both_stores_keep_what_a_model_is(keep: Callable[..., Model], records: RecordStore, project: str) -> None:
    usage = UsageCondition("^input", Comparison.OVER, 1.5, case_sensitive=True)
    attribute = AttributeCondition(Source.METADATA, "a", ["x"])
    kept = keep(tier(usage, attribute, input=0.1), tier(output=1e-7), starts_at=AT, tokenizer_config=[1, {"a": None}])
    assert read_model(records, project, kept.id) == kept
    assert list(read_models(records, project)) == [kept]
    assert kept.tiers[0].conditions == [usage, attribute]
    assert read_models(records, "another") == ()
    assert delete_model(records, project, kept.id)
    assert not delete_model(records, project, kept.id)
    assert read_models(records, project) == ()


def test_models_come_in_the_order_in_which_they_win(
    keep: Callable[..., Model], records: RecordStore, project: str
) -> None:
    keep(tier(input=1), id="oldest")
    keep(tier(input=1), id="newer", created_at=AT + timedelta(seconds=1))
    keep(tier(input=1), id="from now", starts_at=AT)
    keep(tier(input=1), id="from then", starts_at=AT + timedelta(days=1))
    assert [kept.id for kept in read_models(records, project)] == ["from then", "from now", "newer", "oldest"]


def test_there_is_an_end_to_models(keep: Callable[..., Model], records: RecordStore, project: str) -> None:
    first = keep(tier(input=1), id="first")
    with records.write() as connection:
        row = connection.execute(select(models).where(models.c.id == "first")).mappings().one()
        connection.execute(insert(models), [{**row, "id": str(number)} for number in range(1, PROJECT_MODELS_MAX)])
    with pytest.raises(Conflict, match=r"1000 models.*Delete some"):
        keep(tier(input=1), id="one too many")
    assert keep(tier(input=2), id="first").tiers[0].prices != first.tiers[0].prices


def test_another_replica_uses_a_new_model_within_seconds(tmp_path: Path, project: str) -> None:
    stores = [open_record_store(f"sqlite:///{tmp_path}/records.db") for _ in range(2)]
    ensure_project(stores[0], project, "A test's project")
    assert read_models(stores[1], project) == ()
    write_model(stores[0], model(tier(input=1), id="m", project_id=project))
    deadline = time.monotonic() + 10
    while not read_models(stores[1], project) and time.monotonic() < deadline:
        time.sleep(0.05)
    assert [kept.id for kept in read_models(stores[1], project)] == ["m"]
    for store in stores:
        store.close()


MODELS = "/api/public/models"
HOUSE = {"modelName": "gpt-4o", "matchPattern": "^gpt-4o$", "unit": "TOKENS", "inputPrice": 1, "outputPrice": 2}


@pytest.fixture
def price(client: TestClient) -> Callable[..., None]:
    """Give the test's project a model of its own."""

    def create_model(**fields: Any) -> None:
        assert client.post(MODELS, json=HOUSE | fields).status_code == 200

    return create_model


@pytest.fixture
def call_otlp(client: TestClient) -> Callable[..., dict[str, float]]:
    """Send a call of `gpt-4o` with ten input and five output tokens over OTLP: its cost."""

    def send(**attributes: str) -> dict[str, float]:
        trace_id, span_id = uuid4().hex, uuid4().hex[:16]
        given = {"gen_ai.request.model": "gpt-4o", "gen_ai.operation.name": "chat", **attributes}
        counts = {"gen_ai.usage.input_tokens": 10, "gen_ai.usage.output_tokens": 5}
        span = {
            "traceId": trace_id,
            "spanId": span_id,
            "name": "call",
            "startTimeUnixNano": str(AT_NS),
            "endTimeUnixNano": str(AT_NS + 1),
            "attributes": [{"key": key, "value": {"stringValue": value}} for key, value in given.items()]
            + [{"key": key, "value": {"intValue": count}} for key, count in counts.items()],
        }
        body = {"resourceSpans": [{"scopeSpans": [{"spans": [span]}]}]}
        assert client.post("/v1/traces", json=body).status_code == 200
        return read_cost(client, span_id)

    return send


@pytest.fixture
def call_ingestion(client: TestClient) -> Callable[..., dict[str, float]]:
    """Send such a call as events of Langfuse's ingestion API: its cost."""

    def send(*bodies: dict[str, Any]) -> dict[str, float]:
        span_id = uuid4().hex
        first = {"traceId": uuid4().hex, "startTime": "2026-11-22T12:00:00Z", "model": "gpt-4o"}
        for position, body in enumerate(bodies):
            event = {
                "id": uuid4().hex,
                "type": "generation-update" if position else "generation-create",
                "timestamp": f"2026-11-22T12:00:0{position}Z",
                "body": {"id": span_id, **({} if position else first), **body},
            }
            answer = client.post("/api/public/ingestion", json={"batch": [event]})
            assert answer.json()["errors"] == []
        return read_cost(client, span_id)

    return send


def read_cost(client: TestClient, span_id: str) -> dict[str, float]:
    answer = client.get(f"/api/public/observations/{span_id}")
    assert answer.status_code == 200, answer.text
    return answer.json()["costDetails"]


USAGE = {"usageDetails": {"input": 10, "output": 5}}


def test_a_call_that_arrives_is_priced_by_the_project(
    price: Any, call_otlp: Callable[..., Any], call_ingestion: Callable[..., Any]
) -> None:
    published = call_otlp()
    assert 0 < published["total"] < 1
    assert call_ingestion(USAGE) == published
    price()
    own = {"input": 10, "output": 10, "total": 20}
    assert call_otlp() == call_ingestion(USAGE) == call_ingestion({}, USAGE) == own


def test_a_cost_that_an_application_sends_stands(price: Any, call_ingestion: Callable[..., Any]) -> None:
    price()
    assert call_ingestion({**USAGE, "costDetails": {"total": 0.5}}) == {"total": 0.5}


def test_a_tier_is_found_by_what_a_call_says_of_itself(
    price: Any, call_otlp: Callable[..., Any], call_ingestion: Callable[..., Any]
) -> None:
    def fast(source: str, key: str) -> dict[str, Any]:
        condition = {"source": source, "key": key, "operator": "in", "values": ["fast"]}
        return {"name": key, "priority": len(key), "conditions": [condition], "prices": {"input": 100}}

    default = {"name": "Standard", "isDefault": True, "priority": 0, "conditions": [], "prices": {"input": 1}}
    tiers = [default, fast("model_parameters", "tier"), fast("metadata", "speed")]
    price(inputPrice=None, outputPrice=None, pricingTiers=tiers)
    assert call_otlp()["input"] == 10
    assert call_otlp(**{"gen_ai.request.tier": "fast"})["input"] == 1000
    assert call_otlp(**{"langfuse.observation.metadata.speed": "fast"})["input"] == 1000
    assert call_ingestion({**USAGE, "metadata": {"speed": "fast"}})["input"] == 1000
    assert call_ingestion({**USAGE, "modelParameters": {"tier": "fast"}})["input"] == 1000
    assert call_ingestion({**USAGE, "modelParameters": {"tier": "slow"}})["input"] == 10


def test_a_project_does_not_see_the_prices_of_another(stores: Any, call_otlp: Callable[..., Any], project: str) -> None:
    ensure_project(stores.records, f"{project}-other", "Another")
    write_model(stores.records, model(tier(input=1), pattern="gpt", project_id=f"{project}-other"))
    assert read_models(stores.records, project) == ()
    assert call_otlp()["total"] < 1
