"""`ratchet datasets`: keep datasets on a running server, and fill them from files and traces."""

import typer

from ratchet.cli.datasets.filling import add_traces, import_file
from ratchet.cli.datasets.keeping import (
    archive_dataset,
    create_dataset,
    delete_dataset,
    list_datasets,
    rename_dataset,
    restore_dataset,
    show_dataset,
)

datasets = typer.Typer(
    help="Make datasets, fill them from files and traces, archive and delete them, on the server at RATCHET_URL.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)
datasets.command("create")(create_dataset)
datasets.command("list")(list_datasets)
datasets.command("show")(show_dataset)
datasets.command("rename")(rename_dataset)
datasets.command("archive")(archive_dataset)
datasets.command("restore")(restore_dataset)
datasets.command("delete")(delete_dataset)
datasets.command("import")(import_file)
datasets.command("add-traces")(add_traces)
