"""Keeping a prompt secret: whether an answer tells it, and letting no text out before that is known."""

from collections.abc import Callable, Iterable

from twin.retrieval.words import to_words

RUN = 7
"""So many words of the prompt in a row, in an answer, are no accident."""


class Secret:
    """Instructions that must not be told; what else a prompt holds (sources, examples) may be quoted."""

    def __init__(self, instructions: str) -> None:
        self._runs = frozenset(_runs(instructions))

    def is_told_by(self, answer: str) -> bool:
        """Whether an answer quotes the instructions, whatever its case, spacing and punctuation."""
        return any(run in self._runs for run in _runs(answer))


class Lookout:
    """Passes text on behind a lead of a few words, so that a quotation is noticed before any more of it is out."""

    def __init__(self, secret: Secret, pass_on: Callable[[str], None]) -> None:
        self._secret = secret
        self._pass_on = pass_on
        self._seen = ""
        self._passed = 0
        self.has_stopped = False

    def __call__(self, piece: str) -> None:
        """Take a piece, and pass on what is safe by now; after a quotation, nothing any more."""
        self._seen += piece
        self.has_stopped = self.has_stopped or self._secret.is_told_by(self._seen[self._passed :])
        self._pass(_before_last_words(self._seen, RUN))

    def finish(self) -> None:
        """There is no more to come."""
        self._pass(len(self._seen))

    def _pass(self, end: int) -> None:
        if not self.has_stopped and end > self._passed:
            self._pass_on(self._seen[self._passed : end])
            self._passed = end


def _runs(text: str) -> Iterable[tuple[str, ...]]:
    words = to_words(text)
    return (tuple(words[start : start + RUN]) for start in range(len(words) - RUN + 1))


def _before_last_words(text: str, count: int) -> int:
    """Where the last words begin."""
    end = len(text)
    for _ in range(count):
        end = max(text.rfind(" ", 0, end), text.rfind("\n", 0, end), 0)
    return end
