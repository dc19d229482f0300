"""What was acknowledged is there after the disk was full, whoever filled it."""

import json
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from queue import Queue

import pytest

from ratchet.store.events.disk import DiskWatch, kept_free_bytes

TIMEOUT_S = 120


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    disk = tmp_path / "disk"
    disk.mkdir()
    mount = shutil.which("mount")
    command = [str(mount), "-t", "tmpfs", "-o", "size=600m", "tmpfs", str(disk)]
    if mount is None or subprocess.run(command, check=False, capture_output=True).returncode:
        pytest.skip("a small disk needs the right to mount one")
    yield disk
    subprocess.run(["umount", str(disk)], check=True)


def test_nothing_acknowledged_is_lost_by_a_full_disk(small_disk: Path) -> None:
    script = Path(__file__).with_name("fill_disk.py")
    done = subprocess.run(
        [sys.executable, str(script), str(small_disk)], capture_output=True, text=True, timeout=TIMEOUT_S, check=False
    )
    assert done.returncode == 0, done.stderr
    acknowledged, found, found_after_a_restart, refusals = json.loads(done.stdout)
    assert found == found_after_a_restart == acknowledged
    assert refusals == [f"The disk of the event store at {small_disk}/events is full. Make room on it."]


def test_merges_stop_while_there_is_too_little_room(tmp_path: Path) -> None:
    said: Queue[str] = Queue()
    watch = DiskWatch(tmp_path, 2**62, said.put)
    assert said.get(timeout=TIMEOUT_S) == "SYSTEM STOP MERGES"
    watch.close()
    assert said.empty()


def test_the_room_that_is_kept_is_a_small_part_of_the_disk(tmp_path: Path) -> None:
    assert 0 < kept_free_bytes(tmp_path) <= shutil.disk_usage(tmp_path).total // 20
