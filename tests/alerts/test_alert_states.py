"""The states of a rule, look by look, on a clock that the test turns."""

from dataclasses import replace
from typing import Any

import pytest
from alert_traffic import at

from ratchet.alerts.states import inactive, move
from ratchet.domain.alert import AlertRule, AlertRuleType, AlertSeverity, Missing
from ratchet.domain.firing import AlertState, Finding, Outcome, Turn

PLAIN = AlertRule(
    id="errors",
    name="Errors",
    rule_type=AlertRuleType.ERROR_RATE,
    threshold=0.1,
    time_window_minutes=5,
    severity=AlertSeverity.ERROR,
    cooldown_minutes=0,
)
CROSSED, WITHIN, RECOVERED, MISSING = Outcome


def walk(outcomes: str, *, silenced: range = range(0), is_silent: bool = True, **rule: Any) -> str:
    """The states after looks a minute apart: C crossed, W within, R recovered, M missing; a ! says that it is told."""
    letters = {"C": CROSSED, "W": WITHIN, "R": RECOVERED, "M": MISSING}
    said, standing = "", inactive(PLAIN, "{}", at(0))
    for minute, letter in enumerate(outcomes):
        finding = Finding(letters[letter], 0.2, 10, 0.1, 5, is_silent=is_silent)
        made = replace(PLAIN, **rule)
        standing, turn = move(made, standing, finding, at(minute), is_silenced=minute in silenced)
        is_told = turn is not None and standing.notified_at is not None
        said += standing.state[0] + ("!" if is_told else "")
    return said


@pytest.mark.parametrize(
    ("outcomes", "states", "rule"),
    [
        ("RCCRR", "if!fr!i", {}),
        ("CCCC", "pppf!", {"pending_minutes": 3}),
        ("CCRCCC", "ppippf!", {"pending_minutes": 2}),
        ("CWWRC", "f!ffr!f!", {}),
        ("CRCCCCC", "f!r!pppf!f", {"cooldown_minutes": 5}),
        ("CCCCC", "f!ff!ff!", {"renotify_minutes": 2}),
        ("MMCMR", "iif!fr!", {"missing": Missing.IGNORE}),
        ("CMC", "pip", {"missing": Missing.IGNORE, "pending_minutes": 2}),
        ("CMC", "ppf!", {"missing": Missing.KEEP, "pending_minutes": 2}),
        ("CM", "f!r!", {"missing": Missing.RECOVER}),
        ("MRM", "iif!", {"missing": Missing.ALERT}),
    ],
)
def test_states_follow_what_looks_say(outcomes: str, states: str, rule: dict[str, Any]) -> None:
    assert walk(outcomes, **rule) == states


def test_too_few_samples_are_no_silence() -> None:
    assert walk("RMM", is_silent=False, missing=Missing.ALERT) == "iii"


def test_what_fires_in_a_silence_is_told_when_it_ends_unless_it_is_over() -> None:
    assert walk("CCCC", silenced=range(2)) == "fff!f"
    assert walk("CCRC", silenced=range(3)) == "ffrf!"


def test_an_acknowledged_alert_is_not_told_again() -> None:
    rule = replace(PLAIN, renotify_minutes=1)
    fired = move(rule, inactive(rule, "{}", at(0)), Finding(CROSSED, 0.2, 10, 0.1, 5), at(0))
    seen = replace(fired.standing, is_acknowledged=True)
    assert fired.turn is Turn.FIRED
    assert move(rule, seen, Finding(CROSSED, 0.2, 10, 0.1, 5), at(10)).turn is None
    assert move(rule, seen, Finding(RECOVERED, 0.0, 10, 0.1, 5), at(20)).turn is Turn.RESOLVED


def test_an_alert_of_what_is_heard_of_no_more_ends_after_a_day() -> None:
    fired = move(PLAIN, inactive(PLAIN, "{}", at(0)), Finding(CROSSED, 0.2, 10, 0.1, 5), at(0)).standing
    nothing = Finding(MISSING, None, 0, 0.1, 5)
    assert move(PLAIN, fired, nothing, at(23 * 60)).standing.state is AlertState.FIRING
    assert move(PLAIN, fired, nothing, at(25 * 60)).standing.state is AlertState.RESOLVED
