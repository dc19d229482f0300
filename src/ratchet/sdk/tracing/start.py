"""Where an application's spans go, and how it sees that they do."""

import atexit
import os
import threading
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from ratchet.sdk.connection import Connection, read_connection
from ratchet.sdk.tracing.api import current_tracer, trace
from ratchet.sdk.tracing.faults import faults, harmless

if TYPE_CHECKING:
    from ratchet.sdk.tracing.sending import Sender

QUEUE_SIZE = 8_192
_EXIT_WITHIN_S = 5.0


class _Started:
    """The sender of this process."""

    sender: "Sender | None" = None


@harmless
def start_tracing(
    connection: Connection | None = None,
    *,
    service: str | None = None,
    release: str | None = None,
    environment: str | None = None,
    queue_size: int = QUEUE_SIZE,
) -> None:
    """Send this process's spans to a server, in the background.

    Args:
        connection: where to; `RATCHET_URL` and the keys in the environment unless given.
        service: the application's name; `OTEL_SERVICE_NAME` unless given.
        release: the application's version; `LANGFUSE_RELEASE` unless given.
        environment: such as `"production"`; `LANGFUSE_TRACING_ENVIRONMENT` unless given.
        queue_size: how many spans may wait for the server; what is beyond is dropped and counted.

    A tracer provider that is set up already gets one more destination, and keeps what it says of service, release and
    environment: say those with `trace_app` then. An application whose Langfuse SDK sends to this server already needs
    no call. A second call does nothing. Raises nothing.

    """
    if _Started.sender is not None:
        return
    if trace is None:
        current_tracer()  # says why nothing is traced
        return
    from opentelemetry.sdk.trace import TracerProvider  # noqa: PLC0415 - it may not be installed

    from ratchet.sdk.tracing.sending import Sender  # noqa: PLC0415 - as above

    sender = Sender(connection or read_connection(), queue_size)
    provider = trace.get_tracer_provider()
    if not isinstance(provider, TracerProvider):
        provider = TracerProvider(resource=_resource(service, release, environment), shutdown_on_exit=False)
        trace.set_tracer_provider(provider)
    provider.add_span_processor(sender)
    _Started.sender = sender
    atexit.register(flush_tracing, _EXIT_WITHIN_S)


def flush_tracing(timeout_s: float = 5.0) -> bool:
    """Send the spans that wait, now.

    Args:
        timeout_s: how long to wait for it at most.

    Returns:
        Whether all of them were sent in time. Raises nothing.

    """
    if _Started.sender is not None:
        return _Started.sender.flush(timeout_s)
    flush = None if trace is None else getattr(trace.get_tracer_provider(), "force_flush", None)
    if flush is None:
        return True
    done: list[Any] = []
    # Providers take no heed of a bound of theirs, so that it is ours to leave.
    thread = threading.Thread(target=lambda: done.append(flush(round(timeout_s * 1000))), daemon=True)
    thread.start()
    thread.join(timeout_s)
    return bool(done and done[0])


def tracing_counts() -> Mapping[str, int]:
    """What became of the spans of this process.

    Returns `sent`, `waiting`, `dropped` (there was no room for them), `refused` (the server did not want them) and
    `faults` (calls of tracing itself that failed, without the application noticing). Spans of which another sender
    takes care, such as a Langfuse SDK's, are not among them.

    Example:
        >>> tracing_counts()["dropped"]
        0

    """
    sender = _Started.sender
    counted = {"sent": 0, "waiting": 0, "dropped": 0, "refused": 0}
    if sender is not None:
        found = sender.counts()
        counted = {name: getattr(found, name) for name in counted}
    return {**counted, "faults": sum(faults().values())}


def _resource(service: str | None, release: str | None, environment: str | None) -> Any:
    from opentelemetry.sdk.resources import Resource  # noqa: PLC0415 - it may not be installed

    said = {
        "service.name": service,
        "langfuse.release": release or os.environ.get("LANGFUSE_RELEASE"),
        "langfuse.environment": environment or os.environ.get("LANGFUSE_TRACING_ENVIRONMENT"),
    }
    return Resource.create({name: value for name, value in said.items() if value})
