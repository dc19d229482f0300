"""Good requests with bytes turned, cut out and doubled, the same ones in every run: never a defect, never silence."""

import json
import random
from typing import Any

import httpx2
import pytest
from sending import JSON, complaint, export

from ratchet.testing.otlp import otlp_request, otlp_span

MUTANTS = 100
ODD = [None, [], {}, "", 0, -1, 1e308, 10**40, True, [[]], {"a": {}}, "\x00"]
TURNS = 2  # how many odd values take each value's place outside the slow suite


def good_protobuf() -> bytes:
    attributes = {
        "langfuse.observation.type": "generation",
        "langfuse.observation.usage_details": '{"input": 3, "output": 5}',
        "langfuse.trace.tags": ["a", "b"],
        "gen_ai.request.model": "gpt-4o",
        "gen_ai.request.temperature": 0.1,
        "nested": {"deep": [1, 2.5, True, "text"]},
    }
    return otlp_request(otlp_span("root", attributes=attributes), otlp_span("step")).SerializeToString()


GOOD_EVENTS = {
    "batch": [
        {
            "id": "e1",
            "type": "trace-create",
            "timestamp": "2026-11-22T14:22:42.855Z",
            "body": {"id": "mutant-trace", "name": "t", "tags": ["a"], "metadata": {"k": 1}, "public": True},
        },
        {
            "id": "e2",
            "type": "generation-create",
            "timestamp": "2026-11-22T14:22:42.857Z",
            "body": {
                "id": "mutant-generation",
                "traceId": "mutant-trace",
                "startTime": "2026-11-22T14:22:42.856Z",
                "model": "gpt-4o",
                "modelParameters": {"temperature": 0.1},
                "usageDetails": {"input": 3},
                "input": [{"role": "user", "content": "x"}],
            },
        },
        {
            "id": "e3",
            "type": "score-create",
            "timestamp": "2026-11-22T14:22:42.858Z",
            "body": {"id": "mutant-score", "traceId": "mutant-trace", "name": "sc", "value": 0.5},
        },
    ]
}


def mutant(good: bytes, chance: random.Random) -> bytes:
    body = bytearray(good)
    for _ in range(chance.randint(1, 4)):
        at = chance.randrange(len(body))
        match chance.randrange(4):
            case 0:
                body[at] ^= 1 << chance.randrange(8)
            case 1:
                body[at] = chance.randrange(256)
            case 2:
                del body[at : at + chance.randint(1, 9)]
            case _:
                body[at:at] = body[at : at + chance.randint(1, 40)]
        body = body or bytearray(b"\x00")
    return bytes(body)


def test_mutants_of_an_export_are_stored_or_refused(http: httpx2.Client) -> None:
    good, refused = good_protobuf(), 0
    for seed in range(MUTANTS):
        answer = export(http, mutant(good, random.Random(seed)))
        assert answer.status_code in (200, 400), (seed, answer.text)
        if answer.status_code == 400:
            refused += 1
            assert complaint(answer), seed
    assert 0 < refused < MUTANTS


@pytest.mark.parametrize("path", ["/api/public/ingestion", "/api/public/scores", "/v1/traces"])
def test_mutants_of_json_are_stored_or_refused(http: httpx2.Client, path: str) -> None:
    good = json.dumps(GOOD_EVENTS if path.endswith("ingestion") else GOOD_EVENTS["batch"][2]["body"]).encode()
    for seed in range(MUTANTS):
        answer = http.post(path, content=mutant(good, random.Random(seed)), headers={"content-type": JSON})
        assert answer.status_code in (200, 202, 207, 400), (seed, answer.text)


def leaves(thing: Any, path: tuple[str | int, ...] = ()) -> list[tuple[str | int, ...]]:
    """The way to every value inside a thing, those that hold others included."""
    inside = thing.items() if isinstance(thing, dict) else enumerate(thing) if isinstance(thing, list) else ()
    return [path, *(way for key, value in inside for way in leaves(value, (*path, key)))]


def replaced(thing: Any, path: tuple[str | int, ...], value: Any) -> Any:
    if not path:
        return value
    copy = dict(thing) if isinstance(thing, dict) else list(thing)
    copy[path[0]] = replaced(copy[path[0]], path[1:], value)
    return copy


def put_odd(http: httpx2.Client, way: tuple[str | int, ...], odd: Any) -> None:
    answer = http.post("/api/public/ingestion", json=replaced(GOOD_EVENTS, way, odd))
    assert answer.status_code in (207, 400), (way, answer.text)
    if answer.status_code == 207:
        assert all(error["message"] for error in answer.json()["errors"]), way


@pytest.mark.parametrize("turn", range(TURNS))
def test_every_value_of_a_batch_replaced_by_an_odd_one(http: httpx2.Client, turn: int) -> None:
    for number, way in enumerate(leaves(GOOD_EVENTS)):
        put_odd(http, way, ODD[(number + turn * len(ODD) // TURNS) % len(ODD)])


@pytest.mark.slow
@pytest.mark.parametrize("odd", ODD, ids=repr)
def test_every_value_of_a_batch_replaced_by_every_odd_one(http: httpx2.Client, odd: Any) -> None:
    for way in leaves(GOOD_EVENTS):
        put_odd(http, way, odd)
