"""The kinds of judges by their names: a module each."""

from collections.abc import Mapping, Sequence
from typing import Any

from pydantic import ValidationError

from ratchet.errors import Invalid
from ratchet.http.fields import to_invalid
from ratchet.judges.kinds.contains import Contains
from ratchet.judges.kinds.cost import Cost
from ratchet.judges.kinds.embedding_similarity import EmbeddingSimilarity
from ratchet.judges.kinds.exact import Exact
from ratchet.judges.kinds.groundedness import Groundedness
from ratchet.judges.kinds.json_schema import JsonSchema
from ratchet.judges.kinds.kind import Kind, Surroundings
from ratchet.judges.kinds.latency import Latency
from ratchet.judges.kinds.length import Length
from ratchet.judges.kinds.llm import LLM_KINDS
from ratchet.judges.kinds.persona.kind import Persona
from ratchet.judges.kinds.python import Python
from ratchet.judges.kinds.refusal import Refusal
from ratchet.judges.kinds.regex import Regex
from ratchet.judges.kinds.similarity import Similarity

_KINDS: Sequence[type[Kind[Any]]] = (
    *(Exact, Contains, Regex, JsonSchema, Similarity, EmbeddingSimilarity, Groundedness),
    *(Refusal, Length, Latency, Cost, Persona, Python),
    *LLM_KINDS,
)

KINDS: Mapping[str, type[Kind[Any]]] = {kind.name: kind for kind in _KINDS}


def find_kind(name: str) -> type[Kind[Any]]:
    """The kind of this name; raises `Invalid` naming those there are."""
    kind = KINDS.get(name)
    if kind is None:
        message = f"There is no kind of judge named {name!r}. Use one of: {', '.join(sorted(KINDS))}."
        raise Invalid(f"kind: {message}", details={"fields": [{"field": "kind", "message": message}]})
    return kind


def make_judge(kind_name: str, parameters: Mapping[str, Any], surroundings: Surroundings) -> Kind[Any]:
    """A judge that is ready to be asked; raises `Invalid` for an unknown kind, or parameters that it cannot use."""
    kind = find_kind(kind_name)
    try:
        checked = kind.parameters_type.model_validate(dict(parameters))
    except ValidationError as error:
        raise to_invalid(error, "parameters") from error
    return kind(checked, surroundings)
