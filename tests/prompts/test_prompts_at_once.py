"""Prompts in both record stores, by many writers at once."""

import threading
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, datetime

import pytest

from ratchet.auth.keys import ensure_project
from ratchet.domain.condition import Condition, Operator
from ratchet.domain.prompt import Prompt, Reference
from ratchet.errors import Conflict
from ratchet.prompts.schemas import TextPromptIn
from ratchet.prompts.versions import add_labels, create_version, delete_prompt, restore_version
from ratchet.store.records import RecordStore, open_record_store
from ratchet.store.records.prompt_list import count_prompts, find_prompts
from ratchet.store.records.prompts import read_inclusions, read_prompt, read_versions

WRITERS = 8


@pytest.fixture
def create(records: RecordStore, project: str) -> Callable[..., Prompt]:
    """Create a version of a text, in either store."""
    ensure_project(records, project, "A test's project")

    def create_one(name: str, prompt: str = "hi", **fields: object) -> Prompt:
        sent = TextPromptIn.model_validate({"name": name, "prompt": prompt, **fields})
        return create_version(records, project, sent)

    return create_one


def at_once(tasks: Iterable[Callable[[], object]]) -> list[object]:
    """Run tasks in threads that start together; what they return, or raise as `Conflict`."""
    tasks = list(tasks)
    start = threading.Barrier(len(tasks))

    def run(task: Callable[[], object]) -> object:
        start.wait()
        try:
            return task()
        except Conflict as error:
            return error

    with ThreadPoolExecutor(len(tasks)) as pool:
        return list(pool.map(run, tasks))


def test_writers_at_once_never_get_the_same_version(
    create: Callable[..., Prompt], records: RecordStore, project: str
) -> None:
    created = at_once([lambda: create("p", labels=["production"])] * WRITERS)
    assert sorted(prompt.version for prompt in created) == list(range(1, WRITERS + 1))
    versions = read_versions(records, project, "p")
    assert [version.labels for version in versions[1:]] == [[]] * (WRITERS - 1)
    assert versions[0].labels == ["latest", "production"]


def test_replicas_at_once_never_give_the_same_version(
    create: Callable[..., Prompt], records: RecordStore, records_url: str, project: str
) -> None:
    if records_url.startswith("sqlite"):
        pytest.skip("a file has one process")
    replicas = [open_record_store(records_url) for _ in range(3)]
    sent = TextPromptIn(name="p", prompt="hi")
    created = at_once([lambda replica=replica: create_version(replica, project, sent) for replica in replicas * 3])
    for replica in replicas:
        replica.close()
    assert sorted(prompt.version for prompt in created) == list(range(1, 10))


def test_of_two_writers_who_would_close_a_circle_one_is_refused(
    create: Callable[..., Prompt], records: RecordStore, project: str
) -> None:
    create("a", labels=["production"])
    create("b", labels=["production"])
    tags = {name: f"@@@langfusePrompt:name={name}|label=production@@@" for name in "ab"}
    results = at_once(
        [
            lambda: create("a", tags["b"], labels=["production"]),
            lambda: create("b", tags["a"], labels=["production"]),
        ]
    )
    assert sorted(type(result).__name__ for result in results) == ["Conflict", "Prompt"]


def test_a_label_that_many_give_at_once_is_at_one_version(
    create: Callable[..., Prompt], records: RecordStore, project: str
) -> None:
    for _ in range(4):
        create("p")
    at_once([lambda v=v: add_labels(records, project, "p", v, ["production"]) for v in range(1, 5)])
    having = [prompt.version for prompt in read_versions(records, project, "p") if "production" in prompt.labels]
    assert len(having) == 1


def test_both_stores_keep_what_a_prompt_is(create: Callable[..., Prompt], records: RecordStore, project: str) -> None:
    text = "zwölf 🙂 \u2028 \\u0000"
    created = create("ordner/ä", text, config={"a": [1, None, 1.5, "ü"]}, tags=["b", "a"], commitMessage="m")
    assert read_prompt(records, project, Reference("ordner/ä", 1)) == created
    assert read_prompt(records, project, Reference("ordner/ä", label="latest")) == created
    assert read_prompt(records, "another", Reference("ordner/ä", 1)) is None


def test_both_stores_find_prompts_by_the_same_conditions(
    create: Callable[..., Prompt], records: RecordStore, project: str
) -> None:
    now = int(datetime.now(UTC).timestamp()) * 10**9
    create("a", config={"model": "gpt-4o", "temperature": 0.5}, labels=["x"], tags=["t"])
    create("a")
    create("b\\c", config={"model": "claude"})
    for condition, names in [
        (Condition("config", Operator.EQUAL, "gpt-4o", "model"), ["a"]),
        (Condition("config", Operator.EQUAL, "0.5", "temperature"), ["a"]),
        (Condition("config", Operator.STARTS_WITH, "C%E", "model"), ["b\\c"]),
        (Condition("config", Operator.IS_NULL, None, "model"), ["a"]),
        (Condition("name", Operator.CONTAINS, "B\\\\"), ["b\\c"]),
        (Condition("name", Operator.ENDS_WITH, "\\"), []),
        (Condition("labels", Operator.ANY_OF, ["x"]), ["a"]),
        (Condition("tags", Operator.NONE_OF, ["t"]), ["b\\c"]),
        (Condition("updated_at", Operator.AT_LEAST, now), ["a", "b\\c"]),
        (Condition("version", Operator.GREATER, 1.5), ["a"]),
    ]:
        found = find_prompts(records, project, [condition], limit=10, offset=0)
        assert [summary.name for summary in found] == names, condition
        assert count_prompts(records, project, [condition]) == len(names)


def test_nothing_of_a_deleted_prompt_is_left(create: Callable[..., Prompt], records: RecordStore, project: str) -> None:
    create("a", labels=["production"], tags=["t"])
    create("p", "@@@langfusePrompt:name=a|version=1@@@")
    delete_prompt(records, project, "p")
    assert read_inclusions(records, project, ["a"]) == []
    delete_prompt(records, project, "a")
    assert create("a").tags == []
    assert [prompt.labels for prompt in read_versions(records, project, "a")] == [["latest"]]


def test_versions_come_from_another_server_with_their_numbers_and_as_often_as_one_likes(
    create: Callable[..., Prompt], records: RecordStore, project: str
) -> None:
    create("elsewhere")
    (origin,) = read_versions(records, project, "elsewhere")
    third = replace(origin, id="three", name="p", version=3, labels=["production"], tags=["t"])
    seventh = replace(origin, id="seven", name="p", version=7, labels=["latest"], tags=["t"])
    for expected in (True, False):
        assert [restore_version(records, prompt) for prompt in (seventh, third)] == [expected, expected]
        assert read_versions(records, project, "p") == [seventh, third]
    assert create("p").version == 8
    restore_version(records, replace(third, labels=["production", "x"], content="ignored"))
    assert read_prompt(records, project, Reference("p", label="x")) == replace(third, labels=["production", "x"])
