"""Slack's incoming webhooks for tests: they take what Slack's reference allows, and refuse the rest in its words.

`with running_slack() as slack:` makes `slack.url` an incoming webhook. To keep an address at hooks.slack.com, start
the server with `RATCHET_SLACK_URL` as `slack.origin`.

It checks: text or blocks at all; at most 50 blocks, their types, ids and lengths. It does not cover: interactive
elements, attachments, files.
"""

from collections.abc import Callable, Generator, Mapping
from contextlib import contextmanager
from typing import Any
from urllib.parse import urlsplit

from ratchet.testing.receiving import Delivery, Receiver, Verdict, receiving

PATH = "/services/T00000000/B00000000/abcdefghijklmnopqrstuvwx"

_BLOCKS_MAX = 50
_TEXT_LENGTH_MAX = 40_000
_ID_LENGTH_MAX = 255


class Slack(Receiver):
    """An incoming webhook that runs."""

    @property
    def origin(self) -> str:
        """The address without its path: what stands for https://hooks.slack.com."""
        parts = urlsplit(self.url)
        return f"{parts.scheme}://{parts.netloc}"


@contextmanager
def running_slack(*, port: int = 0) -> Generator[Slack]:
    """An incoming webhook on a port of this machine, ready; ended when the block is."""
    slack = Slack(judge)
    with receiving(slack, PATH, port=port):
        yield slack


def judge(delivery: Delivery) -> Verdict:
    """What Slack says to a message."""
    if delivery.method != "POST":
        return Verdict(405, "method_not_allowed")
    if not delivery.path.startswith("/services/"):
        return Verdict(404, "no_service")
    try:
        message = delivery.message
    except ValueError:
        return Verdict(400, "invalid_payload")
    if not isinstance(message, dict):
        return Verdict(400, "invalid_payload")
    complaint = find_complaint(message)
    return Verdict(400, complaint) if complaint else Verdict(200, "ok")


def find_complaint(message: Mapping[str, Any]) -> str:
    """What is wrong with a message in Slack's words; empty when nothing is."""
    text, blocks = message.get("text", ""), message.get("blocks", [])
    if not text and not blocks:
        return "no_text"
    if not isinstance(text, str) or len(text) > _TEXT_LENGTH_MAX:
        return "invalid_payload"
    if not isinstance(blocks, list) or len(blocks) > _BLOCKS_MAX:
        return "invalid_blocks"
    ids = [block["block_id"] for block in blocks if isinstance(block, dict) and "block_id" in block]
    if len(set(ids)) < len(ids) or any(len(one) > _ID_LENGTH_MAX for one in ids):
        return "invalid_blocks"
    return "" if all(_is_block(block) for block in blocks) else "invalid_blocks"


def _is_block(block: Any) -> bool:
    return isinstance(block, dict) and _BLOCKS.get(block.get("type", ""), lambda _: False)(block)


def _is_text(text: Any, length_max: int, *kinds: str) -> bool:
    if not isinstance(text, dict) or text.get("type") not in (kinds or ("mrkdwn", "plain_text")):
        return False
    return isinstance(text.get("text"), str) and 0 < len(text["text"]) <= length_max


def _is_section(block: Mapping[str, Any]) -> bool:
    fields = block.get("fields", [])
    has_text = "text" in block and _is_text(block["text"], 3000)
    are_fields = 0 < len(fields) <= 10 and all(_is_text(text, 2000) for text in fields)
    return has_text and (not fields or are_fields) if "text" in block else are_fields


def _is_context(block: Mapping[str, Any]) -> bool:
    elements = block.get("elements", [])
    return 0 < len(elements) <= 10 and all(_is_text(text, 3000) for text in elements)


_BLOCKS: Mapping[str, Callable[[Mapping[str, Any]], bool]] = {
    "header": lambda block: _is_text(block.get("text"), 150, "plain_text"),
    "section": _is_section,
    "context": _is_context,
    "divider": lambda _: True,
}
