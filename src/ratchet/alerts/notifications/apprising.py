"""Messages for the services that Apprise knows, each sent by a process of its own."""

import json
import os
import subprocess
import sys
from typing import Any

from ratchet.alerts.notifications.answer import Answer, failed
from ratchet.alerts.notifications.message import Message, MessageType
from ratchet.domain.alert import AlertSeverity

TIMEOUT_S = 30.0
_CHILD = "ratchet.alerts.notifications.apprise_child"
# Where to find programs and whom to trust; nothing else of the server's environment concerns a service.
_KEPT = ("PATH", "LANG", "SSL_CERT_FILE", "SSL_CERT_DIR", "REQUESTS_CA_BUNDLE", "SYSTEMROOT")
_TYPES = {
    AlertSeverity.INFO: "info",
    AlertSeverity.WARNING: "warning",
    AlertSeverity.ERROR: "failure",
    AlertSeverity.CRITICAL: "failure",
}


def send_by_apprise(url: str, message: Message, *, allow_private: bool, timeout_s: float = TIMEOUT_S) -> Answer:
    """Send a message to an address of Apprise's."""
    is_well = message.type in (MessageType.RESOLVED, MessageType.TEST)
    asked = {
        "url": url,
        "title": message.title,
        "body": to_text(message),
        "type": "success" if is_well else _TYPES[message.firing.severity],
        "allow_private": allow_private,
    }
    said = _run(asked, timeout_s)
    if isinstance(said, Answer):
        return said
    return Answer(said["ok"], said["detail"], is_final=said.get("is_final", False))


def find_host(url: str) -> str | None:
    """The host that an address of Apprise's names, empty where the service has its own; None for no such address."""
    said = _run({"url": url, "title": ""}, TIMEOUT_S)
    return None if isinstance(said, Answer) or not said["ok"] else str(said["host"])


def to_text(message: Message) -> str:
    """The message as plain text."""
    lines = [message.text, "", f"Open in Ratchet: {message.url}"]
    if message.firing.runbook_url:
        lines.append(f"Runbook: {message.firing.runbook_url}")
    lines += [f"Trace: {link.href}" for link in message.traces]
    return "\n".join([*lines, "", f"project {message.firing.project_id}, id {message.id}"])


def _run(asked: dict[str, Any], timeout_s: float) -> dict[str, Any] | Answer:
    try:
        done = subprocess.run(  # noqa: S603 - our own module; what people wrote goes in by its standard input
            [sys.executable, "-P", "-m", _CHILD],
            input=json.dumps(asked),
            env={name: os.environ[name] for name in _KEPT if name in os.environ},
            capture_output=True,
            text=True,
            check=False,
            timeout=timeout_s,
        )
    except subprocess.TimeoutExpired:
        return failed(f"No answer within {timeout_s:g} s.")
    except OSError as error:
        return failed(f"Apprise could not be started: {error}")
    try:
        return json.loads(done.stdout)
    except ValueError:
        return failed(f"Apprise ended with code {done.returncode}.")
