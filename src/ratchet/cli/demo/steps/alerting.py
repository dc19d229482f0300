"""Bad traffic comes; an alert fires, and a webhook is told."""

from collections.abc import Iterator
from typing import Any

from ratchet.cli.demo.stage import BROKEN, Stage, wait_until
from ratchet.cli.demo.step import Claim, Step
from ratchet.cli.demo.visits import read_questions

RULE = "The twin fails"
_ASKED = 12


def play(stage: Stage) -> None:
    """Tell a webhook of a rule, then ask a release whose model is away."""
    hook = {"name": "demo", "kind": "webhook", "url": stage.hook.url, "secret": stage.hook_secret}
    stage.client.post("/admin/alerts/channels", {**hook, "allow_private_addresses": True})
    rule = {"name": RULE, "rule_type": "error_rate", "threshold": 0.2, "time_window_minutes": 5, "severity": "error"}
    filters = {"filters": {"release": BROKEN}, "allow_unmatched": True}
    stage.rule_id = stage.client.post("/admin/alerts/rules", {**rule, **filters})["id"]
    release = stage.releases[BROKEN]
    release.wait_until_ready()
    stage.trouble = [release.ask(question.twin_id, question.query) for question in read_questions()[:_ASKED]]
    wait_until(lambda: _is_stored(stage), "the failed answers are stored")
    stage.client.post("/admin/alerts/check", {})
    wait_until(lambda: bool(_told(stage)), "the webhook is told")


def check(stage: Stage) -> Iterator[Claim]:
    """The firing is in the history, and what came at the webhook names it."""
    failed = sum(answered.status >= 500 for answered in stage.trouble)
    yield Claim(f"{failed} of {_ASKED} answers of release {BROKEN} failed", failed == _ASKED)
    fired = stage.client.get("/admin/alerts/history", {"rule_id": stage.rule_id})["alerts"]
    yield Claim(f"Fired: {fired[0]['message']}" if fired else "Nothing fired", bool(fired))
    known = {firing["id"] for firing in fired}
    told = [alert for alert in _told(stage) if alert["id"] in known]
    yield Claim(f"The webhook got {len(told)} signed message about it", bool(told))


def _is_stored(stage: Stage) -> bool:
    found = stage.client.get("/metrics/traces/search", {"status": "error", "from_hours": 1, "limit": 100})["traces"]
    return {answered.trace_id for answered in stage.trouble} <= {trace["id"] for trace in found}


def _told(stage: Stage) -> list[dict[str, Any]]:
    alerts = (message["alert"] for message in stage.hook.messages)
    return [alert for alert in alerts if alert and alert["rule_name"] == RULE]


STEP = Step("Bad traffic: an alert fires", play, check, "/alerts")
