"""What providers' errors mean: which are worth another try, and how the others are told."""

from collections.abc import Mapping

from pydantic_ai import exceptions as wrong

from ratchet.domain.judge import FailureReason
from ratchet.net.refusal import AddressRefused

PASSING = (
    wrong.ModelRateLimitError,
    wrong.ModelUnavailableError,
    wrong.ModelServerError,
    wrong.ModelConnectionError,
)
"""What may go better a moment later."""

_REASONS: Mapping[type[BaseException], FailureReason] = {  # the first that fits
    wrong.ContentFilterError: FailureReason.REFUSED,
    wrong.ModelRateLimitError: FailureReason.RATE_LIMITED,
    wrong.ModelQuotaExceededError: FailureReason.RATE_LIMITED,
    wrong.ModelAuthenticationError: FailureReason.UNAUTHORIZED,
    wrong.ModelRequestTimeout: FailureReason.TIMEOUT,
    wrong.ModelTimeoutError: FailureReason.TIMEOUT,
    wrong.ModelUnavailableError: FailureReason.UNAVAILABLE,
    wrong.ModelServerError: FailureReason.UNAVAILABLE,
    wrong.ModelConnectionError: FailureReason.UNAVAILABLE,
    wrong.ModelNotFoundError: FailureReason.NOT_CONFIGURED,
    wrong.UnexpectedModelBehavior: FailureReason.MALFORMED,
}


def to_reason(error: BaseException) -> FailureReason:
    """What an error of a call comes to."""
    if isinstance(error.__cause__, ValueError):  # a body that is no JSON
        return FailureReason.MALFORMED
    return next((reason for kind, reason in _REASONS.items() if isinstance(error, kind)), FailureReason.ERROR)


def find_refusal(error: BaseException) -> AddressRefused | None:
    """The refusal of an address behind an error of a provider, if that is what it was."""
    cause: BaseException | None = error
    while cause is not None and not isinstance(cause, AddressRefused):
        cause = cause.__cause__ or cause.__context__
    return cause
