"""Where the files of an export go: a path inside the export directory, and never out of it."""

from datetime import datetime
from pathlib import Path, PurePosixPath
from typing import NamedTuple

from ratchet.domain.export import Export, ExportFormat
from ratchet.errors import Unprocessable
from ratchet.export.formats import FORMATS
from ratchet.text.words import to_words

_ENDINGS = frozenset({".jsonl", ".json", ".ndjson", ".csv", ".parquet"})
_PATH_LENGTH_MAX = 1000
# A file's name has 255 bytes, and the longest that is put behind is ".manifest.json" with a mark while it is written.
_NAME_BYTES_MAX = 180


class Place(NamedTuple):
    """The directory that an export's files are in, and what their names begin with."""

    directory: Path
    stem: str


def to_place(output_path: str) -> str:
    """A path as it is asked for, as one below the export directory, without a leading `/` and an ending.

    Raises `Unprocessable` for one that leads out of there, or that can be no file.
    """
    parts = [part for part in output_path.split("/") if part not in ("", ".")]
    if not parts:
        raise bad_path("Name a file, such as exports/high_quality.jsonl")
    if ".." in parts:
        raise bad_path("This leads out of the export directory; leave `..` out")
    if any(character < " " or character in "\\\x7f" for character in output_path):
        raise bad_path("A path has no backslashes, line breaks and other control characters")
    if any(part.startswith(".") for part in parts):
        raise bad_path("Names that begin with a dot are kept for files that are being written")
    if len(output_path) > _PATH_LENGTH_MAX or any(len(part.encode()) > _NAME_BYTES_MAX for part in parts):
        raise bad_path(f"A name has at most {_NAME_BYTES_MAX} bytes, a path {_PATH_LENGTH_MAX} characters")
    path = PurePosixPath(*parts)
    return str(path.with_suffix("") if path.suffix.lower() in _ENDINGS else path)


def default_place(dataset_name: str, export_id: str, now: datetime) -> str:
    """Where files go when nobody says where: by the dataset's name and the time."""
    words = "-".join(to_words(dataset_name))[:60] or "dataset"
    return f"{words}-{now:%Y%m%d-%H%M%S}-{export_id[:6]}"


def find_place(root: Path, export: Export) -> Place:
    """The place of an export on the disk; raises `Unprocessable` where a symbolic link leads out of the directory."""
    path = root / export.place
    is_directory = FORMATS[ExportFormat(export.order.format)].is_directory
    directory = path if is_directory else path.parent
    if not directory.resolve().is_relative_to(root.resolve()):
        raise bad_path("A symbolic link leads out of the export directory here")
    return Place(directory, path.name)


def bad_path(message: str) -> Unprocessable:
    """That an `output_path` cannot be used."""
    fields = [{"field": "output_path", "message": message}]
    return Unprocessable(f"output_path: {message}.", details={"fields": fields})
