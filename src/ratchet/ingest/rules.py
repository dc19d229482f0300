"""The table of attributes, turned round: from a key to what becomes of it, found by one look-up."""

from collections.abc import Iterator
from typing import Any, NamedTuple

from ratchet.domain.value import encode_value
from ratchet.ingest.attributes import FAMILIES, FIELDS, METADATA, MODEL_PARAMETERS, TRACE_METADATA
from ratchet.ingest.readers import Reader, to_metadata_value

# The group of attributes that nobody named.
OTHERS = "attributes"

# What an application's keys come to, many times over; nobody can fill the memory with keys made up.
_KEYS_MAX = 16_384
_KEY_LENGTH_MAX = 200


class Rule(NamedTuple):
    """What becomes of an attribute: the value of a field, by its rank among others, or a member of a group."""

    key: str
    field: str
    rank: int
    group: str
    member: str
    read: Reader


class RuleBook(dict[str, Rule]):
    """Rules by key; one that is not in the table is worked out when it is first met."""

    def __missing__(self, key: str) -> Rule:
        rule = _find(key)
        if len(key) <= _KEY_LENGTH_MAX:
            if len(self) >= _KEYS_MAX:
                self.clear()
                self.update(RULES)
            self[key] = rule
        return rule


def _find(key: str) -> Rule:
    for ending, rule in _RULES_BY_ENDING:
        if key.endswith(ending):
            return rule._replace(key=key)
    for prefix, group, numbered in FAMILIES:
        member = key.removeprefix(prefix)
        if member and member != key and (not numbered or member[0].isdecimal()):
            return Rule(key, "", 0, group, member, _READERS.get(group, _as_it_is))
    return Rule(key, "", 0, OTHERS, key, encode_value)


def _as_it_is(value: Any) -> Any:
    return value


def _rules() -> Iterator[tuple[str, Rule]]:
    ranks: dict[str, int] = {}
    for name, read, keys in FIELDS:
        for key in keys:
            ranks[name] = ranks.get(name, -1) + 1
            yield key, Rule(key, name, ranks[name], "", "", read)


def prefixes_of(group: str) -> list[str]:
    """How the keys begin that a group's members are from."""
    return [family.prefix for family in FAMILIES if family.group == group]


_READERS: dict[str, Reader] = {
    METADATA: to_metadata_value,
    TRACE_METADATA: to_metadata_value,
    MODEL_PARAMETERS: encode_value,
}
RULES = dict(_rules())
_RULES_BY_ENDING = [(key[1:], rule) for key, rule in RULES.items() if key.startswith("*")]
RULE_BOOK = RuleBook(RULES)
