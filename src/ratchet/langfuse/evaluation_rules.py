"""Langfuse's evaluation rules: each assignment of an evaluator is carried out by a judge of its own."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from ratchet.domain.condition import Condition
from ratchet.domain.evaluation_rule import Assignment, EvaluationRule
from ratchet.domain.judge import Judge, JudgeLevel
from ratchet.errors import NotFound
from ratchet.http.fields import invalid_field
from ratchet.http.filters import FilterIn
from ratchet.judges.definitions import change_judge, create_judge, find_judge
from ratchet.judges.kinds.kind import Surroundings
from ratchet.judges.schemas import BudgetIn, JudgeChange, JudgeNew
from ratchet.langfuse.evaluator_body import MappingIn
from ratchet.langfuse.filters import FilterCondition, to_conditions
from ratchet.store.events import EventStore
from ratchet.store.records import RecordStore
from ratchet.store.records.evaluation_rules import forget_rule, read_rules, write_rule
from ratchet.store.records.judges import delete_judge, read_judge

RULE_FILTERS: Mapping[str, str] = {
    "type": "type",
    "name": "name",
    "environment": "environment",
    "level": "level",
    "version": "version",
    "metadata": "metadata",
    "isRootObservation": "is_root",
    "parentObservationId": "parent_span_id",
}
"""What rules can filter by: what spans hold themselves."""


def find_rules(records: RecordStore, project_id: str) -> list[EvaluationRule]:
    """The rules of a project, the newest first."""
    return read_rules(records, project_id)


def find_rule(records: RecordStore, project_id: str, rule_id: str) -> EvaluationRule:
    """A rule; raises `NotFound` when there is none."""
    found = next((rule for rule in find_rules(records, project_id) if rule.id == rule_id), None)
    if found is None:
        raise NotFound(f"Evaluation rule {rule_id} not found within authorized project")
    return found


def store_rule(
    events: EventStore, surroundings: Surroundings, rule: EvaluationRule, before: EvaluationRule | None = None
) -> EvaluationRule:
    """Keep a rule and let judges carry it out; raises `Invalid` when it cannot be."""
    _check(surroundings, rule)
    write_rule(surroundings.records, rule)
    wanted = {rule.judge_of(one) for one in rule.assignments}
    for one in () if before is None else before.assignments:
        if rule.judge_of(one) not in wanted:
            delete_judge(surroundings.records, rule.project_id, rule.judge_of(one))
    carry_out(events, surroundings, rule, rule.assignments)
    return rule


def carry_out(
    events: EventStore, surroundings: Surroundings, rule: EvaluationRule, assignments: Iterable[Assignment]
) -> None:
    """Make the judges of these assignments say what evaluator and rule say."""
    for assignment in assignments:
        evaluator = find_judge(surroundings.records, rule.project_id, assignment.evaluator)
        name = rule.judge_of(assignment)
        said = _define(rule, assignment, evaluator)
        known = read_judge(surroundings.records, rule.project_id, name)
        if known is None:
            create_judge(events, surroundings, JudgeNew(name=name, enabled=rule.is_enabled, **said))
        else:
            changes = {field: value for field, value in said.items() if value != _shown(known)[field]}
            change_judge(events, surroundings, name, JudgeChange(enabled=rule.is_enabled, **changes))


def unassign(records: RecordStore, project_id: str, evaluator: str) -> None:
    """Take an evaluator out of all rules; one that is left without any is off."""
    for rule in find_rules(records, project_id):
        left = tuple(one for one in rule.assignments if one.evaluator != evaluator)
        if len(left) < len(rule.assignments):
            write_rule(records, replace(rule, assignments=left, is_enabled=rule.is_enabled and bool(left)))
            delete_judge(records, project_id, rule.judge_of(Assignment(evaluator)))


def delete_rule(records: RecordStore, rule: EvaluationRule) -> None:
    """Delete a rule with the judges that carry it out; evaluators and scores stay."""
    for assignment in rule.assignments:
        delete_judge(records, rule.project_id, rule.judge_of(assignment))
    forget_rule(records, rule.project_id, rule.id)


def to_filters(conditions: Sequence[Mapping[str, Any]]) -> list[Condition]:
    """A rule's conditions in our words; raises `Invalid` for what rules cannot filter by."""
    given = [FilterCondition.model_validate(condition) for condition in conditions]
    return to_conditions(given, RULE_FILTERS, "filter")


def _check(surroundings: Surroundings, rule: EvaluationRule) -> None:
    to_filters(rule.filter)
    if rule.is_enabled and not rule.assignments:
        raise invalid_field("enabled", "A rule without evaluators cannot be enabled")
    names = [one.evaluator for one in rule.assignments]
    if len(set(names)) < len(names):
        raise invalid_field("evaluatorAssignments", "Each evaluator is assigned once")
    for assignment in rule.assignments:
        if read_judge(surroundings.records, rule.project_id, assignment.evaluator) is None:
            raise invalid_field("evaluatorAssignments", f"There is no evaluator {assignment.evaluator!r}")


def _define(rule: EvaluationRule, assignment: Assignment, evaluator: Judge) -> dict[str, Any]:
    parameters = dict(evaluator.parameters)
    if assignment.mapping is not None and evaluator.kind == "rubric":
        mapped = [MappingIn.model_validate(one) for one in assignment.mapping]
        parameters["variables"] = {one.variable: one.to_variable().model_dump() for one in mapped}
    return {
        "kind": evaluator.kind,
        "description": f"Carries out the evaluation rule {rule.name!r}.",
        "score_name": evaluator.gives,
        "parameters": parameters,
        "is_quality": evaluator.is_quality,
        "level": JudgeLevel.SPAN,
        "filters": [FilterIn(**condition._asdict()) for condition in to_filters(rule.filter)],
        "sampling": rule.sampling,
        "budget": _budget(evaluator),
    }


def _shown(judge: Judge) -> dict[str, Any]:
    """A judge in the words of a definition."""
    return {
        "kind": judge.kind,
        "description": judge.description,
        "score_name": judge.score_name,
        "parameters": dict(judge.parameters),
        "is_quality": judge.is_quality,
        "level": judge.level,
        "filters": [FilterIn(**condition._asdict()) for condition in judge.filters],
        "sampling": judge.sampling,
        "budget": _budget(judge),
    }


def _budget(judge: Judge) -> BudgetIn:
    budget = judge.budget
    return BudgetIn(cost_usd_per_day=budget.cost_usd_per_day, calls_per_minute=budget.calls_per_minute)
