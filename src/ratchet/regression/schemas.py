"""Regression runs as /admin/regression takes and shows them."""

from collections.abc import Mapping
from datetime import datetime
from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, model_validator

from ratchet.datasets.schemas import DatasetName
from ratchet.domain.answer import Answer, AnswerCount, AnswerStatus, AskFailure, Opinion
from ratchet.domain.dataset import Item
from ratchet.domain.qa import to_response
from ratchet.domain.regression_run import Asker, Criteria, Pace, RegressionRun, RegressionState
from ratchet.domain.window import from_ns
from ratchet.http.fields import FreeId, Json, Text, Time
from ratchet.judges.schemas import JudgeName
from ratchet.regression.detectable import Detectable
from ratchet.regression.progress import to_progress
from ratchet.targets.schemas import TIMEOUT_S_MAX, TargetName, Variables

PAGE_MAX = 500
POSTED_MAX = 500
SCORES_MAX = 50

Tag = Annotated[str, StringConstraints(min_length=1, max_length=200, pattern=r"^[^\s/\x00][^/\x00\r\n]*$")]
ScoreName = Annotated[Text, StringConstraints(min_length=1, max_length=200)]
TwinId = Annotated[Text, StringConstraints(min_length=1, max_length=200)]


class _In(BaseModel):
    model_config = ConfigDict(extra="forbid")


class RunIn(_In):
    """What every run is told: which items, which judges, and what it is held against."""

    dataset_name: DatasetName
    dataset_version: Time | None = Field(None, description="The items as they were then; left out: as they are")
    sample_size: int | None = Field(None, ge=1, lt=2**31, description="So many items, drawn by `seed`; left out: all")
    seed: int = Field(0, ge=0, lt=2**31)
    repeats: int = Field(1, ge=1, le=100, description="How often each item is asked")
    judges: list[JudgeName] | None = Field(
        None,
        max_length=50,
        description="Left out: similarity where items say what is expected, and every judge of quality that is on",
    )
    score_name: ScoreName | None = Field(None, description="What the verdict rests on; left out: the first judge's")
    baseline_tag: Tag | None = Field(
        None, description="Left out: the newest baseline of the dataset, else the items' own scores"
    )
    fail_at: float = Field(0.10, gt=0, le=1, description="A drop of this share of the baseline has failed")
    warn_at: float = Field(0.05, gt=0, le=1)
    floor: float = Field(0.05, ge=0, le=1, description="Below it a baseline's drop is counted in points")
    confidence: float = Field(0.95, ge=0.5, le=0.999)
    strict: bool = Field(False, description="Let the interval decide, and not the mean alone")
    early_stop: bool = Field(False, description="End once the verdict is certain")
    rescore: bool = Field(False, description="Score the baseline's answers again, by the judges of this test")

    @model_validator(mode="after")
    def _check_order(self) -> "RunIn":
        if self.warn_at > self.fail_at:
            raise ValueError("warn_at is a smaller drop than fail_at")
        return self

    def to_criteria(self) -> Criteria:
        """What the verdict goes by."""
        return Criteria(
            fail_at=self.fail_at,
            warn_at=self.warn_at,
            floor=self.floor,
            confidence=self.confidence,
            is_strict=self.strict,
            stops_early=self.early_stop,
            rescores=self.rescore,
        )


class TestIn(RunIn):
    """A run in which this server asks the target."""

    __test__ = False  # nothing for pytest to collect

    twin_id: TwinId | None = None
    target: TargetName | None = Field(None, description="Left out: the project's default")
    variables: Variables = Field(default_factory=dict, description="What fills in the target's template")
    background: bool = Field(False, description="Answer 202 at once, and do it by and by")
    concurrency: int = Field(8, ge=1, le=64, description="Items asked about at once")
    timeout_s: float = Field(60.0, gt=0, le=TIMEOUT_S_MAX)
    retries: int = Field(2, ge=0, le=10)
    retry_on: list[AskFailure] = Field(
        [AskFailure.UNREACHABLE, AskFailure.RATE_LIMITED, AskFailure.UNAVAILABLE],
        max_length=20,
        description="The failures after which an item is asked again",
    )
    requests_per_minute: int | None = Field(None, ge=1, le=1_000_000)

    def to_pace(self) -> Pace:
        """How the target is asked."""
        return Pace(
            concurrency=self.concurrency,
            timeout_s=self.timeout_s,
            retries=self.retries,
            retry_on=tuple(self.retry_on),
            requests_per_minute=self.requests_per_minute,
        )


