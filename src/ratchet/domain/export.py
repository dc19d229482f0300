"""Exports: a dataset's items written to files, for training or to be taken away."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any


class ExportFormat(StrEnum):
    """How items are written; `GET /admin/datasets/export/formats` says what each is for."""

    JSONL = "jsonl"
    CSV = "csv"
    OPENAI = "openai"
    HUGGINGFACE = "huggingface"
    PARQUET = "parquet"
    MESSAGES = "messages"
    PREFERENCE = "preference"
    OPENAI_PREFERENCE = "openai_preference"


class ExportState(StrEnum):
    """How far an export is."""

    QUEUED = "queued"
    RUNNING = "running"
    COMPLETED = "completed"
    FAILED = "failed"
    CANCELLED = "cancelled"

    @property
    def is_over(self) -> bool:
        return self in (ExportState.COMPLETED, ExportState.FAILED, ExportState.CANCELLED)


class Group(StrEnum):
    """What is kept on one side of a split: all items of a session, of a user, or from one document."""

    SESSION = "session"
    USER = "user"
    DOCUMENT = "document"


class Checks(StrEnum):
    """How many items are looked at for the report; what would make a file invalid is found in any case."""

    NONE = "none"
    FAST = "fast"
    FULL = "full"


@dataclass(frozen=True, slots=True, kw_only=True)
class ExportOrder:
    """What is to be written and how; times in nanoseconds since 1970 in UTC.

    `as_of` pins the version of the dataset. Without `train_split` there is one file, in the order of the dataset.
    """

    format: ExportFormat = ExportFormat.JSONL
    min_score: float | None = None
    max_score: float | None = None
    query_type: str | None = None
    start: int | None = None
    end: int | None = None
    as_of: int = 0
    train_split: float | None = 0.8
    seed: int = 42
    system_prompt: str | None = None
    model: str | None = None
    margin: float = 0.1
    drop_duplicates: bool = False
    drop_contaminated: bool = False
    keep_together: Group | None = None
    stratify: bool = False
    redact: bool = False
    checks: Checks = Checks.FAST
    overwrite: bool = False


@dataclass(frozen=True, slots=True)
class ExportedFile:
    """A file of an export, by its name in the directory of the export."""

    name: str
    size_bytes: int
    sha256: str
    items: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Export:
    """An export and how far it is; `place` is where its files are under the export directory, without their endings.

    `progress` is in items of `total`; `report` is what a completed export says of itself.
    """

    project_id: str
    id: str
    dataset_id: str
    dataset_name: str
    place: str
    order: ExportOrder
    is_background: bool
    created_at: datetime
    updated_at: datetime
    state: ExportState = ExportState.QUEUED
    progress: int = 0
    total: int = 0
    files: tuple[ExportedFile, ...] = ()
    report: Mapping[str, Any] = field(default_factory=dict[str, Any])
    error: str = ""
