"""A span in the making: its attributes, sorted in one pass by what becomes of them."""

from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from ratchet.domain.value import encode_value
from ratchet.ingest.rules import OTHERS, RULE_BOOK, RULES, Rule, prefixes_of
from ratchet.ingest.wire import Attributes


class Draft:
    """Fields that have a value, each from the best of its keys, and the groups that the other attributes are in.

    `given` are values that fields have unless an attribute says otherwise.
    """

    __slots__ = ("_holders", "attributes", "fields", "groups")

    def __init__(self, attributes: Attributes, given: dict[str, Any]) -> None:
        self.attributes = attributes
        self.fields = given.copy()
        self.groups: defaultdict[str, dict[str, Any]] = defaultdict(dict)
        self._holders: dict[str, Rule] = {}

    def sort(self) -> None:
        """Put every attribute where it belongs. Runs for every attribute of every span."""
        fields, groups, holders = self.fields, self.groups, self._holders
        for key, raw in self.attributes.items():
            rule = RULE_BOOK[key]
            _, field, _, group, member, read = rule
            value = read(raw)
            if group:
                groups[group][member] = value
            elif value is None or field in holders:
                self._contest(rule, value)
            else:
                fields[field] = value
                holders[field] = rule

    def offer(self, key: str, value: Any) -> bool:
        """Propose a value that was put together for one of the table's keys; whether it was taken."""
        return self._contest(RULES[key], RULES[key].read(value))

    def holder(self, field: str) -> str:
        """The key that a field's value is from."""
        return self._holders[field].key if field in self._holders else ""

    def keep(self, key: str) -> None:
        """Have an attribute among the others, since no field holds it."""
        if (raw := self.attributes.get(key)) is not None:
            self.groups[OTHERS][key] = encode_value(raw)

    def keep_members(self, group: str, members: Iterable[str]) -> None:
        """Have the attributes that members of a group are from among the others."""
        for prefix in prefixes_of(group):
            for member in members:
                self.keep(prefix + member)

    def drop(self, field: str) -> None:
        """Take a field's value back, and keep the attribute that it is from."""
        if self.fields.pop(field, None) is not None:
            self.keep(self._holders.pop(field).key)

    def _contest(self, rule: Rule, value: Any) -> bool:
        """Let the better of two keys have a field; the attribute of the other is kept."""
        held = self._holders.get(rule.field)
        if value is None or (held is not None and held.rank < rule.rank):
            self.keep(rule.key)
            return False
        if held is not None:
            self.keep(held.key)
        self.fields[rule.field] = value
        self._holders[rule.field] = rule
        return True


def sort_attributes(attributes: Attributes, given: dict[str, Any]) -> Draft:
    """A draft of a span with these attributes."""
    draft = Draft(attributes, given)
    draft.sort()
    return draft
