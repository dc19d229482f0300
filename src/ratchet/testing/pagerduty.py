"""PagerDuty's Events API v2 for tests: it takes what its reference allows, and keeps the incidents that come of it.

`with running_pagerduty() as pagerduty:`, and a server with `RATCHET_PAGERDUTY_URL` as `pagerduty.url`.

It checks: the address, the size, the routing key's form, the action, the key of an incident, what a trigger must say,
and links. It does not cover: change events, services and their rules, rate limits (set `outage` for those).
"""

from collections.abc import Generator, Mapping
from contextlib import contextmanager
from datetime import datetime
from typing import Any
from uuid import uuid4

from ratchet.testing.receiving import Delivery, Receiver, Verdict, receiving

ROUTING_KEY = "R0123456789ABCDEFGHIJKLMNOPQRSTU"

_SIZE_BYTES_MAX = 512 * 1024
_ACTIONS = frozenset({"trigger", "acknowledge", "resolve"})
_SEVERITIES = frozenset({"critical", "error", "warning", "info"})
_TEXTS = ("component", "group", "class")


class PagerDuty(Receiver):
    """An Events API that runs: `incidents` has the state of each by its `dedup_key`."""

    def __init__(self) -> None:
        super().__init__(self._judge_event)
        self.incidents: dict[str, str] = {}

    def _judge_event(self, delivery: Delivery) -> Verdict:
        if (delivery.method, delivery.path) != ("POST", "/v2/enqueue"):
            return Verdict(404, "Not Found")
        if len(delivery.body) > _SIZE_BYTES_MAX:
            return Verdict(413, "Payload Too Large")
        try:
            event = delivery.message
        except ValueError:
            return _refuse(["Event is not valid JSON"])
        complaints = find_complaints(event) if isinstance(event, dict) else ["Event is not an object"]
        if complaints:
            return _refuse(complaints)
        key = event.setdefault("dedup_key", uuid4().hex)
        self._move(key, event["event_action"])
        return Verdict(202, value={"status": "success", "message": "Event processed", "dedup_key": key})

    def _move(self, key: str, action: str) -> None:
        """A trigger opens an incident that is not open; the others change one that is."""
        if action == "trigger":
            if self.incidents.get(key) != "acknowledged":
                self.incidents[key] = "triggered"
        elif self.incidents.get(key) in ("triggered", "acknowledged"):
            self.incidents[key] = f"{action}d"


@contextmanager
def running_pagerduty(*, port: int = 0) -> Generator[PagerDuty]:
    """An Events API on a port of this machine, ready; ended when the block is."""
    pagerduty = PagerDuty()
    with receiving(pagerduty, port=port):
        yield pagerduty


def find_complaints(event: Mapping[str, Any]) -> list[str]:
    """What is wrong with an event; nothing when it can be taken."""
    complaints: list[str] = []
    if not isinstance(event.get("routing_key"), str) or len(event["routing_key"]) != len(ROUTING_KEY):
        complaints.append("Length of 'routing_key' is incorrect (should be 32 characters)")
    action = event.get("event_action")
    if action not in _ACTIONS:
        complaints.append("'event_action' is missing or unknown")
    key = event.get("dedup_key")
    if key is not None and not (isinstance(key, str) and 0 < len(key) <= 255):
        complaints.append("'dedup_key' is no text of up to 255 characters")
    if key is None and action in ("acknowledge", "resolve"):
        complaints.append("'dedup_key' is missing")
    if action == "trigger":
        complaints += _find_in_payload(event.get("payload"))
    return complaints + _find_in_links(event.get("links", []))


def _find_in_payload(payload: Any) -> list[str]:
    if not isinstance(payload, dict):
        return ["'payload' is missing"]
    complaints = [f"'payload.{name}' is missing or blank" for name in ("summary", "source") if not payload.get(name)]
    if len(payload.get("summary") or "") > 1024:
        complaints.append("'payload.summary' is longer than 1024 characters")
    if payload.get("severity") not in _SEVERITIES:
        complaints.append("'payload.severity' is invalid (must be one of 'critical', 'warning', 'error' or 'info')")
    complaints += [f"'payload.{name}' is no text" for name in _TEXTS if not isinstance(payload.get(name, ""), str)]
    if not isinstance(payload.get("custom_details", {}), dict):
        complaints.append("'payload.custom_details' is no object")
    return complaints + _find_in_timestamp(payload.get("timestamp"))


def _find_in_timestamp(timestamp: Any) -> list[str]:
    try:
        is_time = timestamp is None or datetime.fromisoformat(timestamp).tzinfo is not None
    except (TypeError, ValueError):
        is_time = False
    return [] if is_time else ["'payload.timestamp' is no ISO 8601 time"]


def _find_in_links(links: Any) -> list[str]:
    is_list = isinstance(links, list) and all(
        isinstance(link, dict) and str(link.get("href", "")).startswith(("http://", "https://")) for link in links
    )
    return [] if is_list else ["'links' are no objects with an 'href'"]


def _refuse(complaints: list[str]) -> Verdict:
    return Verdict(400, value={"status": "invalid event", "message": "Event object is invalid", "errors": complaints})
