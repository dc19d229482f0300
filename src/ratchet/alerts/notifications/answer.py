"""Answers: what came of sending a message."""

from collections.abc import Sequence
from typing import NamedTuple

DETAIL_LENGTH_MAX = 300


class Answer(NamedTuple):
    """What came of sending a message, in the service's words or in ours.

    `is_final`: sending the same again would come to the same. `is_busy`: it works, and wants a pause.
    """

    is_delivered: bool
    detail: str
    status: int | None = None
    is_final: bool = False
    is_busy: bool = False
    retry_after_s: float | None = None

    def without(self, secrets: Sequence[str]) -> "Answer":
        """The answer in a short line with nothing in it that nobody may see; services repeat what they were sent.

        It is cut last: of a secret that was cut, the rest would not be found.
        """
        detail = self.detail
        for secret in sorted(filter(None, secrets), key=len, reverse=True):
            detail = detail.replace(secret, "…")
        return self._replace(detail=shorten(detail))


def failed(detail: str, *, is_final: bool = False) -> Answer:
    """An answer for what never reached a service."""
    return Answer(False, detail, is_final=is_final)


def shorten(text: str) -> str:
    """A text of any length and any signs as one short line."""
    line = " ".join("".join(sign if sign.isprintable() else " " for sign in text[: 4 * DETAIL_LENGTH_MAX]).split())
    return line if len(line) <= DETAIL_LENGTH_MAX else line[: DETAIL_LENGTH_MAX - 1] + "…"
