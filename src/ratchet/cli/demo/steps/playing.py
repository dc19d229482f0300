"""A day of conversations with the twins, played now and stored as of when they were."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta

from ratchet.cli.demo.release import Answered
from ratchet.cli.demo.stage import GOOD, Stage, wait_until
from ratchet.cli.demo.step import Claim, Step
from ratchet.cli.demo.visits import Visit, plan_visits, read_questions

_AT_ONCE = 4


def play(stage: Stage) -> None:
    """Ask everything, then store each trace at the time of its visit."""
    visits = plan_visits(read_questions(), datetime.now(UTC))
    release = stage.releases[GOOD]

    def ask(visit: Visit) -> Answered:
        about = {"user_id": visit.user_id, "session_id": visit.session_id}
        return release.ask(visit.question.twin_id, visit.question.query, **about)

    stage.tape.is_recording = True
    now = datetime.now(UTC)
    with ThreadPoolExecutor(_AT_ONCE) as pool:
        stage.day = list(pool.map(ask, visits))
    ids = {answered.trace_id for answered in stage.day}
    wait_until(lambda: ids <= stage.tape.ended(), "the twin has sent its traces")
    stage.tape.play({done.trace_id: _ns(now - visit.at) for done, visit in zip(stage.day, visits, strict=True)})


def check(stage: Stage) -> Iterator[Claim]:
    """The dashboard's figures are those of what was asked."""
    told = stage.client.get("/metrics/dashboard", {"hours": 24})
    counted, failed = told["errors"]["total_traces"], told["errors"]["error_count"]
    asked = len(stage.day) + 1
    errors = sum(answered.status >= 500 for answered in stage.day)
    latency = told["latency"]
    yield Claim(f"{asked} questions were asked over 24 hours, and {counted} traces are stored", counted == asked)
    yield Claim(f"{failed} of them failed", failed == errors)
    yield Claim(
        f"Answers took {latency['p50_ms']:.0f} ms (p50), {latency['p95_ms']:.0f} ms (p95)", latency["count"] == asked
    )


def _ns(back_by: timedelta) -> int:
    return back_by // timedelta(microseconds=1) * 1000


STEP = Step("Play a day of conversations", play, check, "/")
