"""Every vendor's attributes, as its instrumentation sends them, become the right fields."""

import json
from typing import Any

import pytest
from otlp_requests import AT, mapped, stored, wire_event, wire_span

from ratchet.domain.value import decode_value

MESSAGES = [{"role": "user", "content": "What is the weather?"}]
ANSWER = {"role": "assistant", "content": "Sunny."}

VENDORS: dict[str, tuple[dict[str, Any], dict[str, Any]]] = {
    "Langfuse": (
        {
            "langfuse.observation.type": "generation",
            "langfuse.observation.input": json.dumps(MESSAGES),
            "langfuse.observation.output": "Sunny.",
            "langfuse.observation.model.name": "gpt-4o",
            "langfuse.observation.model.parameters": '{"temperature": 0.1, "mode": "fast"}',
            "langfuse.observation.usage_details": '{"input": 3, "output": 5}',
            "langfuse.observation.cost_details": '{"input": 0.1}',
            "langfuse.observation.completion_start_time": '"2026-11-22T16:00:00.500000Z"',
            "langfuse.observation.prompt.name": "weather",
            "langfuse.observation.prompt.version": 4,
            "langfuse.observation.level": "WARNING",
            "langfuse.observation.status_message": "slow",
            "langfuse.trace.name": "chat",
            "user.id": "u1",
            "session.id": "s1",
            "langfuse.trace.tags": ["a", "b"],
            "langfuse.trace.public": True,
            "langfuse.trace.input": "ti",
            "langfuse.trace.output": "to",
            "langfuse.environment": "Staging",
            "langfuse.release": "r1",
            "langfuse.version": "v1",
            "langfuse.internal.is_app_root": True,
        },
        {
            "type": "GENERATION",
            "input": json.dumps(MESSAGES),
            "output": "Sunny.",
            "model": "gpt-4o",
            "model_parameters": {"temperature": "0.1", "mode": "fast"},
            "usage": {"input": 3, "output": 5, "total": 8},
            "cost": {"input": 0.1, "total": 0.1},
            "completion_start_time": 1_795_363_200_500_000_000,
            "prompt_name": "weather",
            "prompt_version": 4,
            "level": "WARNING",
            "status_message": "slow",
            "trace_name": "chat",
            "user_id": "u1",
            "session_id": "s1",
            "tags": ["a", "b"],
            "public": True,
            "trace_input": "ti",
            "trace_output": "to",
            "environment": "staging",
            "release": "r1",
            "version": "v1",
            "root_rank": 2,
            "attributes": {},
        },
    ),
    "OpenInference": (
        {
            "openinference.span.kind": "LLM",
            "llm.model_name": "gpt-4o",
            "llm.invocation_parameters": '{"temperature": 0.2}',
            "llm.input_messages.0.message.role": "user",
            "llm.input_messages.0.message.content": "What is the weather?",
            "llm.output_messages.0.message.role": "assistant",
            "llm.output_messages.0.message.tool_calls.0.tool_call.id": "call_1",
            "llm.output_messages.0.message.tool_calls.0.tool_call.function.name": "weather",
            "llm.output_messages.0.message.tool_calls.0.tool_call.function.arguments": "{}",
            "llm.token_count.prompt": 100,
            "llm.token_count.completion": 20,
            "llm.token_count.total": 120,
            "llm.token_count.prompt_details.cache_read": 40,
            "llm.token_count.completion_details.reasoning": 5,
            "metadata": '{"region": "eu", "try": 2}',
            "tag.tags": ["x"],
            "user.id": "u1",
            "session.id": "s1",
        },
        {
            "type": "GENERATION",
            "model": "gpt-4o",
            "model_parameters": {"temperature": "0.2"},
            "input": MESSAGES,
            "output": [
                {
                    "role": "assistant",
                    "tool_calls": [{"id": "call_1", "function": {"name": "weather", "arguments": "{}"}}],
                }
            ],
            "usage": {
                "input": 60,
                "input_cached_tokens": 40,
                "output": 15,
                "output_reasoning_tokens": 5,
                "total": 120,
            },
            "metadata": {"region": "eu", "try": "2"},
            "tags": ["x"],
            "user_id": "u1",
            "session_id": "s1",
        },
    ),
    "OpenInference, which has the whole input too": (
        {
            "openinference.span.kind": "RETRIEVER",
            "input.value": "weather",
            "retrieval.documents.0.document.id": "d1",
            "retrieval.documents.0.document.content": "It rains.",
            "retrieval.documents.0.document.score": 0.5,
        },
        {
            "type": "RETRIEVER",
            "input": "weather",
            "output": [{"id": "d1", "content": "It rains.", "score": 0.5}],
        },
    ),
    "OpenTelemetry GenAI": (
        {
            "gen_ai.operation.name": "chat",
            "gen_ai.provider.name": "openai",
            "gen_ai.request.model": "gpt-4o",
            "gen_ai.response.model": "gpt-4o-2024-08-06",
            "gen_ai.request.temperature": 0.5,
            "gen_ai.request.stop_sequences": ["END"],
            "gen_ai.usage.input_tokens": 100,
            "gen_ai.usage.output_tokens": 10,
            "gen_ai.usage.cache_read.input_tokens": 60,
            "gen_ai.response.time_to_first_chunk": 0.25,
            "gen_ai.conversation.id": "c1",
            "gen_ai.system_instructions": '[{"type": "text", "content": "Be brief."}]',
            "gen_ai.input.messages": '[{"role": "user", "parts": [{"type": "text", "content": "Hi"}]}]',
            "gen_ai.output.messages": '[{"role": "assistant", "parts": []}]',
        },
        {
            "type": "GENERATION",
            "model": "gpt-4o-2024-08-06",
            "model_parameters": {"temperature": "0.5", "stop_sequences": '["END"]'},
            "usage": {"input": 40, "input_cached_tokens": 60, "output": 10, "total": 110},
            "completion_start_time": AT + 250_000_000,
            "session_id": "c1",
            "input": [
                {"role": "system", "parts": [{"type": "text", "content": "Be brief."}]},
                {"role": "user", "parts": [{"type": "text", "content": "Hi"}]},
            ],
            "output": [{"role": "assistant", "parts": []}],
        },
    ),
    "OpenTelemetry GenAI, a tool": (
        {
            "gen_ai.operation.name": "execute_tool",
            "gen_ai.tool.name": "weather",
            "gen_ai.tool.call.arguments": '{"city": "Rome"}',
            "gen_ai.tool.call.result": "sunny",
        },
        {"type": "TOOL", "name": "weather", "input": {"city": "Rome"}, "output": "sunny"},
    ),
    "OpenTelemetry GenAI, an agent, which repeats what its calls used": (
        {
            "gen_ai.operation.name": "invoke_agent",
            "gen_ai.request.model": "gpt-4o",
            "gen_ai.usage.input_tokens": 100,
            "gen_ai.usage.output_tokens": 10,
        },
        {
            "type": "AGENT",
            "model": "",
            "usage": {},
            "cost": {},
            "attributes": {
                "gen_ai.operation.name": "invoke_agent",
                "gen_ai.request.model": "gpt-4o",
                "gen_ai.usage.input_tokens": "100",
                "gen_ai.usage.output_tokens": "10",
            },
        },
    ),
    "Vercel AI SDK": (
        {
            "operation.name": "ai.generateText.doGenerate weather",
            "ai.operationId": "ai.generateText.doGenerate",
            "ai.telemetry.functionId": "weather",
            "ai.model.id": "gpt-4o",
            "ai.model.provider": "openai.chat",
            "ai.prompt.messages": json.dumps(MESSAGES),
            "ai.response.text": "Let me see.",
            "ai.response.toolCalls": '[{"toolName": "weather"}]',
            "ai.response.msToFirstChunk": 120.5,
            "ai.response.providerMetadata": '{"openai": {"cachedPromptTokens": 64}}',
            "ai.usage.promptTokens": 100,
            "ai.usage.completionTokens": 10,
            "gen_ai.usage.input_tokens": 100,
            "gen_ai.usage.output_tokens": 10,
            "ai.telemetry.metadata.userId": "u1",
            "ai.telemetry.metadata.sessionId": "s1",
            "ai.telemetry.metadata.tags": '["x", "y"]',
            "ai.telemetry.metadata.plan": "pro",
            "ai.telemetry.metadata.langfusePrompt": '{"name": "weather", "version": 2}',
        },
        {
            "type": "GENERATION",
            "name": "weather:ai.generateText.doGenerate",
            "model": "gpt-4o",
            "input": MESSAGES,
            "output": {"role": "assistant", "content": "Let me see.", "tool_calls": [{"toolName": "weather"}]},
            "completion_start_time": AT + 120_500_000,
            "usage": {"input": 36, "input_cached_tokens": 64, "output": 10, "total": 110},
            "user_id": "u1",
            "session_id": "s1",
            "tags": ["x", "y"],
            "metadata": {"plan": "pro"},
            "prompt_name": "weather",
            "prompt_version": 2,
        },
    ),
    "Vercel AI SDK, the span around its calls": (
        {
            "operation.name": "ai.generateText",
            "ai.operationId": "ai.generateText",
            "ai.model.id": "gpt-4o",
            "ai.prompt": '{"prompt": "Hi"}',
            "ai.response.text": "Hello",
            "ai.usage.promptTokens": 100,
        },
        {"type": "SPAN", "input": {"prompt": "Hi"}, "output": "Hello", "usage": {}, "cost": {}},
    ),
    "Vercel AI SDK, a tool": (
        {"ai.toolCall.name": "weather", "ai.toolCall.args": '{"city": "Rome"}', "ai.toolCall.result": '"sunny"'},
        {"type": "TOOL", "name": "weather", "input": {"city": "Rome"}, "output": "sunny"},
    ),
    "Traceloop": (
        {
            "llm.request.type": "chat",
            "gen_ai.system": "OpenAI",
            "gen_ai.request.model": "gpt-4o",
            "gen_ai.prompt.0.role": "user",
            "gen_ai.prompt.0.content": "What is the weather?",
            "gen_ai.prompt.10.role": "user",
            "gen_ai.prompt.2.role": "tool",
            "gen_ai.completion.0.role": "assistant",
            "gen_ai.completion.0.content": "Sunny.",
            "gen_ai.usage.prompt_tokens": 9,
            "gen_ai.usage.completion_tokens": 3,
            "llm.usage.total_tokens": 12,
            "traceloop.association.properties.user_id": "u1",
            "traceloop.association.properties.plan": "pro",
        },
        {
            "type": "GENERATION",
            "model": "gpt-4o",
            "input": [MESSAGES[0], {"role": "tool"}, {"role": "user"}],
            "output": [ANSWER],
            "usage": {"input": 9, "output": 3, "total": 12},
            "user_id": "u1",
            "trace_metadata": {"plan": "pro"},
        },
    ),
    "Traceloop, a workflow": (
        {
            "traceloop.span.kind": "workflow",
            "traceloop.entity.input": '{"q": 1}',
            "traceloop.entity.output": '{"a": 2}',
        },
        {"type": "CHAIN", "input": {"q": 1}, "output": {"a": 2}},
    ),
    "pydantic-ai": (
        {
            "gen_ai.operation.name": "chat",
            "gen_ai.request.model": "gpt-4o",
            "logfire.msg": "chat gpt-4o",
            "events": json.dumps(MESSAGES),
            "model_request_parameters": "{}",
            "gen_ai.usage.input_tokens": 5,
            "gen_ai.usage.details.reasoning_tokens": 0,
        },
        {
            "type": "GENERATION",
            "name": "chat gpt-4o",
            "input": MESSAGES,
            "usage": {"input": 5, "total": 5},
            "attributes": {
                "gen_ai.operation.name": "chat",
                "model_request_parameters": '"{}"',
            },
        },
    ),
    "pydantic-ai, a run": (
        {"pydantic_ai.all_messages": json.dumps(MESSAGES), "final_result": "Sunny.", "agent_name": "helper"},
        {"input": MESSAGES, "output": "Sunny."},
    ),
    "pydantic-ai, a tool": (
        {"gen_ai.tool.name": "weather", "tool_arguments": '{"city": "Rome"}', "tool_response": "sunny"},
        {"type": "TOOL", "name": "weather", "input": {"city": "Rome"}, "output": "sunny"},
    ),
    "MLflow": (
        {
            "mlflow.spanType": '"CHAT_MODEL"',
            "mlflow.spanInputs": '{"q": 1}',
            "mlflow.spanOutputs": '"Sunny."',
            "mlflow.llm.model": '"gpt-4o"',
            "mlflow.chat.tokenUsage": '{"input_tokens": 3, "output_tokens": 4, "total_tokens": 7}',
        },
        {
            "type": "GENERATION",
            "input": {"q": 1},
            "output": "Sunny.",
            "model": "gpt-4o",
            "usage": {"input": 3, "output": 4, "total": 7},
        },
    ),
    "LiteLLM and others that name Langfuse's users in metadata": (
        {
            "litellm.metadata.langfuse_user_id": "u1",
            "litellm.metadata.langfuse_session_id": "s1",
            "litellm.metadata.langfuse_tags": "a, b",
        },
        {"user_id": "u1", "session_id": "s1", "tags": ["a", "b"]},
    ),
    "an application's own": (
        {"dialogue_mode": "STANCE_GLOBAL", "twin_id": 7, "flags": [True, "x"], "nested": {"a": 1.5}, "text": "7"},
        {
            "type": "SPAN",
            "attributes": {
                "dialogue_mode": "STANCE_GLOBAL",
                "twin_id": "7",
                "flags": '[true,"x"]',
                "nested": '{"a":1.5}',
                "text": '"7"',
            },
        },
    ),
}