class ClientRunIn(RunIn):
    """A run in which a client asks the target, and posts the answers."""

    target: Annotated[Text, StringConstraints(max_length=2000)] | None = Field(None, description="What to call it")


class RunJudgeOut(BaseModel):
    """A judge of a run, and what its scores rest on."""

    name: str
    version: int
    score_name: str
    epoch: str


class ProgressOut(BaseModel):
    """How far a run has come; answers count in every repeat."""

    total: int
    answered: int = Field(description="Failures among them")
    failed: int
    scored: int = Field(description="Answers that the judges are done with")
    elapsed_s: float
    eta_s: float | None
    cost_usd: float = Field(description="Of the judges")
    failures: dict[str, int] = Field(description="Failed answers by their reason")


class TestOut(BaseModel):
    """A run: how far it has come, and what came of it."""

    __test__ = False

    test_id: str
    dataset_name: str
    dataset_version: datetime
    target: str
    asker: Asker
    twin_id: str | None
    variables: dict[str, Any]
    baseline_tag: str | None
    sample_size: int | None
    seed: int
    repeats: int
    judges: list[RunJudgeOut]
    score_name: str
    fail_at: float = Field(description="A drop of this share of the baseline has failed")
    warn_at: float
    status: RegressionState
    is_cancelling: bool
    resumptions: int = Field(description="How often it went on after the server had ended")
    error: str
    created_at: datetime
    started_at: datetime | None
    finished_at: datetime | None
    progress: ProgressOut
    verdict: str | None = None
    summary: dict[str, Any] | None = None
    report: dict[str, Any] | None = None

    @classmethod
    def of(cls, run: RegressionRun, count: AnswerCount | None = None, *, has_report: bool = True) -> "TestOut":
        """A run as it leaves; in a list with the summary of its report alone."""
        report = None if run.report is None else dict(run.report)
        return cls(
            test_id=run.id,
            dataset_name=run.dataset,
            dataset_version=from_ns(run.dataset_version),
            target=run.target,
            asker=run.asker,
            twin_id=run.twin_id,
            variables=dict(run.variables),
            baseline_tag=run.baseline_tag,
            sample_size=run.sample_size,
            seed=run.seed,
            repeats=run.repeats,
            judges=[
                RunJudgeOut(name=one.name, version=one.version, score_name=one.score_name, epoch=one.epoch)
                for one in run.judges
            ],
            score_name=run.score_name,
            fail_at=run.criteria.fail_at,
            warn_at=run.criteria.warn_at,
            status=run.state,
            is_cancelling=run.is_cancelling,
            resumptions=run.resumptions,
            error=run.error,
            created_at=run.created_at,
            started_at=run.started_at,
            finished_at=run.finished_at,
            progress=_to_progress(run, count or AnswerCount()),
            verdict=None if report is None else report.get("verdict"),
            summary=None if report is None else report.get("summary"),
            report=report if has_report else None,
        )


class TestsIn(_In):
    """Which runs, and which page of them."""

    __test__ = False

    dataset_name: Text | None = None
    target: Text | None = None
    status: RegressionState | None = None
    offset: int = Field(0, ge=0, lt=2**31)
    limit: int = Field(50, ge=1, le=PAGE_MAX)


class TestsOut(BaseModel):
    """A page of runs, the newest first."""

    __test__ = False

    tests: list[TestOut]
    total: int


class PageIn(_In):
    """Which page."""

    cursor: str | None = Field(None, max_length=4000)
    limit: int = Field(100, ge=1, le=PAGE_MAX)


class OpinionOut(BaseModel):
    """What a judge thought of an answer: a value, or why there is none."""

    score_name: str
    value: float | str | None
    judge: str
    version: int
    epoch: str
    label: str
    reasoning: str
    failure: str
    detail: str
    cost_usd: float


