"""Rules that say of what type a query is; data, so that an application can bring its own."""

import re
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any, NamedTuple

from ratchet.errors import Invalid

_BUILT_IN = files("ratchet.sdk.few_shot") / "rules.toml"
_CLAUSE_END = re.compile(r"[.?!;:,…]+(?:\s+|$)|\s*\n\s*|\s+[-–—]+\s+|—|[()\"“”]+")
_MODE_WORD = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+")


class Clause(NamedTuple):
    """A part of a query between punctuation; `bare` is without what merely leads into it."""

    text: str
    bare: str


@dataclass(frozen=True, slots=True)
class Rule:
    """A pattern that gives a type: found in a clause or, with `is_every`, matching all of every clause."""

    query_type: str
    pattern: re.Pattern[str]
    is_every: bool = False

    def fits(self, clauses: Sequence[Clause]) -> bool:
        if not self.is_every:
            return any(self.pattern.search(clause.bare) for clause in clauses)
        whole = self.pattern.fullmatch
        return bool(clauses) and all(whole(clause.text) or whole(clause.bare) for clause in clauses)


@dataclass(frozen=True, slots=True)
class Rules:
    """Everything that types are found by, in the order in which it is tried."""

    modes: Mapping[str, str]
    lead_in: re.Pattern[str] | None
    rules: tuple[Rule, ...]
    default: str
    edge_length: int

    def by_mode(self, dialogue_mode: str) -> str | None:
        """The type that the first known word of a mode stands for: `STANCE_GLOBAL` and `stanceGlobal` have two."""
        words = (word.casefold() for word in _MODE_WORD.findall(dialogue_mode))
        return next((self.modes[word] for word in words if word in self.modes), None)

    def by_text(self, query: str) -> str:
        """The type of the first rule that fits."""
        clauses = self._to_clauses(query)
        return next((rule.query_type for rule in self.rules if rule.fits(clauses)), self.default)

    def _to_clauses(self, query: str) -> list[Clause]:
        plain = self._cut(query.strip()).casefold().replace("’", "'")
        clauses = [" ".join(clause.split()) for clause in _CLAUSE_END.split(plain)]
        return [Clause(clause, self._strip(clause)) for clause in clauses if clause]

    def _cut(self, query: str) -> str:
        if len(query) <= 2 * self.edge_length:
            return query
        return f"{query[: self.edge_length]}\n{query[-self.edge_length :]}"

    def _strip(self, clause: str) -> str:
        found = self.lead_in.match(clause) if self.lead_in else None
        # A clause that is nothing but a lead-in, such as a greeting, says something by itself.
        return (clause[found.end() :] if found else clause) or clause


def read_rules(path: str | Path) -> Rules:
    """The rules in a file; raises `Invalid` that says what is wrong with it."""
    try:
        return to_rules(tomllib.loads(Path(path).read_text(encoding="utf-8")))
    except (OSError, ValueError, KeyError, TypeError, AttributeError, re.error) as error:
        raise Invalid(f"The rules in {path} cannot be used: {error!r}") from error


@cache
def built_in_rules() -> Rules:
    """The rules that come along."""
    return to_rules(tomllib.loads(_BUILT_IN.read_text(encoding="utf-8")))


def to_rules(said: Mapping[str, Any]) -> Rules:
    """Rules out of a file's content."""
    return Rules(
        modes={str(word).casefold(): str(named) for word, named in said.get("modes", {}).items()},
        lead_in=_to_lead_in(said.get("lead_ins", {}).get("phrases", ())),
        rules=tuple(map(_to_rule, said.get("rules", ()))),
        default=str(said.get("default", "general")),
        edge_length=max(1, int(said.get("edge_length", 200))),
    )


def _to_lead_in(phrases: Sequence[str]) -> re.Pattern[str] | None:
    # The longest first, so that "can you please" is not left with "please".
    longest_first = sorted(map(re.escape, phrases), key=len, reverse=True)
    return re.compile(rf"(?:(?:{'|'.join(longest_first)})\b\s*)+") if longest_first else None


def _to_rule(said: Mapping[str, Any]) -> Rule:
    pattern = "|".join(f"(?:{one})" for one in said["patterns"])
    return Rule(str(said["type"]), re.compile(pattern), bool(said.get("every", False)))
