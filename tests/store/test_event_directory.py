"""One process has a directory; a second learns which, and gets it once the first is gone, however it went."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from ratchet.errors import Conflict, Unavailable
from ratchet.store.events import EventStore, open_event_store
from ratchet.store.events.directory import HeldDirectory

TIMEOUT_S = 60
OPEN = """
import sys
from ratchet.errors import RatchetError
from ratchet.store.events import open_event_store
try:
    store = open_event_store(sys.argv[1])
except RatchetError as error:
    print(error.code, error.message)
else:
    print("open", flush=True)
    sys.stdin.read()
"""


def start(url: str) -> subprocess.Popen[str]:
    """A process that opens the store, says so, and keeps it until its input ends."""
    return subprocess.Popen(
        [sys.executable, "-c", OPEN, url], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, bufsize=1
    )


def first_line(process: subprocess.Popen[str]) -> str:
    assert process.stdout is not None
    return process.stdout.readline().strip()


def test_a_second_process_learns_who_has_the_directory(embedded_events: EventStore) -> None:
    second = start(f"chdb://{embedded_events.place}")
    told, _ = second.communicate(timeout=TIMEOUT_S)
    assert told.startswith("conflict ")
    assert f"{embedded_events.place} is in use by process {os.getpid()} on {os.uname().nodename}" in told
    assert "RATCHET_DATA_DIR" in told


def test_the_directory_of_a_process_that_was_killed_is_free(tmp_path: Path) -> None:
    killed, survivor = start(f"chdb://{tmp_path}"), None
    try:
        assert first_line(killed) == "open"
        killed.kill()
        killed.wait()
        survivor = start(f"chdb://{tmp_path}")
        assert first_line(survivor) == "open"
    finally:
        for process in (killed, survivor):
            if process is not None:
                process.communicate(timeout=TIMEOUT_S)


def test_a_directory_that_was_released_can_be_held_again(tmp_path: Path) -> None:
    HeldDirectory(tmp_path).release()
    held = HeldDirectory(tmp_path)
    with pytest.raises(Conflict, match=f"in use by process {os.getpid()}"):
        HeldDirectory(tmp_path)
    held.release()


def test_a_store_that_could_not_be_opened_leaves_its_directory_free(
    tmp_path: Path, embedded_events: EventStore
) -> None:
    # chDB has one directory a process, and this process has one already.
    with pytest.raises(Unavailable, match=str(tmp_path)):
        open_event_store(f"chdb://{tmp_path}")
    HeldDirectory(tmp_path).release()
    assert embedded_events.query("SELECT 1") == [(1,)]


def test_a_directory_that_is_a_file_is_refused_with_what_to_do(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(Unavailable, match="RATCHET_DATA_DIR"):
        open_event_store(f"chdb://{tmp_path}/file/events")