STRUCTURED = ("input", "output")


@pytest.mark.parametrize("vendor", VENDORS)
def test_a_vendors_attributes_become_fields(vendor: str):
    attributes, expected = VENDORS[vendor]
    span = mapped(attributes)
    found = {field: getattr(span, field) for field in expected}
    for field in STRUCTURED:
        if not isinstance(expected.get(field, ""), str):
            found[field] = json.loads(found[field])
        elif field in expected and vendor in ("MLflow", "Vercel AI SDK, a tool"):
            found[field] = decode_value(found[field])
    assert found == expected


def test_the_first_key_of_the_order_wins_and_the_others_are_kept():
    for attributes in (
        {"input": "last", "input.value": "second", "langfuse.observation.input": "first"},
        {"langfuse.observation.input": "first", "input.value": "second", "input": "last"},
    ):
        span = mapped(attributes)
        assert span.input == "first"
        assert span.attributes == {"input.value": "second", "input": "last"}


def test_parts_that_lose_are_kept_as_they_came():
    span = mapped({"input.value": "whole", "llm.input_messages.0.message.role": "user"})
    assert span.input == "whole"
    assert span.attributes == {"llm.input_messages.0.message.role": "user"}


def test_a_value_that_its_reader_cannot_use_leaves_the_field_to_the_next():
    span = mapped({"langfuse.observation.usage_details": "{broken", "gen_ai.usage.input_tokens": 3})
    assert span.usage == {"input": 3, "total": 3}
    assert span.attributes["langfuse.observation.usage_details"] == "{broken"


