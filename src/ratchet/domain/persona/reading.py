"""Reading a persona out of prose, such as a system prompt: its clauses, and those among them that can be checked.

Only plain English wordings are recognised, and none under a condition ("if …"): whatever else a sentence asks for is
for a reader to judge.
"""

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from ratchet.domain.persona.checking import to_sentences
from ratchet.domain.persona.clause import Check, Clause, Forbidden, Form, Format, Length, aspect_of
from ratchet.domain.persona.wordings import CONDITION, EXAMPLE, FORMS, LENGTHS, PART, PHRASES

CLAUSE_LENGTH_MAX = 1000
_WORDS_MIN = 2
_HEADING = re.compile(r"^\s{0,3}#{1,6}\s.*$", re.MULTILINE)
_QUOTED = re.compile(r"[\"“”«]([^\"“”«»\n]{1,200})[\"“”»]|(?<!\w)'([^'\n]{1,200})'(?!\w)")
# What may stand around a check without asking for more.
_FILLER_WORDS = """
a all always an and answer answers any as be do each every for give in is it its keep make message messages must of only
or please replies reply respond response responses should so text that the them to use with within write you your yours
"""
_FILLER = frozenset(_FILLER_WORDS.split())
# These only take away, so that they hold whatever else a sentence asks for.
_LIMITS = (Form.PLAIN_TEXT, Form.NO_LIST, Form.NO_LINKS, Form.NO_EMOJI, Form.NO_EXCLAMATION)


class _Found(NamedTuple):
    check: Check
    spans: tuple[tuple[int, int], ...]


def read_clauses(text: str) -> tuple[Clause, ...]:
    """The clauses of a persona in prose: its sentences and list items, without headings, each once."""
    sentences = to_sentences(_HEADING.sub("", text))
    said = dict.fromkeys(one[:CLAUSE_LENGTH_MAX] for one in sentences if len(one.split()) >= _WORDS_MIN)
    return tuple(read_clause(sentence) for sentence in said)


def read_clause(sentence: str) -> Clause:
    """One clause, with the checks that its wording allows."""
    plain = sentence.replace("’", "'").replace("‘", "'")
    found = [] if CONDITION.search(plain) else list(_find_checks(plain))
    is_all = not _says_more(plain, found)
    found = [one for one in found if is_all or _is_limit(one.check)]
    if not found:
        return Clause(text=sentence)
    return Clause(
        text=sentence, aspect=aspect_of(found[0].check), checks=tuple(one.check for one in found), is_all=is_all
    )


def _find_checks(sentence: str) -> Iterator[_Found]:
    yield from _find_length(sentence)
    yield from _find_forms(sentence)
    yield from _find_phrases(sentence)


def _find_length(sentence: str) -> Iterator[_Found]:
    for pattern, make in LENGTHS:
        match = pattern.search(sentence)
        if match:
            around = f"{sentence[: match.start()]} {sentence[match.end() :]}"
            if not PART.search(around):
                yield _Found(make(match), (match.span(),))
            return


def _find_forms(sentence: str) -> Iterator[_Found]:
    taken: set[int] = set()
    for pattern, form in FORMS:
        spans = tuple(match.span() for match in pattern.finditer(sentence))
        places = {place for span in spans for place in range(*span)}
        if spans and not places & taken:
            yield _Found(Format(form=form), spans)
            taken |= places


def _find_phrases(sentence: str) -> Iterator[_Found]:
    quoted = list(_QUOTED.finditer(sentence))
    before = sentence[: quoted[0].start()] if quoted else ""
    if not quoted or EXAMPLE.search(before):
        return
    phrases = tuple((match[1] or match[2]).strip() for match in quoted)
    for pattern, make in PHRASES:
        match = pattern.search(before)
        if match:
            check = make(phrases)
            if check is not None:
                yield _Found(check, ((match.start(), quoted[-1].end()),))
            return


def _is_limit(check: Check) -> bool:
    match check:
        case Length() | Forbidden():
            return True
        case Format():
            return check.form in _LIMITS
        case _:
            return False


def _says_more(sentence: str, found: Sequence[_Found]) -> bool:
    """Whether words are left beside the checks that could ask for something else."""
    letters = list(sentence)
    for start, end in (span for one in found for span in one.spans):
        letters[start:end] = " " * (end - start)
    return any(word not in _FILLER for word in re.findall(r"[^\W\d_]+", "".join(letters).casefold()))
