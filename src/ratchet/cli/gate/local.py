"""A server of a gate's own, for a build that has none."""

import tempfile
from collections.abc import Generator
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path
from urllib.parse import quote

from ratchet.cli.datasets.sending import send_file
from ratchet.errors import Conflict, Invalid
from ratchet.sdk.client import Client
from ratchet.sdk.connection import Connection
from ratchet.testing.server import running_server


@contextmanager
def local_server(dataset: str, data: Path | None, data_dir: Path | None) -> Generator[Connection]:
    """A server that runs while the block does, over `data_dir` or nothing, with the items of `data` in a dataset."""
    if data is None and data_dir is None:
        raise Invalid("--local needs items: --data FILE, or a --data-dir that holds the dataset already.")
    with ExitStack() as opened:
        directory = data_dir or Path(opened.enter_context(tempfile.TemporaryDirectory(prefix="ratchet-gate-")))
        server = opened.enter_context(running_server(directory.absolute()))
        connection = Connection(server.url, *server.keys)
        if data is not None:
            _fill(connection, dataset, data)
        yield connection


def _fill(connection: Connection, dataset: str, data: Path) -> None:
    with Client(connection) as client:
        with suppress(Conflict):  # it is there from an earlier run over the same directory
            client.post("/admin/datasets", {"name": dataset})
        said = send_file(client, f"/admin/datasets/{quote(dataset, safe='')}/import", data, {"mode": "strict"})
    if said["rejected"]:
        row = said["rejected_rows"][0]
        raise Invalid(f"{data}, line {row['line']}: {row['reason']}")
