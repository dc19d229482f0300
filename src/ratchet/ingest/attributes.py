"""The table: which attributes of which vendors become which field of a span.

To take one more attribute, add its key here; nothing else needs to change. Keys of a field are in order: the first
that a span has, and whose value the reader can use, wins. An attribute that nobody here names, or that lost, is kept
in `Span.attributes`.
"""

from collections.abc import Mapping
from typing import NamedTuple

from ratchet.domain.span import SpanType
from ratchet.ingest.readers import (
    Reader,
    from_milliseconds,
    from_seconds,
    to_cost,
    to_environment,
    to_flag,
    to_level,
    to_map,
    to_metadata,
    to_object,
    to_span_type,
    to_tags,
    to_text,
    to_time,
    to_total_cost,
    to_usage,
    to_version,
    unquote,
)


class Field(NamedTuple):
    """A field, how its value is read, and the keys to read it from. A leading `*` stands for any beginning."""

    name: str
    read: Reader
    keys: tuple[str, ...]


class Family(NamedTuple):
    """Keys with one beginning, gathered by the rest of their names into a group; `numbered`: a number comes next."""

    prefix: str
    group: str
    numbered: bool = False


# Not attributes, but what is put together from a family or from the events of a span; their place in the order counts.
INPUT_EVENTS = "(input among the span's events)"
OUTPUT_EVENTS = "(output among the span's events)"
PROMPT_PARTS = "gen_ai.prompt.N.*"
COMPLETION_PARTS = "gen_ai.completion.N.*"
INPUT_MESSAGE_PARTS = "llm.input_messages.N.message.*"
OUTPUT_MESSAGE_PARTS = "llm.output_messages.N.message.*"
DOCUMENT_PARTS = "retrieval.documents.N.document.*"
PARTS = (PROMPT_PARTS, COMPLETION_PARTS, INPUT_MESSAGE_PARTS, OUTPUT_MESSAGE_PARTS, DOCUMENT_PARTS)

# Groups that are gathered as they are.
METADATA = "metadata"
TRACE_METADATA = "trace_metadata"
MODEL_PARAMETERS = "model_parameters"
USAGE = "usage"
CALL_USAGE = "usage of one call"  # the Vercel AI SDK repeats it on the span around the call

# Fields that a span has no column for: they decide what goes into others.
APP_ROOT = "app_root"
FIRST_TOKEN_AFTER = "first_token_after"  # noqa: S105 - no secret
PROMPT_LINK = "prompt_link"

_ENVIRONMENT = Field(
    "environment",
    to_environment,
    ("langfuse.environment", "deployment.environment.name", "deployment.environment"),
)

