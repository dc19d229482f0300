"""What a forked process cannot take over from its parent: threads, locks that may be held, connections."""

import os
from collections.abc import Callable
from typing import Generic, TypeVar

Made = TypeVar("Made")


class PerProcess(Generic[Made]):
    """A thing that every process makes for itself, when it first asks for it."""

    def __init__(self, make: Callable[[], Made]) -> None:
        self._make = make
        self._made: tuple[int, Made] | None = None

    def get(self) -> Made:
        process_id = os.getpid()
        made = self._made
        if made is None or made[0] != process_id:
            made = self._made = (process_id, self._make())
        return made[1]
