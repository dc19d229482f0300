"""The model for tests speaks as OpenAI does, and says what it was told to."""

import json
from typing import Any

import httpx2
import pytest

from ratchet.testing.openai import Answer, Call, Model, Refusal, Reply, ToolCall, running_model

HELLO = {"model": "gpt-4o-mini", "messages": [{"role": "user", "content": "Say hello to Ada"}]}


def ask(model: Model, **changes: Any) -> httpx2.Response:
    return httpx2.post(f"{model.url}/chat/completions", json=HELLO | changes)


def chunks(answer: httpx2.Response) -> list[Any]:
    """The chunks of a stream that ended as it should."""
    *events, end = answer.text.removesuffix("\n\n").split("\n\n")
    assert end == "data: [DONE]"
    return [json.loads(event.removeprefix("data: ")) for event in events]


def test_it_gives_its_answers_in_their_order():
    with running_model(Reply("Hello"), Reply("Good day")) as model:
        said = [ask(model).json()["choices"][0]["message"]["content"] for _ in range(2)]
    assert said == ["Hello", "Good day"]


def test_it_refuses_what_its_script_does_not_hold():
    with running_model(Reply("Hello")) as model:
        ask(model)
        answer = ask(model)
    assert (answer.status_code, "1 answers" in answer.json()["error"]["message"]) == (400, True)


def test_a_script_answers_by_what_is_asked():
    def echo(call: Call) -> Answer:
        return Reply(call.messages[-1]["content"].upper())

    with running_model(script=echo) as model:
        assert ask(model).json()["choices"][0]["message"]["content"] == "SAY HELLO TO ADA"


def test_it_remembers_what_it_was_asked():
    with running_model(Reply("Hello")) as model:
        ask(model, temperature=0)
    [call] = model.calls
    assert (call.model, call.messages, call.body["temperature"]) == ("gpt-4o-mini", HELLO["messages"], 0)


def test_usage_counts_words_unless_the_reply_says_otherwise():
    with running_model(Reply("Hello Ada"), Reply("Hello Ada", input_tokens=100, output_tokens=7)) as model:
        counted, told = (ask(model).json()["usage"] for _ in range(2))
    assert (counted["prompt_tokens"], counted["completion_tokens"], counted["total_tokens"]) == (4, 2, 6)
    assert (told["prompt_tokens"], told["completion_tokens"], told["total_tokens"]) == (100, 7, 107)


def test_a_stream_joins_to_the_text():
    with running_model(Reply("Hello  dear Ada ")) as model:
        received = chunks(ask(model, stream=True))
    deltas = [choice["delta"].get("content", "") for chunk in received for choice in chunk["choices"]]
    assert "".join(deltas) == "Hello  dear Ada "
    assert received[-1]["choices"][0]["finish_reason"] == "stop"


def test_a_stream_ends_with_its_usage_when_that_is_asked_for():
    with running_model(Reply("Hello")) as model:
        last = chunks(ask(model, stream=True, stream_options={"include_usage": True}))[-1]
    assert (last["choices"], last["usage"]["total_tokens"]) == ([], 5)


def test_a_stream_can_break_off():
    with running_model(Reply("Hello", breaks_off=True)) as model:
        answer = ask(model, stream=True)
    assert "Hello" in answer.text
    assert "[DONE]" not in answer.text


@pytest.mark.parametrize("is_streamed", [False, True])
def test_functions_are_called_with_their_arguments(is_streamed: bool):
    with running_model(Reply(tool_calls=[ToolCall("weather", {"city": "Paris"})])) as model:
        answer = ask(model, stream=is_streamed)
    [function] = functions(answer, is_streamed)
    assert (function["name"], json.loads(function["arguments"])) == ("weather", {"city": "Paris"})


def functions(answer: httpx2.Response, is_streamed: bool) -> list[dict[str, str]]:
    if not is_streamed:
        return [called["function"] for called in answer.json()["choices"][0]["message"]["tool_calls"]]
    deltas = [chunk["choices"][0]["delta"] for chunk in chunks(answer)]
    first, second = (called for delta in deltas for called in delta.get("tool_calls", ()))
    return [first["function"] | second["function"]]


def test_a_refusal_has_the_shape_of_openai():
    with running_model(Refusal(429, "Too many requests", "rate_limit_error", headers={"retry-after": "1"})) as model:
        answer = ask(model)
    assert (answer.status_code, answer.headers["retry-after"]) == (429, "1")
    error = answer.json()["error"]
    assert (error["message"], error["type"]) == ("Too many requests", "rate_limit_error")


@pytest.mark.parametrize(
    ("body", "named"),
    [("{", "JSON"), ("[]", "JSON object"), ('{"model": "m"}', "messages"), ('{"messages": [{}]}', "model")],
)
def test_a_bad_request_is_told_what_is_wrong(body: str, named: str):
    with running_model(Reply("Hello")) as model:
        answer = httpx2.post(f"{model.url}/chat/completions", content=body)
    assert (answer.status_code, named in answer.json()["error"]["message"]) == (400, True)
    assert model.calls == []


def test_it_lists_models():
    with running_model() as model:
        listed = httpx2.get(f"{model.url}/models").json()["data"]
    assert "gpt-4o-mini" in [one["id"] for one in listed]
