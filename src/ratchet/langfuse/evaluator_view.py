"""Evaluators and evaluation rules as Langfuse's API shows them."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, cast

from ratchet.domain.evaluation_rule import EvaluationRule
from ratchet.domain.judge import Judge
from ratchet.domain.time import format_moment
from ratchet.judges.kinds.llm.placeholders import find_places
from ratchet.judges.kinds.llm.prompt_files import latest_version, read_prompt


def to_evaluator(judge: Judge, versions: Sequence[Judge], rules: Iterable[EvaluationRule]) -> dict[str, Any]:
    """An evaluator with its latest definition; `versions` are all of it, the newest first."""
    assigned = [(rule, one) for rule in rules for one in rule.assignments if one.evaluator == judge.name]
    return {
        "id": judge.name,
        "name": judge.gives,
        "description": judge.description or None,
        "createdBy": None,
        "status": "active",
        "pausedAt": None,
        "pausedReason": None,
        "pausedMessage": None,
        "evaluationRuleAssignments": [
            {"evaluationRuleId": rule.id, "variableMappingOverride": one.mapping} for rule, one in assigned
        ],
        "createdAt": format_moment(versions[-1].created_at),
        "updatedAt": format_moment(judge.created_at),
        "versionId": _version_id(judge),
        "version": judge.version,
        "versionCreatedAt": format_moment(judge.created_at),
        "versionCreatedBy": None,
        **_to_definition(judge),
    }


def to_version(judge: Judge) -> dict[str, Any]:
    """One version of an evaluator."""
    return {
        "id": _version_id(judge),
        "version": judge.version,
        "createdAt": format_moment(judge.created_at),
        "createdBy": None,
        **_to_definition(judge),
    }


def to_rule(rule: EvaluationRule) -> dict[str, Any]:
    """A rule."""
    return {
        "id": rule.id,
        "name": rule.name,
        "createdBy": None,
        "enabled": rule.is_enabled,
        "sampling": rule.sampling,
        "filter": [dict(condition) for condition in rule.filter],
        "evaluatorAssignments": [
            {"evaluatorId": one.evaluator, "variableMapping": one.mapping} for one in rule.assignments
        ],
        "createdAt": format_moment(rule.created_at),
        "updatedAt": format_moment(rule.updated_at),
    }


def _version_id(judge: Judge) -> str:
    return f"{judge.name}:{judge.version}"


def _to_definition(judge: Judge) -> dict[str, Any]:
    said = judge.parameters
    prompt = said.get("criterion") or _builtin_prompt(judge)
    provider, model = said.get("connection"), said.get("model")
    variables = cast(Mapping[str, Mapping[str, str]], said.get("variables") or {})
    return {
        "type": "llm_as_judge",
        "prompt": [{"role": "user", "content": prompt}],
        "variables": list(find_places(prompt)) if judge.kind == "rubric" else [],
        "variableMapping": [_to_mapping(name, variable) for name, variable in variables.items()] or None,
        "modelConfig": {"provider": provider, "model": model} if provider and model else None,
        "outputDefinition": _to_output(judge.kind, said),
    }


def _builtin_prompt(judge: Judge) -> str:
    return read_prompt(judge.kind, judge.parameters.get("prompt_version") or latest_version(judge.kind))


def _to_mapping(name: str, variable: Mapping[str, str]) -> dict[str, Any]:
    return {"variable": name, "source": variable["part"], "jsonPath": variable.get("path") or None}


def _to_output(kind: str, said: Mapping[str, Any]) -> dict[str, Any]:
    told = {
        "scoreReasoningInstructions": said.get("about_reasoning") or None,
        "scoreValueInstructions": said.get("about_score") or None,
    }
    form = "boolean" if kind == "safety" else said.get("form", "grade")
    match form:
        case "boolean":
            return {"dataType": "BOOLEAN", **told}
        case "category":
            several = bool(said.get("several"))
            categories = list(said.get("categories", []))
            return {"dataType": "CATEGORICAL", "categories": categories, "shouldAllowMultipleMatches": several, **told}
        case _:
            bounds = {"minValue": said.get("minimum", 0.0), "maxValue": said.get("maximum", 1.0)}
            return {"dataType": "NUMERIC", **bounds, **told}
