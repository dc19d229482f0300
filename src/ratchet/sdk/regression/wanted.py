"""What a regression test is told, whoever asks the target."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """A test as it is wanted; what is `None` is the server's default.

    Drops are fractions of the baseline. `pace` is how the target is asked, and counts on both sides.
    """

    dataset: str
    baseline: str | None = None
    sample_size: int | None = None
    seed: int | None = None
    repeats: int | None = None
    judges: Sequence[str] | None = None
    score: str | None = None
    fail_at: float | None = None
    warn_at: float | None = None
    strict: bool = False
    early_stop: bool = False
    rescore: bool = False
    twin_id: str | None = None
    variables: Mapping[str, Any] = field(default_factory=dict[str, Any])
    concurrency: int = 8
    timeout_s: float = 60.0
    retries: int = 2

    def to_body(self) -> dict[str, Any]:
        """What every test is told; what is not said is left out."""
        said = {
            "dataset_name": self.dataset,
            "baseline_tag": self.baseline,
            "sample_size": self.sample_size,
            "seed": self.seed,
            "repeats": self.repeats,
            "judges": None if self.judges is None else list(self.judges),
            "score_name": self.score,
            "fail_at": self.fail_at,
            "warn_at": self.warn_at,
            "strict": self.strict,
            "early_stop": self.early_stop,
            "rescore": self.rescore,
        }
        return {name: value for name, value in said.items() if value is not None}

    def to_test_body(self, target: str | None) -> dict[str, Any]:
        """The same for a target that the server asks."""
        asked = {
            "target": target,
            "twin_id": self.twin_id,
            "variables": dict(self.variables),
            "concurrency": self.concurrency,
            "timeout_s": self.timeout_s,
            "retries": self.retries,
            "background": True,
        }
        return {**self.to_body(), **{name: value for name, value in asked.items() if value is not None}}
