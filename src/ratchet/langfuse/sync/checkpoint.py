"""How far a sync has come, kept in a file, so that one that was killed goes on and the next one reads what is new."""

import hashlib
import json
import os
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from platformdirs import user_state_path

OVERLAP = timedelta(hours=1)
"""What is read once more by the next sync: traces grow after their first span has come."""


@dataclass
class Checkpoint:
    """Where one source and one destination stand.

    `begun` is when the pass that is under way began, and `done` what of it is done. `until` says up to when traces and
    scores are over.
    """

    path: Path
    begun: str | None = None
    done: list[str] = field(default_factory=list[str])
    until: dict[str, str] = field(default_factory=dict[str, str])

    def begin(self, now: datetime) -> datetime:
        """When the pass began that is under way, which is now unless one was broken off."""
        if self.begun is None:
            self.begun = now.isoformat()
            self.save()
        return datetime.fromisoformat(self.begun)

    def is_done(self, part: str) -> bool:
        """Whether the pass that is under way is over with a part."""
        return part in self.done

    def finish(self, part: str) -> None:
        """Be over with a part."""
        self.done.append(part)
        self.save()

    def reach(self, part: str, until: datetime) -> None:
        """Be over with what lies before a time."""
        self.until[part] = until.isoformat()
        self.save()

    def reached(self, part: str) -> datetime | None:
        """Up to when a part is over."""
        return datetime.fromisoformat(self.until[part]) if part in self.until else None

    def complete(self) -> None:
        """The pass is over; the next one begins a little before where this one began."""
        if self.begun is not None:
            again_from = datetime.fromisoformat(self.begun) - OVERLAP
            for part, until in self.until.items():
                self.until[part] = min(datetime.fromisoformat(until), again_from).isoformat()
        self.begun, self.done = None, []
        self.save()

    def save(self) -> None:
        """Write the file as a whole or not at all."""
        said = {name: value for name, value in asdict(self).items() if name != "path"}
        self.path.parent.mkdir(parents=True, exist_ok=True)
        part = self.path.with_suffix(".part")
        part.write_text(json.dumps(said))
        os.replace(part, self.path)

    def forget(self) -> None:
        """Begin from nothing."""
        self.path.unlink(missing_ok=True)
        self.begun, self.done, self.until = None, [], {}


def open_checkpoint(source: str, destination: str) -> Checkpoint:
    """The checkpoint of these two; each is named by its address and project."""
    name = hashlib.sha256(json.dumps([source, destination]).encode()).hexdigest()[:16]
    path = user_state_path("ratchet") / "sync" / f"{name}.json"
    try:
        said: dict[str, Any] = json.loads(path.read_text())
    except FileNotFoundError:
        said = {}
    return Checkpoint(path, **said)


def now() -> datetime:
    """The time, in UTC."""
    return datetime.now(UTC)
