"""Choosing the judges of a run, and the score that its verdict rests on."""

from collections.abc import Sequence

from ratchet.domain.dataset import Item
from ratchet.domain.judge import Judge, JudgeLevel
from ratchet.domain.regression_run import RunJudge
from ratchet.errors import Unprocessable
from ratchet.judges.builtin import ensure_builtins
from ratchet.judges.definitions import find_judge
from ratchet.judges.kinds.kind import Surroundings
from ratchet.store.records.judges import read_judge, read_judges

# Compares with the expected output, and asks no model.
SIMILARITY = "similarity"


def choose_judges(surroundings: Surroundings, names: Sequence[str] | None, items: Sequence[Item]) -> list[RunJudge]:
    """The judges that somebody named, else those that say something of these items.

    Unnamed: `similarity` where items say what is expected, and every judge that is on and measures quality, the one
    first whose scores the items have themselves. Raises `NotFound` for a name that no judge has, `Unprocessable` when
    two give scores of one name.
    """
    ensure_builtins(surroundings)
    if names is None:
        found = _find_usual(surroundings, items)
    else:
        found = [find_judge(surroundings.records, surroundings.project_id, name) for name in dict.fromkeys(names)]
    _check_distinct(found)
    return [
        RunJudge(name=judge.name, version=judge.version, score_name=judge.gives, epoch=judge.epoch) for judge in found
    ]


def choose_score(wanted: str | None, judges: Sequence[RunJudge]) -> str:
    """The score that a verdict rests on: the one that somebody named, else that of the first judge."""
    return wanted or next((judge.score_name for judge in judges), "")


def _find_usual(surroundings: Surroundings, items: Sequence[Item]) -> list[Judge]:
    known = read_judges(surroundings.records, surroundings.project_id)
    usual = [judge for judge in known if judge.is_enabled and judge.is_quality and judge.level is JudgeLevel.TRACE]
    similarity = read_judge(surroundings.records, surroundings.project_id, SIMILARITY)
    if similarity is not None and any(item.expected_output is not None for item in items):
        usual = [similarity, *(judge for judge in usual if judge.name != SIMILARITY)]
    own = {item.score_name for item in items}
    return sorted(usual, key=lambda judge: judge.gives not in own)


def _check_distinct(judges: Sequence[Judge]) -> None:
    seen: dict[str, str] = {}
    for judge in judges:
        other = seen.setdefault(judge.gives, judge.name)
        if other != judge.name:
            message = f"{other!r} and {judge.name!r} both give scores named {judge.gives!r}. Take one of them"
            raise Unprocessable(f"judges: {message}", details={"fields": [{"field": "judges", "message": message}]})
