"""How a gate ends: its exit code."""

from enum import IntEnum

from ratchet.sdk.regression.report import RegressionReport


class Ending(IntEnum):
    """What a build goes by."""

    PASSED = 0
    FAILED = 1
    COULD_NOT_RUN = 2
    INCONCLUSIVE = 3


def to_ending(report: RegressionReport, *, fails_on_warning: bool, tells_open: bool) -> Ending:
    """A report's exit code. Where an open question is told apart, it comes before what the means alone say."""
    if not report.verdict:
        return Ending.COULD_NOT_RUN
    if tells_open and report.finding == "inconclusive":
        return Ending.INCONCLUSIVE
    has_failed = report.verdict == "failed" or (fails_on_warning and report.verdict == "warning")
    return Ending.FAILED if has_failed else Ending.PASSED
