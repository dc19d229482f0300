"""What gauges filter and group by: the words of a trace, wherever the measured rows find them."""

from collections.abc import Mapping
from typing import NamedTuple

from ratchet.domain.measurement import Subject
from ratchet.errors import Invalid
from ratchet.store.events.conditions import Column, Kind, Statement
from ratchet.store.events.measure_fields import Source
from ratchet.store.events.trace_groups import TIMESTAMP, TRACE_COLUMNS

METADATA = "metadata."
"""Before the name of any attribute."""


class GaugeField(NamedTuple):
    """Where a field is read, and what it holds: one text or several."""

    source: Source
    column: Column


_PROMPT_VERSION = "if(prompt_name = '', '', concat(prompt_name, ':', toString(prompt_version)))"


def _distinct(text: str) -> Column:
    return Column(f"arraySort(groupUniqArrayIf({text}, {text} != ''))", Kind.TEXTS)


_OF_TRACES: Mapping[str, Column] = {
    **{name: TRACE_COLUMNS[name] for name in ("name", "user_id", "session_id", "release", "version", "environment")},
    "tag": TRACE_COLUMNS["tags"],
    "model": TRACE_COLUMNS["models"],
    "prompt": _distinct("prompt_name"),
    "prompt_version": _distinct(_PROMPT_VERSION),
}
_OWN: Mapping[Subject, Mapping[str, Column]] = {
    Subject.TRACES: _OF_TRACES,
    Subject.SPANS: {
        "model": Column("model", Kind.TEXT),
        "environment": Column("environment", Kind.TEXT),
        "prompt": Column("prompt_name", Kind.TEXT),
        "prompt_version": Column(_PROMPT_VERSION, Kind.TEXT),
    },
    Subject.SCORES: {
        "score_name": Column("name", Kind.TEXT),
        "environment": Column("environment", Kind.TEXT),
    },
}

TIMES: Mapping[Subject, str] = {
    Subject.TRACES: TIMESTAMP,
    Subject.SPANS: "toUnixTimestamp64Nano(start_time)",
    Subject.SCORES: "toUnixTimestamp64Nano(timestamp)",
}
"""When a subject happened, in nanoseconds."""

VALUES: Mapping[Subject, Mapping[str, str]] = {
    Subject.TRACES: {
        "count": "toFloat64(1)",
        "failed": f"toFloat64({TRACE_COLUMNS['status'].sql} = 'error')",
        "latency_ms": f"1e3 * {TRACE_COLUMNS['latency_s'].sql}",
    },
    Subject.SPANS: {
        "cost": "nullIf(total_cost, 0)",
        "tokens": "nullIf(toFloat64(usage['total']), 0)",
    },
    Subject.SCORES: {
        "value": "if(isFinite(value) AND data_type IN ('NUMERIC', 'BOOLEAN'), value, NULL)",
        "quality": "if(value BETWEEN 0 AND 1 AND data_type IN ('NUMERIC', 'BOOLEAN'), value, NULL)",
    },
}
"""What gauges measure of each subject; rows whose value is NULL do not count."""

FIELD_NAMES = (*sorted({*_OF_TRACES, "score_name"}), f"{METADATA}<key>")
"""Everything that rules can filter and group by."""


def gauge_field(subject: Subject, name: str, statement: Statement) -> GaugeField:
    """Where a subject's field is read; raises `Invalid` when there is none of this name."""
    if name.startswith(METADATA):
        column = _attribute(statement.bind(name.removeprefix(METADATA), "String"))
        return GaugeField(Source.OWN if subject is Subject.TRACES else Source.TRACE, column)
    if name in _OWN[subject]:
        return GaugeField(Source.OWN, _OWN[subject][name])
    if name not in _OF_TRACES:
        raise Invalid(f"{subject} have no {name!r}. Use one of: {', '.join(FIELD_NAMES)}.")
    return GaugeField(Source.TRACE, _OF_TRACES[name])


def _attribute(key: str) -> Column:
    """What the first span that says anything says under a key: of the trace, of itself, or as it came."""
    maps = ("trace_metadata", "span_metadata", "attributes")
    said = f"multiIf({', '.join(f'{one}[{key}] != {chr(39) * 2}, {one}[{key}]' for one in maps)}, '')"
    first = f"argMinIf({said}, place, {said} != '')"
    # Texts that would read as something else are kept as JSON (ratchet.domain.value).
    return Column(f"if(startsWith({first}, '\"'), JSONExtractString({first}), {first})", Kind.TEXT)
