"""Evaluation rules as they are sent to Langfuse's API."""

from dataclasses import replace
from datetime import UTC, datetime
from typing import Annotated, Any
from uuid import uuid4

from pydantic import AliasGenerator, BaseModel, ConfigDict, Field, StringConstraints
from pydantic.alias_generators import to_camel

from ratchet.domain.evaluation_rule import Assignment, EvaluationRule
from ratchet.http.fields import Json, Text, invalid_field
from ratchet.langfuse.evaluator_body import Mappings

Name = Annotated[Text, StringConstraints(min_length=1, max_length=200)]
Sampling = Annotated[float, Field(ge=0, le=1, allow_inf_nan=False)]
Filter = Annotated[list[dict[str, Json]], Field(max_length=50)]


class _Wire(BaseModel):
    model_config = ConfigDict(alias_generator=AliasGenerator(validation_alias=to_camel), extra="ignore")


class AssignmentIn(_Wire):
    """An evaluator, and what fills its prompt where that differs from what it says itself."""

    evaluator_id: Annotated[Text, StringConstraints(min_length=1, max_length=200)]
    variable_mapping: Mappings | None = None

    def to_assignment(self) -> Assignment:
        """The same as the domain has it."""
        if self.variable_mapping is None:
            return Assignment(self.evaluator_id)
        said = [
            {"variable": one.variable, "source": one.source, "jsonPath": one.json_path} for one in self.variable_mapping
        ]
        return Assignment(self.evaluator_id, said)


Assignments = Annotated[list[AssignmentIn], Field(max_length=50)]


class RuleIn(_Wire):
    """A rule to be made."""

    name: Name
    enabled: bool
    sampling: Sampling = 1.0
    filter: Filter = []
    evaluator_assignments: Assignments

    def to_rule(self, project_id: str) -> EvaluationRule:
        """The rule, made now."""
        now = datetime.now(UTC)
        return EvaluationRule(
            project_id=project_id,
            id=uuid4().hex,
            name=self.name,
            is_enabled=self.enabled,
            sampling=self.sampling,
            filter=self.filter,
            assignments=tuple(one.to_assignment() for one in self.evaluator_assignments),
            created_at=now,
            updated_at=now,
        )


class RuleChange(_Wire):
    """What is to be changed of a rule; lists replace what was there."""

    name: Name | None = None
    enabled: bool | None = None
    sampling: Sampling | None = None
    filter: Filter | None = None
    evaluator_assignments: Assignments | None = None

    def apply(self, rule: EvaluationRule) -> EvaluationRule:
        """The rule as it is from now on; one that loses its last evaluator is off."""
        changes: dict[str, Any] = {
            "name": self.name,
            "is_enabled": self.enabled,
            "sampling": self.sampling,
            "filter": self.filter,
        }
        if self.evaluator_assignments is not None:
            changes["assignments"] = tuple(one.to_assignment() for one in self.evaluator_assignments)
            if not self.evaluator_assignments and self.enabled is None:
                changes["is_enabled"] = False
        said = {name: value for name, value in changes.items() if value is not None}
        if not said:
            raise invalid_field("body", "At least one field is changed")
        return replace(rule, **said, updated_at=datetime.now(UTC))