FIELDS: tuple[Field, ...] = (
    Field("name", to_text, ("gen_ai.tool.name", "genkit:name", "logfire.msg", "ai.toolCall.name")),
    Field("type", to_span_type, ("langfuse.observation.type",)),
    Field("level", to_level, ("langfuse.observation.level",)),
    Field("status_message", to_text, ("langfuse.observation.status_message",)),
    Field(
        "input",
        to_text,
        (
            "langfuse.observation.input",
            "genkit:input.messages",
            "genkit:input",
            "ai.prompt.messages",
            "ai.prompt",
            "ai.toolCall.args",
            "ai.value",
            "ai.values",
            INPUT_EVENTS,
            "gcp.vertex.agent.llm_request",
            "gcp.vertex.agent.tool_call_args",
            "prompt",
            "lk.chat_ctx",
            "lk.user_transcript",
            "lk.input_text",
            "lk.function_tool.arguments",
            "events",
            "mlflow.spanInputs",
            "traceloop.entity.input",
            "input.value",
            "input",
            "pydantic_ai.all_messages",
            "tool_arguments",
            PROMPT_PARTS,
            INPUT_MESSAGE_PARTS,
            "gen_ai.input.messages",
            "gen_ai.tool.call.arguments",
            "gen_ai.retrieval.query.text",
            "gen_ai.prompt",
        ),
    ),
    Field(
        "output",
        to_text,
        (
            "langfuse.observation.output",
            "genkit:output.message",
            "genkit:output",
            "ai.response.text",
            "ai.result.text",
            "ai.response.toolCalls",
            "ai.toolCall.result",
            "ai.response.object",
            "ai.result.object",
            OUTPUT_EVENTS,
            "gcp.vertex.agent.llm_response",
            "gcp.vertex.agent.tool_response",
            "lk.response.text",
            "lk.function_tool.output",
            "all_messages_events",
            "mlflow.spanOutputs",
            "traceloop.entity.output",
            "output.value",
            "output",
            "final_result",
            "tool_response",
            COMPLETION_PARTS,
            OUTPUT_MESSAGE_PARTS,
            "gen_ai.output.messages",
            "gen_ai.tool.call.result",
            "gen_ai.retrieval.documents",
            DOCUMENT_PARTS,
            "gen_ai.completion",
        ),
    ),
    Field("metadata", to_metadata, ("langfuse.observation.metadata", "langfuse.metadata", "metadata")),
    Field(
        "model",
        unquote,
        (
            "langfuse.observation.model.name",
            "gen_ai.response.model",
            "ai.model.id",
            "gen_ai.request.model",
            "llm.response.model",
            "llm.response.model_name",
            "llm.model_name",
            "llm.request.model_name",
            "embedding.model_name",
            "mlflow.llm.model",
            "model",
        ),
    ),
    Field(
        "model_parameters",
        to_map,
        ("langfuse.observation.model.parameters", "llm.invocation_parameters", "model_config"),
    ),
    Field("usage", to_usage, ("langfuse.observation.usage_details", "mlflow.chat.tokenUsage")),
    Field("cost", to_cost, ("langfuse.observation.cost_details",)),
    Field("cost", to_total_cost, ("gen_ai.usage.cost", "llm.cost.total")),
    Field("completion_start_time", to_time, ("langfuse.observation.completion_start_time",)),
    Field(FIRST_TOKEN_AFTER, from_milliseconds, ("ai.response.msToFirstChunk",)),
    Field(FIRST_TOKEN_AFTER, from_seconds, ("gen_ai.response.time_to_first_chunk",)),
    Field("prompt_name", to_text, ("langfuse.observation.prompt.name", "langfuse.prompt.name")),
    Field("prompt_version", to_version, ("langfuse.observation.prompt.version", "langfuse.prompt.version")),
    Field(PROMPT_LINK, to_object, ("ai.telemetry.metadata.langfusePrompt",)),
    Field("trace_name", to_text, ("langfuse.trace.name",)),
    Field(
        "user_id",
        to_text,
        (
            "langfuse.user.id",
            "user.id",
            "*.metadata.langfuse_user_id",
            "ai.telemetry.metadata.userId",
            "traceloop.association.properties.user_id",
            "enduser.id",
        ),
    ),
    Field(
        "session_id",
        to_text,
        (
            "langfuse.session.id",
            "session.id",
            "gen_ai.conversation.id",
            "*.metadata.langfuse_session_id",
            "ai.telemetry.metadata.sessionId",
            "traceloop.association.properties.session_id",
        ),
    ),
    Field(
        "tags",
        to_tags,
        (
            "langfuse.trace.tags",
            "langfuse.tags",
            "*.metadata.langfuse_tags",
            "ai.telemetry.metadata.tags",
            "tag.tags",
        ),
    ),
    _ENVIRONMENT,
    Field("release", to_text, ("langfuse.release",)),
    Field("version", to_text, ("langfuse.version",)),
    Field("public", to_flag, ("langfuse.trace.public", "langfuse.public")),
    Field("trace_input", to_text, ("langfuse.trace.input",)),
    Field("trace_output", to_text, ("langfuse.trace.output",)),
    Field("trace_metadata", to_metadata, ("langfuse.trace.metadata",)),
    Field(APP_ROOT, to_flag, ("langfuse.internal.is_app_root", "langfuse.internal.as_root")),
)

# What a resource says for all of its spans, where they do not say it themselves.
RESOURCE_FIELDS: tuple[Field, ...] = (
    _ENVIRONMENT,
    Field("release", to_text, ("langfuse.release",)),
    Field("version", to_text, ("langfuse.version", "service.version")),
)