class AnswerOut(BaseModel):
    """An item with an answer to it; of an item that is gone, its id alone."""

    item_id: str
    repeat: int
    query: str | None
    expected: str | None
    status: AnswerStatus
    answer: str | None
    output: Any
    error: AskFailure | None
    error_detail: str
    latency_ms: float | None
    attempts: int
    trace_id: str | None = Field(description="Only where the trace is stored here")
    is_judged: bool
    scores: dict[str, float | None]
    opinions: list[OpinionOut]

    @classmethod
    def of(cls, answer: Answer, item: Item | None, *, has_trace: bool) -> "AnswerOut":
        """An answer as it leaves."""
        return cls(
            item_id=answer.item_id,
            repeat=answer.repeat,
            query=None if item is None else item.query,
            expected=None if item is None else to_response(item.expected_output),
            status=answer.status,
            answer=to_response(answer.output),
            output=answer.output,
            error=answer.error,
            error_detail=answer.error_detail,
            latency_ms=answer.latency_ms,
            attempts=answer.attempts,
            trace_id=answer.trace_id if has_trace else None,
            is_judged=answer.is_judged,
            scores=answer.scores,
            opinions=[_to_opinion(opinion) for opinion in answer.opinions],
        )


class AnswersOut(BaseModel):
    """A page of a run's answers, by item and repeat."""

    items: list[AnswerOut]
    next_cursor: str | None


class AskOut(BaseModel):
    """An item for a client to ask about."""

    item_id: str
    repeat: int
    input: Any
    query: str | None
    metadata: Any
    expected_output: Any


class AsksOut(BaseModel):
    """A page of what a client is to ask; answers that are here already are left out."""

    items: list[AskOut]
    next_cursor: str | None


class PostedAnswer(_In):
    """An answer that a client got, or why it got none."""

    item_id: FreeId
    repeat: int = Field(0, ge=0, lt=2**31)
    output: Json = None
    error: Annotated[Text, StringConstraints(max_length=2000)] | None = Field(None, description="Why there is none")
    latency_ms: float | None = Field(None, ge=0, lt=1e12, allow_inf_nan=False)
    trace_id: Annotated[Text, StringConstraints(max_length=200)] = ""
    scores: dict[ScoreName, Annotated[float, Field(allow_inf_nan=False)]] = Field(
        default_factory=dict, max_length=SCORES_MAX, description="Scores that the client has given itself"
    )


class PostedIn(_In):
    """Some answers; one that is here already stays as it is."""

    answers: list[PostedAnswer] = Field(min_length=1, max_length=POSTED_MAX)


class PostedOut(BaseModel):
    """What became of them: `judged` are those the judges are done with by now, the others are judged later."""

    stored: int
    known: int = Field(description="Answers that were here already")
    judged: int


class RegressionDatasetOut(BaseModel):
    """A dataset that can be tested with."""

    name: str
    item_count: int
    latest_test: "LatestOut | None"
    detectable: Detectable | None = Field(description="The least drop that a test like the latest one shows")


class LatestOut(BaseModel):
    """The newest run of a dataset."""

    test_id: str
    status: RegressionState
    verdict: str | None
    created_at: datetime


class RegressionDatasetsOut(BaseModel):
    """The datasets of the project, newest first."""

    datasets: list[RegressionDatasetOut]
    total: int


class DatasetsIn(_In):
    """Which page of datasets."""

    offset: int = Field(0, ge=0, lt=2**31)
    limit: int = Field(100, ge=1, le=PAGE_MAX)


def _to_opinion(opinion: Opinion) -> OpinionOut:
    said: Mapping[str, Any] = {name: getattr(opinion, name) for name in OpinionOut.model_fields}
    return OpinionOut(**said)


def _to_progress(run: RegressionRun, count: AnswerCount) -> ProgressOut:
    progress = to_progress(run, count)
    return ProgressOut(
        total=progress.total,
        answered=count.answered,
        failed=count.failed,
        scored=count.judged,
        elapsed_s=round(progress.elapsed_s, 3),
        eta_s=None if progress.eta_s is None else round(progress.eta_s, 1),
        cost_usd=count.cost_usd,
        failures=dict(count.failures),
    )
