"""What the doctor finds."""

from enum import Enum, auto
from typing import NamedTuple


class State(Enum):
    """How a thing is."""

    FINE = auto()
    NOTE = auto()
    WRONG = auto()


class Finding(NamedTuple):
    """How one thing is, and what to do about it when it is wrong."""

    state: State
    subject: str
    message: str


def fine(subject: str, message: str) -> Finding:
    """As it should be."""
    return Finding(State.FINE, subject, message)


def note(subject: str, message: str) -> Finding:
    """Worth knowing, and nothing wrong."""
    return Finding(State.NOTE, subject, message)


def wrong(subject: str, message: str) -> Finding:
    """To be put right."""
    return Finding(State.WRONG, subject, message)
