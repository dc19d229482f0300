"""Evaluation rules in the record store."""

from dataclasses import asdict
from typing import Any

from sqlalchemy import RowMapping, delete, insert, select, update

from ratchet.domain.evaluation_rule import Assignment, EvaluationRule
from ratchet.store.records.client import RecordStore
from ratchet.store.records.tables import evaluation_rules


def write_rule(store: RecordStore, rule: EvaluationRule) -> None:
    """Store a rule, or replace the one of this id."""
    row = asdict(rule) | {"assignments": [[one.evaluator, one.mapping] for one in rule.assignments]}
    row["filter"] = [dict(condition) for condition in rule.filter]
    same = (evaluation_rules.c.project_id == rule.project_id, evaluation_rules.c.id == rule.id)
    with store.write() as writing:
        if not writing.execute(update(evaluation_rules).where(*same).values(row)).rowcount:
            writing.execute(insert(evaluation_rules).values(row))


def read_rules(store: RecordStore, project_id: str) -> list[EvaluationRule]:
    """The rules of a project, the newest first."""
    found = select(evaluation_rules).where(evaluation_rules.c.project_id == project_id)
    ordered = found.order_by(evaluation_rules.c.created_at.desc(), evaluation_rules.c.id.desc())
    with store.read() as reading:
        return [_to_rule(row) for row in reading.execute(ordered).mappings()]


def forget_rule(store: RecordStore, project_id: str, rule_id: str) -> bool:
    """Forget a rule; says whether there was one."""
    one = (evaluation_rules.c.project_id == project_id, evaluation_rules.c.id == rule_id)
    with store.write() as writing:
        return writing.execute(delete(evaluation_rules).where(*one)).rowcount > 0


def _to_rule(row: RowMapping) -> EvaluationRule:
    assignments = tuple(Assignment(evaluator, mapping) for evaluator, mapping in row["assignments"])
    fields: dict[str, Any] = {**row, "assignments": assignments}
    return EvaluationRule(**fields)
