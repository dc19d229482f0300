"""Setting tracing up, once for a process: with Langfuse's SDK, or with OpenTelemetry alone."""

import base64
import logging
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from langfuse import Langfuse
from opentelemetry import trace
from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter
from opentelemetry.sdk.trace import TracerProvider

import ratchet
from twin.settings import Settings, TracingKind
from twin.tracing.langfuse import LangfuseTracing
from twin.tracing.otel import OtelTracing
from twin.tracing.patience import PatientExporter
from twin.tracing.span import Tracing, Untraced

_log = logging.getLogger("twin")


@dataclass(frozen=True, slots=True)
class Setup:
    """How steps are traced, what became of the spans, and the SDK's client, for prompts."""

    tracing: Tracing
    counts: Callable[[], Mapping[str, int]] = dict[str, int]
    client: Langfuse | None = None


def set_up_tracing(settings: Settings) -> Setup:
    """As the settings say; without a key, nothing is traced and prompts are those that are shipped."""
    if not settings.public_key:
        _log.warning("Nothing is traced: set RATCHET_PUBLIC_KEY and RATCHET_SECRET_KEY.")
        return Setup(Untraced())
    if settings.tracing is TracingKind.LANGFUSE:
        exporter = PatientExporter(_create_exporter(settings))
        client = open_langfuse(settings, exporter=exporter)
        return Setup(LangfuseTracing(client), exporter.counts, client)
    client = open_langfuse(settings, is_tracing=False)
    if settings.tracing is TracingKind.OFF:
        return Setup(Untraced(), client=client)
    ratchet.start_tracing(
        to_connection(settings), service="twin", release=settings.release, environment=settings.environment
    )
    provider = trace.get_tracer_provider()
    assert isinstance(provider, TracerProvider)  # noqa: S101 it has just been set up
    return Setup(OtelTracing(provider), ratchet.tracing_counts, client)


def to_connection(settings: Settings) -> ratchet.Connection:
    """Where Ratchet is, and how long it may be waited for."""
    return ratchet.Connection(
        settings.ratchet_url,
        settings.public_key,
        settings.secret_key.get_secret_value(),
        timeout_s=settings.ratchet_timeout_s,
    )


def open_langfuse(settings: Settings, *, exporter: PatientExporter | None = None, is_tracing: bool = True) -> Langfuse:
    """A client of the SDK that speaks with Ratchet; it sends on what the middleware traces, too."""
    return Langfuse(
        base_url=settings.ratchet_url,
        public_key=settings.public_key,
        secret_key=settings.secret_key.get_secret_value(),
        release=settings.release,
        environment=settings.environment,
        tracing_enabled=is_tracing,
        span_exporter=exporter,
    )


def _create_exporter(settings: Settings) -> OTLPSpanExporter:
    """What Langfuse's SDK would create, but for a timeout of our own."""
    key = f"{settings.public_key}:{settings.secret_key.get_secret_value()}"
    return OTLPSpanExporter(
        endpoint=f"{settings.ratchet_url}/api/public/otel/v1/traces",
        headers={
            "Authorization": f"Basic {base64.b64encode(key.encode()).decode()}",
            "x-langfuse-ingestion-version": "4",
        },
        timeout=settings.ratchet_timeout_s,
    )
