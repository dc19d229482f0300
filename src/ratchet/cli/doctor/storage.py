"""Whether the data directory and both stores can be used; nothing in them is changed."""

import os
import shutil
from collections.abc import Iterator, Sequence

from ratchet.auth.first_key import read_given_key
from ratchet.cli.doctor.findings import Finding, fine, note, wrong
from ratchet.cli.doctor.settings import hide_password
from ratchet.errors import Conflict, RatchetError
from ratchet.settings import Settings
from ratchet.store.events import connect as events
from ratchet.store.records import connect as records
from ratchet.store.records.keys import read_keys

GIBIBYTE = 1024**3
FREE_BYTES_MIN = GIBIBYTE


def examine_data_directory(settings: Settings) -> Iterator[Finding]:
    """Whether the data directory can be written, or made, and has room."""
    subject, path = "data directory", settings.data_dir.absolute()
    existing = next(parent for parent in (path, *path.parents) if parent.exists())
    if not existing.is_dir() or not os.access(existing, os.W_OK | os.X_OK):
        yield wrong(subject, f"{existing} cannot be written. Give it to this user, or set RATCHET_DATA_DIR.")
        return
    free = shutil.disk_usage(existing).free
    room = f"{free / GIBIBYTE:.1f} GiB free"
    if free < FREE_BYTES_MIN:
        yield wrong(subject, f"only {room} at {existing}. Make room, or set RATCHET_DATA_DIR to a larger disk.")
    elif existing != path:
        yield note(subject, f"{path} is not there yet; the first start makes it ({room})")
    else:
        yield fine(subject, f"{path} can be written, {room}")


def examine_keys(settings: Settings) -> Iterator[Finding]:
    """Whether the pair of keys in the settings is one."""
    try:
        read_given_key(settings)
    except RatchetError as error:
        yield wrong("keys", error.message)


def examine_records(settings: Settings) -> Iterator[Finding]:
    """Whether the record store answers, is up to date, and holds a key that works."""
    subject = "record store"
    try:
        missing = records.read_missing_migrations(settings.records_url)
        yield _schema(subject, settings.records_url, missing)
        if not missing:
            yield _count_keys(settings.records_url)
    except RatchetError as error:
        yield wrong(subject, error.message)


def examine_events(settings: Settings) -> Iterator[Finding]:
    """Whether the event store answers and is up to date; a server that has it open is a good sign."""
    subject = "event store"
    try:
        yield _schema(subject, settings.events_url, events.read_missing_migrations(settings.events_url))
    except Conflict as error:
        holder = error.details.get("holder")
        yield fine(subject, f"in use by {holder}") if holder else wrong(subject, error.message)
    except RatchetError as error:
        yield wrong(subject, error.message)


def _schema(subject: str, url: str, missing: Sequence[str]) -> Finding:
    place = hide_password(url)
    if not missing:
        return fine(subject, f"{place} answers, its schema is up to date")
    if missing[0].startswith("0001"):
        return note(subject, f"{place} is empty; `ratchet migrate` or the first start makes its tables")
    return note(subject, f"{place} lacks {', '.join(missing)}; `ratchet migrate` or the next start applies them")


def _count_keys(url: str) -> Finding:
    store = records.open_record_store(url)
    try:
        keys = read_keys(store)
    finally:
        store.close()
    active = sum(key.revoked_at is None for key in keys)
    if keys and not active:
        return note("keys", "all are revoked. `ratchet keys create` makes another.")
    return fine("keys", f"{active} active" if keys else "none yet; the first `ratchet serve` makes one")
