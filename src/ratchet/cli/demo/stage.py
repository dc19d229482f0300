"""What the steps of the demo share: a server, releases of the twin, a webhook, and what has happened so far."""

import time
from collections.abc import Callable, Generator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any
from uuid import uuid4

from ratchet.cli.demo.release import Answered, Release
from ratchet.errors import Unavailable
from ratchet.sdk.client import Client
from ratchet.sdk.connection import Connection
from ratchet.testing.receiving import Receiver
from ratchet.testing.server import Server, running_server
from ratchet.testing.tape import Tape, running_tape
from ratchet.testing.webhook import running_webhook

WITHIN_S = 90.0
_POLL_S = 0.3

GOOD, CARELESS, BROKEN, TAUGHT, DRAWN = "1.0.0", "1.1.0", "1.1.1", "1.2.0", "1.2.1"
"""Releases of the twin: the good one, one with a worse prompt, one whose model is away, one with examples, and one that
shows them to half of its readers, by lot."""

QUESTIONS, EXAMPLES = "twin-questions", "twin-examples"
"""Datasets: what releases are asked, and good answers to other questions."""


@dataclass(slots=True)
class Stage:
    """Where the demo plays."""

    server: Server
    client: Client
    hook: Receiver
    hook_secret: str
    tape: Tape
    directory: Path
    releases: dict[str, Release]
    first: Answered = field(default_factory=lambda: Answered("", "", 0, "", ""))
    day: list[Answered] = field(default_factory=list[Answered])
    trouble: list[Answered] = field(default_factory=list[Answered])
    tests: dict[str, dict[str, Any]] = field(default_factory=dict[str, dict[str, Any]])
    gate_exit: int | None = None
    rule_id: str = ""
    drawn: list[Answered] = field(default_factory=list[Answered])
    drawing_since: datetime = datetime.max
    export: dict[str, Any] = field(default_factory=dict[str, Any])


@contextmanager
def set_stage(directory: Path) -> Generator[Stage]:
    """Start everything; ended when the block is."""
    with ExitStack() as running:
        server = running.enter_context(running_server(directory / "server"))
        tape = running.enter_context(running_tape(server.url))
        secret = uuid4().hex
        hook = running.enter_context(running_webhook(secret=secret))
        client = running.enter_context(Client(Connection(server.url, *server.keys, timeout_s=120)))
        releases = dict[str, Release]()
        stage = Stage(server, client, hook, secret, tape, directory, releases)
        running.callback(stop_releases, stage)
        yield stage


def start_release(stage: Stage, name: str, **settings: Any) -> Release:
    """Start a release of the twin, without waiting until it is ready."""
    url = stage.tape.url if name == GOOD else stage.server.url
    public_key, secret_key = stage.server.keys
    where = {"ratchet_url": url, "ratchet_public_key": public_key, "ratchet_secret_key": secret_key}
    release = stage.releases[name] = Release(name, stage.directory, where | settings)
    return release


def stop_releases(stage: Stage) -> None:
    """End every release that runs."""
    for release in stage.releases.values():
        release.stop()


def wait_until(is_so: Callable[[], bool], what: str, within_s: float = WITHIN_S) -> None:
    """Return once something is so; raises `Unavailable` when it does not come to be."""
    deadline = time.monotonic() + within_s
    while not is_so():
        if time.monotonic() > deadline:
            raise Unavailable(f"After {within_s:.0f} s still not: {what}")
        time.sleep(_POLL_S)