def test_usage_that_is_json_but_no_object_is_none():
    assert mapped({"langfuse.observation.usage_details": "[1]", "gen_ai.usage.input_tokens": 3}).usage == {}


@pytest.mark.parametrize(
    ("sent", "read"),
    [
        ('"x"', "x"),  # Python 5, JavaScript 6
        ("x", "x"),  # before
        ('"1"', "1"),
        ("1", 1),
        ('{"a": [1]}', {"a": [1]}),
        (1, 1),
        (True, True),
        ("true", True),
        ('"true"', "true"),
        ("NaN", "NaN"),
        ("-Infinity", "-Infinity"),
        ("-3", -3),
        ('"half a quote', '"half a quote'),
        ("", ""),
        (["a", 1], ["a", 1]),
    ],
)
@pytest.mark.parametrize("prefix", ["langfuse.observation.metadata.", "langfuse.metadata.", "ai.telemetry.metadata."])
def test_metadata_is_read_back_as_it_was_before_the_sdk_encoded_it(prefix: str, sent: Any, read: Any):
    span = mapped({f"{prefix}k": sent})
    assert decode_value(span.metadata["k"]) == read


def test_metadata_as_one_object_joins_metadata_by_key():
    span = mapped(
        {
            "langfuse.observation.metadata": '{"a": 1, "b": "x"}',
            "langfuse.observation.metadata.b": "y",
            "langfuse.trace.metadata": "no object",
            "langfuse.trace.metadata.k": "v",
        }
    )
    assert span.metadata == {"a": "1", "b": "y"}
    assert span.trace_metadata == {"metadata": "no object", "k": "v"}


