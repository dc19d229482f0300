"""Messages as Slack shows them: blocks, within the lengths that its reference allows."""

from collections.abc import Mapping
from typing import Any

from ratchet.alerts.notifications.message import Message, MessageType
from ratchet.domain.alert import AlertSeverity
from ratchet.domain.time import format_moment

HEADER_LENGTH_MAX = 150
TEXT_LENGTH_MAX = 3000
FIELD_LENGTH_MAX = 2000
FIELDS_MAX = 10

_MARKS: Mapping[AlertSeverity, str] = {
    AlertSeverity.INFO: ":information_source:",
    AlertSeverity.WARNING: ":warning:",
    AlertSeverity.ERROR: ":red_circle:",
    AlertSeverity.CRITICAL: ":rotating_light:",
}
_ALL_IS_WELL = ":white_check_mark:"


def to_payload(message: Message) -> dict[str, Any]:
    """The body for an incoming webhook; `text` is what devices show that show no blocks."""
    return {
        "text": _escape(f"{message.title}: {message.text}", TEXT_LENGTH_MAX),
        "blocks": [block for block in _to_blocks(message) if block],
        "unfurl_links": False,
        "unfurl_media": False,
    }


def _to_blocks(message: Message) -> list[dict[str, Any]]:
    return [
        {
            "type": "header",
            "block_id": message.id,
            "text": {"type": "plain_text", "emoji": True, "text": _cut(_headline(message), HEADER_LENGTH_MAX)},
        },
        _section(_escape(message.text, TEXT_LENGTH_MAX)),
        _facts(message),
        _section(_links(message)),
        _context(message),
    ]


def _headline(message: Message) -> str:
    is_well = message.type in (MessageType.RESOLVED, MessageType.TEST)
    return f"{_ALL_IS_WELL if is_well else _MARKS[message.firing.severity]} {message.title}"


def _section(text: str) -> dict[str, Any]:
    return {"type": "section", "text": {"type": "mrkdwn", "text": text}}


def _facts(message: Message) -> dict[str, Any]:
    if message.type is MessageType.TEST:
        return {}
    firing = message.firing
    facts = {"Severity": firing.severity.value, "Since": format_moment(firing.fired_at)}
    if firing.resolved_at:
        facts["Until"] = format_moment(firing.resolved_at)
    facts |= {name: value or "none" for name, value in firing.labels.items()}
    if firing.segment:
        facts["Mostly"] = f"{firing.segment['field']} {firing.segment['value']}"
    texts = [_escape(f"*{name}*\n{value}", FIELD_LENGTH_MAX) for name, value in facts.items()]
    return {"type": "section", "fields": [{"type": "mrkdwn", "text": text} for text in texts[:FIELDS_MAX]]}


def _links(message: Message) -> str:
    links = [_link("Open in Ratchet", message.url)]
    if message.firing.runbook_url:
        links.append(_link("Runbook", message.firing.runbook_url))
    links += [_link(f"Trace {number}", link.href) for number, link in enumerate(message.traces, 1)]
    while len(" · ".join(links)) > TEXT_LENGTH_MAX:
        links.pop()
    return " · ".join(links)


def _link(text: str, url: str) -> str:
    return f"<{_escape(url.replace('|', '%7C'), TEXT_LENGTH_MAX)}|{text}>"


def _context(message: Message) -> dict[str, Any]:
    said = _escape(f"Ratchet · project {message.firing.project_id} · id {message.id}", FIELD_LENGTH_MAX)
    return {"type": "context", "elements": [{"type": "mrkdwn", "text": said}]}


def _escape(text: str, length_max: int) -> str:
    """Text that is no markup; cut before, so that no escape is cut in two."""
    escaped = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return (
        escaped
        if len(escaped) <= length_max
        else _escape(_cut(text, len(text) * length_max // len(escaped) - 1), length_max)
    )


def _cut(text: str, length_max: int) -> str:
    return text if len(text) <= length_max else text[: max(0, length_max - 1)] + "…"
