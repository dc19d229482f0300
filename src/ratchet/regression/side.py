"""One side of a comparison: answers, and what must be the same on both sides for their scores to be compared."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from ratchet.domain.answer import Answer, Opinion
from ratchet.domain.baseline import Origin
from ratchet.domain.comparison import Reference
from ratchet.errors import Conflict
from ratchet.regression.pairing import names_of


@dataclass(frozen=True, slots=True, kw_only=True)
class Side:
    """Answers with their scores, and the dataset that they are to.

    `dataset_version` is when its items were edited last, in nanoseconds. `is_whole`: an item that it has no answer to
    is missing, and not one that was left out on purpose.
    """

    reference: Reference
    answers: Sequence[Answer]
    dataset_version: int
    is_whole: bool = True

    @property
    def names(self) -> set[str]:
        return names_of(self.answers)

    @property
    def epochs(self) -> Mapping[str, str]:
        return epochs_of(self.answers)

    def naming(self, score_name: str) -> "Side":
        """The same with this name for scores that have none."""
        if not any(one.score_name == "" for answer in self.answers for one in answer.opinions):
            return self
        return replace(self, answers=[_name(answer, score_name) for answer in self.answers])


def epochs_of(answers: Iterable[Answer]) -> dict[str, str]:
    """What scores rest on, by their names; a name without an entry came with the answers or the items.

    Where judges changed while a run was under way there are several, told apart by a plus.
    """
    found: dict[str, set[str]] = {}
    for answer in answers:
        for opinion in answer.opinions:
            if opinion.epoch and opinion.value is not None:
                found.setdefault(opinion.score_name, set()).add(opinion.epoch)
    return {name: "+".join(sorted(epochs)) for name, epochs in sorted(found.items())}


def check_comparable(baseline: Side, candidate: Side, score_names: Sequence[str]) -> None:
    """Raise `Conflict`, with the reason, where two sides do not measure the same."""
    if not set(score_names) & baseline.names:
        raise _refuse("score_name", _no_such_score(baseline, score_names))
    if baseline.dataset_version != candidate.dataset_version:
        raise _refuse(
            "dataset_version",
            f"The dataset was edited after {baseline.reference}. Save a new baseline, or compare with rescore",
        )
    before, after = baseline.epochs, candidate.epochs
    changed = [name for name in score_names if _is_other(before.get(name), after.get(name))]
    if changed:
        raise _refuse(
            "judge_epoch",
            f"{', '.join(changed)}: judges score otherwise now than in {baseline.reference}. "
            "Save a new baseline, or compare with rescore",
        )


def _is_other(before: str | None, after: str | None) -> bool:
    return bool(before) and bool(after) and before != after


def _no_such_score(baseline: Side, score_names: Sequence[str]) -> str:
    if baseline.reference.origin is Origin.ITEMS and not baseline.names:
        return "There is nothing to compare with: the dataset has no baseline, and its items have no scores. Save one"
    wanted, there = " or ".join(sorted(score_names)) or "no score", ", ".join(sorted(baseline.names)) or "none"
    return f"The run is scored by {wanted}; scores of {baseline.reference}: {there}. There is nothing to compare"


def _refuse(reason: str, message: str) -> Conflict:
    return Conflict(f"{message}.", details={"reason": reason})


def _name(answer: Answer, score_name: str) -> Answer:
    return replace(answer, opinions=tuple(_named(one, score_name) for one in answer.opinions))


def _named(opinion: Opinion, score_name: str) -> Opinion:
    return replace(opinion, score_name=opinion.score_name or score_name)
