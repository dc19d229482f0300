"""The kinds of copies that can be taken over, and what became of those that were sent."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError

from ratchet.errors import Invalid, RatchetError
from ratchet.http.fields import to_invalid
from ratchet.langfuse.copies.observed import Change, copy_items, copy_runs, copy_scores
from ratchet.langfuse.copies.place import Place
from ratchet.langfuse.copies.recorded import copy_comment, copy_config, copy_dataset, copy_model, copy_prompt
from ratchet.langfuse.copies.schemas import ItemCopy, RunCopy, ScoreCopy, TraceCopy
from ratchet.langfuse.copies.traces import copy_traces

Copied = TypeVar("Copied", bound=BaseModel)
Keep = Callable[[Place, Sequence[Any]], list[Change]]


@dataclass(slots=True)
class Account:
    """What became of copies: how many changed anything, how many were here already, and which were not taken."""

    changed: int = 0
    unchanged: int = 0
    refused: list[dict[str, Any]] = field(default_factory=list[dict[str, Any]])


def keep_copies(place: Place, kind: str, sent: Sequence[Any]) -> Account:
    """Take copies of one kind over, each standing for itself; raises `Invalid` for a kind that there is not."""
    if kind not in KINDS:
        raise Invalid(f"There are no copies of {kind!r}. The kinds are {', '.join(KINDS)}.")
    account = Account()
    for index, change in enumerate(KINDS[kind](place, sent)):
        match change:
            case RatchetError():
                account.refused.append({"index": index, "id": _id_of(sent[index]), "reason": change.message})
            case True:
                account.changed += 1
            case False:
                account.unchanged += 1
    return account


def _each(copy_one: Callable[[Place, Any], bool]) -> Keep:
    """Take over one after the other."""

    def keep(place: Place, sent: Sequence[Any]) -> list[Change]:
        return [_attempt(lambda raw=raw: copy_one(place, _object(raw))) for raw in sent]

    return keep


def _together(model: type[Copied], copy_many: Callable[[Place, list[Copied]], Sequence[Change]]) -> Keep:
    """Take over all at once that can be read."""

    def keep(place: Place, sent: Sequence[Any]) -> list[Change]:
        read = [_attempt(lambda raw=raw: model.model_validate(raw)) for raw in sent]
        changes = iter(copy_many(place, [one for one in read if not isinstance(one, RatchetError)]))
        return [one if isinstance(one, RatchetError) else next(changes) for one in read]

    return keep


def _attempt(take: Callable[[], Any]) -> Any:
    try:
        return take()
    except ValidationError as error:
        return to_invalid(error)
    except RatchetError as error:
        return error


def _object(raw: Any) -> dict[str, Any]:
    if not isinstance(raw, dict):
        raise Invalid("A copy is an object")
    return raw


def _id_of(raw: Any) -> str | None:
    known: Iterable[Any] = (raw.get("id"), raw.get("name")) if isinstance(raw, dict) else ()
    return next((name for name in known if isinstance(name, str)), None)


KINDS: Mapping[str, Keep] = {
    "score-configs": _each(copy_config),
    "models": _each(copy_model),
    "prompts": _each(copy_prompt),
    "traces": _together(TraceCopy, copy_traces),
    "datasets": _each(copy_dataset),
    "dataset-items": _together(ItemCopy, copy_items),
    "runs": _together(RunCopy, copy_runs),
    "scores": _together(ScoreCopy, copy_scores),
    "comments": _each(copy_comment),
}
"""What can be taken over, and how."""
