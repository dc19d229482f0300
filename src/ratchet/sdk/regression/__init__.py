"""Regression tests from an application, a build or a test."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from ratchet.sdk.connection import Connection

if TYPE_CHECKING:
    from ratchet.sdk.regression.endpoint import Request
    from ratchet.sdk.regression.report import RegressionReport


async def run_regression_test(
    dataset_name: str,
    twin_id: str | None = None,
    sample_size: int | None = None,
    baseline_tag: str | None = None,
    *,
    target: "str | Request | Callable[[Any], Any] | None" = None,
    connection: Connection | None = None,
    **wanted: Any,
) -> "RegressionReport":
    """Send a dataset's items to a target, and hold the answers against a baseline.

    Arguments:
        dataset_name: which dataset.
        twin_id: what fills in the target's template where it says `{{twin_id}}`.
        sample_size: so many items, drawn by `seed`; all by default.
        baseline_tag: which baseline; by default the newest of the dataset, else the items' own scores.
        target: the name of a target on the server (its default if left out), an address that is asked from here, or a
            function of a question's text, async or not.
        connection: which server; by default the one of `RATCHET_URL` and its keys.
        **wanted: the other fields of `ratchet.sdk.regression.wanted.Wanted`: `repeats`, `judges`, `score`, `fail_at`,
            `warn_at`, `strict`, `concurrency`, `timeout_s`, `retries`, …

    Returns a report with `summary` (`pass_rate` in percent, …), `verdict`, `finding`, `passed`, `warnings`, `failed`
    and `items`. Raises the errors of `ratchet.errors`, `Conflict` where the test ended without a verdict.

    """
    from ratchet.sdk.regression.testing import run_test  # noqa: PLC0415 - it brings an HTTP library
    from ratchet.sdk.regression.wanted import Wanted  # noqa: PLC0415

    asked = Wanted(dataset=dataset_name, twin_id=twin_id, sample_size=sample_size, baseline=baseline_tag, **wanted)
    return (await run_test(asked, target, connection=connection)).raise_without_verdict()
