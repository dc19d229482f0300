"""`ratchet alerts channels`, against a running server."""

from collections.abc import Callable

import pytest
from typer.testing import CliRunner, Result

from ratchet.cli import app
from ratchet.testing.server import Server
from ratchet.testing.webhook import Verdict, running_webhook


@pytest.fixture
def run(server: Server) -> Callable[..., Result]:
    """Runs `ratchet alerts channels` on a screen that is wide."""
    environment = {
        "RATCHET_URL": server.url,
        "RATCHET_PUBLIC_KEY": server.public_key,
        "RATCHET_SECRET_KEY": server.secret_key,
        "COLUMNS": "200",
    }
    return lambda *arguments, said="": CliRunner().invoke(
        app, ["alerts", "channels", *arguments], env=environment, input=said
    )


def test_a_channel_is_added_tried_and_removed(run: Callable[..., Result]) -> None:
    with running_webhook() as hook:
        added = run("add", "a hook", "webhook", "--allow-private", "--severity", "critical", said=f"{hook.url}\n")
        assert (added.exit_code, "signed with whsec_" in added.output) == (0, True), added.output
        assert run("add", "a hook", "webhook", "https://example.com").exit_code == 1
        tried = run("test", "a hook")
        assert (tried.exit_code, "It arrived" in tried.output) == (0, True), tried.output
        assert hook.messages[0]["type"] == "test"
        hook.outage = Verdict(403, "no_token")
        tried = run("test", "a hook")
        assert (tried.exit_code, "403: no_token" in tried.output) == (1, True), tried.output
    [line] = [line for line in run("list").output.splitlines() if "a hook" in line]
    assert "critical" in line
    assert "healthy" in line
    assert "0 notifications" in run("retry", "a hook").output
    assert run("sent", "--status", "dead").exit_code == 0
    assert run("remove", "a hook").exit_code == 0
    assert run("test", "a hook").exit_code == 1
