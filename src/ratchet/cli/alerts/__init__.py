"""`ratchet alerts`: the rules of a running server, kept in a file, checked and replayed, and where alerts are told."""

import typer

from ratchet.cli.alerts.applying import apply_rules
from ratchet.cli.alerts.channels import channels
from ratchet.cli.alerts.watching import backtest_rule, check_rules, list_rules

alerts = typer.Typer(
    help="List, check and replay alert rules, apply a file of them, and say where alerts are told, on the server at "
    "RATCHET_URL.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)
alerts.command("list")(list_rules)
alerts.command("check")(check_rules)
alerts.command("backtest")(backtest_rule)
alerts.command("apply")(apply_rules)
alerts.add_typer(channels, name="channels")
