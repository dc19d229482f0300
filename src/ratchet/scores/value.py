"""A score's value, by its type: a number, a text, or both."""

from collections.abc import Callable, Mapping
from math import isfinite

from ratchet.domain.score import ScoreType

RawValue = bool | float | str
Value = tuple[float | None, str]

TEXT_LENGTH_MAX = 500


def infer_type(value: RawValue) -> ScoreType:
    """The type of a score that names none."""
    match value:
        case bool():
            return ScoreType.BOOLEAN
        case str():
            return ScoreType.CATEGORICAL
        case _:
            return ScoreType.NUMERIC


def parse_value(value: RawValue, data_type: ScoreType) -> Value:
    """The number and the text of a value; raises `ValueError` with what the type asks for."""
    return _PARSERS[data_type](value)


def _number(value: RawValue) -> Value:
    if isinstance(value, str):
        raise ValueError("A NUMERIC score has a number; send a text with dataType CATEGORICAL or TEXT")
    if not isfinite(value):
        raise ValueError(f"A NUMERIC score has a finite number, and not {value}")
    return float(value), ""


def _truth(value: RawValue) -> Value:
    if isinstance(value, str) or value not in (0, 1):
        raise ValueError(f"A BOOLEAN score is 1 or 0, and not {str(value)[:40]!r}")
    return float(value), str(bool(value))


def _category(value: RawValue) -> Value:
    if not isinstance(value, str) or not 1 <= len(value) <= TEXT_LENGTH_MAX:
        raise ValueError(f"A CATEGORICAL score is a text of 1 to {TEXT_LENGTH_MAX} characters")
    return None, value


def _text(value: RawValue) -> Value:
    if not isinstance(value, str) or not 1 <= len(value) <= TEXT_LENGTH_MAX:
        raise ValueError(f"A TEXT score is a text of 1 to {TEXT_LENGTH_MAX} characters")
    return None, value


def _correction(value: RawValue) -> Value:
    if not isinstance(value, str):
        raise ValueError("A CORRECTION is the text that the output should have been")
    return None, value


_PARSERS: Mapping[ScoreType, Callable[[RawValue], Value]] = {
    ScoreType.NUMERIC: _number,
    ScoreType.BOOLEAN: _truth,
    ScoreType.CATEGORICAL: _category,
    ScoreType.TEXT: _text,
    ScoreType.CORRECTION: _correction,
}
