"""Why a model gave no answer, in words that judges record."""

from ratchet.domain.judge import FailureReason

DETAIL_LENGTH_MAX = 1000


class CallFailed(Exception):
    """A call of a model that came to nothing; `cost_usd` is what it cost all the same.

    `said` is what the model said last, where that was no answer.
    """

    def __init__(self, reason: FailureReason, detail: str, *, said: str = "", cost_usd: float = 0.0) -> None:
        super().__init__(detail)
        self.reason = reason
        self.detail = detail[:DETAIL_LENGTH_MAX]
        self.said = said
        self.cost_usd = cost_usd