@pytest.mark.parametrize(
    ("sent", "tags"),
    [
        (["a", "b", "a"], ["a", "b"]),
        ('["a", "b"]', ["a", "b"]),
        ("a, b", ["a", "b"]),
        ("a", ["a"]),
        ("[a", ["[a"]),
        ([1, True], ["1", "true"]),
        ("", []),
        (7, []),
    ],
)
def test_tags_are_taken_in_every_form(sent: Any, tags: list[str]):
    assert mapped({"langfuse.trace.tags": sent}).tags == tags


@pytest.mark.parametrize(
    ("sent", "level"),
    [("TRACE", "DEBUG"), ("info", "DEFAULT"), ("WARN", "WARNING"), ("CRITICAL", "ERROR"), ("odd", "DEFAULT")],
)
def test_a_level_is_known_by_its_aliases(sent: str, level: str):
    assert mapped({"langfuse.observation.level": sent}).level == level


@pytest.mark.parametrize(
    ("sent", "kept"),
    [("Production", "production"), ("langfuse-x", "x"), ("a b", "default"), ("x" * 50, "x" * 40), ("", "default")],
)
def test_an_environment_is_kept_as_langfuse_keeps_it(sent: str, kept: str):
    assert mapped({"langfuse.environment": sent}).environment == kept


