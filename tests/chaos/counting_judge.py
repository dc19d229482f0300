"""A judge that writes down whom it was asked about, and takes its time."""

import os
import threading

import ratchet


@ratchet.judge
def counting(subject: ratchet.Subject) -> float:
    """Counts."""
    with open(os.environ["COUNTED_IN"], "a", encoding="utf-8") as counted:
        counted.write(f"{subject.trace_id}\n")
    threading.Event().wait(0.02)
    return 1.0
