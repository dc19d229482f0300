"""Regular expressions that people wrote, searched for in time that grows with the text and never explodes.

It is the engine that pydantic checks strings with; it knows no look-around and no back-references.
"""

from functools import lru_cache

from pydantic_core import SchemaError, SchemaValidator, core_schema

LENGTH_MAX = 1000

# Names of models come from applications; one that is longer than any is not worth remembering.
_TEXT_LENGTH_MAX = 300


def check_pattern(pattern: str) -> str:
    """The pattern itself; raises `ValueError` with what is wrong with it."""
    try:
        _compile(pattern)
    except SchemaError as error:
        reason = str(error).partition("SchemaError:")[2].strip() or str(error)
        raise ValueError(f"This is no regular expression that can be used: {reason[:300]}") from error
    return pattern


def matches(pattern: str, text: str) -> bool:
    """Whether a pattern is found in a text."""
    if len(text) > _TEXT_LENGTH_MAX:
        return _compile(pattern).isinstance_python(text)
    return _recall(pattern, text)


@lru_cache(maxsize=16384)
def _recall(pattern: str, text: str) -> bool:
    return _compile(pattern).isinstance_python(text)


@lru_cache(maxsize=4096)
def _compile(pattern: str) -> SchemaValidator:
    return SchemaValidator(core_schema.str_schema(pattern=pattern))
