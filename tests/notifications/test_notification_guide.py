"""The guide to notifications: its body is what is sent, and its check of signatures works."""

import json
import re
import time
from pathlib import Path
from typing import Any

from alert_post import a_firing

from ratchet.alerts.notifications.message import Message, MessageType
from ratchet.alerts.notifications.webhook import pack, to_body
from ratchet.sdk.webhooks import sign

GUIDE = (Path(__file__).parents[2] / "docs/guides/notifications.md").read_text()


def shape(value: Any) -> Any:
    return {name: shape(inner) for name, inner in value.items()} if isinstance(value, dict) else None


def a_message() -> Message:
    firing = a_firing("default")
    return Message("n1", MessageType.FIRED, firing.fired_at, 1, firing, "https://ratchet.example.com")


def test_the_body_of_the_guide_has_the_fields_of_what_is_sent() -> None:
    block = re.search(r"```json\n(.*?)```", GUIDE, re.DOTALL)
    assert block
    assert shape(json.loads(block.group(1))) == shape(to_body(a_message()))


def test_the_guides_own_check_of_a_signature_takes_what_is_sent_and_nothing_else() -> None:
    [code] = [block for block in re.findall(r"```python\n(.*?)```", GUIDE, re.DOTALL) if "is_genuine" in block]
    names: dict[str, Any] = {}
    exec(code, names)
    body, now = pack(a_message()), int(time.time())
    signed = {"Ratchet-Signature": sign("a secret", body, now)}
    assert names["is_genuine"](body, signed, "a secret")
    assert not names["is_genuine"](body, signed, "another")
    assert not names["is_genuine"](body, {"Ratchet-Signature": sign("a secret", body, now - 400)}, "a secret")
