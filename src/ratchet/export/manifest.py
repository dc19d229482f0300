"""The manifest: what an export was made of and how, so that it can be checked and made again."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from datetime import UTC, datetime
from importlib.metadata import version
from typing import Any

from ratchet.domain.export import Export, ExportedFile
from ratchet.domain.time import format_time

# Say where files go, not what is in them.
_NO_FILTERS = ("format", "as_of", "seed", "overwrite")


def to_manifest(
    export: Export, as_of: int, stats: Mapping[str, Any], report: Mapping[str, Any], files: Sequence[ExportedFile]
) -> dict[str, Any]:
    """Everything about an export: dataset and version, order, counts, files with hashes, tokens, what was reported."""
    order = asdict(export.order)
    return {
        "export_id": export.id,
        "created_at": datetime.now(UTC).isoformat(timespec="seconds"),
        "ratchet_version": version("ratchet"),
        "dataset": export.dataset_name,
        "dataset_id": export.dataset_id,
        "dataset_version": format_time(as_of),
        "format": export.order.format,
        "seed": export.order.seed,
        "order": {name: _show(name, value) for name, value in order.items() if name not in _NO_FILTERS},
        "counts": {name: stats[name] for name in ("total_items", "train_items", "val_items")},
        "files": [asdict(file) for file in files],
        **report,
    }


def _show(name: str, value: Any) -> Any:
    return format_time(value) if name in ("start", "end") and value is not None else value
