"""`ratchet probes`: questions that a running server puts to targets on a schedule."""

import typer

from ratchet.cli.probes.applying import apply_probes
from ratchet.cli.probes.asking import add_probe, delete_probe, list_probes, run_probe, show_results

probes = typer.Typer(
    help="List, add, apply and run probes, and see what came of them, on the server at RATCHET_URL.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)
probes.command("list")(list_probes)
probes.command("add")(add_probe)
probes.command("run")(run_probe)
probes.command("results")(show_results)
probes.command("apply")(apply_probes)
probes.command("delete")(delete_probe)
