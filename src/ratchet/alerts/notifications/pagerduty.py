"""Messages as PagerDuty's Events API v2 takes them."""

from typing import Any

from ratchet.alerts.notifications.message import Link, Message, MessageType
from ratchet.domain.time import format_moment

URL = "https://events.pagerduty.com"
SUMMARY_LENGTH_MAX = 1024


def to_event(message: Message, routing_key: str) -> dict[str, Any]:
    """An event: the same `dedup_key` for an alert from beginning to end, so that it is one incident."""
    firing = message.firing
    event: dict[str, Any] = {
        "routing_key": routing_key,
        "event_action": "resolve" if message.type is MessageType.RESOLVED else "trigger",
        "dedup_key": firing.id,
        "payload": {
            "summary": f"{firing.rule_name}: {message.text}"[:SUMMARY_LENGTH_MAX],
            "source": f"ratchet/{firing.project_id}",
            "severity": firing.severity.value,  # info, warning, error, critical: PagerDuty's very words
            "timestamp": format_moment(firing.fired_at),
            "class": firing.rule_type.value,
            "custom_details": _to_details(message),
        },
        "client": "Ratchet",
        "client_url": message.url,
        "links": [{"href": link.href, "text": link.text} for link in _to_links(message)],
    }
    if firing.labels:
        event["payload"]["component"] = ", ".join(f"{name} {value}" for name, value in firing.labels.items())
    return event


def to_end(message: Message, routing_key: str) -> dict[str, Any]:
    """An event that ends what another began, without a word."""
    return {"routing_key": routing_key, "event_action": "resolve", "dedup_key": message.firing.id}


def _to_details(message: Message) -> dict[str, Any]:
    firing = message.firing
    return {
        "notification_id": message.id,
        "rule_id": firing.rule_id,
        "labels": dict(firing.labels),
        "value": firing.value,
        "samples": firing.samples,
        "threshold": firing.threshold,
        "window_minutes": firing.window_minutes,
        "segment": firing.segment,
        "worst_trace_ids": list(firing.worst_trace_ids),
    }


def _to_links(message: Message) -> list[Link]:
    runbook = [Link("Runbook", message.firing.runbook_url)] if message.firing.runbook_url else []
    traces = [Link(f"Trace {number}", link.href) for number, link in enumerate(message.traces, 1)]
    return [Link("Open in Ratchet", message.url), *runbook, *traces]
