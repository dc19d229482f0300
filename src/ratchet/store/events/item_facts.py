"""What `ratchet.domain.qa` makes of an item, as SQL, wherever that is plain; the rest is left to Python, and marked.

Plain are texts, and objects with a field that is known to hold the question or the answer: nearly all items.
"""

# As in ratchet.domain.qa, and in its order.
_QUERY_NAMES = ("query", "question", "prompt", "q", "text", "content", "input", "message")
_RESPONSE_NAMES = ("response", "answer", "completion", "a", "text", "content", "output", "message")


def may_be_json(column: str) -> str:
    """As in ratchet.domain.value: a text that begins otherwise is kept as it is."""
    return f"match({column}, '^[\"{{\\\\[0-9tfn \\t\\n\\r-]')"


def _field(column: str, name: str) -> str:
    is_text = f"{_may_have(column, name)} AND JSONType({column}, '{name}') = 'String'"
    return f"if({is_text}, JSONExtractString({column}, '{name}'), '')"


def _may_have(column: str, name: str) -> str:
    """Looking for the name first spares most values from being parsed, which is what costs."""
    return f"position({column}, '\"{name}\"') > 0"


def _named(column: str, names: tuple[str, ...]) -> str:
    """The first of these fields that is a text with something in it, else the empty text."""
    sql = "''"
    for name in reversed(names):
        field = _field(column, name)
        sql = f"if({field} != '', {field}, {sql})"
    return sql


def _plain_text(column: str, own_name: str, names: tuple[str, ...]) -> str:
    own = f"if(startsWith(metadata, '{{'), {_field('metadata', own_name)}, '')"
    found = f"""multiIf(
        {column} IN ('', 'null'), '',
        NOT {may_be_json(column)}, {column},
        startsWith({column}, '"'), JSONExtractString({column}),
        {_named(column, names)}
    )"""
    return f"nullIf(if({own} != '', {own}, {found}), '')"


def _is_plain(column: str, names: tuple[str, ...]) -> str:
    """Where something is found the JSON is valid: the engine finds nothing in any other."""
    return f"""(
        (NOT startsWith(metadata, '{{') OR isValidJSON(metadata))
        AND multiIf(
            {column} IN ('', 'null') OR NOT {may_be_json(column)}, 1,
            startsWith({column}, '"'), JSONExtractString({column}) != '',
            startsWith({column}, '{{'), {_named(column, names)} != ''
                AND NOT ({_may_have(column, "messages")} AND JSONType({column}, 'messages') = 'Array'),
            0
        )
    )"""


QUERY = _plain_text("input", "query", _QUERY_NAMES)
RESPONSE = _plain_text("expected_output", "response", _RESPONSE_NAMES)
"""The question and the answer of an item where `IS_PLAIN`; NULL where there is none."""

IS_PLAIN = f"{_is_plain('input', _QUERY_NAMES)} AND {_is_plain('expected_output', _RESPONSE_NAMES)}"
"""Whether `QUERY` and `RESPONSE` are certain to be what Python would find in the item itself."""
