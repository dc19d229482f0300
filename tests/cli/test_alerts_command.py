"""`ratchet alerts` and the SDK's names, against a running server."""

import asyncio
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from ratchet import AlertRule, AlertRuleType, AlertSeverity, Connection, get_alert_manager
from ratchet.cli import app
from ratchet.errors import Invalid
from ratchet.testing.otlp import PROTOBUF, otlp_request, otlp_span
from ratchet.testing.server import Server, running_server

Run = Callable[..., Result]

FILE = """
rules:
  - name: Error rate
    threshold: 0.05
  - name: Slow answers
    rule_type: latency_spike
    threshold: 3000
    time_window_minutes: 15
    group_by: [model]
"""


@pytest.fixture(scope="module")
def alone(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A server whose rules nobody else changes."""
    with running_server(tmp_path_factory.mktemp("alerts"), work=False) as server:
        yield server


@pytest.fixture
def run(alone: Server) -> Run:
    """Runs `ratchet alerts` on a screen that is wide."""
    environment = {
        "RATCHET_URL": alone.url,
        "RATCHET_PUBLIC_KEY": alone.public_key,
        "RATCHET_SECRET_KEY": alone.secret_key,
        "COLUMNS": "200",
    }
    return lambda *arguments: CliRunner().invoke(app, ["alerts", *arguments], env=environment)


def test_a_file_of_rules_is_applied_once_its_difference_was_shown(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "rules.yaml"
    path.write_text(FILE)
    shown = run("apply", str(path), "--dry-run").output
    assert [line.strip() for line in shown.splitlines()] == ["~ Error rate", "threshold: 0.1 → 0.05", "+ Slow answers"]
    assert "2 rules were changed" in run("apply", str(path), "--yes").output
    assert "The server has these rules already." in run("apply", str(path)).output
    [line] = [line for line in run("list").output.splitlines() if "Slow answers" in line]
    assert "latency_spike" in line
    shown = run("apply", str(path), "--prune", "--dry-run").output
    assert {line for line in shown.splitlines() if line.startswith("-")} == {
        "- Latency spike",
        "- Quality drop",
        "- Faithfulness drop",
        "- Citation alignment drop",
    }
    path.write_text("rules:\n  - name: Odd\n    rule_type: error_rate\n    threshold: 15\n")
    refused = run("apply", str(path), "--yes")
    assert (refused.exit_code, "15 is no share" in refused.output) == (1, True)
    path.write_text("nothing: here")
    assert run("apply", str(path)).exit_code == 1


def test_the_sdk_adds_rules_and_checks_them_as_the_seed_does(alone: Server, run: Run) -> None:
    manager = get_alert_manager(Connection(alone.url, alone.public_key, alone.secret_key))
    rule = AlertRule(
        id="custom_rule",
        name="My Custom Alert",
        rule_type=AlertRuleType.SCORE_DROP,
        threshold=0.6,
        time_window_minutes=15,
        severity=AlertSeverity.WARNING,
        filters={"score_name": "faithfulness"},
    )
    assert manager.add_rule(rule)["filters"] == {"score_name": "faithfulness"}
    assert manager.add_rule(rule)["id"] == "custom_rule"  # again is no error
    assert "custom_rule" in {kept["id"] for kept in manager.get_rules()}
    assert asyncio.run(manager.check_all_rules()) == []
    with pytest.raises(Invalid, match="recovery_threshold"):
        manager.add_rule(
            AlertRule(
                id="odd",
                name="Odd",
                rule_type=AlertRuleType.ERROR_RATE,
                threshold=0.1,
                time_window_minutes=5,
                severity=AlertSeverity.INFO,
                recovery_threshold=0.5,
            )
        )
    with alone.client() as client:
        body = otlp_request(otlp_span(name="chat")).SerializeToString()
        client.post("/v1/traces", content=body, headers={"content-type": PROTOBUF}).raise_for_status()
    traffic = {"id": "traffic", "name": "Little traffic", "rule_type": AlertRuleType.TRAFFIC, "threshold": 1000}
    manager.add_rule(AlertRule(**traffic, time_window_minutes=60, severity=AlertSeverity.INFO))
    [alert] = asyncio.run(manager.check_all_rules())
    assert (alert["rule_id"], alert["is_new"]) == ("traffic", True)
    checked = run("check")
    assert checked.exit_code == 1
    assert "INFO Little traffic: Traffic is" in checked.output
    assert "it would have fired 1 times" in run("backtest", "traffic", "--hours", "1").output
    manager.remove_rule("traffic")
