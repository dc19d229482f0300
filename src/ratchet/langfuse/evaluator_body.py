"""Evaluators as they are sent to Langfuse's API: a prompt with variables, and the form of the score."""

from typing import Annotated, Any, Literal

from pydantic import AliasGenerator, BaseModel, ConfigDict, Discriminator, Field, StringConstraints, field_validator
from pydantic.alias_generators import to_camel

from ratchet.http.fields import Text
from ratchet.judges.kinds.llm.placeholders import PATH_LENGTH_MAX, Part, Variable, check_path

Name = Annotated[Text, StringConstraints(min_length=1, max_length=150)]
Source = Literal["input", "output", "metadata", "expected_output", "experiment_item_metadata"]


class _Wire(BaseModel):
    model_config = ConfigDict(alias_generator=AliasGenerator(validation_alias=to_camel), extra="ignore")


class ChatMessage(_Wire):
    """A message of a prompt."""

    role: Literal["system", "user", "assistant"]
    content: Text


class ModelConfigIn(_Wire):
    """Which model is asked, by its connection."""

    provider: Annotated[Text, StringConstraints(min_length=1, max_length=200)]
    model: Annotated[Text, StringConstraints(min_length=1, max_length=200)]


class MappingIn(_Wire):
    """What fills a variable of a prompt."""

    variable: Annotated[Text, StringConstraints(min_length=1, max_length=200)]
    source: Source
    json_path: Annotated[Text, StringConstraints(max_length=PATH_LENGTH_MAX)] | None = None

    @field_validator("json_path")
    @classmethod
    def _check_path(cls, path: str | None) -> str | None:
        return None if path is None else check_path(path)

    def to_variable(self) -> Variable:
        """The same as judges have it."""
        part: Part = "metadata" if self.source == "experiment_item_metadata" else self.source
        return Variable(part=part, path=self.json_path or "")


Mappings = Annotated[list[MappingIn], Field(max_length=50)]


class _Output(_Wire):
    score_reasoning_instructions: Annotated[Text, StringConstraints(max_length=10_000)] | None = None
    score_value_instructions: Annotated[Text, StringConstraints(max_length=10_000)] | None = None

    def to_parameters(self) -> dict[str, Any]:
        """The part of a rubric's parameters that says what the score means."""
        return {
            "about_score": self.score_value_instructions or "",
            "about_reasoning": self.score_reasoning_instructions or "",
        }


class NumericOutput(_Output):
    """A number within bounds."""

    data_type: Literal["NUMERIC"]
    min_value: float | None = None
    max_value: float | None = None

    def to_parameters(self) -> dict[str, Any]:
        minimum = 0.0 if self.min_value is None else self.min_value
        maximum = max(1.0, minimum + 1) if self.max_value is None else self.max_value
        return super().to_parameters() | {"form": "number", "minimum": minimum, "maximum": maximum}


class BooleanOutput(_Output):
    """True or false."""

    data_type: Literal["BOOLEAN"]

    def to_parameters(self) -> dict[str, Any]:
        return super().to_parameters() | {"form": "boolean"}


class CategoricalOutput(_Output):
    """One of some categories, or several."""

    data_type: Literal["CATEGORICAL"]
    categories: list[Text]
    should_allow_multiple_matches: bool = False

    def to_parameters(self) -> dict[str, Any]:
        several = self.should_allow_multiple_matches
        return super().to_parameters() | {"form": "category", "categories": self.categories, "several": several}


Output = Annotated[NumericOutput | BooleanOutput | CategoricalOutput, Discriminator("data_type")]


class DefinitionIn(_Wire):
    """How an evaluator scores."""

    prompt: Text | list[ChatMessage]
    llm: Annotated[ModelConfigIn | None, Field(validation_alias="modelConfig")] = None
    variable_mapping: Mappings | None = None
    output_definition: Output

    def to_parameters(self) -> dict[str, Any]:
        """A rubric's parameters."""
        prompt = self.prompt
        criterion = prompt if isinstance(prompt, str) else "\n\n".join(message.content for message in prompt)
        mapped = {one.variable: one.to_variable().model_dump() for one in self.variable_mapping or ()}
        asked = {} if self.llm is None else {"connection": self.llm.provider, "model": self.llm.model}
        return {"criterion": criterion, "variables": mapped, **asked, **self.output_definition.to_parameters()}


class EvaluatorIn(_Wire):
    """An evaluator to be made, in its first version; what it is made of stands beside its name."""

    type: Literal["llm_as_judge", "code"]
    name: Name
    description: Text | None = Field(None, max_length=10_000)


class EvaluatorChange(_Wire):
    """What is to be changed of an evaluator; with a `type`, the whole definition."""

    type: Literal["llm_as_judge", "code"] | None = None
    name: Name | None = None
    description: Text | None = Field(None, max_length=10_000)
