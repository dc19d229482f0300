"""Examples for when nobody can be asked for better ones; data, so that an application can bring its own."""

import tomllib
from collections.abc import Mapping
from functools import cache, lru_cache
from importlib.resources import files
from pathlib import Path
from typing import Any, Final

from ratchet.domain.few_shot import Example
from ratchet.errors import Invalid
from ratchet.sdk.few_shot.failures import note_failure

FALLBACK: Final = "fallback"
"""What stands for the dataset of such an example, and for the strategy by which it was chosen."""
_BUILT_IN = files("ratchet.sdk.few_shot") / "fallbacks.toml"
_FILES_KEPT = 8


def read_fallbacks(path: str | Path) -> tuple[Example, ...]:
    """The examples in a file; raises `Invalid` that says what is wrong with it."""
    try:
        return _to_examples(tomllib.loads(Path(path).read_text(encoding="utf-8")))
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise Invalid(f"The fallback examples in {path} cannot be used: {error!r}") from error


@cache
def built_in_fallbacks() -> tuple[Example, ...]:
    """The examples that come along."""
    return _to_examples(tomllib.loads(_BUILT_IN.read_text(encoding="utf-8")))


@lru_cache(maxsize=_FILES_KEPT)
def given_fallbacks(path: str) -> tuple[Example, ...]:
    """The examples of a file, read once; those that come along where it cannot be used, or where none is named."""
    if not path:
        return built_in_fallbacks()
    try:
        return read_fallbacks(path)
    except Invalid as error:
        note_failure("fallbacks", error)
        return built_in_fallbacks()


def _to_examples(said: Mapping[str, Any]) -> tuple[Example, ...]:
    return tuple(_to_example(place, one) for place, one in enumerate(said.get("examples", ()), start=1))


def _to_example(place: int, said: Mapping[str, Any]) -> Example:
    return Example(
        id=str(said.get("id", place)),
        query=str(said["query"]),
        response=str(said["response"]),
        score=float(said.get("score", 1.0)),
        query_type=str(said["query_type"]),
        dataset=FALLBACK,
    )
