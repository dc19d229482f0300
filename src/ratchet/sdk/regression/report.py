"""What came of a regression test, as the server tells it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from ratchet.errors import Conflict


@dataclass(frozen=True, slots=True)
class RegressionReport:
    """A test that is over: `told` is what GET /admin/regression/test/{test_id} says.

    Example:
        >>> report = RegressionReport({"test_id": "t", "report": {"failed": 2, "summary": {"pass_rate": 96.0}}})
        >>> report.summary["pass_rate"], report.failed
        (96.0, 2)

    """

    told: Mapping[str, Any]

    @property
    def test_id(self) -> str:
        return self.told["test_id"]

    @property
    def verdict(self) -> str:
        """`passed`, `warning` or `failed`; empty where there is none, and `refusal` says why."""
        return self._of_report("verdict") or ""

    @property
    def finding(self) -> str:
        """What the noise says of a drop by the margin: `shown`, `excluded` or `inconclusive`."""
        return self._of_report("finding") or ""

    @property
    def sentence(self) -> str:
        """The verdict in words."""
        return self._of_report("sentence") or ""

    @property
    def refusal(self) -> str:
        """Why there is no verdict, where there is none."""
        return self._of_report("refusal") or self.told.get("error") or ""

    @property
    def summary(self) -> Mapping[str, Any]:
        """`pass_rate` (percent), `avg_score_diff`, `worst_regressions`, `execution_time_s` and more."""
        return self._of_report("summary") or {}

    @property
    def total_items(self) -> int:
        return self._of_report("total_items") or 0

    @property
    def passed(self) -> int:
        """How many items did not drop by as much as a warning takes."""
        return self._of_report("passed") or 0

    @property
    def warnings(self) -> int:
        return self._of_report("warnings") or 0

    @property
    def failed(self) -> int:
        """How many items dropped by the margin."""
        return self._of_report("failed") or 0

    @property
    def scores(self) -> Sequence[Mapping[str, Any]]:
        """Each score over all items, the one that decides first."""
        return self._of_report("scores") or []

    @property
    def items(self) -> Sequence[Mapping[str, Any]]:
        """Each item's comparison, the worst first."""
        return self._of_report("items") or []

    def raise_without_verdict(self) -> "RegressionReport":
        """Itself; raises `errors.Conflict` where there is no verdict, with the reason."""
        if not self.verdict:
            raise Conflict(self.refusal or f"Test {self.test_id} ended without a verdict: {self.told.get('status')}.")
        return self

    def _of_report(self, name: str) -> Any:
        return (self.told.get("report") or {}).get(name)
