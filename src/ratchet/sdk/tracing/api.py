"""OpenTelemetry's API where it is installed; what an application calls does nothing where it is not, and says so once.

`context` and `trace` are `None` then: whoever uses them has asked `current_tracer` before.
"""

from importlib.metadata import PackageNotFoundError, version
from typing import TYPE_CHECKING

from ratchet.sdk.tracing.faults import say_once

if TYPE_CHECKING:
    from opentelemetry import context, trace
else:
    try:
        from opentelemetry import context, trace
    except ImportError:
        context = trace = None

__all__ = ["SCOPE", "context", "current_tracer", "trace"]

SCOPE = "ratchet"
_NOT_INSTALLED = "Nothing is traced: OpenTelemetry is not installed. Install it with `pip install 'ratchet[otel]'`."
_NOT_STARTED = (
    "Nothing is traced: no tracer provider is set up. Call `ratchet.start_tracing()`, "
    "or set up OpenTelemetry or a Langfuse SDK."
)


class _Known:
    """The tracer of the provider that was there last: providers make a new one each time they are asked."""

    provider: "trace.TracerProvider | None" = None
    tracer: "trace.Tracer | None" = None


def current_tracer() -> "trace.Tracer | None":
    """The tracer of whatever provider is set up: ours, a Langfuse SDK's, the application's own; `None` without one."""
    if trace is None:
        say_once(_NOT_INSTALLED)
        return None
    provider = trace.get_tracer_provider()
    if provider is _Known.provider:
        return _Known.tracer
    if isinstance(provider, trace.ProxyTracerProvider | trace.NoOpTracerProvider):
        say_once(_NOT_STARTED)
        return None
    _Known.tracer = provider.get_tracer(SCOPE, _version())
    _Known.provider = provider
    return _Known.tracer


def _version() -> str:
    try:
        return version("ratchet")
    except PackageNotFoundError:
        return ""