FAMILIES: tuple[Family, ...] = (
    Family("langfuse.observation.metadata.", METADATA),
    Family("langfuse.trace.metadata.", TRACE_METADATA),
    Family("langfuse.metadata.", METADATA),
    Family("ai.telemetry.metadata.", METADATA),
    Family("traceloop.association.properties.", TRACE_METADATA),
    Family("gen_ai.request.", MODEL_PARAMETERS),
    Family("gen_ai.usage.", USAGE),
    Family("llm.token_count.", USAGE),
    Family("llm.usage.", USAGE),
    Family("ai.usage.", CALL_USAGE),
    Family("gen_ai.prompt.", PROMPT_PARTS, numbered=True),
    Family("gen_ai.completion.", COMPLETION_PARTS, numbered=True),
    Family("llm.input_messages.", INPUT_MESSAGE_PARTS, numbered=True),
    Family("llm.output_messages.", OUTPUT_MESSAGE_PARTS, numbered=True),
    Family("retrieval.documents.", DOCUMENT_PARTS, numbered=True),
)

# A span's type by the value of an attribute, for spans whose type Langfuse did not say.
TYPE_BY_VALUE: Mapping[str, Mapping[str, str]] = {
    "openinference.span.kind": {
        "LLM": SpanType.GENERATION,
        "CHAIN": SpanType.CHAIN,
        "RETRIEVER": SpanType.RETRIEVER,
        "EMBEDDING": SpanType.EMBEDDING,
        "AGENT": SpanType.AGENT,
        "TOOL": SpanType.TOOL,
        "GUARDRAIL": SpanType.GUARDRAIL,
        "EVALUATOR": SpanType.EVALUATOR,
    },
    "gen_ai.operation.name": {
        "chat": SpanType.GENERATION,
        "completion": SpanType.GENERATION,
        "text_completion": SpanType.GENERATION,
        "generate_content": SpanType.GENERATION,
        "generate": SpanType.GENERATION,
        "embeddings": SpanType.EMBEDDING,
        "retrieval": SpanType.RETRIEVER,
        "invoke_agent": SpanType.AGENT,
        "create_agent": SpanType.AGENT,
        "execute_tool": SpanType.TOOL,
    },
    "genkit:metadata:subtype": {
        "model": SpanType.GENERATION,
        "embedder": SpanType.EMBEDDING,
        "retriever": SpanType.RETRIEVER,
        "tool": SpanType.TOOL,
        "flow": SpanType.CHAIN,
        "evaluator": SpanType.EVALUATOR,
    },
    "traceloop.span.kind": {
        "workflow": SpanType.CHAIN,
        "agent": SpanType.AGENT,
        "tool": SpanType.TOOL,
    },
    "llm.request.type": {
        "chat": SpanType.GENERATION,
        "completion": SpanType.GENERATION,
        "embedding": SpanType.EMBEDDING,
    },
    "mlflow.spanType": {
        "LLM": SpanType.GENERATION,
        "CHAT_MODEL": SpanType.GENERATION,
        "CHAIN": SpanType.CHAIN,
        "WORKFLOW": SpanType.CHAIN,
        "RETRIEVER": SpanType.RETRIEVER,
        "EMBEDDING": SpanType.EMBEDDING,
        "AGENT": SpanType.AGENT,
        "TOOL": SpanType.TOOL,
        "EVALUATOR": SpanType.EVALUATOR,
        "GUARDRAIL": SpanType.GUARDRAIL,
    },
}

# The Vercel AI SDK's operations by how they end (`ai.streamText.doStream`), for spans that name a model.
OPERATION_KEYS = ("operation.name", "ai.operationId")
TYPE_BY_OPERATION: Mapping[str, str] = {
    ".doGenerate": SpanType.GENERATION,
    ".doStream": SpanType.GENERATION,
    ".doEmbed": SpanType.EMBEDDING,
}

# A span's type by the presence of an attribute, when nothing above said it.
TYPE_BY_PRESENCE: Mapping[str, str] = {
    "ai.toolCall.name": SpanType.TOOL,
    "ai.toolCall.id": SpanType.TOOL,
    "gen_ai.tool.name": SpanType.TOOL,
    "gen_ai.tool.call.id": SpanType.TOOL,
    "langfuse.observation.model.name": SpanType.GENERATION,
    "gen_ai.request.model": SpanType.GENERATION,
    "gen_ai.response.model": SpanType.GENERATION,
    "llm.model_name": SpanType.GENERATION,
    "model": SpanType.GENERATION,
}

# Spans of these operations repeat the tokens of the calls within them.
OPERATIONS_OF_MANY_CALLS = ("invoke_agent", "agent_step")

# Who served the model.
PROVIDER_KEYS = ("gen_ai.provider.name", "gen_ai.system", "ai.model.provider", "llm.provider")
