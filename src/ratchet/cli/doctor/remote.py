"""Whether a server answers where the command line and the SDK look for one, and takes the keys that are set here."""

from collections.abc import Iterator
from dataclasses import replace

import httpx2

from ratchet.cli.doctor.findings import Finding, fine, note, wrong
from ratchet.errors import RatchetError
from ratchet.sdk.client import Client
from ratchet.sdk.connection import DEFAULT_URL, Connection

TIMEOUT_S = 5.0


def examine_server(connection: Connection) -> Iterator[Finding]:
    """Whether a server answers, can work, and takes the keys."""
    absence = _find_absence(connection.url)
    if absence is not None:
        yield absence
        return
    with Client(replace(connection, timeout_s=TIMEOUT_S)) as client:
        yield _examine_readiness(client)
        yield _examine_keys(client)


def _find_absence(url: str) -> Finding | None:
    try:
        answer = httpx2.get(f"{url}/healthz", timeout=TIMEOUT_S)
    except httpx2.TransportError as error:
        # Whoever has named a server expects it to be there.
        state = note if url == DEFAULT_URL else wrong
        return state("server", f"none answers at {url} ({error}). Start one with `ratchet serve`, or set RATCHET_URL.")
    except httpx2.InvalidURL as error:
        return wrong("server", f"RATCHET_URL is no address: {error}")
    if answer.text != '{"status":"ok"}':
        return wrong("server", f"what answers at {url} is no Ratchet. Set another RATCHET_PORT and RATCHET_URL.")
    return None


def _examine_readiness(client: Client) -> Finding:
    url = client.connection.url
    try:
        client.get("/readyz")
    except RatchetError as error:
        return wrong("server", f"{url} answers and cannot work: {error.message}")
    return fine("server", f"{url} answers and can work")


def _examine_keys(client: Client) -> Finding:
    subject = "server's keys"
    if client.connection.auth is None:
        return note(subject, "none is set here to try. Set RATCHET_PUBLIC_KEY and RATCHET_SECRET_KEY.")
    try:
        projects = client.get("/api/public/projects")["data"]
    except RatchetError as error:
        return wrong(subject, error.message)
    names = ", ".join(str(project["id"]) for project in projects)
    return fine(subject, f"{client.connection.public_key} opens project {names}")
