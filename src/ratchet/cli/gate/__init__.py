"""`ratchet gate`: stop a release whose answers are worse than the baseline's."""

import asyncio
from collections.abc import Generator
from contextlib import contextmanager, nullcontext
from pathlib import Path
from typing import Annotated
from urllib.parse import quote

import typer
from rich.markup import escape

from ratchet.cli.gate.aim import Aim, parse_target
from ratchet.cli.gate.ending import Ending, to_ending
from ratchet.cli.gate.local import local_server
from ratchet.cli.gate.reports import Reports
from ratchet.cli.gate.showing import complain, console, show_report, watched
from ratchet.errors import RatchetError
from ratchet.sdk.client import Client
from ratchet.sdk.connection import Connection, read_connection
from ratchet.sdk.regression.report import RegressionReport
from ratchet.sdk.regression.testing import run_test
from ratchet.sdk.regression.wanted import Wanted


def gate(
    *,
    dataset: Annotated[str, typer.Option(help="Which dataset.", show_default=False)],
    target: Annotated[
        str | None,
        typer.Option(help="A target's name on the server, an address asked from here, or module:function. [default]"),
    ] = None,
    baseline: Annotated[
        str | None, typer.Option(help="The baseline's tag. [the newest, else the items' own scores]")
    ] = None,
    sample: Annotated[int | None, typer.Option(help="So many items. [all]", min=1)] = None,
    repeats: Annotated[int | None, typer.Option(help="How often each item is asked. [1]", min=1)] = None,
    judge: Annotated[list[str] | None, typer.Option(help="A judge that scores, and each further one.")] = None,
    score: Annotated[str | None, typer.Option(help="The score that decides. [the first judge's]")] = None,
    fail_at: Annotated[float | None, typer.Option(help="The drop that fails, as a fraction. [0.1]")] = None,
    warn_at: Annotated[float | None, typer.Option(help="The drop that warns. [0.05]")] = None,
    strict: Annotated[bool, typer.Option("--strict", help="Let the interval decide, not the mean alone.")] = False,
    rescore: Annotated[
        bool, typer.Option("--rescore", help="Score the baseline's answers again, by today's judges.")
    ] = False,
    fail_on_warning: Annotated[bool, typer.Option("--fail-on-warning", help="Exit with 1 on a warning too.")] = False,
    exit_inconclusive: Annotated[
        bool, typer.Option("--exit-inconclusive", help="Exit with 3 where the noise leaves it open.")
    ] = False,
    twin: Annotated[str | None, typer.Option(help="What {{twin_id}} is in the target's template.")] = None,
    header: Annotated[list[str] | None, typer.Option(help="'Name: value', for an address.")] = None,
    body: Annotated[str | None, typer.Option(help='JSON for an address, such as {"message": "{{query}}"}.')] = None,
    answer_path: Annotated[str | None, typer.Option(help="JSONPath to the answer, such as $.answer.")] = None,
    concurrency: Annotated[int, typer.Option(help="Items asked about at once.", min=1, max=64)] = 8,
    timeout_s: Annotated[float, typer.Option("--timeout", help="Seconds for each answer.", min=0.1)] = 60.0,
    retries: Annotated[int, typer.Option(help="After failures that may pass.", min=0, max=10)] = 2,
    junit: Annotated[Path | None, typer.Option(help="Write JUnit XML there.")] = None,
    json_file: Annotated[Path | None, typer.Option("--json", help="Write the report as JSON there.")] = None,
    markdown: Annotated[Path | None, typer.Option(help="Write a summary there.")] = None,
    save_baseline: Annotated[
        str | None, typer.Option(help="The tag to save a good run under, or the first one.")
    ] = None,
    resume: Annotated[str, typer.Option(help="The id of a test that broke off; asks what is missing.")] = "",
    local: Annotated[bool, typer.Option("--local", help="Start a server for this run (server extra).")] = False,
    data: Annotated[Path | None, typer.Option(help="With --local: a file of items to make the dataset of.")] = None,
    data_dir: Annotated[Path | None, typer.Option(help="With --local: where it keeps its data. [nowhere]")] = None,
) -> None:
    """Send a dataset to a target, compare with a baseline, and exit: 0 passed, 1 failed, 2 could not run, 3 open."""
    wanted = Wanted(
        dataset=dataset,
        baseline=baseline,
        sample_size=sample,
        repeats=repeats,
        judges=judge,
        score=score,
        fail_at=fail_at,
        warn_at=warn_at,
        strict=strict,
        rescore=rescore,
        twin_id=twin,
        concurrency=concurrency,
        timeout_s=timeout_s,
        retries=retries,
    )
    with _told_when_it_cannot_run():
        aim = parse_target(target, headers=header or [], body=body, answer_path=answer_path or "")
        with local_server(dataset, data, data_dir) if local else nullcontext(read_connection()) as connection:
            report = _run(connection, wanted, aim, resume)
            ending = to_ending(report, fails_on_warning=fail_on_warning, tells_open=exit_inconclusive)
            if save_baseline and (ending is Ending.PASSED or _is_first(connection, dataset, report)):
                _save(connection, dataset, save_baseline, report)
                ending = Ending.PASSED
        show_report(report, ending)
        Reports(junit=junit, json=json_file, markdown=markdown).write(report, ending)
    raise typer.Exit(ending)


@contextmanager
def _told_when_it_cannot_run() -> Generator[None]:
    """One line that says why, and the exit code for it: a gate that could not run is not one that failed."""
    try:
        yield
    except RatchetError as error:
        complain(error.message)
        raise typer.Exit(Ending.COULD_NOT_RUN) from error


def _run(connection: Connection, wanted: Wanted, aim: Aim, resume: str) -> RegressionReport:
    with watched() as watch:
        return asyncio.run(run_test(wanted, aim, connection=connection, watch=watch, resume=resume))


def _is_first(connection: Connection, dataset: str, report: RegressionReport) -> bool:
    """Whether a test lacks a verdict only because nothing is there to hold it against."""
    if report.verdict or report.told["status"] != "completed":
        return False
    with Client(connection) as client:
        return not client.get(f"/admin/regression/baselines/{quote(dataset, safe='')}")["baselines"]


def _save(connection: Connection, dataset: str, tag: str, report: RegressionReport) -> None:
    said = {"dataset_name": dataset, "tag": tag, "run_id": report.test_id}
    with Client(connection) as client:
        client.post("/admin/regression/baseline", said)
    console.print(f"Saved as baseline [bold]{escape(tag)}[/].")
