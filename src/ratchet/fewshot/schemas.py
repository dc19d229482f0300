"""Few-shot examples as /admin/few-shot takes and shows them."""

from collections.abc import Sequence
from dataclasses import asdict
from datetime import datetime
from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from ratchet.domain.few_shot import DATASET, Example
from ratchet.domain.few_shot_settings import FewShotSettings, Likeness, Retirement, Retirer, Strategy
from ratchet.fewshot.detecting import Source
from ratchet.fewshot.wish import Chosen, FellBack, Wish
from ratchet.http.fields import Text

Score = Annotated[float, Field(ge=-1e12, le=1e12, allow_inf_nan=False)]
DatasetName = Annotated[Text, StringConstraints(min_length=1, max_length=500)]
QueryType = Annotated[Text, StringConstraints(min_length=1, max_length=500)]
DialogueMode = Annotated[Text, StringConstraints(min_length=1, max_length=500)]
Query = Annotated[Text, StringConstraints(max_length=1_000_000)]
ExampleReference = Annotated[Text, StringConstraints(min_length=3, max_length=1400, pattern=r"^.+/.+$")]


class SelectIn(BaseModel):
    """For which query examples are wanted, and which."""

    model_config = ConfigDict(extra="forbid")

    query: Query = Field(description="What was asked")
    dialogue_mode: DialogueMode | None = Field(None, description="The application's own name for what goes on")
    query_type: QueryType | None = Field(None, description="Of which type; detected if not given")
    dataset_name: DatasetName | None = Field(None, description=f"As the settings say if not given: `{DATASET}`")
    n: int | None = Field(None, ge=1, le=20, description="How many at most; as the settings say if not given: 3")
    min_score: Score | None = Field(None, description="As the settings say if not given: 0.8")
    strategy: Strategy | None = Field(None, description="As the settings say if not given: `score`")
    token_budget: int | None = Field(None, ge=1, le=1_000_000, description="How many tokens they may take together")
    redact: bool | None = Field(None, description="Take out personal data and secrets that can be told by their form")
    deadline_ms: int = Field(50, ge=1, le=10_000, description="When similarity gives way to score")

    def to_wish(self, query_type: str, settings: FewShotSettings) -> Wish:
        """The wish, with the settings for what was not said."""
        return Wish(
            query=self.query,
            query_type=query_type,
            n=self.n or settings.n,
            min_score=settings.min_score if self.min_score is None else self.min_score,
            strategy=self.strategy or settings.strategy,
            token_budget=self.token_budget or settings.token_budget,
            diversity=settings.diversity,
            deadline_s=self.deadline_ms / 1000,
        )


class ExampleOut(BaseModel):
    """An example: a question, and an answer that was found good."""

    id: str
    query: str
    response: str
    score: float
    query_type: str
    dataset: str
    trace_id: str | None = Field(description="Where the answer was given")

    @classmethod
    def of(cls, example: Example) -> "ExampleOut":
        """An example as it leaves."""
        return cls(
            id=example.id,
            query=example.query,
            response=example.response,
            score=example.score,
            query_type=example.query_type,
            dataset=example.dataset,
            trace_id=example.trace_id,
        )


class SelectOut(BaseModel):
    """The examples that were chosen."""

    query_type: str
    strategy: Strategy = Field(description="By which they were chosen in the end")
    fell_back: FellBack | None = Field(description="Why they were chosen by score although others were wanted")
    examples: list[ExampleOut]
    held_out_share: float = Field(description="Of how many traces examples are to be kept, to see what they do")

    @classmethod
    def of(cls, chosen: Chosen, query_type: str, settings: FewShotSettings) -> "SelectOut":
        """What was chosen as it leaves."""
        return cls(
            query_type=query_type,
            strategy=chosen.strategy,
            fell_back=chosen.fell_back,
            examples=[ExampleOut.of(example) for example in chosen.examples],
            held_out_share=settings.holdout_share,
        )


class PoolIn(BaseModel):
    """Which examples are wanted."""

    model_config = ConfigDict(extra="forbid")

    dataset_name: DatasetName | None = Field(None, description=f"As the settings say if not given: `{DATASET}`")
    min_score: Score | None = Field(None, description="As the settings say if not given: 0.8")
    limit: int = Field(10_000, ge=1, le=10_000)