def test_a_resource_speaks_for_spans_that_do_not():
    resource = {
        "deployment.environment.name": "prod",
        "service.version": "1.2",
        "langfuse.release": "r9",
        "telemetry.sdk.name": "opentelemetry",
        "telemetry.sdk.version": "1.45",
        "process.pid": 3,
    }
    span = mapped({}, resource=resource)
    assert (span.environment, span.version, span.release) == ("prod", "1.2", "r9")
    assert (span.sdk_name, span.sdk_version) == ("opentelemetry", "1.45")
    assert span.resource == resource | {"process.pid": "3"} | {
        "service.version": '"1.2"',
        "telemetry.sdk.version": '"1.45"',
    }
    assert mapped({"langfuse.environment": "test"}, resource=resource).environment == "test"


@pytest.mark.parametrize("value", [True, "true"])
@pytest.mark.parametrize("key", ["langfuse.internal.is_app_root", "langfuse.internal.as_root"])
def test_the_root_that_the_application_named_outranks_a_span_without_parent(key: str, value: Any):
    parent = bytes.fromhex("00000000000000aa")
    assert stored(wire_span({key: value}, parent_span_id=parent)).root_rank == 2
    assert stored(wire_span()).root_rank == 1
    assert stored(wire_span({key: False}, parent_span_id=parent)).root_rank == 0


def test_only_a_generation_is_linked_to_a_prompt():
    attributes = {"langfuse.observation.prompt.name": "p", "langfuse.observation.prompt.version": "3"}
    assert mapped({"langfuse.observation.type": "generation", **attributes}).prompt_version == 3
    span = mapped({"langfuse.observation.type": "tool", **attributes})
    assert (span.prompt_name, span.prompt_version) == ("", 0)
    assert decode_value(span.attributes["langfuse.observation.prompt.name"]) == "p"
    link = '{"name": "p", "version": 3}'
    span = mapped({"ai.telemetry.metadata.langfusePrompt": link})
    assert decode_value(span.attributes["ai.telemetry.metadata.langfusePrompt"]) == link


