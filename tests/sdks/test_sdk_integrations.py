"""What Langfuse's SDK makes of OpenAI's client and of LangChain: generations with model, usage, cost and errors."""

from collections.abc import Iterator
from typing import Any

import pytest
from environments import NoEnvironment
from telling import STORY, Telling, tell

from ratchet.testing.openai import Answer, Call, Refusal, Reply, ToolCall, running_model
from ratchet.testing.server import Server

# Dollars for a token of gpt-4o-mini
READ_USD = 0.15e-6
WRITTEN_USD = 0.60e-6


def answer(call: Call) -> Answer:
    """What the model of these tests says."""
    question = call.messages[-1]
    match question:
        case {"role": "tool"}:
            return Reply("It is sunny.", input_tokens=40, output_tokens=4)
        case {"content": "What is the weather in Paris?"}:
            return Reply(tool_calls=[ToolCall("weather", {"city": "Paris"})], input_tokens=20, output_tokens=10)
        case {"content": "Tell me about Paris."}:
            return Reply("It is on the Seine.", input_tokens=15, output_tokens=6)
        case {"content": "The capital of France as JSON"}:
            return Reply('{"city": "Paris"}', input_tokens=30, output_tokens=7)
        case {"content": "Refuse this"}:
            return Refusal(429, "Too many questions", type="rate_limit_error")
        case _:
            return Reply("Paris", input_tokens=14, output_tokens=1)


@pytest.fixture(scope="module")
def model_url() -> Iterator[str]:
    """Where the model is."""
    with running_model(script=answer) as model:
        yield model.url


def tell_with_model(script: str, server: Server, model_url: str) -> Telling:
    try:
        return tell("python_5", server, script, STORY_MODEL_URL=model_url)
    except NoEnvironment as missing:
        pytest.skip(f"python_5 is not installed: {missing}")


@pytest.fixture(scope="module")
def openai(sdk_server: Server, model_url: str) -> Telling:
    """What the application told that uses OpenAI's client."""
    return tell_with_model("openai_wrapper", sdk_server, model_url)


@pytest.fixture(scope="module")
def langchain(sdk_server: Server, model_url: str) -> Telling:
    """What the application told that uses LangChain."""
    return tell_with_model("langchain_callback", sdk_server, model_url)


def read_spans(told: Telling, chapter: str, kind: str) -> list[Any]:
    spans = told.read(f"traces/{told[chapter]['trace']}")["observations"]
    return [span for span in sorted(spans, key=lambda span: span["startTime"]) if span["type"] == kind]


def read_generation(told: Telling, chapter: str) -> Any:
    [generation] = read_spans(told, chapter, "GENERATION")
    return generation


def assert_cost(generation: Any, read: int, written: int) -> None:
    assert (generation["usage"]["input"], generation["usage"]["output"]) == (read, written)
    assert generation["calculatedTotalCost"] == pytest.approx(read * READ_USD + written * WRITTEN_USD)


@pytest.mark.parametrize(
    ("chapter", "said", "read", "written"),
    [
        ("whole", "Paris", 14, 1),
        ("streamed", "It is on the Seine.", 15, 6),
        ("asynchronous", "Paris", 14, 1),
        ("parsed", "Paris", 30, 7),
    ],
)
def test_a_wrapped_client_leaves_a_generation_of_what_it_asked(
    openai: Telling, chapter: str, said: str, read: int, written: int
):
    assert openai[chapter]["answer"] == said
    generation = read_generation(openai, chapter)
    assert generation["model"] == STORY["model"]
    assert generation["input"][0]["role"] == "user"
    assert said in str(generation["output"])
    assert_cost(generation, read, written)


def test_a_wrapped_client_says_what_it_was_told_about_the_call(openai: Telling):
    generation = read_generation(openai, "whole")
    assert generation["name"] == "capital"
    assert generation["metadata"].items() >= {"country": "France"}.items()
    assert generation["modelParameters"]["temperature"] == 0
    trace = openai.read(f"traces/{openai['whole']['trace']}")
    assert (trace["userId"], trace["sessionId"]) == (STORY["user"], "visit of openai")


def test_a_streamed_answer_says_when_it_began(openai: Telling):
    generation = read_generation(openai, "streamed")
    assert generation["startTime"] <= generation["completionStartTime"] <= generation["endTime"]
    assert generation["timeToFirstToken"] >= 0


def test_a_wrapped_client_keeps_the_tools_that_the_model_asked_for(openai: Telling):
    assert openai["tool"]["answer"] == "weather"
    generation = read_generation(openai, "tool")
    assert "weather" in str(generation["output"])
    assert_cost(generation, 20, 10)


@pytest.mark.parametrize("application", ["openai", "langchain"])
def test_a_refused_call_is_an_error_with_the_reason(application: str, request: pytest.FixtureRequest):
    told: Telling = request.getfixturevalue(application)
    assert told["refused"]["answer"] == 429
    generation = read_generation(told, "refused")
    assert generation["level"] == "ERROR"
    assert "Too many questions" in generation["statusMessage"]
    assert generation["model"] == STORY["model"]


def test_a_chain_leaves_its_steps_and_its_generation(langchain: Telling):
    assert langchain["chain"]["answer"] == "Paris"
    trace = langchain.read(f"traces/{langchain['chain']['trace']}")
    steps = {span["name"]: span["type"] for span in trace["observations"]}
    assert steps == {
        "ask": "CHAIN",
        "ChatPromptTemplate": "CHAIN",
        "ChatOpenAI": "GENERATION",
        "StrOutputParser": "CHAIN",
    }
    generation = read_generation(langchain, "chain")
    assert generation["model"] == STORY["model"]
    assert_cost(generation, 14, 1)


def test_a_chain_says_whose_it_is(langchain: Telling):
    trace = langchain.read(f"traces/{langchain['chain']['trace']}")
    assert (trace["userId"], trace["sessionId"], trace["tags"]) == (STORY["user"], "visit of langchain", ["beta"])


def test_a_streamed_chain_is_counted_whole(langchain: Telling):
    assert langchain["streamed"]["answer"] == "It is on the Seine."
    assert_cost(read_generation(langchain, "streamed"), 15, 6)


def test_an_agent_leaves_its_generations_and_its_tool(langchain: Telling):
    assert langchain["agent"]["answer"] == "It is sunny."
    asking, answering = read_spans(langchain, "agent", "GENERATION")
    assert_cost(asking, 20, 10)
    assert_cost(answering, 40, 4)
    [tool] = read_spans(langchain, "agent", "TOOL")
    assert (tool["name"], "Sunny in Paris" in str(tool["output"])) == ("weather", True)


@pytest.mark.parametrize("application", ["openai", "langchain"])
def test_neither_complains_of_anything_but_the_refusal(application: str, request: pytest.FixtureRequest):
    told: Telling = request.getfixturevalue(application)
    complaints = [line for line in told.complaints.lower().splitlines() if "too many questions" not in line]
    assert "error" not in "\n".join(complaints)
