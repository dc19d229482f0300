"""Finding judges in Python: in the modules that an operator names, and in packages that are installed."""

import logging
import sys
from collections.abc import Iterable
from importlib import import_module
from importlib.metadata import EntryPoint, entry_points
from pathlib import Path

from ratchet.errors import Invalid
from ratchet.sdk.judging import register

GROUP = "ratchet.judges"

log = logging.getLogger(__name__)


def load_plugins(modules: Iterable[str] = ()) -> None:
    """Import what registers judges; raises `Invalid` for a module that somebody named and that cannot be imported.

    A package whose judges cannot be loaded is told of in the log and left out: the server starts without them.
    """
    for module in modules:
        _import(module)
    for entry_point in entry_points(group=GROUP):
        _load(entry_point)


def _import(module: str) -> None:
    here = str(Path.cwd())
    if here not in sys.path:  # a script that pip made does not look where it is called
        sys.path.insert(0, here)
    try:
        import_module(module)
    except Exception as error:
        raise Invalid(f"RATCHET_JUDGES names {module!r}, which cannot be imported: {error!r}") from error


def _load(entry_point: EntryPoint) -> None:
    """An entry point is a module whose functions are decorated, or one function."""
    try:
        found = entry_point.load()
        if entry_point.attr:
            register(found, entry_point.name)
    except Exception:
        log.exception("The judges of %s cannot be loaded; the others can", entry_point.value)
