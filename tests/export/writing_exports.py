"""Exports without a server in between: items into the store, files out."""

import shutil
import subprocess
from collections.abc import Generator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from threading import Event
from typing import Any
from uuid import uuid4

import pytest

from ratchet.domain.dataset import Dataset, Item
from ratchet.domain.export import Export, ExportFormat, ExportOrder
from ratchet.export.beginning import begin_export
from ratchet.export.desk import Desk
from ratchet.export.exporting import carry_out
from ratchet.server.stores import Stores
from ratchet.store.events.dataset_items import StoredItem, insert_items
from ratchet.store.records.datasets import write_dataset

MILLISECOND_NS = 1_000_000
Values = tuple[Any, Any, Any]


@contextmanager
def small_disk(directory: Path, size: str) -> Generator[None]:
    """A disk of its own in the place of an empty directory; the test is skipped where none may be mounted."""
    mount = shutil.which("mount")
    command = [str(mount), "-t", "tmpfs", "-o", f"size={size}", "tmpfs", str(directory)]
    if mount is None or subprocess.run(command, check=False, capture_output=True).returncode:
        pytest.skip("a small disk needs the right to mount one")
    try:
        yield
    finally:
        subprocess.run(["umount", str(directory)], check=True)


@dataclass(frozen=True)
class Exporter:
    """Keeps datasets of a project, and exports them below a directory."""

    stores: Stores
    project: str
    root: Path

    @property
    def desk(self) -> Desk:
        return Desk(self.stores.events, self.stores.records, self.root, Event())

    def keep(self, values: Sequence[Values]) -> tuple[Dataset, list[Item]]:
        """A dataset of items with these inputs, expected outputs and metadata."""
        now = datetime.now(UTC)
        dataset = Dataset(self.project, uuid4().hex, uuid4().hex, now, now)
        write_dataset(self.stores.records, dataset)
        items = [
            Item(
                project_id=self.project,
                dataset_id=dataset.id,
                id=f"item-{place}-{dataset.id}",
                created_at=(1_700_000_000_000 + place) * MILLISECOND_NS,
                version=(1_700_000_000_000 + place) * MILLISECOND_NS,
                input=asked,
                expected_output=answered,
                metadata=metadata,
            )
            for place, (asked, answered, metadata) in enumerate(values)
        ]
        insert_items(self.stores.events, [StoredItem(item) for item in items])
        return dataset, items

    def export(self, dataset: Dataset, kind: ExportFormat, **order: Any) -> tuple[Export, list[Path]]:
        """An export, and its data files."""
        wanted = ExportOrder(format=kind, **order)
        begun = begin_export(self.desk, dataset, wanted, output_path=f"{uuid4().hex}/data", is_background=False)
        done = carry_out(self.desk, dataset, begun)
        directory = self.root / done.place if kind is ExportFormat.HUGGINGFACE else (self.root / done.place).parent
        return done, [directory / file.name for file in done.files if file.items is not None]
