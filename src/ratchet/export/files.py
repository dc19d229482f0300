"""Writing files so that they appear complete or not at all."""

import errno
import os
import shutil
from collections.abc import Callable, Collection, Generator, Iterable
from contextlib import contextmanager
from pathlib import Path

from ratchet.errors import Unavailable
from ratchet.export.place import Place, bad_path
from ratchet.store.events.disk import kept_free_bytes

_PARTIAL = ".partial"
_FULL = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)


class Staging:
    """A hidden directory beside the files to come, which are moved to their place once all are complete."""

    def __init__(self, place: Place, export_id: str) -> None:
        self._place = place
        self.directory = place.directory / f".{export_id}{_PARTIAL}"

    def path(self, name: str) -> Path:
        """Where a file is while it is written."""
        return self.directory / name

    def check_room(self) -> None:
        """Raise `Unavailable` rather than fill the disk, which the event store may be on too."""
        if shutil.disk_usage(self.directory).free < kept_free_bytes(self.directory):
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    @contextmanager
    def published(self, names: Iterable[str]) -> Generator[None]:
        """Let the files appear under their names, in place of what was there; they are gone when the block fails."""
        moved: list[str] = []
        try:
            for name in names:
                self.path(name).replace(self._place.directory / name)
                moved.append(name)
            yield
        except BaseException:
            for name in moved:
                (self._place.directory / name).unlink(missing_ok=True)
            raise


@contextmanager
def staged(place: Place, export_id: str) -> Generator[Staging]:
    """A place to write files in, gone when the block ends, and what was begun there before.

    What the disk refuses becomes `Unavailable` when it is full, and `Unprocessable` naming the path for the rest.
    """
    staging = Staging(place, export_id)
    with disk_errors():
        try:
            shutil.rmtree(staging.directory, ignore_errors=True)
            staging.directory.mkdir(parents=True)
            yield staging
        finally:
            shutil.rmtree(staging.directory, ignore_errors=True)


@contextmanager
def disk_errors() -> Generator[None]:
    """What the disk says, as an error that says what to do."""
    try:
        yield
    except OSError as error:
        if error.errno in _FULL:
            raise Unavailable("The disk of the export directory is full. Make room on it, and export again.") from error
        if error.errno in (errno.EACCES, errno.EPERM, errno.EROFS):
            raise bad_path(f"The server may not write there ({error.strerror}); see RATCHET_EXPORT_DIR") from error
        raise bad_path(f"The files cannot be written there: {error.strerror or error}") from error


def is_disk_full(error: Exception) -> bool:
    """Whether trying again cannot help until somebody makes room."""
    return isinstance(error.__cause__, OSError) and error.__cause__.errno in _FULL


def remove_leftovers(root: Path, read_under_way: Callable[[], Collection[str]]) -> None:
    """Remove what was begun for exports that nobody carries out any more; `read_under_way` gives the ids of the others.

    It is asked last: an export is known before it has a directory.
    """
    found = [Path(parent, name) for parent, names, _ in os.walk(root) for name in names if _is_partial(name)]
    under_way = read_under_way() if found else ()
    for directory in found:
        if directory.name[1 : -len(_PARTIAL)] not in under_way:
            shutil.rmtree(directory, ignore_errors=True)


def _is_partial(name: str) -> bool:
    return name.startswith(".") and name.endswith(_PARTIAL)


def find_taken(place: Place, names: Iterable[str]) -> list[str]:
    """Those of these files that are there already."""
    return [name for name in names if os.path.lexists(place.directory / name)]
