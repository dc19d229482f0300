"""What a gate leaves behind for other programs: JUnit XML, JSON, and a summary for people."""

import json
import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

from ratchet.cli.gate.ending import Ending
from ratchet.errors import Invalid
from ratchet.sdk.regression.report import RegressionReport

_WORST_SHOWN = 10
_SIGNS = {Ending.PASSED: "✅", Ending.FAILED: "❌", Ending.COULD_NOT_RUN: "⚠️", Ending.INCONCLUSIVE: "❔"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Reports:
    """Where to write what; a build on GitHub gets the summary on its page without being asked."""

    junit: Path | None = None
    json: Path | None = None
    markdown: Path | None = None

    def write(self, report: RegressionReport, ending: Ending) -> None:
        """Write them; raises `Invalid` for a place that cannot be written."""
        if self.json is not None:
            _write(self.json, json.dumps(report.told, ensure_ascii=False, indent=2))
        if self.junit is not None:
            _write(self.junit, to_junit(report))
        if self.markdown is not None:
            _write(self.markdown, to_markdown(report, ending))
        if page := os.environ.get("GITHUB_STEP_SUMMARY"):
            _write(Path(page), to_markdown(report, ending), mode="a")


def to_junit(report: RegressionReport) -> str:
    """A test case for each item, and one for the verdict; items without an answer are errors."""
    dataset = report.told.get("dataset_name", "")
    cases = [_to_case(dataset, item) for item in report.items]
    suite = ElementTree.Element("testsuite", name=f"ratchet gate {dataset}")
    suite.extend([_to_verdict_case(dataset, report), *cases])
    counts = {"failures": "failure", "errors": "error"}
    suite.attrib |= {"tests": str(len(suite)), "time": str(report.summary.get("execution_time_s", 0))}
    suite.attrib |= {name: str(len(suite.findall(f"testcase/{tag}"))) for name, tag in counts.items()}
    return ElementTree.tostring(suite, encoding="unicode", xml_declaration=True)


def _to_verdict_case(dataset: str, report: RegressionReport) -> ElementTree.Element:
    case = ElementTree.Element("testcase", classname=dataset, name="verdict")
    if report.verdict == "failed":
        ElementTree.SubElement(case, "failure", message=_printable(report.sentence))
    elif not report.verdict:
        ElementTree.SubElement(case, "error", message=_printable(report.refusal))
    else:
        ElementTree.SubElement(case, "system-out").text = _printable(report.sentence)
    return case


def _to_case(dataset: str, item: Mapping[str, Any]) -> ElementTree.Element:
    case = ElementTree.Element("testcase", classname=dataset, name=_printable(item["item_id"]))
    if item["absence"] is not None:
        ElementTree.SubElement(case, "error", message=_printable(item["detail"] or item["absence"]))
    elif item["status"] == "failed":
        said = f"{item['score_name']} fell from {item['baseline_score']:.3f} to {item['new_score']:.3f}"
        ElementTree.SubElement(case, "failure", message=_printable(said))
    return case


def to_markdown(report: RegressionReport, ending: Ending) -> str:
    """The verdict with its figures, and the items that dropped most."""
    title = report.verdict or "could not run"
    lines = [f"### {_SIGNS[ending]} Ratchet: {title}", "", report.sentence or report.refusal, ""]
    if report.verdict:
        lines += ["| items | passed | warning | failed |", "|---|---|---|---|"]
        lines += [f"| {report.total_items} | {report.passed} | {report.warnings} | {report.failed} |", ""]
    worst = [item for item in report.items if item["status"] == "failed"][:_WORST_SHOWN]
    if worst:
        lines += ["| item | baseline | now |", "|---|---|---|"]
        lines += [*map(_to_line, worst), ""]
    return "\n".join([*lines, f"Test `{report.test_id}`", ""])


def _to_line(item: Mapping[str, Any]) -> str:
    return f"| {_cell(item['item_id'])} | {_number(item['baseline_score'])} | {_number(item['new_score'])} |"


def _number(value: float | None) -> str:
    return "–" if value is None else f"{value:.3f}"


def _cell(text: str) -> str:
    return " ".join(text.split()).replace("|", "\\|")


def _printable(text: str) -> str:
    """Without what XML cannot hold."""
    return "".join(char for char in text if char.isprintable() or char in "\n\t")


def _write(path: Path, text: str, mode: str = "w") -> None:
    try:
        with path.open(mode, encoding="utf-8") as file:
            file.write(text)
    except OSError as error:
        raise Invalid(f"{path} cannot be written: {error.strerror}.") from error
