"""Messages as a webhook gets them: one JSON object, signed."""

import json
from datetime import datetime
from typing import Any

from ratchet.alerts.notifications.message import Message, MessageType
from ratchet.domain.time import format_moment
from ratchet.sdk.webhooks import ID_HEADER, SIGNATURE_HEADER, TIMESTAMP_HEADER, sign


def to_body(message: Message) -> dict[str, Any]:
    """What is sent; fields may join, and none changes its meaning while `version` is 1."""
    return {
        "version": 1,
        "id": message.id,
        "type": message.type,
        "created_at": format_moment(message.at),
        "attempt": message.attempt,
        "project_id": message.firing.project_id,
        "title": message.title,
        "text": message.text,
        "url": message.url,
        "alert": None if message.type is MessageType.TEST else _to_alert(message),
    }


def to_headers(message: Message, body: bytes, secret: str, now: datetime) -> dict[str, str]:
    """What stands above a body; without a secret, no signature does."""
    timestamp = int(now.timestamp())
    headers = {ID_HEADER: message.id, TIMESTAMP_HEADER: str(timestamp)}
    return headers | {SIGNATURE_HEADER: sign(secret, body, timestamp)} if secret else headers


def pack(message: Message) -> bytes:
    """The body, as it is signed and sent."""
    return json.dumps(to_body(message), ensure_ascii=False, separators=(",", ":")).encode()


def _to_alert(message: Message) -> dict[str, Any]:
    firing = message.firing
    return {
        "id": firing.id,
        "state": "resolved" if message.type is MessageType.RESOLVED else "firing",
        "rule_id": firing.rule_id,
        "rule_name": firing.rule_name,
        "rule_type": firing.rule_type,
        "severity": firing.severity,
        "labels": dict(firing.labels),
        "message": firing.message,
        "measure": firing.measure,
        "value": firing.value,
        "low": firing.low,
        "high": firing.high,
        "samples": firing.samples,
        "threshold": firing.threshold,
        "window_minutes": firing.window_minutes,
        "fired_at": format_moment(firing.fired_at),
        "resolved_at": format_moment(firing.resolved_at) if firing.resolved_at else None,
        "resolution": firing.resolution,
        "segment": firing.segment,
        "runbook_url": firing.runbook_url,
        "worst_traces": [{"id": link.text, "url": link.href} for link in message.traces],
    }