def test_a_generation_that_an_old_python_sdk_called_a_span_is_one():
    attributes = {"langfuse.observation.type": "span", "langfuse.observation.model.name": "gpt-4o"}
    assert mapped(attributes, scope="langfuse-sdk", version="3.2.0").type == "GENERATION"
    assert mapped(attributes, scope="langfuse-sdk", version="3.3.1").type == "SPAN"
    assert mapped(attributes, scope="langfuse-sdk", version="3.15.0").type == "SPAN"


def test_a_model_makes_a_generation_of_a_span_that_says_nothing_else():
    assert mapped({"gen_ai.request.model": "gpt-4o"}).type == "GENERATION"
    assert mapped({"openinference.span.kind": "RERANKER"}).type == "SPAN"


def test_the_cost_that_was_sent_is_not_computed_anew():
    usage = {"gen_ai.request.model": "gpt-4o", "gen_ai.usage.input_tokens": 1_000_000}
    assert mapped(usage).cost == {"input": 2.5, "total": 2.5}
    assert mapped({**usage, "gen_ai.usage.cost": 0.5}).cost == {"total": 0.5}
    assert mapped({**usage, "llm.cost.total": 0.5}).cost == {"total": 0.5}
    assert mapped({**usage, "langfuse.observation.cost_details": '{"total": -1}'}).cost["total"] == 2.5


def test_experiments_are_kept_with_the_attributes():
    sent = {"langfuse.experiment.id": "run-1", "langfuse.experiment.metadata": '{"mm": 1}'}
    span = mapped(sent)
    assert {key: decode_value(value) for key, value in span.attributes.items()} == sent


MESSAGE_EVENTS = [
    wire_event("gen_ai.system.message", {"gen_ai.system": "openai", "content": "Be brief."}),
    wire_event("gen_ai.user.message", {"content": "Hi"}),
    wire_event("gen_ai.choice", {"index": 0, "finish_reason": "stop", "message": '{"content": "Hello"}'}),
]


def test_messages_among_the_events_of_a_span_are_its_content():
    span = stored(wire_span({"gen_ai.operation.name": "chat"}, events=MESSAGE_EVENTS))
    assert json.loads(span.input) == [{"role": "system", "content": "Be brief."}, {"role": "user", "content": "Hi"}]
    assert json.loads(span.output) == {
        "role": "assistant",
        "content": "Hello",
        "index": 0,
        "finish_reason": "stop",
    }
    assert span.events == ""


def test_content_events_of_older_conventions_are_read():
    events = [
        wire_event("gen_ai.content.prompt", {"gen_ai.prompt": json.dumps(MESSAGES)}),
        wire_event("gen_ai.content.completion", {"gen_ai.completion": "Sunny."}),
    ]
    span = stored(wire_span(events=events))
    assert json.loads(span.input) == MESSAGES
    assert span.output == "Sunny."


def test_the_details_of_an_operation_are_read_from_its_event():
    event = wire_event(
        "gen_ai.client.inference.operation.details",
        {
            "gen_ai.system_instructions": '[{"type": "text", "content": "Be brief."}]',
            "gen_ai.input.messages": '[{"role": "user", "parts": []}]',
            "gen_ai.output.messages": '[{"role": "assistant", "parts": []}]',
        },
    )
    span = stored(wire_span(events=[event]))
    assert [message["role"] for message in json.loads(span.input)] == ["system", "user"]
    assert json.loads(span.output) == [{"role": "assistant", "parts": []}]


def test_what_langfuse_said_wins_over_events_which_are_kept_then():
    span = stored(wire_span({"langfuse.observation.input": "mine"}, events=MESSAGE_EVENTS))
    assert span.input == "mine"
    assert len(json.loads(span.events)) == 3
