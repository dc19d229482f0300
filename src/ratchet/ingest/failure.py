"""Why a span failed, from what its instrumentation recorded of it."""

from collections.abc import Sequence
from typing import NamedTuple

from ratchet.ingest.readers import to_text
from ratchet.ingest.wire import Attributes, WireEvent


class Failure(NamedTuple):
    """The type of an error and what it said; empty where nobody told."""

    type: str = ""
    message: str = ""


def find_failure(attributes: Attributes, events: Sequence[WireEvent]) -> Failure:
    """The last exception among the events (it ended the span; earlier ones were handled), else `error.type`."""
    for event in reversed(events):
        if event.name == "exception":
            return Failure(
                to_text(event.attributes.get("exception.type", "")) or "",
                to_text(event.attributes.get("exception.message", "")) or "",
            )
    return Failure(
        to_text(attributes.get("error.type", attributes.get("exception.type", ""))) or "",
        to_text(attributes.get("error.message", attributes.get("exception.message", ""))) or "",
    )
