"""Items as the lines of each format, composed by the engine wherever it is certain to read them as Python does.

The rest it gives as they are stored, for Python to make their lines.
"""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from ratchet.domain.export import ExportFormat, ExportOrder
from ratchet.store.events.conditions import Statement
from ratchet.store.events.item_facts import IS_PLAIN, may_be_json


class LineForm(NamedTuple):
    """SQL over rows that have `query` and `response`: whether the engine can compose a line, and the line."""

    is_fit: str
    line: str


# Query and response where nothing is missing that a source could add; values that the engine reads as Python does.
IS_CERTAIN = f"""(
    ({IS_PLAIN}) AND (source_trace_id = '' OR (query IS NOT NULL AND response IS NOT NULL))
    AND (NOT {may_be_json("metadata")} OR isValidJSON(metadata))
)"""


def _to_json(column: str) -> str:
    """A value as JSON: as it is stored, or a text in quotes. Good where the item is certain, and its JSON one line."""
    return f"if({may_be_json(column)}, {column}, toJSONString({column}))"


def _is_line(column: str) -> str:
    return f"NOT ({may_be_json(column)} AND position({column}, '\\n') > 0)"


def _moment(column: str) -> str:
    """ISO 8601 in UTC to the millisecond, as `format_time` writes it."""
    return f"concat(replaceOne(toString(toDateTime64({column}, 3, 'UTC')), ' ', 'T'), 'Z')"


def _concat(*parts: str) -> str:
    return f"concat({', '.join(parts)}, '\\n')"


# Always with a point, so that no reader takes the first thousand for integers.
_SCORE = "if(score = trunc(score) AND abs(score) < 1e15, concat(toString(toInt64(score)), '.0'), toString(score))"

_RESPONSE = "ifNull(toJSONString(response), 'null')"

_MEMBERS: Mapping[str, str] = {
    "id": "toJSONString(item_id)",
    "query": "ifNull(toJSONString(query), 'null')",
    "response": _RESPONSE,
    "score": f"ifNull({_SCORE}, 'null')",
    "score_name": "if(score_name = '', 'null', toJSONString(toString(score_name)))",
    "query_type": "if(query_type = '', 'null', toJSONString(toString(query_type)))",
    "input": _to_json("input"),
    # Mostly the response, which is in quotes already.
    "expected_output": f"if(ifNull(expected_output = response, 0), {_RESPONSE}, {_to_json('expected_output')})",
    "metadata": _to_json("metadata"),
    "source_trace_id": "if(source_trace_id = '', 'null', toJSONString(source_trace_id))",
    "source_observation_id": "if(source_span_id = '', 'null', toJSONString(source_span_id))",
    "created_at": f"concat('\"', {_moment('created_at')}, '\"')",
    "updated_at": f"concat('\"', {_moment('version')}, '\"')",
}
_RECORD = LineForm(
    f"{IS_CERTAIN} AND {' AND '.join(map(_is_line, ('input', 'expected_output', 'metadata')))}",
    _concat("'{'", ", ',', ".join(f"'\"{name}\":', {sql}" for name, sql in _MEMBERS.items()), "'}'"),
)

# What a spreadsheet would take for a formula, by its first character; OWASP's list.
FORMULA = "^[=+\\-@\\t\\r\\n＝＋－＠]"
_FORMULA_SQL = FORMULA.replace("\\", "\\\\")


def _cell(text: str) -> str:
    """A text in quotes, as no line break and no comma in it can be mistaken then; nothing for none."""
    quoted = f"concat('\"', if(match({text}, '{_FORMULA_SQL}'), '\\'', ''), replaceAll({text}, '\"', '\"\"'), '\"')"
    return f"if(ifNull({text}, '') = '', '', assumeNotNull({quoted}))"


_CELLS = LineForm(
    IS_CERTAIN,
    _concat(
        f"{_cell('query')}, ',', {_cell('response')}, ',', ifNull({_SCORE}, ''), ',', {_cell('toString(query_type)')}"
    ),
)


def _has_none(column: str, names: Sequence[str]) -> str:
    quoted = ", ".join(f"'\"{name}\"'" for name in names)
    return f"NOT multiSearchAny({column}, [{quoted}])"


_INSTRUCTION = LineForm(
    f"{IS_CERTAIN} AND query IS NOT NULL AND response IS NOT NULL AND {_has_none('input', ('input', 'context'))} "
    f"AND {_has_none('metadata', ('context',))}",
    _concat(
        """'{"instruction":', assumeNotNull(toJSONString(query)), ',"input":"","output":', """
        """assumeNotNull(toJSONString(response)), ',"context":""}'"""
    ),
)

# A character that is seen, in a text that is said to have content.
_SEEN = "'[^\\\\s\\\\p{Z}\\\\x00-\\\\x20\\\\x85]'"
_IS_SAID = f"""
    {IS_CERTAIN} AND match(ifNull(query, ''), {_SEEN}) AND match(ifNull(response, ''), {_SEEN})
    AND {_has_none("input", ("messages", "role", "tool_calls", "tools", "system"))}
    AND {_has_none("expected_output", ("messages", "role", "tool_calls"))}
    AND {_has_none("metadata", ("tools", "system_prompt"))}
"""


def _to_chat(order: ExportOrder, statement: Statement, size_bytes_max: int | None) -> LineForm:
    """Chats of a question and an answer; of so many bytes at most, where there is a limit."""
    system = ""
    if order.system_prompt:
        prompt = statement.bind(order.system_prompt, "String")
        system = f"""'{{"role":"system","content":', toJSONString({prompt}), '}},', """
    line = _concat(
        f"""'{{"messages":[', {system}'{{"role":"user","content":', """
        """assumeNotNull(toJSONString(query)), '},{"role":"assistant","content":', """
        """assumeNotNull(toJSONString(response)), '}]}'"""
    )
    if size_bytes_max is None:
        return LineForm(_IS_SAID, line)
    limit = statement.bind(size_bytes_max, "Int64")
    return LineForm(f"{_IS_SAID} AND length(query) + length(response) <= {limit}", line)


# Their lines hold several items, which Python puts together.
PAIRED = frozenset({ExportFormat.PREFERENCE, ExportFormat.OPENAI_PREFERENCE})
_FORMS = {
    ExportFormat.JSONL: _RECORD,
    ExportFormat.CSV: _CELLS,
    ExportFormat.HUGGINGFACE: _INSTRUCTION,
}


def find_line_form(order: ExportOrder, statement: Statement, size_bytes_max: int | None) -> LineForm:
    """How an order's lines are composed; nothing is fit where every text has to be looked through or compared."""
    if order.redact or order.format in PAIRED:
        return LineForm("0", "''")
    if order.format in _FORMS:
        return _FORMS[order.format]
    return _to_chat(order, statement, size_bytes_max)