class SettingsIn(BaseModel):
    """How examples are chosen where a request says nothing else; what is left out is as it is without settings."""

    model_config = ConfigDict(extra="forbid")

    dataset_name: DatasetName = DATASET
    n: int = Field(3, ge=1, le=20)
    min_score: Score = 0.8
    strategy: Strategy = Strategy.SCORE
    token_budget: int | None = Field(None, ge=1, le=1_000_000)
    redact: bool = False
    holdout_share: float = Field(0.05, ge=0, le=0.5, description="Of how many traces examples are kept; 0 for none")
    likeness: Likeness = Field(Likeness.WORDS, description="How near texts are: by words, or by what they mean")
    embedding_connection: Annotated[Text, StringConstraints(max_length=200)] = Field(
        "", description="For `provider`: the provider of a connection; empty for the oldest"
    )
    embedding_model: Annotated[Text, StringConstraints(max_length=200)] = Field(
        "", description="For `provider`: its embedding model, such as `text-embedding-3-small`"
    )
    diversity: float = Field(0.5, ge=0, le=1, description="How much it counts, when diverse, that examples differ")
    evaluation_datasets: list[DatasetName] = Field(
        [], max_length=50, description="Kept out of prompts beside those that runs and baselines were made of"
    )
    auto_retire: bool = Field(False, description="Retire examples that were shown to hurt")
    review_hours: int = Field(168, ge=24, le=8760, description="Over how long that is judged, and how often")

    def to_settings(self, now: datetime) -> FewShotSettings:
        """The settings, as of now."""
        said: dict[str, Any] = self.model_dump() | {
            "evaluation_datasets": tuple(dict.fromkeys(self.evaluation_datasets))
        }
        return FewShotSettings(**said, updated_at=now)


class SettingsOut(SettingsIn):
    """The settings of a project; `updated_at` is null where it has said nothing."""

    updated_at: datetime | None

    @classmethod
    def of(cls, settings: FewShotSettings) -> "SettingsOut":
        """Settings as they leave."""
        said = asdict(settings)
        return cls(**{name: said[name] for name in cls.model_fields})


class PoolOut(BaseModel):
    """The examples that an application keeps at hand, best first: in use, and not kept for evaluation."""

    examples: list[ExampleOut]
    settings: SettingsOut
    version: str
    is_evaluated: bool = Field(description="Whether releases are held against this very dataset")

    @classmethod
    def of(
        cls, examples: Sequence[Example], settings: FewShotSettings, version: str, *, is_evaluated: bool
    ) -> "PoolOut":
        """Examples as they leave."""
        return cls(
            examples=[ExampleOut.of(example) for example in examples],
            settings=SettingsOut.of(settings),
            version=version,
            is_evaluated=is_evaluated,
        )


class DetectIn(BaseModel):
    """A query whose type is wanted."""

    model_config = ConfigDict(extra="forbid")

    query: Query
    dialogue_mode: DialogueMode | None = None


class DetectOut(BaseModel):
    """The type of a query, and what said so."""

    query_type: str
    source: Source


class RetireIn(BaseModel):
    """An example that is to be shown no more."""

    model_config = ConfigDict(extra="forbid")

    example: ExampleReference = Field(description="As a trace names it: `<dataset>/<item id>`")
    reason: Annotated[Text, StringConstraints(max_length=2000)] = ""


class RetiredIn(BaseModel):
    """Which page of the retired examples."""

    model_config = ConfigDict(extra="forbid")

    offset: int = Field(0, ge=0, lt=2**31)
    limit: int = Field(50, ge=1, le=500)


class RetirementOut(BaseModel):
    """An example that is shown no more."""

    example: str
    reason: str
    by: Retirer
    retired_at: datetime

    @classmethod
    def of(cls, retirement: Retirement) -> "RetirementOut":
        """A retirement as it leaves."""
        return cls(
            example=retirement.example,
            reason=retirement.reason,
            by=retirement.by,
            retired_at=retirement.retired_at,
        )


class RetiredOut(BaseModel):
    """The retired examples, the latest first."""

    retired: list[RetirementOut]
    total: int


class RevivalIn(BaseModel):
    """Which example is to be used again."""

    model_config = ConfigDict(extra="forbid")

    example: ExampleReference
