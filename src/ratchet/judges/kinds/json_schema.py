"""JSON schema: whether the answer is JSON, and of the form that is asked for."""

import json
import re
from functools import cached_property
from itertools import islice
from typing import Annotated, Any

from jsonschema_rs import FancyRegexOptions, Validator, validator_for
from pydantic import AfterValidator

from ratchet.domain.judge import NotApplicable, Outcome, Verdict
from ratchet.judges.kinds.kind import Kind, Parameters
from ratchet.judges.subject import Subject

SCHEMA_LENGTH_MAX = 256 * 1024
PROBLEMS_MAX = 10
_MESSAGE_LENGTH_MAX = 300
_PATTERNS = FancyRegexOptions(backtrack_limit=100_000)
_FENCE = re.compile(r"\s*```(?:json)?\s*\n(.*)\n\s*```\s*", re.DOTALL | re.IGNORECASE)


def _check_schema(schema: dict[str, Any]) -> dict[str, Any]:
    if len(json.dumps(schema)) > SCHEMA_LENGTH_MAX:
        raise ValueError(f"This schema is over {SCHEMA_LENGTH_MAX:,} characters. Make it smaller.")
    _compile(schema)
    return schema


def _compile(schema: dict[str, Any]) -> Validator:
    # Nothing that a schema refers to is fetched: it would be this server that asks.
    return validator_for(json.dumps(schema), pattern_options=_PATTERNS, offline=True)


class JsonSchemaParameters(Parameters):
    """The schema, `{}` for any JSON; and whether the JSON may stand in a code block."""

    json_schema: Annotated[dict[str, Any], AfterValidator(_check_schema)] = {}
    allow_code_block: bool = False


class JsonSchema(Kind[JsonSchemaParameters]):
    """Checks form, and nothing of what is said in it."""

    name = "json_schema"
    title = "JSON schema"
    summary = "Whether the answer is JSON that meets a schema."
    parameters_type = JsonSchemaParameters

    def judge(self, subject: Subject) -> Outcome:
        if subject.output in (None, ""):
            return NotApplicable("There is no answer.")
        try:
            value = self._read(subject)
        except ValueError as error:
            return Verdict(value=False, reasoning=f"The answer is not JSON: {error}.")
        errors = islice(self._validator.iter_errors(value), PROBLEMS_MAX)
        problems = tuple(f"{_to_path(error.instance_path)}: {error.message[:_MESSAGE_LENGTH_MAX]}" for error in errors)
        return Verdict(value=not problems, reasoning="; ".join(problems) or "The answer meets the schema.")

    def _read(self, subject: Subject) -> Any:
        """The JSON of an answer: a text's own, or a structure that was sent as one."""
        is_message = isinstance(subject.output, list) or (isinstance(subject.output, dict) and "role" in subject.output)
        if not isinstance(subject.output, str) and not is_message:
            return subject.output
        fenced = _FENCE.fullmatch(subject.answer) if self.parameters.allow_code_block else None
        return json.loads(fenced.group(1) if fenced else subject.answer)

    @cached_property
    def _validator(self) -> Validator:
        return _compile(self.parameters.json_schema)


def _to_path(parts: list[str | int]) -> str:
    return "/".join(str(part) for part in parts) or "answer"
