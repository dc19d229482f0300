"""Clauses as people write them: a sentence, or an object that says what to check."""

from collections.abc import Iterable, Mapping
from enum import StrEnum
from typing import Any

from ratchet.domain.persona.clause import (
    Aspect,
    Check,
    Clause,
    Edge,
    Forbidden,
    Form,
    Format,
    Length,
    Placed,
    Required,
    Unit,
    aspect_of,
)
from ratchet.domain.persona.reading import read_clause

CLAUSES_MAX = 300

_KINDS: Mapping[str, type[Check]] = {
    "length": Length,
    "format": Format,
    "forbidden": Forbidden,
    "required": Required,
    "placed": Placed,
}
_CHOICES: Mapping[str, type[StrEnum]] = {"unit": Unit, "form": Form, "edge": Edge}


def parse_clause(written: str | Mapping[str, Any]) -> Clause:
    """A clause as it was written: a sentence is read for what can be checked in it.

    An object has a `text`, and may have an `aspect`, `checks` (each with its `kind` and what that takes), and `reader`:
    whether a reader has to judge the text beside the checks. Raises `ValueError`, `KeyError` or `TypeError`.
    """
    if isinstance(written, str):
        return read_clause(written)
    checks = tuple(_parse_check(one) for one in written.get("checks", ()))
    aspect = Aspect(written["aspect"]) if written.get("aspect") else None
    if aspect is None and checks:
        aspect = aspect_of(checks[0])
    return Clause(text=written["text"], aspect=aspect, checks=checks, is_all=not written.get("reader"))


def unite(*some: Iterable[Clause]) -> tuple[Clause, ...]:
    """All of these, each once, the first of its wording; at most 300."""
    by_text: dict[str, Clause] = {}
    for clause in (clause for clauses in some for clause in clauses):
        by_text.setdefault(clause.text, clause)
    return tuple(by_text.values())[:CLAUSES_MAX]


def _parse_check(written: Mapping[str, Any]) -> Check:
    fields: dict[str, Any] = {
        name: _CHOICES[name](value) if name in _CHOICES else value for name, value in written.items()
    }
    kind = _KINDS.get(fields.pop("kind", ""))
    if kind is None:
        raise ValueError(f"A check is of a kind: {', '.join(_KINDS)}.")
    if "phrases" in fields:
        fields["phrases"] = tuple(fields["phrases"])
    return kind(**fields)
