"""Langfuse's evaluators as judges that ask a model: how to score, without saying what is looked at."""

import re
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError

from ratchet.domain.judge import Judge
from ratchet.errors import NotFound
from ratchet.http.fields import invalid_field, to_invalid
from ratchet.judges.definitions import change_judge, create_judge
from ratchet.judges.kinds import KINDS
from ratchet.judges.kinds.kind import Surroundings
from ratchet.judges.schemas import JudgeChange, JudgeNew
from ratchet.langfuse.evaluation_rules import carry_out, find_rules, unassign
from ratchet.langfuse.evaluator_body import DefinitionIn, EvaluatorChange, EvaluatorIn
from ratchet.store.events import EventStore
from ratchet.store.records import RecordStore
from ratchet.store.records.judges import delete_judge, read_judges, read_known_names

M = TypeVar("M", bound=BaseModel)

KIND = "rubric"
# What has a meaning of its own in addresses.
_UNSAFE = re.compile(r"[^\w .()-]+")


def find_evaluators(records: RecordStore, project_id: str) -> list[Judge]:
    """The judges of a project that ask a model, the newest first, without those that carry out rules."""
    busy = {rule.judge_of(one) for rule in find_rules(records, project_id) for one in rule.assignments}
    found = [judge for judge in read_judges(records, project_id) if _asks_a_model(judge) and judge.name not in busy]
    return sorted(found, key=lambda judge: (judge.created_at, judge.name), reverse=True)


def find_evaluator(records: RecordStore, project_id: str, evaluator_id: str) -> Judge:
    """An evaluator by its id, the judge's name; raises `NotFound` when there is none."""
    found = (judge for judge in find_evaluators(records, project_id) if judge.name == evaluator_id)
    evaluator = next(found, None)
    if evaluator is None:
        raise NotFound(f"Evaluator {evaluator_id} not found within authorized project")
    return evaluator


def create_evaluator(events: EventStore, surroundings: Surroundings, payload: Any) -> Judge:
    """Make an evaluator; raises `Invalid` naming the field that is wrong."""
    sent = _parse(EvaluatorIn, payload)
    _check_type(sent.type)
    parameters = _parse(DefinitionIn, payload).to_parameters()
    with surroundings.records.lock(f"evaluators {surroundings.project_id}"):
        new: dict[str, Any] = {
            "name": _free_name(surroundings, sent.name),
            "kind": KIND,
            "description": sent.description or "",
            "score_name": sent.name,
            "parameters": parameters,
            "enabled": False,  # rules say what is looked at
        }
        return create_judge(events, surroundings, JudgeNew.model_validate(new))


def change_evaluator(events: EventStore, surroundings: Surroundings, evaluator_id: str, payload: Any) -> Judge:
    """Change an evaluator, and the judges that carry out its rules; raises `Invalid` naming the field."""
    sent = _parse(EvaluatorChange, payload)
    evaluator = find_evaluator(surroundings.records, surroundings.project_id, evaluator_id)
    fields: dict[str, Any] = {"score_name": sent.name, "description": sent.description}
    if sent.type is not None:
        _check_type(sent.type)
        fields |= {"kind": KIND, "parameters": _parse(DefinitionIn, payload).to_parameters()}
    change = JudgeChange(**{name: value for name, value in fields.items() if value is not None})
    if not change.model_fields_set:
        raise invalid_field("body", "At least one field is changed: name, description, or a definition with its type")
    changed = change_judge(events, surroundings, evaluator.name, change)
    for rule in find_rules(surroundings.records, surroundings.project_id):
        carry_out(events, surroundings, rule, [one for one in rule.assignments if one.evaluator == evaluator.name])
    return changed


def delete_evaluator(records: RecordStore, project_id: str, evaluator_id: str) -> None:
    """Delete an evaluator and its assignments; the scores stay."""
    evaluator = find_evaluator(records, project_id, evaluator_id)
    unassign(records, project_id, evaluator.name)
    delete_judge(records, project_id, evaluator.name)


def _asks_a_model(judge: Judge) -> bool:
    kind = KINDS.get(judge.kind)
    return kind is not None and kind.needs_model


def _check_type(kind: str) -> None:
    if kind == "code":
        raise invalid_field(
            "type",
            "Code that is sent is not run here. Register a Python function as a judge on the server instead",
        )


def _free_name(surroundings: Surroundings, wanted: str) -> str:
    """A name that no judge has had, close to the one that is wanted."""
    taken = read_known_names(surroundings.records, surroundings.project_id)
    plain = _UNSAFE.sub("-", wanted).strip("- ") or "evaluator"
    candidates = (plain, *(f"{plain} {number}" for number in range(2, len(taken) + 3)))
    return next(name for name in candidates if name not in taken)


def _parse(model: type[M], payload: Any) -> M:
    try:
        return model.model_validate(payload)
    except ValidationError as error:
        raise to_invalid(error) from error
