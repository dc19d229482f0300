"""A fixture for tests that hold an application's answers against a baseline: `ratchet_gate`."""

import asyncio
import os
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, Any, Protocol

import pytest

if TYPE_CHECKING:
    from ratchet.sdk.regression.endpoint import Request
    from ratchet.sdk.regression.report import RegressionReport

_URL_SETTING = "RATCHET_URL"


class Gate(Protocol):
    """What the fixture gives."""

    def __call__(
        self,
        dataset: str,
        target: "str | Request | Callable[[Any], Any] | None" = None,
        *,
        baseline: str | None = None,
        inconclusive_fails: bool = False,
        **wanted: Any,
    ) -> "RegressionReport":
        """Ask a dataset's items and hold the answers against a baseline; the test fails if they are worse.

        Arguments:
            dataset: which dataset, on the server.
            target: a function of a question's text (async or not), an address, or the name of a target on the server.
            baseline: the baseline's tag; by default the newest, else the items' own scores.
            inconclusive_fails: fail too where the noise leaves open whether the answers are worse by the margin.
            **wanted: `sample_size`, `repeats`, `judges`, `score`, `fail_at`, `strict`, `concurrency`, …

        Returns the report. Raises the errors of `ratchet.errors` where the test could not run.

        """
        ...


@pytest.fixture(scope="session")
def ratchet_gate() -> Gate:
    """Fails a test whose application answers worse than a baseline; skips where no server is set."""
    if not os.environ.get(_URL_SETTING):
        pytest.skip(f"{_URL_SETTING} is not set, so there is no server to hold answers against a baseline.")

    def run(
        dataset: str,
        target: "str | Request | Callable[[Any], Any] | None" = None,
        *,
        baseline: str | None = None,
        inconclusive_fails: bool = False,
        **wanted: Any,
    ) -> "RegressionReport":
        from ratchet.sdk.regression import run_regression_test  # noqa: PLC0415 - other tests need not load it

        asked = run_regression_test(dataset, baseline_tag=baseline, target=target, **wanted)
        with ThreadPoolExecutor(1) as thread:  # the test's own thread may have a running event loop
            report = thread.submit(asyncio.run, asked).result()
        if report.verdict == "failed" or (inconclusive_fails and report.finding == "inconclusive"):
            pytest.fail(f"{report.sentence} Test {report.test_id}.", pytrace=False)
        return report

    return run
